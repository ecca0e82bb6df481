"""The summary as a spreadsheet: typed cells, one sheet for each table."""

from io import BytesIO
from tempfile import TemporaryDirectory
from typing import Any, cast

from django.utils.translation import gettext as _

from reporting.documents.tables import Column, Table
from reporting.documents.xlsx import HEADER_ROW, Book
from reporting.national.content import Content


def make(content: Content) -> bytes:
    """What is written on the way lies in a folder of its own, which is gone whatever happens."""
    target = BytesIO()
    with TemporaryDirectory(prefix="summary-") as folder:
        # The book asks for title, marks and date alone; a summary has them as a report has.
        book = Book(target, cast("Any", content), folder)
        try:
            write(book, content)
            book.book.close()
        except Exception:
            book.abandon()
            raise
    return target.getvalue()


def write(book: Book, content: Content) -> None:
    summary_sheet(book, content)
    for section in content.sections:
        for linked in section.tables:
            book.table_sheet(linked.table)
    method_sheet(book, content)


def summary_sheet(book: Book, content: Content) -> None:
    """What is missing stands first, then the figures of the whole."""
    sheet = book.sheet(_("Oppsummering"))
    sheet.write_string(1, 0, content.missing_text)
    at = HEADER_ROW
    for table in (content.key_table(), content.missing, content.late):
        sheet.write_string(at, 0, table.title, book.title)
        at = book.rows(sheet, at + 1, narrowed(table), table.rows) + 1


def narrowed(table: Table) -> list[Column]:
    """One sheet has one set of widths."""
    widths = [40, 24, 60, 20]
    return [
        Column(column.label, column.type, widths[at]) for at, column in enumerate(table.columns)
    ]


def method_sheet(book: Book, content: Content) -> None:
    sheet = book.sheet(_("Om tallene"))
    columns = [Column(_("Om"), width=34), Column(_("Forklaring"), width=110)]
    notes = [(section.title, note) for section in content.sections for note in section.notes]
    book.rows(sheet, HEADER_ROW, columns, [*notes, *content.method])
    sheet.freeze_panes(HEADER_ROW + 1, 0)
