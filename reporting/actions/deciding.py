"""The directorate's answer: approved, or returned with comments as the start of a new version."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from korus_portal.accounts.models import Role, User
from korus_portal.audit.log import record
from korus_portal.notifications.outbox import notify
from reporting import rules
from reporting.actions.documenting import ask_for_documents
from reporting.actions.errors import AlreadyDecidedError
from reporting.actions.locking import lock_report
from reporting.models import AnnualReport, ReportEntry, ReportSection

COPIED = [
    "assignment_id",
    "initiative_id",
    "owner_id",
    "state",
    "status",
    "change_text",
    "brief",
    "extended",
    "proposed_brief",
    "figures",
]

SECTION = ["key", "body", "proposed_body", "owner_id", "state"]


@transaction.atomic
def approve_report(*, report: AnnualReport, comment: str, by: User) -> AnnualReport:
    """Approve a submitted report, with an assessment if there is one."""
    locked = lock(report, by)
    decide(locked, AnnualReport.Status.APPROVED, comment, by)
    record("reporting.report_approved", locked, by=by)
    tell_the_centre(locked, "approved")
    return locked


@transaction.atomic
def return_report(*, report: AnnualReport, comment: str, by: User) -> AnnualReport:
    """Return a submitted report. The centre gets a new version to work on; the old one stays
    readable, and the year stays closed (rule 30). Gives the new version."""
    locked = lock(report, by)
    decide(locked, AnnualReport.Status.RETURNED, comment, by)
    record("reporting.report_returned", locked, by=by)
    following = copy_as_draft(locked)
    tell_the_centre(locked, "returned", following)
    return following


def lock(report: AnnualReport, by: User) -> AnnualReport:
    """The report's row, held, if it waits for a decision that `by` may take."""
    locked = lock_report(report.pk)
    if not rules.can_decide_report(by, locked):
        raise PermissionDenied
    if locked.status != AnnualReport.Status.SUBMITTED:
        raise AlreadyDecidedError
    return locked


def decide(report: AnnualReport, status: str, comment: str, by: User) -> None:
    report.status, report.comment = status, comment
    report.decided_by, report.decided_at = by, timezone.now()
    report.version += 1
    report.save(update_fields=["status", "comment", "decided_by", "decided_at", "version"])
    ask_for_documents(report, by=by)


def copy_as_draft(report: AnnualReport) -> AnnualReport:
    """The next version: the same texts and figures, open for the centre again."""
    following = AnnualReport.objects.create(
        centre=report.centre,
        year=report.year,
        number=report.number + 1,
        language=report.language,
        figures={key: value for key, value in report.figures.items() if key != "texts"},
        drafted_at=report.drafted_at,
        started_by=report.submitted_by or report.started_by,
    )
    ReportEntry.objects.bulk_create(
        ReportEntry(report=following, **{name: getattr(entry, name) for name in COPIED})
        for entry in report.entries.all()
    )
    ReportSection.objects.bulk_create(
        ReportSection(report=following, **{name: getattr(row, name) for name in SECTION})
        for row in report.sections.all()
    )
    return following


def tell_the_centre(
    report: AnnualReport, answer: str, following: AnnualReport | None = None
) -> None:
    """To the centre's leaders, wherever they must go on."""
    leaders = User.objects.filter(
        memberships__role=Role.LEADER,
        memberships__organisation=report.centre.organisation_id,
        memberships__ended_at=None,
        is_active=True,
    ).distinct()
    notify(
        leaders,
        kind=f"reporting.report_{answer}",
        template=f"reporting/emails/{answer}",
        about=report,
        path=(following or report).get_absolute_url(),
    )
