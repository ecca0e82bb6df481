"""A table as CSV: plain (RFC 4180, texts as they are) or for a double click in Excel."""

import csv
from collections.abc import Iterator

from assignments.plans.csv_text import STYLES, Format, Line, as_text
from reporting.dashboard.exports.tables import Sheet

EXCEL = Format.EXCEL.value


def lines(table: Sheet, variant: str = "") -> Iterator[str]:
    """Line by line, under the codes of the columns."""
    style = STYLES[Format.EXCEL if variant == EXCEL else Format.PLAIN]
    writer = csv.writer(Line(), delimiter=style.delimiter, lineterminator="\r\n")
    yield style.before + writer.writerow([column.code for column in table.columns])
    for row in table.rows:
        yield writer.writerow([as_text(cell, style) for cell in row])
