"""Which municipalities stand first in a queue: those that never used the centre, and the small."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assignments.coverage.models import CoverageRow, Level, Structure
from centres.models import Centre
from municipalities import structure
from municipalities.models import SMALL, Municipality


@dataclass(frozen=True)
class Marks:
    """Ids of municipalities as they stand on the requests, also under an earlier number."""

    never: frozenset[int] = frozenset()
    small: frozenset[int] = frozenset()
    # The days that the populations are of.
    counted_on: tuple[date, ...] = ()

    @property
    def either(self) -> frozenset[int]:
        return self.never | self.small


def marks_of(centre: Centre, places: Iterable[int]) -> Marks:
    """Three queries, however many municipalities. Each is taken as what it is today."""
    today = structure.place_today_ids(set(places))
    now = set(today.values())
    used = used_ids(centre)
    rows = Municipality.objects.municipalities().filter(pk__in=now, population__lt=SMALL)
    days = dict(rows.order_by().values_list("pk", "population_date"))
    return Marks(
        never=frozenset(then for then, pk in today.items() if pk not in used),
        small=frozenset(then for then, pk in today.items() if pk in days),
        counted_on=tuple(sorted({day for day in days.values() if day})),
    )


def used_ids(centre: Centre) -> set[int]:
    """Where the centre has done something delivered, in any year (level «brukt»)."""
    rows = CoverageRow.objects.whole().by(centre=centre)
    rows = rows.filter(structure=Structure.TODAY, level=Level.USED, place__isnull=False)
    return set(rows.order_by().values_list("place", flat=True).distinct())
