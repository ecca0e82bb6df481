"""Comparing the rows that are kept with the same rows counted a second time."""

from __future__ import annotations

from dataclasses import dataclass

from assignments.coverage.models import CoverageRow
from reporting.dashboard.recounting import Cell, Counted, recount

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
NOTHING = Counted().numbers()


@dataclass(frozen=True)
class Difference:
    """One row that is kept with other numbers than its sources give."""

    cell: Cell
    kept: tuple[object, ...]
    counted: tuple[object, ...]

    def __str__(self) -> str:
        structure, year, place, county, centre, kind, name, key = self.cell
        where = f"place {place}" if place else f"county {county}" if county else "country"
        who = f"centre {centre}" if centre else kind or "anyone"
        numbers = "; ".join(
            f"{column} {kept} is kept, {counted} counted"
            for column, kept, counted in zip(NUMBERS, self.kept, self.counted, strict=True)
            if kept != counted
        )
        cut = "" if name == "none" else f", {name} {key}"
        return f"{year} {structure}, {where}, {who}{cut}: {numbers}"


def differences() -> list[Difference]:
    """Sorted by row. Emptied rows that stay behind say nothing and are no difference."""
    kept, counted = kept_rows(), recount()
    found = []
    for cell in sorted({*kept, *counted}):
        ours = kept.get(cell, NOTHING)
        theirs = counted[cell].numbers() if cell in counted else NOTHING
        if ours != theirs:
            found.append(Difference(cell, ours, theirs))
    return found


def kept_rows() -> dict[Cell, tuple[object, ...]]:
    found: dict[Cell, tuple[object, ...]] = {}
    for row in CoverageRow.objects.values_list(*KEY, *NUMBERS).iterator(10_000):
        structure, year, place, county, centre, kind, name, key, *numbers = row
        cell = (structure, year, place or 0, county or 0, centre or 0, kind, name, key)
        found[cell] = tuple(numbers)
    return found
