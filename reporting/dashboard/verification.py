"""Comparing the rows that are kept with the same rows counted a second time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from assignments.coverage.models import CoverageRow, WorkRow
from reporting.dashboard.recounting import Cell, Counted, recount
from reporting.dashboard.work_recount import Work, WorkCell, recount_work

KEY = ("structure", "year", "place_id", "county_id", "centre_id", "kind", "slice", "slice_key")
NUMBERS = (
    "level",
    "activities",
    "activities_with_hours",
    "hours",
    "attendances",
    "requests",
    "agreements",
    "last_contact_on",
)
WORK_KEY = ("year", "centre_id", "kind", "cut", "key")
WORK_NUMBERS = ("activities", "activities_with_hours", "hours")
# What an emptied row says, which is no more than no row.
NOTHING = Counted().numbers()
NO_WORK = Work()

Row = tuple[object, ...]
AnyCell = TypeVar("AnyCell", bound=tuple[Any, ...])


@dataclass(frozen=True)
class Difference:
    """One row that is kept with other numbers than its sources give."""

    row: str
    columns: tuple[str, ...]
    kept: Row
    counted: Row

    def __str__(self) -> str:
        numbers = "; ".join(
            f"{column} {kept} is kept, {counted} counted"
            for column, kept, counted in zip(self.columns, self.kept, self.counted, strict=True)
            if kept != counted
        )
        return f"{self.row}: {numbers}"


def differences() -> list[Difference]:
    """Coverage before work, each sorted by row."""
    return [*differences_of_coverage(), *differences_of_work()]


def differences_of_coverage() -> list[Difference]:
    counted = {cell: found.numbers() for cell, found in recount().items()}
    return [
        Difference(name_of(cell), NUMBERS, *rows)
        for cell, rows in unlike(kept_rows(), counted, NOTHING).items()
    ]


def differences_of_work() -> list[Difference]:
    counted: dict[WorkCell, Row] = {cell: tuple(found) for cell, found in recount_work().items()}
    return [
        Difference(name_of_work(cell), WORK_NUMBERS, *rows)
        for cell, rows in unlike(kept_work(), counted, tuple(NO_WORK)).items()
    ]


def unlike(
    kept: Mapping[AnyCell, Row], counted: Mapping[AnyCell, Row], nothing: Row
) -> dict[AnyCell, tuple[Row, Row]]:
    """Sorted by row. Emptied rows that stay behind say nothing and are no difference."""
    found = {}
    for cell in sorted({*kept, *counted}):
        ours, theirs = kept.get(cell, nothing), counted.get(cell, nothing)
        if ours != theirs:
            found[cell] = (ours, theirs)
    return found


def name_of(cell: Cell) -> str:
    structure, year, place, county, centre, kind, name, key = cell
    where = f"place {place}" if place else f"county {county}" if county else "country"
    cut = "" if name == "none" else f", {name} {key}"
    return f"{year} {structure}, {where}, {doer(centre, kind)}{cut}"


def name_of_work(cell: WorkCell) -> str:
    year, centre, kind, cut, key = cell
    return f"{year} work, {doer(centre, kind)}, {cut} {key or 'not told'}"


def doer(centre: int, kind: str) -> str:
    return f"centre {centre}" if centre else kind or "anyone"


def kept_rows() -> dict[Cell, Row]:
    found: dict[Cell, Row] = {}
    for row in CoverageRow.objects.values_list(*KEY, *NUMBERS).iterator(10_000):
        structure, year, place, county, centre, kind, name, key, *numbers = row
        cell = (structure, year, place or 0, county or 0, centre or 0, kind, name, key)
        found[cell] = tuple(numbers)
    return found


def kept_work() -> dict[WorkCell, Row]:
    found: dict[WorkCell, Row] = {}
    for row in WorkRow.objects.values_list(*WORK_KEY, *WORK_NUMBERS).iterator(10_000):
        year, centre, kind, cut, key, *numbers = row
        found[year, centre or 0, kind, cut, key] = tuple(numbers)
    return found
