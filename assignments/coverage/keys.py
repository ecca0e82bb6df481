"""Which summary rows a fact stands in, and what it adds to the wide ones (county and country)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from assignments.coverage.models import Fact, Slice, Structure


class Key(NamedTuple):
    """The identity of one CoverageRow. Empty parts are 0 here, so that keys sort."""

    structure: str
    year: int
    place: int
    county: int
    centre: int
    kind: str
    slice: str
    slice_key: int

    @property
    def is_wide(self) -> bool:
        """A row of a county or of the country."""
        return self.place == 0


@dataclass
class Totals:
    """What one source adds to one wide row: once, however many places and themes (rule 3)."""

    activities: set[int] = field(default_factory=set)
    with_hours: set[int] = field(default_factory=set)
    requests: set[int] = field(default_factory=set)
    hours: Decimal = Decimal(0)
    attendances: int = 0
    agreements: set[int] = field(default_factory=set)

    def add(self, fact: Fact, *, is_own: bool) -> None:
        """`is_own`: a row of one centre. To others a linked row adds only its hours (rule 19)."""
        if fact.source_kind == Fact.Source.REQUEST:
            self.requests.add(fact.source_id)
        if fact.source_kind == Fact.Source.AGREEMENT:
            self.agreements.add(fact.source_id)
        if fact.source_kind == Fact.Source.ACTIVITY:
            self.hours += fact.hours or 0
            if is_own or not fact.is_linked:
                self.add_event(fact)

    def add_event(self, fact: Fact) -> None:
        self.activities.add(fact.source_id)
        if fact.hours is not None:
            self.with_hours.add(fact.source_id)
        self.attendances += fact.attendances or 0

    def numbers(self) -> tuple[int, int, int, Decimal, int, int]:
        """In the order of the columns in `recount.WIDE_COLUMNS`."""
        return (
            len(self.activities),
            len(self.with_hours),
            len(self.requests),
            self.hours,
            self.attendances,
            len(self.agreements),
        )


def slices_of(fact: Fact) -> Iterator[tuple[str, int]]:
    yield Slice.NONE.value, 0
    if fact.theme_id:
        yield Slice.THEME.value, fact.theme_id
    if fact.initiative_id:
        yield Slice.INITIATIVE.value, fact.initiative_id
    if fact.mandate_task_id:
        yield Slice.MANDATE_TASK.value, fact.mandate_task_id


def places_of(fact: Fact, county_of: dict[int, int]) -> Iterator[tuple[str, int, int]]:
    """(structure, place, county) of every row that the fact stands in; 0 is empty."""
    for structure, place in (
        (Structure.THEN.value, fact.place_then_id),
        (Structure.TODAY.value, fact.place_today_id),
    ):
        yield structure, 0, 0
        if place:
            yield structure, 0, county_of[place]
            yield structure, place, 0
        if fact.district_id:
            yield structure, fact.district_id, 0


def keys_of(fact: Fact, county_of: dict[int, int]) -> Iterator[Key]:
    doers = [(fact.centre_id, ""), (0, fact.centre_kind), (0, "")]
    for structure, place, county in places_of(fact, county_of):
        for centre, kind in doers:
            for name, key in slices_of(fact):
                yield Key(structure, fact.year, place, county, centre, kind, name, key)


def totals_by_key(facts: Iterable[Fact], county_of: dict[int, int]) -> dict[Key, Totals]:
    """Every row that the facts stand in, with what they add to it."""
    found: dict[Key, Totals] = {}
    for fact in facts:
        for key in keys_of(fact, county_of):
            found.setdefault(key, Totals()).add(fact, is_own=bool(key.centre))
    return found
