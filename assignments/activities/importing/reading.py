"""From a file to rows of text: CSV as Norwegian spreadsheets write it, and XLSX.

What the cells mean is not decided here. A formula in a workbook is its stored value.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from assignments.activities.importing import columns
from korus_portal.files import file_types
from municipalities.indicators.incoming import csv_text, workbook
from municipalities.indicators.incoming.tables import (
    TITLES_AT_MOST,
    Cell,
    FileProblemError,
    text,
)

XLSX = f"{file_types.OFFICE}spreadsheetml.sheet"
TYPES = (file_types.CSV, file_types.TEXT, XLSX)
ENDINGS = ".csv,.txt,.xlsx"
DELIMITERS = (";", ",", "\t")
MOST_ROWS, MOST_COLUMNS = 50_000, 100
# Several sheets: one with activities is looked for among the first.
SHEETS_AT_MOST = 10
# What the Excel choice of an export puts before a text that a spreadsheet would run.
GUARDED = re.compile(r"'+[=+\-@\t\r\n]")
Line = tuple[int, Sequence[Cell]]


@dataclass(frozen=True)
class Sheet:
    """The rows below the headings, each with its number; `size` is how many there may be."""

    names: list[str]
    rows: Iterator[tuple[int, list[str]]]
    size: int


def opened(content: bytes, content_type: str) -> Sheet:
    """The rows of a file, or a FileProblemError for who sent it."""
    if content_type == XLSX:
        return from_workbook(content)
    if content_type in TYPES:
        return from_text(content)
    raise FileProblemError(_("Send filen som CSV eller XLSX."))


def from_text(content: bytes) -> Sheet:
    """UTF-8 with or without a byte order mark, else what Windows wrote before that."""
    encoding = "utf-8-sig" if csv_text.is_utf8(content) else "cp1252"
    for delimiter in DELIMITERS:
        lines = records(content, encoding, delimiter)
        found = below_headings(lines, content.count(b"\n") + 1)
        if found is not None:
            return found
    raise no_headings(next(records(content, encoding, ";"), (1, [])))


def records(content: bytes, encoding: str, delimiter: str) -> Iterator[Line]:
    """Each record with the line that it begins on."""
    stream = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, errors="replace", newline="")
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise FileProblemError(
            _("Rad %(line)d kan ikke leses. Mangler det et anførselstegn?") % {"line": begins}
        ) from None


def from_workbook(content: bytes) -> Sheet:
    """The first sheet that is shown and has the headings."""
    workbook.check(content)
    first: Line = (1, [])
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for number, sheet in enumerate(shown_sheets(book)):
            lines = workbook.lines_of(sheet)
            found = below_headings(lines, sheet.total_height)
            if found is not None:
                return found
            if number == 0:
                first = next(workbook.lines_of(sheet), first)
    except (CalamineError, ValueError):
        raise workbook.broken() from None
    raise no_headings(first)


def shown_sheets(book: CalamineWorkbook) -> Iterator[CalamineSheet]:
    """Hidden sheets are left alone: nobody who looked at the file has seen them."""
    for place, about in enumerate(book.sheets_metadata[:SHEETS_AT_MOST]):
        if about.visible == SheetVisibleEnum.Visible:
            yield book.get_sheet_by_index(place)


def below_headings(lines: Iterator[Line], size: int) -> Sheet | None:
    """The headings are the first row that names columns; titles may stand above. None without."""
    for _number, cells in islice(lines, TITLES_AT_MOST):
        if columns.looks_like_headings([as_text(cell) for cell in cells]):
            if len(cells) > MOST_COLUMNS:
                raise FileProblemError(
                    _("Filen har %(count)d kolonner. Den kan ha høyst %(most)d.")
                    % {"count": len(cells), "most": MOST_COLUMNS}
                )
            names = columns.checked([as_text(cell) for cell in cells])
            return Sheet(names, filled(lines), size)
    return None


def filled(lines: Iterator[Line]) -> Iterator[tuple[int, list[str]]]:
    """The rows with something in them, as text."""
    for number, cells in lines:
        shown = [as_text(cell) for cell in cells]
        if any(shown):
            yield number, shown


def no_headings(first: Line) -> FileProblemError:
    """Says what the top of the file was taken for."""
    cells = [as_text(cell) for cell in first[1]]
    if not any(cells):
        return FileProblemError(_("Filen er tom."))
    near = [columns.told_of(columns.plain(cell)) for cell in cells if cell]
    told = " ".join(near[: columns.NAMED_AT_MOST]) if len(near) > 1 else ""
    return FileProblemError(
        _("Fant ikke overskriftene. Første rad må si hva kolonnene er: %(names)s. %(told)s")
        % {"names": ", ".join(columns.COLUMNS), "told": told}
    )


def as_text(cell: Cell) -> str:
    """A cell as one would write it: days as ISO, 301 and not 301.0; without the guard."""
    if isinstance(cell, datetime):
        cell = cell.date()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        cell = round(cell, 6)
    shown = text(cell).replace("\x00", "")
    return shown[1:] if GUARDED.match(shown) else shown
