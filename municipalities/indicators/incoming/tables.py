"""What every kind of file becomes: headings, and rows that are read one at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

# What a cell may hold; formats differ in what they know about it.
Cell = Any
Row = tuple[int, Sequence[Cell]]
# Titles above the headings, as SSB writes them.
TITLES_AT_MOST = 10
MOST_COLUMNS = 200


class FileProblemError(Exception):
    """The file as a whole cannot be used. The message is for whoever sent it."""


@dataclass(frozen=True)
class Table:
    """Headings with the line they stand on, and the rows below; `size` is how many there may be."""

    headings: tuple[str, ...]
    rows: Iterator[Row]
    size: int


def below_headings(lines: Iterator[Row], size: int) -> Table:
    """The table in a sheet: the headings are the first row with more than one cell in use."""
    is_empty = True
    for count, (_line, cells) in enumerate(lines, start=1):
        used = [text(cell) for cell in cells if text(cell)]
        is_empty = is_empty and not used
        if len(used) > 1:
            return Table(checked_headings(cells), not_blank(lines), size)
        if count > TITLES_AT_MOST and not is_empty:
            break
    if is_empty:
        raise FileProblemError(_("Filen er tom."))
    raise FileProblemError(_("Filen har bare én kolonne. Den må ha minst sted og verdi."))


def checked_headings(cells: Sequence[Cell]) -> tuple[str, ...]:
    """Headings tell columns apart, so each stands once, and they are words."""
    found = [" ".join(text(cell).split()) for cell in cells]
    while found and not found[-1]:
        found.pop()
    if sum(is_figure(one) for one in found) * 2 >= len(found):
        raise FileProblemError(
            _("Filen har ingen overskrifter. Første rad må si hva hver kolonne er.")
        )
    if len(found) > MOST_COLUMNS:
        raise FileProblemError(
            _("Filen har %(count)d kolonner. Den kan ha høyst %(most)d.")
            % {"count": len(found), "most": MOST_COLUMNS}
        )
    named = [one for one in found if one]
    twice = sorted({one for one in named if named.count(one) > 1})
    if twice:
        raise FileProblemError(_("Overskriften «%(name)s» står flere ganger.") % {"name": twice[0]})
    return tuple(found)


def not_blank(lines: Iterator[Row]) -> Iterator[Row]:
    for line, cells in lines:
        if any(cell not in (None, "") and text(cell) for cell in cells):
            yield line, cells


def text(cell: Cell) -> str:
    """A cell as one would read it: 301 and not 301.0."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def is_figure(heading: str) -> bool:
    """A number of more than a year's size, or with decimals: no word for a column."""
    try:
        Decimal(heading.replace(",", "."))
    except ArithmeticError:
        return False
    return True
