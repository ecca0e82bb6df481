"""The spread as a file: one line for each municipality of the denominator."""

import csv
from collections.abc import Iterator
from datetime import date

from assignments.agreements.models import Agreement
from assignments.agreements.spread import PlaceLine, Spread
from assignments.plans.csv_text import Line, Style, as_text

HEADER = (
    "aar",
    "kommunenummer",
    "kommune",
    "fylkesnummer",
    "fylke",
    "avtale",
    "sentre",
    "fra",
    "til",
    "saerskilte_behov",
    "stort_eller_enig_behov",
)


def file_of(spread: Spread, style: Style, *, knows_needs: bool) -> Iterator[str]:
    """`knows_needs`: whether the needs of each municipality are for this reader."""
    writer = csv.writer(Line(), delimiter=style.delimiter, lineterminator="\r\n")
    yield style.before + writer.writerow(HEADER)
    for place in spread.places:
        cells = cells_of(place, spread.scope.year, knows_needs=knows_needs)
        yield writer.writerow([as_text(cell, style) for cell in cells])


def cells_of(place: PlaceLine, year: int, *, knows_needs: bool) -> list[object]:
    rows = place.agreements
    return [
        year,
        place.code,
        place.name,
        place.county_code,
        place.county,
        yes(place.is_with),
        "; ".join(sorted({row.centre.short_name for row in rows})),
        earliest(rows),
        max((row.last_day_in_force for row in rows), default=None),
        yes(any(row.has_special_needs for row in rows)),
        yes(place.has_need) if knows_needs else None,
    ]


def earliest(rows: tuple[Agreement, ...]) -> date | None:
    return min((row.starts_on for row in rows), default=None)


def yes(is_so: bool) -> str:  # noqa: FBT001 - a value, not a switch
    return "ja" if is_so else "nei"
