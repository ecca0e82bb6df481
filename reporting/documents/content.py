"""What a report's documents say, in the language that was asked for: one source for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reporting import texts
from reporting.documents import chapters, data, sheets
from reporting.documents.parts import Chapter, Fact
from reporting.documents.source import Source, moment, read
from reporting.documents.tables import Table
from reporting.models import AnnualReport


@dataclass(frozen=True)
class Content:
    """Everything in the documents. Equal content gives equal documents, which are made once."""

    language: str
    title: str
    author: str
    subject: str
    made_of: datetime
    marks: Sequence[str]
    facts: Sequence[Fact]
    # For reading: the PDF and the Word document.
    chapters: Sequence[Chapter]
    # For counting on: the spreadsheet.
    tables: Sequence[Table]
    # For machines, and for whoever will check the hash: JSON and CSV.
    data: dict[str, Any]
    # For the archive.
    case: dict[str, Any]
    sha256: str


def of_report(report: AnnualReport, *, language: str = "") -> Content:
    """Reads the texts as they are now, and the figures as the report has them."""
    with translation.override(language or report.language):
        return build(read(report, language=language))


def build(source: Source) -> Content:
    report = source.report
    return Content(
        language=source.language,
        title=_("Årsrapport %(year)s – %(centre)s")
        % {"year": report.year, "centre": report.centre.short_name},
        author=report.centre.name,
        subject=_("Rapport på tilskudd fra Helsedirektoratet"),
        made_of=made_of(report),
        marks=marks(report),
        facts=facts(source),
        chapters=chapters.of(source),
        tables=sheets.of(source),
        data=data.of(source),
        case=case(source),
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
    found = [] if report.is_frozen else [_("UTKAST")]
    if settings.DEMO_MODE:
        found.append(_("DEMO: oppdiktede tall"))
    return found


def facts(source: Source) -> list[Fact]:
    """The cover's facts; what is not known is left out."""
    report, party = source.report, source.report.centre.organisation
    found = [
        (_("Senter"), report.centre.name),
        (_("Vertsorganisasjon"), report.centre.host_organisation),
        (_("Organisasjonsnummer"), party.number),
        (_("År"), str(report.year)),
        (_("Versjon"), str(report.number)),
        (_("Status"), str(report.get_status_display())),
        (_("Tall hentet"), moment(report.drafted_at)),
        (_("Sendt inn"), signed(report.submitted_at, report.submitted_by)),
        *handed_in(source),
        (_("Avgjort"), signed(report.decided_at, report.decided_by)),
        (_("Hvorfor"), report.left_reason),
    ]
    redacted = [
        (_("Sladdet"), f"{moment(event.at)}: {event.reason}") for event in texts.redactions(report)
    ]
    return [(label, value) for label, value in [*found, *redacted] if value]


def handed_in(source: Source) -> list[Fact]:
    """Who signed for the recipient, and by which channel."""
    row = source.submission
    if row is None:
        return []
    signature = f"{row.signed_by}, {row.signed_as}"
    recipient = " ".join(filter(None, [row.recipient_name, row.recipient_number]))
    return [
        (_("Tilskuddsmottaker"), recipient),
        (_("Signert av"), signature),
        (_("Kanal"), str(row.get_channel_display())),
        (_("Referanse"), row.reference),
    ]


def signed(at: datetime | None, by: Any) -> str:
    if at is None:
        return ""
    return _("%(day)s av %(name)s") % {"day": moment(at), "name": by}


def case(source: Source) -> dict[str, Any]:
    """What the archive asks: who, and the case numbers of both sides where they are known."""
    report, row = source.report, source.submission
    grants = {answer.item.grant for answer in source.answers if answer.item is not None}
    grants |= {account.grant for account in source.accounts}
    return {
        "report": report.pk,
        "centre": str(report.centre),
        "party": report.centre.organisation_id,
        "party_name": str(report.centre.organisation),
        "party_number": report.centre.organisation.number,
        "year": report.year,
        "number": report.number,
        "status": str(report.get_status_display()),
        "is_closed": report.status == AnnualReport.Status.APPROVED,
        "by": str(report.submitted_by or report.started_by or ""),
        "signed_by": row.signed_by if row else "",
        "channel_reference": row.reference if row else "",
        "letters": sorted(filter(None, (grant.reference for grant in grants))),
        "applications": sorted(filter(None, (grant.application_reference for grant in grants))),
    }
