"""The report as a tagged PDF (PDF/UA-1), set by typst from `report.typ` and our own fonts."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import typst
from django.conf import settings
from django.utils.translation import gettext as _

from reporting.documents import printable
from reporting.documents.content import Content, EntryContent
from reporting.documents.tables import Table, written

TEMPLATE = Path(__file__).with_name("report.typ")
FONTS = settings.BASE_DIR / "static" / "vendor" / "pdf-fonts"
# For every reader (PDF/UA-1), and for the archive (PDF/A-2a).
STANDARDS: list[Literal["ua-1", "a-2a"]] = ["ua-1", "a-2a"]


class DocumentError(Exception):
    """The PDF could not be made as it must be; the message is typst's own."""


def make(content: Content) -> bytes:
    return typeset(TEMPLATE, payload(content), at=content.made_of)


def typeset(template: Path, data: dict[str, Any], *, at: datetime) -> bytes:
    """Any warning is an error: typst would put another font in place of a missing one."""
    try:
        made, warnings = typst.compile_with_warnings(
            str(template),
            root=str(template.parent),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(printable.everywhere(data))},
            pdf_standards=[*STANDARDS],
            timestamp=at,
        )
    except typst.TypstError as error:
        raise DocumentError(f"{error.message} {error.hints}") from error
    if warnings:
        raise DocumentError("; ".join(warning.message for warning in warnings))
    if not isinstance(made, bytes):
        raise DocumentError("typst gave no document")
    return made


def payload(content: Content) -> dict[str, Any]:
    """What the template needs, with every value written out."""
    return {
        "language": content.language,
        "labels": labels(),
        "title": content.title,
        "author": content.author,
        "subject": content.subject,
        "marks": content.marks,
        "facts": content.facts,
        "introduction": blocks(content.introduction),
        "assessment": blocks(content.assessment),
        "figures": table(content.figures),
        "tables": [table(found) for found in content.tables],
        "entries": [entry(found) for found in content.entries],
        "municipalities": [table(found) for found in content.municipalities],
        "method": content.method,
        "sha256": content.sha256,
    }


def labels() -> dict[str, str]:
    return {
        "contents": _("Innhold"),
        "introduction": _("Om året"),
        "nothing": _("Ikke skrevet."),
        "figures": _("Årets tall"),
        "entries": _("Tiltak"),
        "no_entries": _("Senteret hadde ingen tiltak i året."),
        "brief": _("Kort omtale"),
        "change": _("Hva er endret"),
        "extended": _("Utvidet omtale"),
        "assessment": _("Helsedirektoratets merknader"),
        "appendix": _("Vedlegg: kommunene"),
        "empty_table": _("Ingen rader."),
        "method": _("Slik er tallene regnet"),
        "spreadsheet": _(
            "Alle aktivitetene bak tallene står i regnearket som hører til rapporten."
        ),
        "sha256": _("Tallenes SHA-256"),
        "page": _("Side"),
        "of": _("av"),
    }


def table(found: Table) -> dict[str, Any]:
    return {
        "title": found.title,
        "note": found.note,
        "columns": [
            {
                "label": column.label,
                "numeric": column.is_numeric,
                "narrow": column.is_narrow,
                "width": column.width,
            }
            for column in found.columns
        ],
        "rows": [[written(value) for value in row] for row in found.rows],
    }


def entry(found: EntryContent) -> dict[str, Any]:
    return {
        "title": found.title,
        "facts": found.facts,
        "figures": table(found.figures),
        "brief": blocks(found.brief),
        "change": blocks(found.change_text),
        "extended": blocks(found.extended),
    }


def blocks(text: str) -> list[dict[str, Any]]:
    """Paragraphs as people write them: an empty line between, a dash before each list item."""
    found: list[dict[str, Any]] = []
    for part in printable.text(text).strip().split("\n\n"):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        if not lines:
            continue
        is_list = all(line.startswith(("- ", "• ", "* ")) for line in lines)
        items = [line[2:].strip() for line in lines] if is_list else lines
        found.append({"list": is_list, "lines": items})
    return found
