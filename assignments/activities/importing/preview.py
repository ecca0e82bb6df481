"""A sheet before it is taken in: its rows, and beside each cell what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from assignments.activities.models import ImportBatch, ImportRow

PER_PAGE = 50
SHOWN = ("dato", "type", "tittel", "kommuner")
SHOWN_CELL = 80
ALL, FAULTS, WARNINGS, KNOWN = "alle", "feil", "varsler", "kjente"


@dataclass(frozen=True)
class Told:
    """A cell, and the sentence about it. Without a cell it is about the row."""

    column: str
    cell: str
    text: str


@dataclass(frozen=True)
class Row:
    number: int
    cells: list[str]
    faults: list[Told]
    warnings: list[str]
    is_known: bool


if TYPE_CHECKING:
    AnyPaginator = Paginator[Any]
else:
    AnyPaginator = Paginator  # knows no brackets when it runs


class CountedPaginator(AnyPaginator):
    """The sheet knows how many rows it has: they are not counted for each page."""

    def __init__(self, rows: QuerySet[ImportRow], per_page: int, *, count: int) -> None:
        super().__init__(rows, per_page)
        self.known_count = count

    @property
    def count(self) -> int:
        return self.known_count


def views_of(batch: ImportBatch) -> list[tuple[str, str, int]]:
    """What can be looked at: name in the address, label, how many rows."""
    offered = [
        (FAULTS, _("Rader med feil"), batch.fault_count),
        (WARNINGS, _("Rader med varsler"), batch.warning_count),
        (KNOWN, _("Tatt inn før"), batch.known_count),
        (ALL, _("Alle rader"), batch.row_count),
    ]
    return [one for one in offered if one[2]]


def chosen_view(batch: ImportBatch, asked: str) -> str:
    """The first that has rows, where nothing is asked for: faults before all."""
    names = [name for name, _label, _count in views_of(batch)]
    if asked in names:
        return asked
    return FAULTS if FAULTS in names else ALL


def page_of(batch: ImportBatch, view: str, number: str | None) -> Page[Any]:
    chosen: dict[str, dict[str, bool]] = {
        FAULTS: {"has_faults": True},
        WARNINGS: {"has_warnings": True},
        KNOWN: {"is_known": True},
    }
    rows = ImportRow.objects.filter(batch=batch, **chosen.get(view, {})).order_by("number")
    counts = {name: count for name, _label, count in views_of(batch)}
    return CountedPaginator(rows, PER_PAGE, count=counts.get(view, 0)).get_page(number)


def rows_of(page: Page[Any]) -> list[Row]:
    return [shown(row) for row in page.object_list]


def shown(row: ImportRow) -> Row:
    cells: dict[str, str] = row.cells
    faults = [
        Told(column, short(cells.get(column, "")), text)
        for column, texts in row.faults.items()
        for text in texts
    ]
    return Row(
        number=row.number,
        cells=[short(cells.get(name, "")) for name in SHOWN],
        faults=faults,
        warnings=list(row.warnings),
        is_known=row.is_known,
    )


def short(text: str) -> str:
    return text if len(text) <= SHOWN_CELL else f"{text[:SHOWN_CELL]}…"
