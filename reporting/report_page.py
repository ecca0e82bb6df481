"""What the page of a report shows. Reads, decides nothing."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.coverage.models import Level
from korus_portal.accounts.models import User
from korus_portal.jobs.models import Job
from municipalities.names import sort_key
from reporting import corrections, formatting, key_figures, method, rules, tabs, texts
from reporting.documents import listings, names, store
from reporting.drilldown import NO_CODE
from reporting.key_figures import KeyFigure
from reporting.models import AnnualReport, ReportDocument, ReportEntry

TONES = {
    AnnualReport.Status.DRAFT: "neutral",
    AnnualReport.Status.REVIEW: "neutral",
    AnnualReport.Status.READY: "info",
    AnnualReport.Status.SUBMITTED: "info",
    AnnualReport.Status.RETURNED: "warning",
    AnnualReport.Status.APPROVED: "success",
    AnnualReport.Status.WITHDRAWN: "warning",
    AnnualReport.Status.REOPENED: "warning",
}


@dataclass(frozen=True)
class Shown:
    """A figure with the way to its rows."""

    figure: KeyFigure
    href: str


@dataclass(frozen=True)
class ShownEntry:
    entry: ReportEntry
    figures: list[Shown]
    names: str
    missing: list[str]


@dataclass(frozen=True)
class ShownTable:
    """A table of the figures: label, address of the rows, and values as text."""

    caption: str
    columns: list[str]
    rows: list[tuple[str, str, list[str]]]


def context(report: AnnualReport, user: User) -> dict[str, Any]:
    """Everything but the checks and the forms."""
    entries = list(report.entries.exclude(assignment=None).select_related("assignment__initiative"))
    return {
        "report": report,
        "tabs": tabs.of_report(report, "report_detail"),
        "tone": TONES[AnnualReport.Status(report.status)],
        "figures": shown_figures(report),
        "tables": shown_tables(report) if report.figures else [],
        "introduction": texts.introduction(report),
        "entries": shown_entries(report, entries),
        "method": method.rules(),
        "corrections": corrections.in_report(report),
        "corrected_since": corrections.since_submission(report),
        "earlier_comment": earlier_comment(report),
        "documents": shown_documents(report),
        "job": job_under_way(report, user),
        "is_drafting": report.job is not None and not report.job.is_finished,
        "has_failed": report.job is not None and report.job.state == Job.State.FAILED,
        "can_write": report.is_draft and rules.can_write_report(user, report),
        "can_submit": report.is_draft and rules.can_submit_report(user, report),
        "redactions": texts.redactions(report),
        "can_redact": rules.can_redact_report(user, report),
        "can_decide": is_submitted(report) and rules.can_decide_report(user, report),
    }


def earlier_comment(report: AnnualReport) -> str:
    """What the directorate asked for when it returned the version before."""
    if report.number == 1:
        return ""
    versions = AnnualReport.objects.filter(centre=report.centre_id, year=report.year)
    earlier = versions.filter(number=report.number - 1).values_list("comment", flat=True)
    return earlier.first() or ""


def is_submitted(report: AnnualReport) -> bool:
    return report.status == AnnualReport.Status.SUBMITTED


def rows_url(report: AnnualReport, group: str, key: str) -> str:
    return reverse("reporting:report_rows", args=[report.pk, group, key or NO_CODE])


def shown_figures(report: AnnualReport) -> list[Shown]:
    found = key_figures.of_year(report.figures)
    return [
        Shown(row, rows_url(report, row.group, "all" if row.group == "research" else row.key))
        for row in found
    ]


def shown_tables(report: AnnualReport) -> list[ShownTable]:
    figures = report.figures
    return [
        coded_table(report, "themes", _("Temaer"), names.themes()),
        coded_table(
            report, "mandate_tasks", _("Oppgaver i samfunnsoppdraget"), names.mandate_tasks()
        ),
        coded_table(report, "kinds", _("Typer aktivitet"), listings.kind_names()),
        place_table(report, "municipalities", _("Kommuner")),
        *([place_table(report, "districts", _("Bydeler"))] if figures["districts"] else []),
    ]


def coded_table(
    report: AnnualReport, group: str, caption: str, labels: dict[str, str]
) -> ShownTable:
    rows = [
        (
            labels.get(row["code"], row["code"]),
            rows_url(report, group, row["code"]),
            [formatting.number(row["value"]), formatting.decimal(row["hours"])],
        )
        for row in sorted(report.figures[group], key=lambda row: -row["value"])
    ]
    return ShownTable(caption, [_("Aktiviteter"), _("Timer")], rows)


def place_table(report: AnnualReport, group: str, caption: str) -> ShownTable:
    columns = [_("Nivå"), _("Aktiviteter"), _("Timer"), _("Deltakelser"), _("Henvendelser")]
    rows = [
        (
            row["name"],
            rows_url(report, group, row["code"]),
            [
                str(Level(row["level"]).label),
                formatting.number(row["activities"]),
                formatting.decimal(row["hours"]) if row["hours"] is not None else "–",
                formatting.number(row["attendances"]),
                formatting.number(row["requests"]),
            ],
        )
        for row in report.figures[group]
    ]
    return ShownTable(caption, columns, rows)


def shown_entries(report: AnnualReport, entries: list[ReportEntry]) -> list[ShownEntry]:
    places = {row["code"]: row["name"] for row in report.figures.get("municipalities", [])}
    return [shown_entry(report, entry, places) for entry in entries]


def shown_entry(report: AnnualReport, entry: ReportEntry, places: dict[str, str]) -> ShownEntry:
    figures = key_figures.effort(entry.figures) if entry.figures else []
    href = rows_url(report, "entries", str(entry.assignment_id))
    codes = entry.figures.get("municipalities", {}).get("codes", [])
    return ShownEntry(
        entry=entry,
        figures=[Shown(figure, href) for figure in figures],
        names=formatting.listed(sorted((places.get(code, code) for code in codes), key=sort_key)),
        missing=missing(entry),
    )


def missing(entry: ReportEntry) -> list[str]:
    """What the draft marks as not there yet."""
    found = [] if entry.status else [_("mangler status")]
    if not entry.brief.strip():
        found.append(_("mangler kort omtale"))
    if entry.needs_extended and not entry.extended.strip():
        found.append(_("mangler utvidet omtale"))
    return found


def shown_documents(report: AnnualReport) -> list[dict[str, Any]]:
    labels = {ReportDocument.Kind.PDF: _("PDF"), ReportDocument.Kind.XLSX: _("Regneark (XLSX)")}
    return [
        {
            "label": labels[ReportDocument.Kind(kind)],
            "made_at": document.made_at,
            "url": reverse("reporting:document_download", args=[report.pk, kind]),
        }
        for kind, document in sorted(store.current(report).items())
    ]


def job_under_way(report: AnnualReport, user: User) -> Job | None:
    """A job for this report that the reader may follow."""
    own = Job.objects.visible_to(user).unfinished()
    return own.filter(key__startswith=f"report:{report.pk}:").first()
