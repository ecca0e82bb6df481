"""Who is told of what, by e-mail. Letters say where to read, and never what was written."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from assignments.needs.models import Need, Side
from assignments.needs.places import places_now, responsible_organisations
from assignments.needs.rules import ROLES_OF_SIDE, Voice
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications.outbox import notify
from municipalities.models import CountyGovernor


def tell_of_registration(need: Need, voice: Voice, *, by: User) -> None:
    """The municipality at once, with its right to reply; the others are asked for their word."""
    if voice.side != Side.MUNICIPALITY:
        write(need, people_of(need, Side.MUNICIPALITY), "registered", voice, by=by)
    asked = [side for side in (Side.CENTRE, Side.GOVERNOR) if side != voice.side]
    write(need, people_of(need, *asked), "asked", voice, by=by)


def tell_others(need: Need, voice: Voice, name: str, *, by: User) -> None:
    """Everybody who has to do with the need, outside the organisation that acted."""
    write(need, people_of(need, *Side), name, voice, by=by)


def people_of(need: Need, *sides: Side) -> QuerySet[User]:
    """Today's people of the sides, each once: whoever registered it may have left."""
    held = Q(pk__in=[])
    for side in sides:
        held |= Q(role__in=ROLES_OF_SIDE[side], organisation__in=parties_of(need, side))
    users = Membership.objects.with_role(*Role).filter(held).values("user")
    return User.objects.filter(pk__in=users).order_by("pk")


def parties_of(need: Need, side: Side) -> set[int]:
    """Ids of the organisations that speak for a side."""
    if side == Side.CENTRE:
        found = {party.pk for party in responsible_organisations(need)}
        return found | ({need.registered_for_id} if need.side == side else set())
    places = places_now(need.municipality)
    if side == Side.GOVERNOR:
        offices = CountyGovernor.objects.filter(counties__in={place.county_id for place in places})
        return set(offices.values_list("organisation", flat=True))
    own = [*places, *(place.parent for place in places if place.parent)]
    return {place.organisation_id for place in own if place.organisation_id}


def write(need: Need, to: QuerySet[User], name: str, voice: Voice, *, by: User) -> None:
    """The letter `name` to each in their own language, the actor's own house apart."""
    own = Membership.objects.current().filter(organisation=voice.organisation).values("user")
    readers: Iterable[User] = to.exclude(pk=by.pk).exclude(pk__in=own)
    notify(
        readers,
        kind=f"needs.{name}",
        template=f"needs/emails/{name}",
        about=need,
        path=need.get_absolute_url(),
        context={"need": need, "who": voice.organisation.name, "side": voice.side},
    )
