"""A figure as typed cells, and what must follow it wherever it is taken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
    # Empty because the reader may not see it, not because it is unknown.
    is_withheld: bool = False

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

    def noting(self, note: str) -> About:
        return replace(self, notes=[*self.notes, note]) if note else self


@dataclass(frozen=True)
class Sheet:
    """Typed rows under their columns. `rows` may be read once only, however many they are."""

    about: About
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]


@dataclass(frozen=True)
class Table(Sheet):
    """One row for each place, level or year; its first cell is the code, its second the name.

    Where rows are told apart by two things, the third cell is the code of the other and the
    fourth its name. A year is its own name: there the second cell is a number already.
    """

    rows: Sequence[Sequence[Value]]
    # What the rows are: the name of that dimension, and whether they are places or years.
    of: str
    is_by_place: bool = True
    is_by_year: bool = False
    # What the rows are besides.
    across: str = ""
    # The code of the one row that has none of its own.
    rest: str = ""
