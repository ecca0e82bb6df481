"""The directorate's answer: point by point, then approved, or returned as a new version."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.plans.conflicts import StaleVersionError
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications.outbox import notify
from reporting import people, rules
from reporting.actions.documenting import ask_for_documents
from reporting.actions.errors import AlreadyDecidedError
from reporting.actions.locking import lock_report
from reporting.copying import copy_as_draft
from reporting.models import AnnualReport, ItemAssessment, ReportAnswer


@transaction.atomic
def assess_item(
    *, answer: ReportAnswer, attainment: str, comment: str, version: int, by: User
) -> ItemAssessment:
    """What the directorate holds of one answer. Version 0 is the first. Raises StaleVersionError.

    The centre reads it when the report is decided. Sent twice, it is stored once.
    """
    lock(answer.report, by)
    stored = ItemAssessment.objects.select_for_update().filter(answer=answer).first()
    if stored and (stored.attainment, stored.comment) == (attainment, comment):
        return stored
    if (stored.version if stored else 0) != version:
        raise StaleVersionError
    row = stored or ItemAssessment(answer=answer, version=0)
    row.attainment, row.comment = attainment, comment
    row.assessed_by, row.assessed_at = by, timezone.now()
    row.version += 1
    row.save()
    return row


@transaction.atomic
def approve_report(
    *, report: AnnualReport, attainment: str, comment: str, by: User
) -> AnnualReport:
    """Approve a submitted report with the assessment of what was reached."""
    locked = lock(report, by)
    locked.attainment = attainment
    decide(locked, AnnualReport.Status.APPROVED, comment, by)
    record("reporting.report_approved", locked, by=by, details={"attainment": attainment})
    notify(
        people.leaders(locked.centre),
        kind="reporting.report_approved",
        template="reporting/emails/approved",
        about=locked,
        path=locked.get_absolute_url(),
    )
    return locked


@transaction.atomic
def return_report(*, report: AnnualReport, comment: str, by: User) -> AnnualReport:
    """Return a submitted report. The centre gets a new version to work on; the old one stays
    readable, and the year stays closed (rule 30). Gives the new version."""
    locked = lock(report, by)
    decide(locked, AnnualReport.Status.RETURNED, comment, by)
    record("reporting.report_returned", locked, by=by)
    following = copy_as_draft(locked)
    notify(
        people.leaders(locked.centre),
        kind="reporting.report_returned",
        template="reporting/emails/returned",
        about=locked,
        path=following.get_absolute_url(),
    )
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
    changed = ["status", "comment", "attainment", "decided_by", "decided_at", "version"]
    report.save(update_fields=changed)
    ask_for_documents(report, by=by)
