"""Who may do what with grants. Pure questions: no writes, no HTTP.

The directorate gives the money and registers the letter; the centre applied, and registers the
application.
"""

from centres.grants.models import Grant
from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds, is_administrator, is_directorate
from korus_portal.accounts.models import Role


def can_see_grants(viewer: Viewer) -> bool:
    """The list; which rows stand in it, `visible_to` says."""
    return gives_money(viewer) or holds(viewer, Role.ADVISER, Role.LEADER)


def gives_money(viewer: Viewer) -> bool:
    """The directorate, and the administrator for it: registers and changes letters."""
    return is_directorate(viewer) or is_administrator(viewer)


def can_edit_application(viewer: Viewer, centre: Centre) -> bool:
    return gives_money(viewer) or holds(viewer, Role.LEADER, organisation_id=centre.organisation_id)


def can_see_history(viewer: Viewer, grant: Grant) -> bool:
    """Whoever may write one of its halves."""
    return can_edit_application(viewer, grant.centre)


def can_redact(viewer: Viewer, grant: Grant) -> bool:
    """The leader, as everywhere, and those who wrote the letter."""
    return can_edit_application(viewer, grant.centre)
