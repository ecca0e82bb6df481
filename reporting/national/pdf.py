"""The summary as a tagged PDF, set from `national.typ`."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from korus_portal.design.typesetting import typeset
from reporting.documents.tables import typesetting
from reporting.national.content import Content

TEMPLATE = Path(__file__).with_name("national.typ")
# More columns than this are set on a page that lies down.
TALL_PAGE = 8


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
        "missing_text": content.missing_text,
        "missing": typesetting(content.missing),
        "late": typesetting(content.late),
        "keys": typesetting(content.key_table()),
        "sections": [
            {
                "title": section.title,
                "notes": section.notes,
                "tables": [typesetting(linked.table) for linked in section.tables],
                "is_wide": any(len(linked.table.columns) > TALL_PAGE for linked in section.tables),
            }
            for section in content.sections
        ],
        "method": content.method,
    }


def labels() -> dict[str, str]:
    return {
        "contents": _("Innhold"),
        "missing": _("Hva som mangler"),
        "method": _("Slik er tallene regnet"),
        "empty_table": _("Ingen rader."),
        "page": _("Side"),
        "of": _("av"),
    }
