"""Who may do what with needs, and in whose name. Pure questions: no writes, no HTTP."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import timezone

from assignments.access import in_reach
from assignments.needs.models import Need, Side
from assignments.needs.places import places_now, responsible_organisations
from centres import catchments
from centres.models import Centre
from korus_portal.accounts.access import Viewer, holds, is_directorate
from korus_portal.accounts.models import Organisation, Role, User
from municipalities.models import CountyGovernor, Municipality, MunicipalityQuerySet

Status = Need.Status
ROLES_OF_SIDE: dict[str, tuple[str, ...]] = {
    Side.MUNICIPALITY: (Role.CONTACT,),
    Side.CENTRE: (Role.ADVISER, Role.LEADER),
    Side.GOVERNOR: (Role.GOVERNOR,),
}
# Who may take a text of the own organisation out: in a centre that is the leader's (rules.md).
REDACTORS: dict[str, tuple[str, ...]] = {**ROLES_OF_SIDE, Side.CENTRE: (Role.LEADER,)}


@dataclass(frozen=True)
class Voice:
    """An organisation in whose name a person speaks."""

    side: Side
    organisation: Organisation


def can_follow_needs(user: Viewer) -> bool:
    """Whether the person has a municipality, a catchment or a county to see needs of."""
    return holds(user, Role.CONTACT, Role.ADVISER, Role.LEADER, Role.GOVERNOR)


def can_see_county_list(user: Viewer) -> bool:
    return holds(user, Role.ADVISER, Role.LEADER, Role.GOVERNOR)


def can_see_counts(user: Viewer) -> bool:
    """Counts go upward to the directorate; the rows themselves do not."""
    return can_see_county_list(user) or is_directorate(user)


def voices_in(user: User, places: Iterable[Municipality]) -> list[Voice]:
    """In whose name the person may speak of a place: its own, a centre's or the governor's."""
    here = list(places)
    return [voice for voice in _voices(user) if any(REACHES[voice.side](voice, p) for p in here)]


def voices_on(user: User, need: Need) -> list[Voice]:
    return voices_in(user, places_now(need.municipality))


def places_to_register(user: User) -> MunicipalityQuerySet:
    """Today's municipalities and districts that the person may register a need for."""
    in_force = Municipality.objects.places_in_force(on=timezone.localdate())
    return in_force.filter(in_reach(user)).select_related("county", "parent")


def registering_voices(user: User, municipality: Municipality) -> list[Voice]:
    """A need is registered for a place of today."""
    is_now = municipality.is_in_force(timezone.localdate())
    return voices_in(user, [municipality]) if is_now else []


def judging_voices(user: User, need: Need) -> list[Voice]:
    """Who may confirm or dispute: a centre responsible for the theme there, and the governor."""
    voices = [voice for voice in voices_on(user, need) if voice.side != Side.MUNICIPALITY]
    if all(voice.side == Side.GOVERNOR for voice in voices):
        return voices
    responsible = responsible_organisations(need)
    return [
        voice
        for voice in voices
        if voice.side == Side.GOVERNOR or voice.organisation in responsible
    ]


def closing_voices(user: User, need: Need) -> list[Voice]:
    """Who may change the status: the side that registered it, and the responsible centre.

    So a municipality may always say that its own need is no longer there.
    """
    own = [voice for voice in voices_on(user, need) if _has_registered(voice, need)]
    judges = judging_voices(user, need)
    return own + [v for v in judges if v.side == Side.CENTRE and v not in own]


def editing_voices(user: User, need: Need) -> list[Voice]:
    """Its words are changed only in the name of the organisation that registered it."""
    voices = voices_on(user, need)
    return [voice for voice in voices if voice.organisation.pk == need.registered_for_id]


def can_redact(user: Viewer, need: Need, *, side: str, organisation_id: int) -> bool:
    """Who may take out what an organisation wrote.

    The organisation itself, in a centre its leader. What a municipality wrote may also be taken
    out by the leader of a responsible centre, as in a request; what a governor wrote may not.
    """
    if holds(user, *REDACTORS[side], organisation_id=organisation_id):
        return True
    if side != Side.MUNICIPALITY or not holds(user, Role.LEADER):
        return False
    responsible = responsible_organisations(need)
    return any(holds(user, Role.LEADER, organisation_id=party.pk) for party in responsible)


def _voices(user: User) -> list[Voice]:
    """One for each organisation, however many roles are held there."""
    sides = {role: Side(side) for side, roles in ROLES_OF_SIDE.items() for role in roles}
    held = (row for row in user.current_memberships if row.role in sides)
    return list(dict.fromkeys(Voice(sides[row.role], row.organisation) for row in held))


def _has_registered(voice: Voice, need: Need) -> bool:
    """A municipality's successor and the next governor stand where those before them stood."""
    if voice.side == Side.CENTRE:
        return voice.organisation.pk == need.registered_for_id
    return voice.side == need.side


def _is_of_municipality(voice: Voice, place: Municipality) -> bool:
    own = {place.organisation_id, place.parent.organisation_id if place.parent else None}
    return voice.organisation.pk in own


def _serves(voice: Voice, place: Municipality) -> bool:
    centre = Centre.objects.filter(organisation=voice.organisation).first()
    today = timezone.localdate()
    return centre is not None and catchments.in_catchment(centre, place, on=today)


def _governs(voice: Voice, place: Municipality) -> bool:
    offices = CountyGovernor.objects.filter(organisation=voice.organisation)
    return offices.filter(counties=place.county_id).exists()


REACHES: dict[str, Callable[[Voice, Municipality], bool]] = {
    Side.MUNICIPALITY: _is_of_municipality,
    Side.CENTRE: _serves,
    Side.GOVERNOR: _governs,
}
