"""The report as a spreadsheet: typed cells, one sheet for each table, written row by row."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC
from decimal import Decimal
from io import BytesIO
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from reporting.documents.charts import Chart
from reporting.documents.content import Content
from reporting.documents.tables import Column, Table, Type, Value

FORMATS = {
    Type.TEXT: {"text_wrap": True, "valign": "top"},
    Type.NUMBER: {"num_format": "#,##0", "valign": "top"},
    Type.DECIMAL: {"num_format": "#,##0.##", "valign": "top"},
    Type.DAY: {"num_format": "dd.mm.yyyy", "valign": "top"},
}
HEADER = {"bold": True, "bg_color": "#DEEBEE", "bottom": 1, "text_wrap": True, "valign": "top"}
# Every sheet: a line that says what this is, an empty line, then the table with its header.
HEADER_ROW = 2
LONGEST_TEXT = 32_767
LONGEST_NAME = 31
UNFIT = re.compile(r"[\[\]:*?/\\']+")


class Book:
    """A workbook being written, in bounded memory: rows must come in order."""

    def __init__(self, target: BytesIO, content: Content, folder: str) -> None:
        options = {"constant_memory": True, "in_memory": False, "tmpdir": folder}
        self.book = xlsxwriter.Workbook(target, options)
        self.content = content
        self.formats = {type_: self.book.add_format(FORMATS[type_]) for type_ in Type}
        self.header = self.book.add_format(HEADER)
        self.title = self.book.add_format({"bold": True, "font_size": 13})
        self.book.set_properties(
            {
                "title": content.title,
                "author": content.author,
                "subject": content.subject,
                "comments": " · ".join(content.marks),
                "created": content.made_of.astimezone(UTC).replace(tzinfo=None),
            }
        )

        self.names: set[str] = set()

    def abandon(self) -> None:
        """Let go of half-written files; the library would else try to finish them later."""
        self.book.fileclosed = True
        for sheet in self.book.worksheets():
            if sheet.row_data_fh is not None:
                with suppress(OSError):
                    sheet.row_data_fh.close()

    def name_of(self, table: Table) -> str:
        """Short, without the signs that a sheet's name cannot have, and no name twice."""
        wanted = UNFIT.sub(" ", table.sheet or table.title)[:LONGEST_NAME].strip()
        name, number = wanted, 2
        while name.lower() in self.names:
            end = f" {number}"
            name, number = f"{wanted[: LONGEST_NAME - len(end)]}{end}", number + 1
        self.names.add(name.lower())
        return name

    def facts_sheet(self) -> None:
        """The cover."""
        columns = [Column(_("Om"), width=34), Column(_("Verdi"), width=80)]
        self.table_sheet(Table(_("Rapporten"), columns, self.content.facts))

    def sheet(self, name: str) -> Any:
        """A sheet whose first line names the report, with the marks that every page carries."""
        sheet = self.book.add_worksheet(name)
        sheet.hide_gridlines(2)
        line = " · ".join([self.content.title, *self.content.marks])
        sheet.write_string(0, 0, line, self.title)
        sheet.set_footer(f"&L{line.replace('&', '&&')}&R&P / &N")
        return sheet

    def table_sheet(self, table: Table) -> None:
        name = self.name_of(table)
        sheet = self.sheet(name)
        self.rows(sheet, HEADER_ROW, table.columns, table.rows)
        sheet.freeze_panes(HEADER_ROW + 1, 0)
        last = HEADER_ROW + max(1, len(table.rows))
        sheet.autofilter(HEADER_ROW, 0, last, len(table.columns) - 1)
        sheet.repeat_rows(HEADER_ROW)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        if table.chart is not None:
            self.chart(sheet, name, table, table.chart)

    def chart(self, sheet: Any, name: str, table: Table, chart: Chart) -> None:
        """Drawn by the spreadsheet itself from the cells, with the same text alternative."""
        made = self.book.add_chart({"type": "bar"})
        column, last = len(table.columns) - 1, HEADER_ROW + len(table.rows)
        made.add_series(
            {
                "name": [name, HEADER_ROW, column],
                "categories": [name, HEADER_ROW + 1, 0, last, 0],
                "values": [name, HEADER_ROW + 1, column, last, column],
                "fill": {"color": "#00637a"},
            }
        )
        made.set_title({"name": chart.title, "name_font": {"size": 12}})
        made.set_legend({"none": True})
        made.set_y_axis({"reverse": True})
        made.set_size({"width": 640, "height": 90 + 24 * len(table.rows)})
        options = {"description": chart.alt, "object_position": 3}
        sheet.insert_chart(HEADER_ROW, len(table.columns) + 1, made, options)

    def rows(
        self, sheet: Any, at: int, columns: Sequence[Column], rows: Sequence[Sequence[Value]]
    ) -> int:
        """Header and rows; gives the next free row."""
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(at, number, column.label, self.header)
        for offset, row in enumerate(rows, start=1):
            for number, (column, value) in enumerate(zip(columns, row, strict=True)):
                self.cell(sheet, at + offset, number, column, value)
        return at + len(rows) + 1

    def cell(self, sheet: Any, row: int, number: int, column: Column, value: Value) -> None:
        """A typed cell. A text is always a text: nothing that people wrote is a formula."""
        match value:
            case None:
                sheet.write_blank(row, number, None, self.formats[column.type])
            case str():
                sheet.write_string(row, number, value[:LONGEST_TEXT], self.formats[Type.TEXT])
            case int() | Decimal():
                sheet.write_number(row, number, value, self.formats[column.type])
            case _:
                sheet.write_datetime(row, number, value, self.formats[Type.DAY])


def make(content: Content) -> bytes:
    """What is written on the way lies in a folder of its own, which is gone whatever happens."""
    target = BytesIO()
    with TemporaryDirectory(prefix="report-") as folder:
        book = Book(target, content, folder)
        try:
            book.facts_sheet()
            for table in content.tables:
                book.table_sheet(table)
            book.book.close()
        except Exception:
            book.abandon()
            raise
    return target.getvalue()
