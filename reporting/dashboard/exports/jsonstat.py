"""A table as JSON-stat 2.0 (https://json-stat.org/full/): rows × what is measured × year.

Rows that are told apart by two things give two dimensions, and every pair of them a value; rows
that are years are the time themselves. What is no number (a level, a day, whether it lies in the
catchment) stands in `extension`, under the code of its row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from reporting.dashboard.exports.tables import Column, Table, Value

ROWS, ACROSS, MEASURES, YEAR = "rader", "paa_tvers", "maal", "aar"
BETWEEN = "/"
# As Statistics Norway writes them.
MISSING, WITHHELD = "..", ":"
Key = tuple[str, ...]


@dataclass(frozen=True)
class Dimension:
    """Codes in order with their names; `role` is one that JSON-stat knows, or empty."""

    code: str
    label: str
    names: dict[str, str]
    role: str = ""

    @property
    def described(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "category": {"index": list(self.names), "label": self.names},
        }


def dataset(table: Table) -> dict[str, Any]:
    about, measured = table.about, measures(table)
    rows, after = dimensions(table), time(table)
    described = {each.code: each.described for each in [*rows, *after]}
    described[MEASURES] = measures_dimension([column for _at, column in measured])
    order = [*(each.code for each in rows), MEASURES, *(each.code for each in after)]
    found = list(values(table, rows, [at for at, _column in measured]))
    return {
        "version": "2.0",
        "class": "dataset",
        "label": about.heading,
        "source": about.source,
        "updated": about.at.isoformat(timespec="seconds"),
        "note": [about.definition, *about.notes],
        "id": order,
        "size": [len(described[code]["category"]["index"]) for code in order],
        "role": {**roles([*rows, *after]), "metric": [MEASURES]},
        "dimension": {code: described[code] for code in order},
        "value": found,
        **status(found, [column for _at, column in measured]),
        "extension": {"demo": settings.DEMO_MODE, "rader": texts(table), "tegn": signs()},
    }


def roles(dimensions: list[Dimension]) -> dict[str, list[str]]:
    return {each.role: [each.code] for each in dimensions if each.role}


def measures(table: Table) -> list[tuple[int, Column]]:
    """The numbers; the year of a row is none of them."""
    numbers = [(at, column) for at, column in enumerate(table.columns) if column.is_measure]
    return [(at, column) for at, column in numbers if at >= named(table)]


def named(table: Table) -> int:
    """How many of the first cells tell which row it is."""
    if table.is_by_year:
        return 1
    return 4 if table.across else 2


def key_of(table: Table, row: Sequence[Value]) -> Key:
    first = str(row[0] or table.rest)
    return (first, str(row[2])) if table.across else (first,)


def dimensions(table: Table) -> list[Dimension]:
    if table.is_by_year:
        return [Dimension(YEAR, table.of, {str(row[0]): str(row[0]) for row in table.rows}, "time")]
    names = {key_of(table, row)[0]: str(row[1]) for row in table.rows}
    found = [Dimension(ROWS, table.of, names, "geo" if table.is_by_place else "")]
    if table.across:
        others = {str(row[2]): str(row[3]) for row in table.rows}
        found.append(Dimension(ACROSS, table.across, others))
    return found


def time(table: Table) -> list[Dimension]:
    """The one year of all the rows."""
    year = str(table.about.year)
    return [] if table.is_by_year else [Dimension(YEAR, _("År"), {year: year}, "time")]


def values(table: Table, rows: list[Dimension], measured: list[int]) -> Iterator[Any]:
    """Row by row; a pair that has no row has no value."""
    found = {key_of(table, row): row for row in table.rows}
    for key in product(*(each.names for each in rows)):
        row = found.get(key)
        for at in measured:
            yield None if row is None else number(row[at])


def status(found: list[Any], columns: list[Column]) -> dict[str, dict[str, str]]:
    """Why a value is missing, by its place in the list: the measures are told in turn."""
    missing = (at for at, value in enumerate(found) if value is None)
    told = {
        str(at): WITHHELD if columns[at % len(columns)].is_withheld else MISSING for at in missing
    }
    return {"status": told} if told else {}


def signs() -> dict[str, str]:
    return {MISSING: _("ukjent eller ikke regnet"), WITHHELD: _("vises ikke uten innlogging")}


def measures_dimension(columns: list[Column]) -> dict[str, Any]:
    return {
        "label": _("Mål"),
        "category": {
            "index": [column.code for column in columns],
            "label": {column.code: column.label for column in columns},
            "unit": {
                column.code: {"label": column.unit, "decimals": column.decimals}
                for column in columns
            },
        },
    }


def texts(table: Table) -> dict[str, dict[str, str | None]]:
    """The cells that are no measure, but for code and name."""
    others = [
        (at, column)
        for at, column in enumerate(table.columns)
        if at >= named(table) and not column.is_measure
    ]
    if not others:
        return {}
    return {
        BETWEEN.join(key_of(table, row)): {column.code: text(row[at]) for at, column in others}
        for row in table.rows
    }


def text(value: Value) -> str | None:
    if value is None or value == "":
        return None
    return value.isoformat() if isinstance(value, date) else str(value)


def number(value: Value) -> int | float | None:
    """Unknown is null, never 0."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, int) else None
