"""The report as a tagged PDF, set from `report.typ`."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from korus_portal.design import rich_text
from korus_portal.design.rich_text import Cell
from korus_portal.design.typesetting import typeset
from reporting.documents import charts, rich
from reporting.documents.content import Content
from reporting.documents.parts import (
    Chapter,
    Facts,
    Heading,
    Note,
    Part,
    Picture,
    Rich,
    Rows,
)
from reporting.documents.tables import typesetting

TEMPLATE = Path(__file__).with_name("report.typ")

# Headings below the chapters that a table of contents can hold.
MOST_LISTED = 60

Data = dict[str, Any]


def make(content: Content) -> bytes:
    return typeset(TEMPLATE, payload(content), at=content.made_of)


def payload(content: Content) -> Data:
    """What the template needs, with every value written out."""
    return {
        "language": content.language,
        "labels": labels(),
        "depth": depth_of(content),
        "title": content.title,
        "author": content.author,
        "subject": content.subject,
        "marks": content.marks,
        "facts": content.facts,
        "chapters": [chapter(found) for found in content.chapters],
        "sha256": content.sha256,
    }


def depth_of(content: Content) -> int:
    """Hundreds of tiltak would fill page after page of contents: then it holds chapters alone."""
    parts = [part for chapter in content.chapters for part in chapter.parts]
    listed = sum(isinstance(part, Heading) and part.level == 2 for part in parts)
    return 2 if listed <= MOST_LISTED else 1


def labels() -> dict[str, str]:
    return {
        "contents": _("Innhold"),
        "empty_table": _("Ingen rader."),
        "sha256": _("Tallenes SHA-256"),
        "page": _("Side"),
        "of": _("av"),
    }


def chapter(found: Chapter) -> Data:
    parts = [piece for part in found.parts for piece in set_part(part)]
    return {"title": found.title, "is_long": found.is_long, "parts": parts}


def set_part(part: Part) -> list[Data]:
    match part:
        case Heading():
            return [heading([{"text": part.text}], part.level, is_listed=part.is_listed)]
        case Rich():
            return [block(placed) for placed in rich.blocks(part)]
        case Facts():
            return [{"kind": "facts", "rows": [list(row) for row in part.rows]}]
        case Rows():
            return [{"kind": "table", "table": typesetting(part.table)}]
        case Picture():
            chart = part.chart
            return [
                {"kind": "chart", "title": chart.title, "alt": chart.alt, "svg": charts.svg(chart)}
            ]
        case Note():
            return [{"kind": "note", "text": part.text}]


def heading(runs: list[Data], level: int, *, is_listed: bool) -> Data:
    """Only the portal's own upper headings stand in the table of contents."""
    listed = is_listed and level < 3
    return {"kind": "heading", "level": level, "runs": runs, "is_listed": listed}


def block(placed: rich.Placed) -> Data:
    """What somebody wrote, as a structure of its own in the document."""
    match placed.block:
        case rich_text.Heading(runs=runs):
            return heading(line(runs), placed.level, is_listed=False)
        case rich_text.Paragraph(runs=runs):
            return {"kind": "paragraph", "runs": line(runs)}
        case rich_text.Listing(is_ordered=is_ordered, items=items):
            return {
                "kind": "list",
                "is_ordered": is_ordered,
                "items": [line(item) for item in items],
            }
        case rich_text.Table(header=header, rows=rows):
            return {
                "kind": "written_table",
                "header": [line(cell) for cell in header],
                "rows": [[line(cell) for cell in row] for row in rows],
            }


def line(cell: Cell) -> list[Data]:
    return [
        {
            "text": run.text,
            "strong": run.is_strong,
            "emphasised": run.is_emphasised,
            "href": rich.address(run.href) if run.href else "",
            "is_break": run.is_break,
        }
        for run in cell
    ]
