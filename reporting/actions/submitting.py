"""Submitting a report: freezes its figures and closes the year, in one transaction."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation

from assignments.plans import years
from korus_portal.accounts.models import Role, User
from korus_portal.audit.log import record
from korus_portal.notifications.outbox import notify
from reporting import canonical, checks, entries, figures, rules, subject
from reporting.actions.documenting import ask_for_documents
from reporting.actions.errors import AlreadySubmittedError, NotReadyError
from reporting.actions.locking import lock_report
from reporting.gathering import gather
from reporting.models import AnnualReport


@transaction.atomic
def submit_report(*, report: AnnualReport, by: User) -> AnnualReport:
    """Send the report to the directorate. Everything is counted once more, then frozen.

    Raises PermissionDenied, AlreadySubmittedError, NotReadyError. Closing the year waits for
    every writer that holds it open, so no row can change between the count and the freeze.
    """
    locked = lock_report(report.pk)
    if not rules.can_submit_report(by, locked):
        raise PermissionDenied
    if locked.submitted_by:
        raise AlreadySubmittedError(locked.submitted_by.name)
    years.close(locked.centre, locked.year, by=by)
    recount(locked)
    refuse_unready(locked)
    freeze(locked, by)
    record("reporting.report_submitted", locked, by=by, details={"sha256": locked.figures_sha256})
    tell_about_submission(locked, by)
    ask_for_documents(locked, by=by)
    return locked


def recount(report: AnnualReport) -> None:
    """Figures, statuses and untouched proposals as the rows are now. No entry is added: the
    centre must have read what it sends, so a missing one stops the submission."""
    rows = gather(report.centre, report.year)
    with translation.override(report.language):
        entries.refresh(report, entries.propose(rows))
    report.figures, report.drafted_at = figures.of_year(rows), rows.gathered_at


def refuse_unready(report: AnnualReport) -> None:
    errors = [found for found in checks.run(subject.of_report(report)) if found.is_error]
    if errors:
        raise NotReadyError(errors)


def freeze(report: AnnualReport, by: User) -> None:
    """The figures with the rows behind them, and a hash of each text beside."""
    own = list(report.entries.order_by("assignment_id", "initiative_id"))
    report.figures["texts"] = canonical.text_hashes(report, own)
    report.figures_sha256 = canonical.figures_sha256(report, own)
    report.status = AnnualReport.Status.SUBMITTED
    report.submitted_by, report.submitted_at = by, timezone.now()
    report.received_at = report.submitted_at
    report.version += 1
    report.save()


def tell_about_submission(report: AnnualReport, by: User) -> None:
    """The directorate gets word; who submitted gets a receipt with the hash."""
    readers = User.objects.filter(
        memberships__role=Role.DIRECTORATE, memberships__ended_at=None, is_active=True
    ).distinct()
    path = report.get_absolute_url()
    notify(
        readers,
        kind="reporting.report_submitted",
        template="reporting/emails/submitted",
        about=report,
        path=path,
    )
    notify(
        [by],
        kind="reporting.report_receipt",
        template="reporting/emails/receipt",
        about=report,
        path=path,
    )
