"""The list as files: the rows and the columns that are shown, in the same order.

CSV and JSON are written while they are read; a workbook is written to the disk first. None of
them holds more than a batch of rows in memory. The columns of the import template are the one
other choice: what is in that file can be imported again.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.conf import settings
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assignments.activities.columns import Column, Words, entries
from assignments.activities.export_template import TEMPLATE_COLUMNS, TemplateWriter
from assignments.activities.searching import Search
from assignments.plans.csv_text import Format as Csv
from assignments.plans.csv_text import Line, as_text, style_of
from assignments.plans.numbers import trimmed

BATCH = 1000
# A workbook of more takes too long to wait for; the other formats begin at once.
MOST_IN_A_WORKBOOK = 20_000
LONGEST_TEXT = 32_767
TEMPLATE = "importmal"
HEADER = {"bold": True, "bg_color": "#DEEBEE", "bottom": 1, "text_wrap": True, "valign": "top"}
LICENCE = "NLOD 2.0"
SOURCE = "KORUS-portalen"


class Format(TextChoices):
    WORKBOOK = "xlsx", gettext_lazy("Excel")
    SEMICOLON = "excel", gettext_lazy("CSV for Excel (semikolon)")
    PLAIN = "csv", gettext_lazy("CSV (komma)")
    JSON = "json", gettext_lazy("JSON")


TYPES = {
    Format.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.SEMICOLON: "text/csv; charset=utf-8",
    Format.PLAIN: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
}


class Table:
    """The chosen rows, cell by cell, under their codes. Asks in batches while it is read."""

    def __init__(self, search: Search, columns: list[Column], *, is_template: bool) -> None:
        self.search, self.columns, self.is_template = search, columns, is_template
        self.codes = [column.code for column in columns]
        self.labels = [str(column.label) for column in columns]
        self.widths = [column.width for column in columns]
        if is_template:
            self.codes = self.labels = list(TEMPLATE_COLUMNS)
            self.widths = [16] * len(self.codes)

    @property
    def mark(self) -> list[str]:
        """Demo data says so in each row; but for the template, which has its own columns."""
        return ["demodata"] if settings.DEMO_MODE and not self.is_template else []

    def rows(self) -> Iterator[list[Any]]:
        words, template = Words(), TemplateWriter()
        for ids in self.search.all(BATCH):
            if self.is_template:
                yield from template.rows(ids)
            else:
                for entry in entries(ids, self.columns, words):
                    yield [column.value(entry) for column in self.columns]


def format_of(code: str) -> Format:
    """The form asked for; CSV for Excel where none is known."""
    return Format(code) if code in Format else Format.SEMICOLON


def file_name(code: Format, day: date, *, is_template: bool) -> str:
    mark = "demo-" if settings.DEMO_MODE else ""
    kind = "-importmal" if is_template else ""
    ending = "csv" if code in (Format.SEMICOLON, Format.PLAIN) else str(code)
    return f"{mark}aktiviteter{kind}-{day.isoformat()}.{ending}"


def csv_lines(table: Table, code: Format) -> Iterator[str]:
    style = style_of(Csv.PLAIN if code == Format.PLAIN else Csv.EXCEL)
    writer = csv.writer(Line(), delimiter=style.delimiter, lineterminator="\r\n")
    mark = table.mark
    yield style.before + writer.writerow([*table.codes, *(["merknad"] if mark else [])])
    for cells in table.rows():
        yield writer.writerow([as_text(cell, style) for cell in [*cells, *mark]])


def json_pieces(table: Table, query: dict[str, str]) -> Iterator[str]:
    """One object: what this is and when it was made, then the activities."""
    head = {
        "kilde": SOURCE,
        "lisens": LICENCE,
        "laget": timezone.now().isoformat(timespec="seconds"),
        "demodata": settings.DEMO_MODE,
        "utvalg": query,
        "kolonner": dict(zip(table.codes, table.labels, strict=True)),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "aktiviteter": ['
    before = "\n"
    for cells in table.rows():
        row = dict(zip(table.codes, map(plain, cells), strict=True))
        yield before + json.dumps(row, ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n"


def plain(cell: Any) -> Any:
    """A day as text, a decimal as a number; an empty text is nothing."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Decimal):
        whole = trimmed(cell)
        return int(whole) if whole == whole.to_integral_value() else float(whole)
    return None if cell == "" else cell


def workbook(table: Table) -> IO[bytes]:
    """Written row by row in bounded memory; days are days, and what people wrote is text."""
    target = TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    book = xlsxwriter.Workbook(target, {"constant_memory": True})
    sheet = book.add_worksheet(_("Aktiviteter"))
    header, day = book.add_format(HEADER), book.add_format({"num_format": "dd.mm.yyyy"})
    mark, last = table.mark, 0
    for number, label in enumerate([*table.labels, *([_("Merknad")] if mark else [])]):
        sheet.set_column(number, number, [*table.widths, 12][number])
        sheet.write_string(0, number, label, header)
    for last, cells in enumerate(table.rows(), start=1):
        write_row(sheet, last, [*cells, *mark], day)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(last, 1), len(table.labels) - 1 + len(mark))
    book.close()
    target.seek(0)
    return target


def write_row(sheet: Any, row: int, cells: Iterable[Any], day: Any) -> None:
    for number, value in enumerate(cells):
        match value:
            case None | "":
                sheet.write_blank(row, number, None)
            case int() | Decimal():
                sheet.write_number(row, number, value)
            case date():
                sheet.write_datetime(row, number, value, day)
            case _:
                sheet.write_string(row, number, str(value)[:LONGEST_TEXT])
