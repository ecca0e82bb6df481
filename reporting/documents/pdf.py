"""The report as a tagged PDF, set from `report.typ`."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from korus_portal.design.typesetting import blocks, typeset
from reporting.documents.content import Content, EntryContent
from reporting.documents.tables import Table, written

TEMPLATE = Path(__file__).with_name("report.typ")


def make(content: Content) -> bytes:
    return typeset(TEMPLATE, payload(content), at=content.made_of)


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
