"""What the page of one agreement shows."""

from assignments.agreements.models import Agreement, AgreementQuerySet
from korus_portal.accounts.access import Viewer


def readable(user: Viewer) -> AgreementQuerySet:
    """The agreements that the person may open, with what every page of them names."""
    rows = Agreement.objects.visible_to(user)
    return rows.select_related(
        "centre__organisation", "municipality__county", "municipality__parent"
    )
