"""The overview of a report: where it stands, what comes next, who writes what. Reads only."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from reporting import obligations, progress, rules, standing, tabs, targets, texts
from reporting.comparing import today
from reporting.documents import panel
from reporting.models import (
    AnnualReport,
    ReportComment,
    ReportEntry,
    ReportObligation,
    ReportSection,
    TypedText,
    Written,
)
from reporting.targets import Part

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
# Who typed within this time is said to write now.
NOW = timedelta(minutes=5)


@dataclass(frozen=True)
class ShownPart:
    """One line of the table of parts."""

    part: Part
    kind: str
    missing: list[str]
    comments: int
    writing: list[str]


def context(report: AnnualReport, user: User) -> dict[str, Any]:
    """Everything but the checks and the versions."""
    is_own = rules.belongs_to_centre(user, report)
    parts = shown_parts(report, user) if is_own else []
    return {
        "report": report,
        "tabs": tabs.of_report(report, "report_detail"),
        "tone": TONES[AnnualReport.Status(report.status)],
        "comes_next": standing.what_comes_next(report),
        "last_day": last_day(report),
        "is_own": is_own,
        "parts": parts,
        "progress": progress_of(parts),
        "earlier_comment": earlier_comment(report),
        "since": today.panel(report),
        **panel.context(report),
        **progress.of_report(report, user),
        "can_write": report.is_draft and is_own,
        "can_submit": report.is_draft and rules.can_submit_report(user, report),
        "redactions": texts.redactions(report),
        "can_redact": rules.can_redact_report(user, report),
        "can_decide": is_submitted(report) and rules.can_decide_report(user, report),
    }


def last_day(report: AnnualReport) -> Any:
    """When the directorate must have it; None while no obligation is known, or when it has it."""
    if report.received_at is not None:
        return None
    rows = ReportObligation.objects.filter(centre=report.centre_id, year=report.year)
    found = rows.first()
    return obligations.last_day(found) if found else None


def earlier_comment(report: AnnualReport) -> str:
    """What the directorate asked for when it returned the version before."""
    if report.number == 1:
        return ""
    versions = AnnualReport.objects.filter(centre=report.centre_id, year=report.year)
    earlier = versions.filter(number=report.number - 1).values_list("comment", flat=True)
    return earlier.first() or ""


def is_submitted(report: AnnualReport) -> bool:
    return report.status == AnnualReport.Status.SUBMITTED


def shown_parts(report: AnnualReport, user: User) -> list[ShownPart]:
    """Chapters, tiltak and satsinger, answers. Five queries, however many there are."""
    visible = ReportComment.objects.visible_to(user).filter(report=report)
    commented = Counter(visible.filter(answers=None, resolved_at=None).values_list("target"))
    writers = writing_now(report.typed_texts.exclude(user=user))
    return [
        ShownPart(
            part=part,
            kind=kind_of(part),
            missing=missing(part.row),
            comments=sum(commented[(target.name,)] for target in part.targets()),
            writing=writers.get(part.name, []),
        )
        for part in targets.parts(report)
    ]


def writing_now(typed: QuerySet[TypedText]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = typed.filter(typed_at__gte=timezone.now() - NOW).order_by("user__name")
    for target, name in rows.values_list("target", "user__name"):
        found.setdefault(target, []).append(name)
    return found


def kind_of(part: Part) -> str:
    match part.row:
        case ReportSection():
            return _("Del")
        case ReportEntry(assignment=None):
            return _("Satsing")
        case ReportEntry():
            return _("Tiltak")
        case row:
            return _("Punkt i brev") if row.item_id else _("Stående oppgave")


def missing(row: targets.Row) -> list[str]:
    """What the draft marks as not there yet."""
    if not isinstance(row, ReportEntry):
        return []
    found = [] if row.status else [_("mangler status")]
    if not row.brief.strip():
        found.append(_("mangler kort omtale"))
    if row.needs_extended and not row.extended.strip():
        found.append(_("mangler utvidet omtale"))
    return found


def progress_of(parts: list[ShownPart]) -> dict[str, int]:
    states = Counter(shown.part.row.state for shown in parts)
    return {"ready": states[Written.State.READY], "all": len(parts)}
