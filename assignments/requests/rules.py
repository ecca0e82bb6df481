"""Who may do what with support requests. Pure questions: no writes, no HTTP."""

from django.utils import timezone

from assignments.requests.models import SupportRequest
from korus_portal.accounts.access import Viewer, holds
from korus_portal.accounts.models import Role
from municipalities.models import Municipality


def can_ask(user: Viewer) -> bool:
    return holds(user, Role.CONTACT)


def can_work_with_requests(user: Viewer) -> bool:
    """Whether the person has an inbox of a centre."""
    return holds(user, Role.ADVISER, Role.LEADER)


def can_follow_requests(user: Viewer) -> bool:
    return can_ask(user) or can_work_with_requests(user)


def can_submit_request(user: Viewer, municipality: Municipality) -> bool:
    """Contacts of the municipality or district, while it is in force.

    A municipality without a party has no contacts: asking for any party's role would let all in.
    """
    party = municipality.organisation_id
    if party is None or not municipality.is_in_force(timezone.localdate()):
        return False
    return holds(user, Role.CONTACT, organisation_id=party)


def can_decide_request(user: Viewer, support_request: SupportRequest) -> bool:
    """Advisers and leaders of the centre that has it. State is the action's business."""
    party = support_request.centre.organisation_id
    return holds(user, Role.ADVISER, Role.LEADER, organisation_id=party)


def can_redact_request(user: Viewer, support_request: SupportRequest) -> bool:
    return holds(user, Role.LEADER, organisation_id=support_request.centre.organisation_id)
