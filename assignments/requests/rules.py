"""Who may do what with support requests. Pure questions: no writes, no HTTP."""

from django.utils import timezone

from assignments.access import with_own_past
from assignments.requests.models import (
    HandOver,
    Holder,
    PartnerMunicipality,
    SavedFilter,
    SupportRequest,
)
from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds, is_directorate, parties
from korus_portal.accounts.models import Role
from municipalities.models import Municipality


def can_ask(user: Viewer) -> bool:
    return holds(user, Role.CONTACT)


def can_work_with_requests(user: Viewer) -> bool:
    """Whether the person has an inbox of a centre."""
    return holds(user, Role.ADVISER, Role.LEADER)


def can_follow_requests(user: Viewer) -> bool:
    return can_ask(user) or can_work_with_requests(user)


def can_read_outlines(user: Viewer) -> bool:
    """Theme, state and centre of others' requests in one's own catchment or county."""
    return can_work_with_requests(user) or holds(user, Role.GOVERNOR)


def can_see_numbers(user: Viewer) -> bool:
    """One's centre's figures, all centres' for the directorate, one's county's for the governor."""
    return can_read_outlines(user) or is_directorate(user)


def can_submit_request(user: Viewer, municipality: Municipality) -> bool:
    """Contacts of the municipality or district, while it is in force.

    A municipality without a party has no contacts: asking for any party's role would let all in.
    """
    party = municipality.organisation_id
    if party is None or not municipality.is_in_force(timezone.localdate()):
        return False
    return holds(user, Role.CONTACT, organisation_id=party)


def works_at(user: Viewer, centre: Centre) -> bool:
    return holds(user, Role.ADVISER, Role.LEADER, organisation_id=centre.organisation_id)


def leads(user: Viewer, centre: Centre) -> bool:
    return holds(user, Role.LEADER, organisation_id=centre.organisation_id)


def can_change_filter(user: Viewer, saved: SavedFilter) -> bool:
    """Whoever saved it, while they work at the centre."""
    return saved.owner_id == user.pk and works_at(user, saved.centre)


def can_decide_request(user: Viewer, support_request: SupportRequest) -> bool:
    """Advisers and leaders of the centre that has it. State is the action's business."""
    return works_at(user, support_request.centre)


def can_assign(user: Viewer, support_request: SupportRequest) -> bool:
    """The leader, and whoever has it now (who gives it to a colleague)."""
    if leads(user, support_request.centre):
        return True
    has_it = support_request.adviser_id is not None and support_request.adviser_id == user.pk
    return has_it and works_at(user, support_request.centre)


def can_offer(user: Viewer, support_request: SupportRequest) -> bool:
    """To share or transfer it: those who may decide it, never a centre that is only in it too."""
    return can_decide_request(user, support_request)


def can_ask_for(user: Viewer, support_request: SupportRequest, centre: Centre) -> bool:
    """To get it for `centre`: its people, when they know of the request."""
    if centre.pk == support_request.centre_id or not works_at(user, centre):
        return False
    requests, own = SupportRequest.objects.order_by(), {"pk": support_request.pk}
    known = requests.outlined_to(user).filter(**own) | requests.visible_to(user).filter(**own)
    return known.exists()


def can_answer_hand_over(user: Viewer, hand_over: HandOver) -> bool:
    """The receiver answers what it is offered; the owner answers who asks to get it."""
    is_ask = hand_over.kind == HandOver.Kind.ASK
    return works_at(user, hand_over.from_centre if is_ask else hand_over.to_centre)


def can_take_back_hand_over(user: Viewer, hand_over: HandOver) -> bool:
    is_ask = hand_over.kind == HandOver.Kind.ASK
    return works_at(user, hand_over.to_centre if is_ask else hand_over.from_centre)


def is_joint(user: Viewer, support_request: SupportRequest) -> bool:
    """Works at a centre that is in it together with the owner: such a centre writes, says that
    it helps too, and leaves. It does not decide, assign, hand over or close."""
    at = parties(user, Role.ADVISER, Role.LEADER)
    joint = Holder.objects.current().filter(
        support_request=support_request, part=Holder.Part.JOINT, centre__organisation__in=at
    )
    return joint.exists()


def can_redact_request(user: Viewer, support_request: SupportRequest) -> bool:
    return leads(user, support_request.centre)


def stands_for_municipality(user: Viewer, support_request: SupportRequest) -> bool:
    """A contact of the municipality that asked, also under its new number, or of a partner."""
    return SupportRequest.objects.asked_by(user).filter(pk=support_request.pk).exists()


def stands_for_sender(user: Viewer, support_request: SupportRequest) -> bool:
    """A contact of the municipality that asked itself: it withdraws, partners only leave."""
    return _is_contact_of(user, support_request.municipality_id)


def stands_for_partner(user: Viewer, partner: PartnerMunicipality) -> bool:
    return _is_contact_of(user, partner.municipality_id)


def _is_contact_of(user: Viewer, municipality_id: int) -> bool:
    """Also when the municipality has another number today."""
    held = parties(user, Role.CONTACT)
    own = Municipality.objects.filter(organisation__in=held).order_by()
    return bool(held) and municipality_id in with_own_past({row.pk for row in own})
