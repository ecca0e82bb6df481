"""A table as a spreadsheet: what it is on top, then typed cells, written row by row."""

from datetime import UTC
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from reporting.dashboard.exports.tables import Column, Sheet, Type, Value
from reporting.dashboard.exports.wording import moment

FORMATS = {
    Type.TEXT: {},
    Type.NUMBER: {"num_format": "#,##0"},
    Type.DAY: {"num_format": "dd.mm.yyyy"},
}
HEADER = {"bold": True, "bg_color": "#DEEBEE", "bottom": 1, "text_wrap": True, "valign": "top"}
LONGEST_NAME = 31
NOT_IN_NAMES = str.maketrans("[]:*?/\\", "       ")
LONGEST_TEXT = 32_767


def made(table: Sheet) -> IO[bytes]:
    """Written to the disk, so that a long table costs no memory; days are days."""
    target = TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    about = table.about
    day = about.at.astimezone(UTC).replace(tzinfo=None)
    book.set_properties({"title": about.heading, "author": about.source, "created": day})
    sheet = book.add_worksheet(name_of(about.title))
    for number, column in enumerate(table.columns):
        sheet.set_column(number, number, column.width)
    write_rows(book, sheet, table, at=write_about(book, sheet, table))
    book.close()
    target.seek(0)
    return target


def name_of(title: str) -> str:
    """Without the mark of demo data, and what no sheet may be called."""
    return title.rsplit(" – ", maxsplit=1)[-1].translate(NOT_IN_NAMES)[:LONGEST_NAME]


def facts(table: Sheet) -> list[tuple[str, str]]:
    about = table.about
    return [
        (_("Utvalg"), about.choice),
        (_("Definisjon"), about.definition),
        *((_("Merknad"), note) for note in about.notes),
        (_("Kilde"), about.source),
        (_("Oppdatert"), moment(about.at)),
    ]


def write_about(book: Any, sheet: Any, table: Sheet) -> int:
    """Title, choice, definition, source and moment; gives the row of the header."""
    bold, title = book.add_format({"bold": True}), book.add_format({"bold": True, "font_size": 13})
    sheet.write_string(0, 0, table.about.title, title)
    row = 0
    for row, (name, value) in enumerate(facts(table), start=1):
        sheet.write_string(row, 0, name, bold)
        sheet.write_string(row, 1, value)
    return row + 2


def write_rows(book: Any, sheet: Any, table: Sheet, *, at: int) -> None:
    header = book.add_format(HEADER)
    formats = [book.add_format(look_of(column)) for column in table.columns]
    for number, column in enumerate(table.columns):
        sheet.write_string(at, number, column.label, header)
    last = 0
    for last, cells in enumerate(table.rows, start=1):
        for number, value in enumerate(cells):
            write(sheet, (at + last, number), value, formats[number])
    sheet.freeze_panes(at + 1, 0)
    sheet.autofilter(at, 0, at + max(last, 1), len(table.columns) - 1)


def look_of(column: Column) -> dict[str, str]:
    """Decimals are all written: «#,##0.##» would leave a loose comma after a whole number."""
    if column.type == Type.DECIMAL:
        return {"num_format": f"#,##0.{'0' * column.decimals}"}
    return FORMATS[column.type]


def write(sheet: Any, cell: tuple[int, int], value: Value, look: Any) -> None:
    """A text is always a text: nothing that people wrote is a formula."""
    match value:
        case None | "":
            sheet.write_blank(*cell, None, look)
        case str():
            sheet.write_string(*cell, value[:LONGEST_TEXT], look)
        case int() | Decimal():
            sheet.write_number(*cell, value, look)
        case _:
            sheet.write_datetime(*cell, value, look)
