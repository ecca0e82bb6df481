"""Who is told of what. Letters say where to read, and never what was written."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from assignments.agreements.models import Agreement, Commitment
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications.outbox import notify
from municipalities.models import Municipality

Side = Commitment.Side


def tell(agreement: Agreement, name: str, *, by: User, **context: Any) -> None:
    """Everybody on both sides but whoever did it."""
    write(agreement, people_of(agreement, *Side).exclude(pk=by.pk), name, **context)


def tell_both(agreement: Agreement, name: str, **context: Any) -> None:
    write(agreement, people_of(agreement, *Side), name, **context)


def people_of(agreement: Agreement, *sides: Side) -> QuerySet[User]:
    """Today's people: the leaders, the adviser who made it, and the municipality's contacts."""
    held = Q(pk__in=[])
    if Side.CENTRE in sides:
        centre = Q(organisation=agreement.centre.organisation_id)
        held |= centre & (Q(role=Role.LEADER) | Q(role=Role.ADVISER, user=agreement.created_by_id))
    if Side.MUNICIPALITY in sides:
        held |= contacts_in(agreement.municipality)
    return people(held)


def contacts_in(*places: Municipality) -> Q:
    """A district has contacts of its own, else its city's answer."""
    parties = {place.organisation_id for place in places}
    parties |= {place.parent.organisation_id for place in places if place.parent}
    return Q(role=Role.CONTACT, organisation__in=parties - {None})


def people(held: Q) -> QuerySet[User]:
    users = Membership.objects.with_role(*Role).filter(held).values("user")
    return User.objects.filter(pk__in=users, is_active=True).order_by("pk")


def write(agreement: Agreement, to: Iterable[User], name: str, **context: Any) -> None:
    notify(
        to,
        kind=f"agreements.{name}",
        template=f"agreements/emails/{name}",
        about=agreement,
        path=agreement.get_absolute_url(),
        context={"agreement": agreement, **context},
    )
