"""A table as JSON-stat 2.0 (https://json-stat.org/full/): rows × what is measured × year.

What is no number (a level, a day, whether it lies in the catchment) stands in `extension`, under
the code of its row.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from reporting.dashboard.exports.tables import Column, Table, Value

ROWS, MEASURES, YEAR = "rader", "maal", "aar"
# The two first cells of a row are its code and its name.
NAMED = 2


def dataset(table: Table) -> dict[str, Any]:
    about, measured = table.about, measures(table)
    year = str(about.year)
    return {
        "version": "2.0",
        "class": "dataset",
        "label": about.heading,
        "source": about.source,
        "updated": about.at.isoformat(timespec="seconds"),
        "note": [about.definition, *about.notes],
        "id": [ROWS, MEASURES, YEAR],
        "size": [len(table.rows), len(measured), 1],
        "role": {
            **({"geo": [ROWS]} if table.is_by_place else {}),
            "metric": [MEASURES],
            "time": [YEAR],
        },
        "dimension": {
            ROWS: rows_dimension(table),
            MEASURES: measures_dimension([column for _at, column in measured]),
            YEAR: {"label": _("År"), "category": {"index": [year], "label": {year: year}}},
        },
        "value": [number(row[at]) for row in table.rows for at, _column in measured],
        "extension": {"demo": settings.DEMO_MODE, "rader": texts(table)},
    }


def measures(table: Table) -> list[tuple[int, Column]]:
    return [(at, column) for at, column in enumerate(table.columns) if column.is_measure]


def code_of(table: Table, row: Any) -> str:
    return str(row[0] or table.rest)


def rows_dimension(table: Table) -> dict[str, Any]:
    names = {code_of(table, row): str(row[1]) for row in table.rows}
    return {"label": table.of, "category": {"index": list(names), "label": names}}


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
        if at >= NAMED and not column.is_measure
    ]
    if not others:
        return {}
    return {
        code_of(table, row): {column.code: text(row[at]) for at, column in others}
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
