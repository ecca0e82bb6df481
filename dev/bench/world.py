"""What the made-up activities choose among: centres, places by year, themes, tiltak. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random
from typing import Any

from django.db.models import QuerySet

from assignments.plans.models import Assignment
from centres.catchments import ids_by_centre
from centres.models import Centre, MandateTask
from korus_portal.accounts.models import Organisation, User
from municipalities.models import Municipality, Theme

YEARS = 10
# A centre's work lies in its catchment but for this part of it.
OUTSIDE = 0.06


@dataclass(frozen=True)
class Doer:
    """A centre with the person who registers, its tiltak, and where it works in each year."""

    pk: int
    tiltak: list[int]
    places: dict[int, list[int]]


class World:
    """Everything in the database that an activity may name."""

    def __init__(self, today: date, random: Random) -> None:
        self.today, self.random = today, random
        self.years = range(today.year - YEARS + 1, today.year + 1)
        others = Organisation.objects.exclude(kind__in=["municipality", "city_district", "centre"])
        self.organisations = ids(others)
        self.themes, self.tasks = ids(Theme.objects.all()), ids(MandateTask.objects.all())
        self.person = User.objects.get(email="adviser@demo.example").pk
        self.everywhere = {
            year: ids(Municipality.objects.in_force(on=date(year, 1, 1))) for year in self.years
        }
        self.districts = ids(Municipality.objects.districts().places_in_force(on=today))
        self.doers = self._doers()
        # The first is asked for by the bench, and holds a fifth of all rows.
        rest = zip(self.doers[1:], [0.8 / (len(self.doers) - 1)] * len(self.doers), strict=False)
        self.doer_weights = list(accumulate([0.2, *(part for _doer, part in rest)]))
        self.weights = {
            year: list(accumulate(1 / (5 + n) for n in range(len(places))))
            for year, places in self.everywhere.items()
        }

    def _doers(self) -> list[Doer]:
        catchments = {year: ids_by_centre(on=date(year, 1, 1)) for year in self.years}
        centres = sorted(Centre.objects.all(), key=lambda one: (one.code != "korus-nord", one.code))
        return [
            Doer(
                centre.pk,
                ids(Assignment.objects.filter(centre=centre)),
                {
                    year: self._shuffled(catchments[year].get(centre.pk) or self.everywhere[year])
                    for year in self.years
                },
            )
            for centre in centres
        ]

    def _shuffled(self, places: Iterable[int]) -> list[int]:
        found = sorted(places)
        self.random.shuffle(found)
        return found

    def doer(self) -> Doer:
        (found,) = self.random.choices(self.doers, cum_weights=self.doer_weights)
        return found

    def named(self, doer: Doer, year: int) -> list[int]:
        """About three municipalities, some of them often; a few activities name none."""
        number = self.random.choice((1, 1, 2, 3, 3, 3, 4, 5, 5, 0))
        own = doer.places[year]
        found = {self._place(own, year) for _n in range(number)}
        if self.random.random() < 0.02:
            found.add(self.random.choice(self.districts))
        return list(found)

    def _place(self, own: list[int], year: int) -> int:
        if self.random.random() < OUTSIDE:
            return self.random.choice(self.everywhere[year])
        weights = self.weights[year][: len(own)]
        (found,) = self.random.choices(own, cum_weights=weights)
        return found


def ids(rows: QuerySet[Any]) -> list[int]:
    return sorted(rows.values_list("pk", flat=True))
