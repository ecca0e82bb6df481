"""For whom a person writes in a case: a centre that has it, or a municipality that asked."""

from dataclasses import dataclass

from assignments.access import with_own_past
from assignments.requests.models import Holder, Message, SupportRequest
from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role
from municipalities.models import Municipality


@dataclass(frozen=True, slots=True)
class Voice:
    """One of centre and municipality, as the side says."""

    side: Message.Side
    centre: Centre | None = None
    municipality: Municipality | None = None

    @property
    def is_centre(self) -> bool:
        return self.side == Message.Side.CENTRE


def voice_of(user: Viewer, support_request: SupportRequest) -> Voice | None:
    """None for whoever only reads, as a centre that is offered the request does."""
    if centre := centre_of(user, support_request):
        return Voice(Message.Side.CENTRE, centre=centre)
    if place := place_of(user, support_request):
        return Voice(Message.Side.MUNICIPALITY, municipality=place)
    return None


def centre_of(user: Viewer, support_request: SupportRequest) -> Centre | None:
    """The person's centre among those that have the request now; the owner before others."""
    at = parties(user, Role.ADVISER, Role.LEADER)
    if not at:
        return None
    held = Holder.objects.current().filter(
        support_request=support_request, centre__organisation__in=at
    )
    found = held.select_related("centre__organisation").order_by("-part", "pk").first()
    return found.centre if found else None


def place_of(user: Viewer, support_request: SupportRequest) -> Municipality | None:
    """The person's municipality among those that asked, also when it asked under an earlier
    number; the one that sent the request before its partners."""
    at = parties(user, Role.CONTACT)
    if not at:
        return None
    own = Municipality.objects.filter(organisation__in=at).order_by("code")
    pasts = {place: with_own_past({place.pk}) for place in own}
    partners = support_request.partners.named().values_list("municipality_id", flat=True)
    for asked in (support_request.municipality_id, *partners):
        for place, past in pasts.items():
            if asked in past:
                return place
    return None


def had_earlier(user: Viewer, case_number: str) -> SupportRequest | None:
    """A request that a centre of the person had until it went to another."""
    at = parties(user, Role.ADVISER, Role.LEADER)
    former = Holder.objects.filter(
        support_request__case_number=case_number,
        centre__organisation__in=at,
        until__isnull=False,
    )
    found = former.select_related("support_request__centre").first()
    return found.support_request if found else None
