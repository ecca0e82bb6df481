"""Who may do what with centres. Pure questions: no writes, no HTTP."""

from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds
from korus_portal.accounts.models import Role


def belongs_to_centre(viewer: Viewer, centre: Centre) -> bool:
    party = centre.organisation_id
    return holds(viewer, Role.ADVISER, Role.LEADER, organisation_id=party)


def can_edit_centre(viewer: Viewer, centre: Centre) -> bool:
    """The leader answers for what the portal tells about the centre."""
    return holds(viewer, Role.LEADER, organisation_id=centre.organisation_id)
