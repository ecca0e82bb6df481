"""What other pages tell of needs: how many are open where, and which a municipality has."""

from collections.abc import Iterable

from assignments.access import with_former
from assignments.needs.models import Need
from korus_portal.accounts.access import Viewer
from municipalities import structure
from municipalities.models import Municipality


def open_by_place(viewer: Viewer) -> dict[int, tuple[int, int]]:
    """How many open needs each municipality of today has, and how large the worst of them is.

    What was registered for a merged one stands with its successor, a district's with its city;
    what a split leaves undecided stands under the old code.
    """
    visible = Need.objects.visible_to(viewer).open()
    columns = ("municipality", "municipality__parent", "severity")
    rows = list(visible.order_by().values_list(*columns))
    today = structure.place_today_ids({parent or place for place, parent, _severity in rows})
    found: dict[int, tuple[int, int]] = {}
    for place, parent, severity in rows:
        here = today[parent or place]
        count, worst = found.get(here, (0, 0))
        found[here] = count + 1, max(worst, severity)
    return found


def of_municipality(municipality: Municipality, viewer: Viewer) -> list[Need]:
    """The needs of a municipality, its districts and those it came from; open ones first."""
    places = places_of([municipality])
    rows = Need.objects.visible_to(viewer).filter(municipality__in=places)
    return list(rows.for_list().with_standing().open_first())


def places_of(municipalities: Iterable[Municipality]) -> set[int]:
    """Ids of the places with their districts and those of earlier days that became them."""
    own = {place.pk for place in municipalities}
    districts = Municipality.objects.filter(parent__in=own).values_list("pk", flat=True)
    return with_former(own | set(districts))


def same_today(municipality: Municipality) -> set[int]:
    """Ids of the place and of those that became it and nothing else."""
    today = structure.place_today_ids(with_former({municipality.pk}))
    return {then for then, now in today.items() if now == municipality.pk}
