"""Results as rows of text: one way to write them, for the page, the CSV and the JSON alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.mapping.models import Answer
from assignments.mapping.suppression import EVERYBODY, Path
from assignments.mapping.tables import Table, Tree, county_path
from municipalities.models import Municipality, Theme

Value = int | Decimal | None
HIDDEN = gettext_lazy("skjult")
NONE = "–"


@dataclass(frozen=True)
class Cell:
    """A figure, or why there is none."""

    value: Value
    is_hidden: bool

    def __str__(self) -> str:
        if self.is_hidden:
            return str(HIDDEN)
        if self.value is None:
            return NONE
        return str(self.value).replace(".", ",")


@dataclass(frozen=True)
class Row:
    """One municipality and theme. `cells` stand in the order of COLUMNS."""

    place: Municipality
    theme: Theme
    cells: dict[str, Cell]


def columns() -> dict[str, str]:
    """Code and heading of every figure, on the page and in the exports."""
    wishes = {f"onske_{wish}": capfirst(str(label)) for wish, label in Answer.Wish.choices}
    return {
        "svar": _("Svar"),
        "snitt": _("Snitt"),
        "snitt_fylke": _("Fylket"),
        "snitt_alle": _("Alle i kartleggingen"),
        **wishes,
    }


def rows_of(table: Table, *, theme: Theme | None = None) -> Iterator[Row]:
    """Every theme, or one, and every municipality in order of name."""
    for one in [theme] if theme else table.themes:
        for place in table.places:
            yield row_of(table, place, one)


def row_of(table: Table, place: Municipality, theme: Theme) -> Row:
    path, tree = table.places[place], table.levels[theme.pk]
    wishes = table.wishes[theme.pk]
    cells = {
        "svar": count_cell(tree, path),
        "snitt": mean_cell(tree, path),
        "snitt_fylke": mean_cell(tree, county_path(path)),
        "snitt_alle": mean_cell(tree, EVERYBODY),
    }
    for wish in Answer.Wish.values:
        cells[f"onske_{wish}"] = count_cell(wishes, (*path, wish))
    return Row(place=place, theme=theme, cells=cells)


def count_cell(tree: Tree, path: Path) -> Cell:
    return Cell(tree.count(path), is_hidden=tree.hides(path))


def mean_cell(tree: Tree, path: Path) -> Cell:
    return Cell(tree.mean(path), is_hidden=tree.hides(path))


def matrix_of(table: Table) -> list[tuple[Municipality, str, list[str]]]:
    """Every municipality with how many answered and its mean for each theme."""
    return [
        (place, str(count_cell(table.answered, path)), means_of(table, path))
        for place, path in table.places.items()
    ]


def means_of(table: Table, path: Path) -> list[str]:
    return [str(mean_cell(table.levels[theme.pk], path)) for theme in table.themes]


def county_rows(table: Table) -> list[tuple[str, str, list[str]]]:
    """Each county that was asked, and last everybody."""
    counties = {county_path(path): place.county.name for place, path in table.places.items()}
    places = [
        *sorted(counties.items(), key=lambda one: one[1]),
        (EVERYBODY, columns()["snitt_alle"]),
    ]
    return [
        (name, str(count_cell(table.answered, path)), means_of(table, path))
        for path, name in places
    ]


def as_json(cell: Cell) -> Any:
    """A number, or null; what is hidden says so, since it is not the same as nobody."""
    if cell.is_hidden:
        return {"skjult": True}
    return float(cell.value) if isinstance(cell.value, Decimal) else cell.value
