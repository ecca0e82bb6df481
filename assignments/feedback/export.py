"""The figures of a year as CSV: the lines and the hiding of the page, and never a comment."""

import csv
import io

from assignments.feedback.page import Line, Table

COLUMNS = (
    "niva",
    "navn",
    "svar",
    "nyttig_snitt",
    "nyttig_4_eller_5_prosent",
    "praksis_snitt",
    "praksis_4_eller_5_prosent",
)
# What a spreadsheet would run as a formula is a text here.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_of(tables: list[Table], *, is_demo: bool) -> str:
    """As a Norwegian spreadsheet opens it: semicolons, decimal comma, a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    mark = ["demodata"] if is_demo else []
    writer.writerow([*COLUMNS, *(["merknad"] if is_demo else [])])
    for table in tables:
        for line in table.lines:
            writer.writerow([table.level, plain(line.label), *figures(line), *mark])
    return "\N{BYTE ORDER MARK}" + text.getvalue()


def figures(line: Line) -> list[str]:
    found = line.opinion
    if found is None:
        return ["", "", "", "", ""]
    return [
        str(found.n),
        str(found.useful).replace(".", ","),
        str(found.useful_share),
        str(found.practice).replace(".", ","),
        str(found.practice_share),
    ]


def plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def file_name(year: int, *, is_demo: bool) -> str:
    return f"{'demo-' if is_demo else ''}tilbakemeldinger-{year}.csv"
