"""The trace that an export leaves."""

from django.core.exceptions import PermissionDenied

from assignments.plans.rules import own_centres
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


def record_export(*, by: User, rows: int, query: str) -> None:
    """Leave a trace of who took the list out of the portal, and which rows.

    `query` is the encoded one: an address may hold what the trail cannot store.
    """
    centre = own_centres(by).first()
    if centre is None:
        raise PermissionDenied
    record("activities.exported", centre, by=by, details={"rows": rows, "query": query})
