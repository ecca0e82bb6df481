"""Which summary rows a fact stands in, and what its source adds to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from assignments.coverage.models import Fact, Level, Slice, Structure


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
    def turn(self) -> tuple[object, ...]:
        """Its place in the order of locks. What holds all that a doer did comes before its cuts:
        who has locked anything in a year then holds the country's row of it, and may go on to
        another source of the year while the others wait."""
        return (*self[:-2], self.slice != Slice.NONE.value, self.slice, self.slice_key)

    @property
    def is_wide(self) -> bool:
        """A row of a county or of the country."""
        return self.place == 0


class Numbers(NamedTuple):
    """What is added to a row, in the order of `recount.COUNTS`, and how far that brings it."""

    activities: int = 0
    with_hours: int = 0
    requests: int = 0
    hours: Decimal = Decimal(0)
    attendances: int = 0
    agreements: int = 0
    level: int = 0
    last: date | None = None

    def plus(self, other: Numbers, *, times: int = 1) -> Numbers:
        """The counts added; level and day are the highest of the two."""
        return Numbers(
            self.activities + times * other.activities,
            self.with_hours + times * other.with_hours,
            self.requests + times * other.requests,
            self.hours + times * other.hours,
            self.attendances + times * other.attendances,
            self.agreements + times * other.agreements,
            max(self.level, other.level),
            later(self.last, other.last),
        )

    def may_fall(self, after: Numbers) -> bool:
        """Whether the row's level or last day may have hung on what is not there any more."""
        return after.level < self.level or later(self.last, after.last) != after.last


def later(one: date | None, other: date | None) -> date | None:
    return max(filter(None, (one, other)), default=None)


@dataclass
class Totals:
    """What some sources give one row. A source is counted once, however many places (rule 3), and
    rows of the same event are one (rule 19)."""

    activities: set[int] = field(default_factory=set)
    with_hours: set[int] = field(default_factory=set)
    requests: set[int] = field(default_factory=set)
    hours: Decimal = Decimal(0)
    attendances: int = 0
    agreements: set[int] = field(default_factory=set)
    level: int = 0
    last: date | None = None

    def add(self, fact: Fact, *, is_own: bool) -> None:
        """`is_own`: a row of one centre. To others a linked row adds only its hours (rule 19)."""
        self.level = max(self.level, fact.level)
        if fact.level >= Level.CONTACTED:
            self.last = later(self.last, fact.day)
        if fact.source_kind == Fact.Source.REQUEST:
            self.requests.add(fact.source_id)
        if fact.source_kind == Fact.Source.AGREEMENT:
            self.agreements.add(fact.source_id)
        if fact.source_kind == Fact.Source.ACTIVITY:
            self.hours += fact.hours or 0
            if is_own or not fact.is_linked:
                self.add_event(fact)

    def add_event(self, fact: Fact) -> None:
        self.activities.add(fact.event_id)
        if fact.hours is not None:
            self.with_hours.add(fact.event_id)
        self.attendances += fact.attendances or 0

    def numbers(self) -> Numbers:
        return Numbers(
            len(self.activities),
            len(self.with_hours),
            len(self.requests),
            self.hours,
            self.attendances,
            len(self.agreements),
            self.level,
            self.last,
        )


def slices_of(fact: Fact) -> Iterator[tuple[str, int]]:
    yield Slice.NONE.value, 0
    if fact.theme_id:
        yield Slice.THEME.value, fact.theme_id
    if fact.initiative_id:
        yield Slice.INITIATIVE.value, fact.initiative_id
    if fact.mandate_task_id:
        yield Slice.MANDATE_TASK.value, fact.mandate_task_id


def places_of(fact: Fact, county_of: Mapping[int, int]) -> Iterator[tuple[str, int, int]]:
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


def keys_of(fact: Fact, county_of: Mapping[int, int]) -> Iterator[Key]:
    doers = [(fact.centre_id, ""), (0, fact.centre_kind), (0, "")]
    for structure, place, county in places_of(fact, county_of):
        for centre, kind in doers:
            for name, key in slices_of(fact):
                yield Key(structure, fact.year, place, county, centre, kind, name, key)


def numbers_by_key(facts: Iterable[Fact], county_of: Mapping[int, int]) -> dict[Key, Numbers]:
    """Every row that the facts of whole sources stand in, with what they add to it."""
    found: dict[Key, Totals] = {}
    for fact in facts:
        for key in keys_of(fact, county_of):
            found.setdefault(key, Totals()).add(fact, is_own=bool(key.centre))
    return {key: totals.numbers() for key, totals in found.items()}
