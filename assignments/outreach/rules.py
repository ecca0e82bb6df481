"""Who may do what with the municipalities to call. Pure questions: no writes, no HTTP."""

from assignments.outreach.models import Approach
from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds
from korus_portal.accounts.models import Role


def can_open_list(user: Viewer) -> bool:
    return holds(user, Role.ADVISER, Role.LEADER, Role.GOVERNOR)


def works_at(user: Viewer, centre: Centre) -> bool:
    """Takes municipalities, notes contacts and reads the notes."""
    return holds(user, Role.ADVISER, Role.LEADER, organisation_id=centre.organisation_id)


def leads(user: Viewer, centre: Centre) -> bool:
    """Sets the centre's weights and redacts its texts."""
    return holds(user, Role.LEADER, organisation_id=centre.organisation_id)


def can_pass_on(user: Viewer, approach: Approach) -> bool:
    """Whoever has it ends it or hands it to a colleague; the leader may too."""
    if not works_at(user, approach.centre):
        return False
    return approach.adviser_id == user.pk or leads(user, approach.centre)


def can_change_contact(user: Viewer, approach: Approach, *, noted_by: int) -> bool:
    """Whoever noted it mends it; the leader may too."""
    return works_at(user, approach.centre) and (noted_by == user.pk or leads(user, approach.centre))


def governs(user: Viewer, *, offices: set[int]) -> bool:
    """Whether the person works at one of a county's governors' offices (organisation ids)."""
    return any(holds(user, Role.GOVERNOR, organisation_id=office) for office in offices)
