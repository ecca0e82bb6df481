"""A text as a document shows it: as it was written, or that it was redacted and why."""

from django.db.models import Model
from django.utils.translation import gettext as _

from korus_portal.notifications.redaction import is_left
from reporting.documents.parts import Heading, Note, Part, Rich
from reporting.documents.source import Source
from reporting.models import ReportSection


def text(source: Source, row: Model, name: str, *, under: int = 1) -> list[Part]:
    """Nothing where nothing was written."""
    value = str(getattr(row, name))
    if not value.strip():
        return []
    reason = "" if is_left(value) else source.redacted(row, name)
    return [Rich(value, under), *([Note(reason)] if reason else [])]


def section(source: Source, key: str, *, under: int = 1) -> list[Part]:
    row = source.sections.get(key)
    return [] if row is None else text(source, row, "body", under=under)


def section_or_nothing(source: Source, key: str) -> list[Part]:
    """A chapter that every report has says so when it is empty."""
    return section(source, key) or [Note(_("Ikke skrevet."))]


def headed(title: str, parts: list[Part], *, level: int = 2) -> list[Part]:
    return [Heading(title, level), *parts] if parts else []


def name_of(key: str) -> str:
    return str(ReportSection.Key(key).label)
