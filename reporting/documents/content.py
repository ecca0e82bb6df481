"""What a report's documents say, in the language of the centre's leader: one source for all."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reporting import corrections, formatting, key_figures, method, texts
from reporting.documents import listings
from reporting.documents.tables import Column, Table, Type
from reporting.models import AnnualReport, ReportEntry

Fact = tuple[str, str]


@dataclass(frozen=True)
class EntryContent:
    title: str
    facts: list[Fact]
    figures: Table
    brief: str
    change_text: str
    extended: str


@dataclass(frozen=True)
class Content:
    """Everything in the documents. Equal content gives equal documents, which are made once."""

    language: str
    title: str
    author: str
    subject: str
    made_of: datetime
    marks: list[str]
    facts: list[Fact]
    introduction: str
    assessment: str
    figures: Table
    tables: list[Table]
    entries: list[EntryContent]
    overview: Table
    activities: Table
    municipalities: list[Table]
    method: list[method.Rule]
    sha256: str


def language_of(report: AnnualReport) -> str:
    return report.language


def of_report(report: AnnualReport) -> Content:
    """Reads the texts as they are now and the figures as the report has them."""
    with translation.override(language_of(report)):
        return build(
            report,
            list(report.entries.exclude(assignment=None).select_related("assignment__initiative")),
        )


def build(report: AnnualReport, entries: list[ReportEntry]) -> Content:
    figures = report.figures
    return Content(
        language=language_of(report),
        title=_("Årsrapport %(year)s – %(centre)s")
        % {"year": report.year, "centre": report.centre.short_name},
        author=report.centre.name,
        subject=_("Rapport på tilskudd fra Helsedirektoratet"),
        made_of=made_of(report),
        marks=marks(report),
        facts=facts(report),
        introduction=texts.introduction(report),
        assessment=report.comment,
        figures=figures_table(figures),
        tables=[*listings.summaries(figures), *corrections.table(report)] if figures else [],
        entries=[entry_content(entry) for entry in entries],
        overview=listings.assignments(entries),
        activities=listings.activities(figures, entries),
        municipalities=listings.municipalities(figures),
        method=method.rules(),
        sha256=report.figures_sha256,
    )


def made_of(report: AnnualReport) -> datetime:
    """The document's own date. Of a draft the day alone, so that nothing new is nothing new."""
    if report.submitted_at is not None:
        return report.submitted_at.replace(microsecond=0)
    gathered = timezone.localdate(report.drafted_at or report.started_at)
    return datetime.combine(gathered, time(12), tzinfo=UTC)


def marks(report: AnnualReport) -> list[str]:
    """What a reader must see on every page."""
    found = [_("UTKAST")] if report.is_draft else []
    if settings.DEMO_MODE:
        found.append(_("DEMO: oppdiktede tall"))
    return found


def facts(report: AnnualReport) -> list[Fact]:
    """The cover's facts; what is not known is left out."""
    party = report.centre.organisation
    found = [
        (_("Senter"), report.centre.name),
        (_("Vertsorganisasjon"), report.centre.host_organisation),
        (_("Organisasjonsnummer"), party.number),
        (_("År"), str(report.year)),
        (_("Versjon"), str(report.number)),
        (_("Status"), report.get_status_display()),
        (_("Tall hentet"), moment(report.drafted_at)),
        (_("Sendt inn"), signed(report.submitted_at, report.submitted_by)),
        (_("Avgjort"), signed(report.decided_at, report.decided_by)),
    ]
    redacted = [
        (_("Sladdet"), f"{moment(event.at)}: {event.reason}") for event in texts.redactions(report)
    ]
    return [(label, value) for label, value in [*found, *redacted] if value]


def moment(value: datetime | None) -> str:
    return formatting.day(timezone.localtime(value)) if value else ""


def signed(at: datetime | None, by: Any) -> str:
    if at is None:
        return ""
    return _("%(day)s av %(name)s") % {"day": moment(at), "name": by}


def figures_table(figures: dict[str, Any]) -> Table:
    columns = [
        Column(_("Tall"), width=40),
        Column(_("Verdi"), Type.DECIMAL),
        Column(_("Forklaring"), width=80),
    ]
    rows = [[row.label, row.value, row.note] for row in key_figures.of_year(figures)]
    return Table(_("Årets tall"), columns, rows)


def entry_content(entry: ReportEntry) -> EntryContent:
    assignment = entry.assignment
    ends = formatting.day(assignment.ends_on) if assignment.ends_on else _("ikke satt")
    found = [
        (_("Status i året"), str(entry.get_status_display()) or _("ikke satt")),
        (_("Satsing"), assignment.initiative.name if assignment.initiative else ""),
        (_("Fra"), formatting.day(assignment.starts_on)),
        (_("Til"), ends),
    ]
    return EntryContent(
        title=assignment.title,
        facts=[(label, value) for label, value in found if value],
        figures=listings.entry_figures(entry),
        brief=entry.brief,
        change_text=entry.change_text,
        extended=entry.extended,
    )
