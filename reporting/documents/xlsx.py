"""The report as a spreadsheet: typed cells, one sheet for each table, written row by row."""

from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

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


class Book:
    """A workbook being written, in bounded memory: rows must come in order."""

    def __init__(self, target: BytesIO, content: Content) -> None:
        options = {"constant_memory": True, "in_memory": False}
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

    def sheet(self, name: str) -> Any:
        """A sheet whose first line names the report, with the marks that every page carries."""
        sheet = self.book.add_worksheet(name[:31])
        sheet.hide_gridlines(2)
        line = " · ".join([self.content.title, *self.content.marks])
        sheet.write_string(0, 0, line, self.title)
        sheet.set_footer(f"&L{line.replace('&', '&&')}&R&P / &N")
        return sheet

    def table_sheet(self, table: Table) -> None:
        sheet = self.sheet(table.title)
        self.rows(sheet, HEADER_ROW, table.columns, table.rows)
        sheet.freeze_panes(HEADER_ROW + 1, 0)
        last = HEADER_ROW + max(1, len(table.rows))
        sheet.autofilter(HEADER_ROW, 0, last, len(table.columns) - 1)
        sheet.repeat_rows(HEADER_ROW)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

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
    target = BytesIO()
    book = Book(target, content)
    summary_sheet(book)
    book.table_sheet(content.overview)
    book.table_sheet(content.activities)
    for table in content.municipalities:
        book.table_sheet(table)
    method_sheet(book)
    book.book.close()
    return target.getvalue()


def summary_sheet(book: Book) -> None:
    """The cover's facts, the year's figures and the tables that sum them up."""
    content = book.content
    sheet = book.sheet(_("Oppsummering"))
    at = book.rows(sheet, HEADER_ROW, content.figures.columns, content.figures.rows) + 1
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    for table in content.tables:
        sheet.write_string(at, 0, table.title, book.title)
        at = book.rows(sheet, at + 1, narrowed(table, content.figures), table.rows) + 1


def narrowed(table: Table, first: Table) -> list[Column]:
    """The columns with the widths that the sheet has already: one sheet has one set of widths."""
    widths = [column.width for column in first.columns]
    return [
        Column(column.label, column.type, widths[number] if number < len(widths) else column.width)
        for number, column in enumerate(table.columns)
    ]


def method_sheet(book: Book) -> None:
    """What the report is, how its figures are counted, and the hash that binds them."""
    content = book.content
    sheet = book.sheet(_("Om tallene"))
    columns = [Column(_("Om"), width=34), Column(_("Forklaring"), width=110)]
    rows = [*content.facts, *content.method]
    if content.sha256:
        rows.append((_("Tallenes SHA-256"), content.sha256))
    book.rows(sheet, HEADER_ROW, columns, rows)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
