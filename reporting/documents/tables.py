"""A table as every document shows it: typed values, and how they are written for people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from reporting import formatting
from reporting.documents.charts import Chart

Value = str | int | Decimal | date | None


NARROW = 18


class Type(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    DAY = "day"


@dataclass(frozen=True)
class Column:
    label: str
    type: Type = Type.TEXT
    # Width in the spreadsheet, in characters.
    width: int = 14

    @property
    def is_numeric(self) -> bool:
        return self.type in (Type.NUMBER, Type.DECIMAL)

    @property
    def is_narrow(self) -> bool:
        """Numbers, days and short codes need only their own width."""
        return self.type != Type.TEXT or self.width <= NARROW


@dataclass(frozen=True)
class Table:
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    note: str = ""
    # Its name in the spreadsheet, where the title is long.
    sheet: str = ""
    # What the numbers of the last column look like.
    chart: Chart | None = None


def written(value: Value) -> str:
    """A value as text; nothing known is a dash, which screen readers can say."""
    match value:
        case None | "":
            return "–"
        case int():
            return formatting.number(value)
        case Decimal():
            return formatting.decimal(value)
        case date():
            return f"{value:%d.%m.%Y}"
    return value


def typesetting(found: Table) -> dict[str, Any]:
    """A table as the typst templates take it, every value written out."""
    return {
        "title": found.title,
        "note": found.note,
        "columns": [
            {
                "label": column.label,
                "numeric": column.is_numeric,
                "narrow": column.is_narrow,
                "width": column.width,
            }
            for column in found.columns
        ],
        "rows": [[written(value) for value in row] for row in found.rows],
    }
