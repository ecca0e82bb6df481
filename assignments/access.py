"""Which municipalities a person works for: shared by everything that is about a municipality.

A municipality sees what is about itself; a centre what is about its catchment; a county governor
what is about its counties (rules.md, who sees what).
"""

from django.db.models import Q
from django.utils import timezone

from centres import catchments
from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role
from municipalities import structure
from municipalities.models import Municipality


def own_municipalities(user: Viewer) -> Q:
    """Filter on Municipality: where the person is a contact, its districts included."""
    held = parties(user, Role.CONTACT)
    return Q(organisation__in=held) | Q(parent__organisation__in=held)


def governed_municipalities(user: Viewer) -> Q:
    """Filter on Municipality: in the counties of the governor's office where the person works."""
    return Q(county__governors__organisation__in=parties(user, Role.GOVERNOR))


def served_ids(user: Viewer) -> set[int]:
    """Ids of the municipalities of today, districts included, in the person's centres' catchments.

    Three queries, and none for people without a centre.
    """
    held = parties(user, Role.ADVISER, Role.LEADER)
    if not held:
        return set()
    by_centre = catchments.ids_by_centre(on=timezone.localdate())
    own = Centre.objects.filter(organisation__in=held).values_list("pk", flat=True)
    ids = {pk for centre in own for pk in by_centre[centre]}
    districts = Municipality.objects.filter(parent__in=ids).values_list("pk", flat=True)
    return ids | set(districts)


def with_former(ids: set[int]) -> set[int]:
    """The places and those of earlier days that became one of them, whole or in part.

    What was said of a municipality follows it: nobody loses sight of it by a merger. One query.
    """
    if not ids:
        return set()
    chain, today = structure.current_chain(), timezone.localdate()
    codes = {chain.codes[pk] for pk in ids if pk in chain.codes}
    ended = (row for row in chain.places.values() if row.valid_to and row.valid_to < today)
    former = {
        row.pk
        for row in ended
        if not codes.isdisjoint(chain.carry(row.code, on=today, to=today).codes)
    }
    return ids | former


def with_own_past(ids: set[int]) -> set[int]:
    """The places and those of earlier days that became one of them alone: by a new number or a
    merger. What a split leaves undecided is with nobody. One query."""
    if not ids:
        return set()
    chain, today = structure.current_chain(), timezone.localdate()
    codes = {chain.codes[pk] for pk in ids if pk in chain.codes}
    ended = (row for row in chain.places.values() if row.valid_to and row.valid_to < today)
    return ids | {row.pk for row in ended if chain.at(row.code, today) in codes}


def reached_ids(user: Viewer) -> set[int]:
    """Ids of one's own municipalities, one's catchment's and one's counties', former ones too."""
    named = own_municipalities(user) | governed_municipalities(user)
    found = Municipality.objects.filter(named).order_by().values_list("pk", flat=True)
    return with_former(served_ids(user) | set(found))


def in_reach(user: Viewer) -> Q:
    """Filter on Municipality: one's own, one's catchment or one's county."""
    return Q(pk__in=reached_ids(user))


def in_reach_of(user: Viewer, *, field: str = "municipality") -> Q:
    """The same as a filter on a model that belongs to a municipality."""
    return Q(**{f"{field}__in": reached_ids(user)})
