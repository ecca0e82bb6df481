"""A figure as typed cells, and what must follow it wherever it is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

Value = str | int | Decimal | date | None


class Type(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    DAY = "day"


@dataclass(frozen=True)
class Column:
    """`code` is its name in files for machines, `label` in those for people."""

    code: str
    label: str
    type: Type = Type.TEXT
    width: int = 14
    # Numbers only: what is counted, and with how many decimals.
    unit: str = ""
    decimals: int = 0

    @property
    def is_measure(self) -> bool:
        return self.type in (Type.NUMBER, Type.DECIMAL)


@dataclass(frozen=True)
class About:
    """Title, choice, definition, source and moment: on every sheet and in every picture."""

    title: str
    choice: str
    definition: str
    source: str
    at: datetime
    # Why there are no rows, or what the reader must know of them.
    notes: Sequence[str] = ()
    year: int = 0

    @property
    def heading(self) -> str:
        return f"{self.title}: {self.choice}"


@dataclass(frozen=True)
class Table:
    """One row for each place or level; its first cell is the code, its second the name."""

    about: About
    columns: Sequence[Column]
    rows: Sequence[Sequence[Value]]
    # What the rows are: the name of that dimension, and whether they are places.
    of: str
    is_by_place: bool = True
    # The code of the one row that has none of its own.
    rest: str = ""
