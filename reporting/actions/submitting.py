"""Submitting a report: freezes what was approved and closes the year, in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assignments.plans import years
from centres.grants.models import Grant
from korus_portal.accounts.models import Organisation, User
from korus_portal.audit.log import record
from korus_portal.notifications.outbox import notify
from reporting import frozen, moved, people, recipients, recounts, rules
from reporting.actions.approving import refuse_unless_in_review, refuse_unready
from reporting.actions.documenting import ask_for_documents
from reporting.actions.errors import (
    AlreadySubmittedError,
    FiguresMovedError,
    NotApprovedError,
    WrongStateError,
)
from reporting.actions.locking import lock_report
from reporting.models import AnnualReport, ReportEntry, Submission

Status = AnnualReport.Status


@dataclass(frozen=True, kw_only=True)
class Signed:
    """For whom somebody signed, who it was, by what right, and when."""

    recipient: Organisation | None
    recipient_name: str
    recipient_number: str
    signed_by: str
    signed_as: str
    signed_on: date


@transaction.atomic
def submit_report(*, report: AnnualReport, signed: Signed, by: User) -> AnnualReport:
    """Freeze what was approved, and hand it in where the portal is the formal channel.

    Raises PermissionDenied, AlreadySubmittedError, NotInReviewError, NotApprovedError,
    FiguresMovedError, NotReadyError. Closing the year waits for every writer that holds it open,
    so no row can change between the count and the freeze.
    """
    locked = lock_report(report.pk)
    if not rules.can_submit_report(by, locked):
        raise PermissionDenied
    if locked.submitted_by:
        raise AlreadySubmittedError(locked.submitted_by.name)
    refuse_unless_in_review(locked)
    years.close(locked.centre, locked.year, by=by)
    entries = list(locked.entries.select_related("assignment", "initiative"))
    refuse_moved(locked, entries)
    locked.figures, locked.figures_sha256 = frozen.content(locked, entries)
    if not rules.is_approved(locked, locked.figures_sha256):
        raise NotApprovedError
    refuse_unready(locked)
    channel = recipients.channel(locked)
    freeze(locked, by, is_received=channel == Grant.Channel.PORTAL)
    Submission.objects.create(report=locked, channel=channel, **vars(signed))
    details = {"sha256": locked.figures_sha256, "channel": channel}
    record("reporting.report_submitted", locked, by=by, details=details)
    tell_about_submission(locked, by)
    ask_for_documents(locked, by=by)
    return locked


def refuse_moved(report: AnnualReport, entries: list[ReportEntry]) -> None:
    """Counted once more with the year closed: what is frozen is what was read and approved."""
    counted = moved.count(report)
    found = moved.findings(report, entries, counted)
    if found:
        raise FiguresMovedError(found)
    report.drafted_at = counted.counted_at


def freeze(report: AnnualReport, by: User, *, is_received: bool) -> None:
    """The figures with the rows behind them, and a hash of each text beside: read once, so that
    they are what was approved even when a grant is changed meanwhile."""
    report.submitted_by, report.submitted_at = by, timezone.now()
    report.status = Status.SUBMITTED if is_received else Status.READY
    report.received_at = report.submitted_at if is_received else None
    report.version += 1
    report.save()
    recounts.forget(report)


def tell_about_submission(report: AnnualReport, by: User) -> None:
    """Who submitted gets a receipt with the hash; the directorate gets word when it has it."""
    if report.status == Status.SUBMITTED:
        tell_the_directorate(report)
    leaders = {*people.leaders(report.centre), by}
    notify(
        leaders,
        kind="reporting.report_receipt",
        template="reporting/emails/receipt",
        about=report,
        path=reverse("reporting:report_receipt", args=[report.pk]),
    )


def tell_the_directorate(report: AnnualReport) -> None:
    notify(
        people.directorate(),
        kind="reporting.report_submitted",
        template="reporting/emails/submitted",
        about=report,
        path=report.get_absolute_url(),
    )


@transaction.atomic
def hand_in(*, report: AnnualReport, reference: str, handed_in_on: date, by: User) -> AnnualReport:
    """Write down that the other channel has the report, and what it calls it there.

    Raises PermissionDenied, WrongStateError. The same told again is the same.
    """
    locked = lock_report(report.pk)
    if not rules.can_submit_report(by, locked):
        raise PermissionDenied
    submission = Submission.objects.select_for_update().filter(report=locked).first()
    if submission is None or locked.status not in (Status.READY, Status.SUBMITTED):
        raise WrongStateError
    if locked.status == Status.SUBMITTED:
        if (submission.reference, submission.handed_in_on) == (reference, handed_in_on):
            return locked
        raise WrongStateError
    submission.reference, submission.handed_in_on = reference, handed_in_on
    submission.handed_in_by = by
    submission.save(update_fields=["reference", "handed_in_on", "handed_in_by"])
    locked.status, locked.received_at = Status.SUBMITTED, moment(handed_in_on)
    locked.version += 1
    locked.save(update_fields=["status", "received_at", "version"])
    record("reporting.report_handed_in", locked, by=by, details={"reference": reference})
    tell_the_directorate(locked)
    ask_for_documents(locked, by=by)
    return locked


def moment(day: date) -> datetime:
    """Now, or the end of an earlier day: the other channel's receipt says the day alone."""
    now = timezone.now()
    if day == timezone.localdate(now):
        return now
    return timezone.make_aware(datetime.combine(day, time(23, 59)))
