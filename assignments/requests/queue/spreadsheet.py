"""A queue as a file: the rows of the page in the same order, with the cells of the page.

The workbook holds days as days and numbers as numbers. What people wrote is always text there; in
CSV it is guarded as in all our CSV files.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils.translation import gettext as _

from assignments.plans.csv_text import Line as CsvLine
from assignments.plans.csv_text import as_text, style_of
from assignments.requests.models import QueueExport
from assignments.requests.queue.lines import Line
from assignments.requests.queue.table import Queue

Format = QueueExport.Format
TYPES = {
    Format.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.SEMICOLON: "text/csv; charset=utf-8",
    Format.PLAIN: "text/csv; charset=utf-8",
}
HEADER = {"bold": True, "bg_color": "#DEEBEE", "bottom": 1, "text_wrap": True, "valign": "top"}
LONGEST_TEXT = 32_767


@dataclass(frozen=True)
class Column:
    label: str
    cell: Callable[[Line], Any]
    width: int


def columns() -> list[Column]:
    """Those of the page. Municipality and county stand in one cell there, and in two here."""
    return [
        Column(_("Sak"), lambda line: line.case_number, 12),
        Column(_("Kommune"), lambda line: line.municipality, 22),
        Column(_("Fylke"), lambda line: line.county, 18),
        Column(_("Merker"), lambda line: line.marks_text, 26),
        Column(_("Tema"), lambda line: line.theme, 26),
        Column(_("Status"), lambda line: line.status, 16),
        Column(_("Neste frist"), lambda line: line.due, 12),
        Column(_("Klokka"), lambda line: line.clock, 26),
        Column(_("Rådgiver"), lambda line: line.adviser, 22),
        Column(_("Alder i dager"), lambda line: line.age, 14),
        *([Column(_("Merknad"), lambda _line: "demodata", 12)] if settings.DEMO_MODE else []),
    ]


def format_of(code: str) -> QueueExport.Format:
    """The form asked for; the workbook where none is known."""
    return Format(code) if code in Format else Format.EXCEL


def file_name(centre_code: str, code: QueueExport.Format, day: date) -> str:
    mark = "demo-" if settings.DEMO_MODE else ""
    ending = "xlsx" if code == Format.EXCEL else "csv"
    return f"{mark}henvendelser-{centre_code}-{day.isoformat()}.{ending}"


def pieces_of(lines: Iterable[Line], code: QueueExport.Format) -> Iterator[bytes]:
    """The file piece by piece; a workbook is one piece."""
    if code == Format.EXCEL:
        yield workbook(lines)
    else:
        yield from (text.encode() for text in csv_lines(lines, code))


def csv_lines(lines: Iterable[Line], code: QueueExport.Format) -> Iterator[str]:
    style, shown = style_of(str(code)), columns()
    writer = csv.writer(CsvLine(), delimiter=style.delimiter, lineterminator="\r\n")
    yield style.before + writer.writerow([column.label for column in shown])
    for line in lines:
        yield writer.writerow([as_text(column.cell(line), style) for column in shown])


def workbook(lines: Iterable[Line]) -> bytes:
    """Written row by row in bounded memory."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet(_("Henvendelser"))
    header, day = book.add_format(HEADER), book.add_format({"num_format": "dd.mm.yyyy"})
    shown, last = columns(), 0
    for number, column in enumerate(shown):
        sheet.set_column(number, number, column.width)
        sheet.write_string(0, number, column.label, header)
    for last, line in enumerate(lines, start=1):
        for number, column in enumerate(shown):
            write(sheet, last, number, column.cell(line), day)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(shown) - 1)
    book.close()
    return target.getvalue()


def write(sheet: Any, row: int, number: int, value: Any, day: Any) -> None:
    """A typed cell. A text is always a text: nothing that people wrote is a formula."""
    match value:
        case None | "":
            sheet.write_blank(row, number, None)
        case int():
            sheet.write_number(row, number, value)
        case date():
            sheet.write_datetime(row, number, value, day)
        case _:
            sheet.write_string(row, number, str(value)[:LONGEST_TEXT])


def file_of(queue: Queue, code: QueueExport.Format) -> bytes:
    return b"".join(pieces_of(queue.lines(), code))


def digest_of(query: str) -> str:
    return sha256(query.encode()).hexdigest()[:16]
