"""What a chapter is built of. The PDF and the Word document both set these, each in its way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from reporting.documents.charts import Chart
from reporting.documents.tables import Table

Fact: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class Heading:
    """Level 2 or 3: the chapter's own title is level 1."""

    text: str
    level: int = 2
    # Whether it stands in the table of contents.
    is_listed: bool = True
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Rich:
    """What somebody wrote, with its marks. Its own headings go below the level it stands under."""

    source: str
    under: int = 1
    kind: str = field(default="rich", init=False)


@dataclass(frozen=True)
class Facts:
    rows: Sequence[Fact]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True)
class Rows:
    table: Table
    kind: str = field(default="table", init=False)


@dataclass(frozen=True)
class Picture:
    chart: Chart
    kind: str = field(default="chart", init=False)


@dataclass(frozen=True)
class Note:
    """The portal's own remark, quieter than what people wrote."""

    text: str
    kind: str = field(default="note", init=False)


Part: TypeAlias = Heading | Rich | Facts | Rows | Picture | Note


@dataclass(frozen=True)
class Chapter:
    title: str
    parts: Sequence[Part]
    # A long chapter begins on a page of its own.
    is_long: bool = False
