"""Versions that are left: withdrawn by the centre, reopened by a special right.

A new version takes their place. The year stays closed (rule 30).
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications.outbox import notify
from reporting import people, rules
from reporting.actions.documenting import ask_for_documents
from reporting.actions.errors import WrongStateError
from reporting.actions.locking import lock_report
from reporting.copying import copy_as_draft
from reporting.models import AnnualReport, ReopeningRight

Status = AnnualReport.Status


@transaction.atomic
def withdraw_report(*, report: AnnualReport, reason: str, by: User) -> AnnualReport:
    """The leader takes back what is not decided. Gives the new version.

    Raises PermissionDenied, WrongStateError.
    """
    locked = lock_report(report.pk)
    if not rules.can_submit_report(by, locked):
        raise PermissionDenied
    if locked.status not in (Status.READY, Status.SUBMITTED):
        raise WrongStateError
    following = leave(locked, Status.WITHDRAWN, reason, by)
    record("reporting.report_withdrawn", locked, by=by, reason=reason)
    concerned = {*people.leaders(locked.centre)}
    if locked.received_at:
        concerned |= {*people.directorate()}
    notify(
        people.but(concerned, by),
        kind="reporting.report_withdrawn",
        template="reporting/emails/withdrawn",
        about=locked,
        path=locked.get_absolute_url(),
    )
    return following


@transaction.atomic
def reopen_report(*, report: AnnualReport, reason: str, by: User) -> AnnualReport:
    """The directorate opens an approved report again. Gives the new version.

    Raises PermissionDenied, WrongStateError.
    """
    locked = lock_report(report.pk)
    if not rules.can_reopen_report(by, locked):
        raise PermissionDenied
    if locked.status != Status.APPROVED:
        raise WrongStateError
    following = leave(locked, Status.REOPENED, reason, by)
    record("reporting.report_reopened", locked, by=by, reason=reason)
    notify(
        people.leaders(locked.centre),
        kind="reporting.report_reopened",
        template="reporting/emails/reopened",
        about=locked,
        path=following.get_absolute_url(),
    )
    return following


def leave(report: AnnualReport, status: str, reason: str, by: User) -> AnnualReport:
    report.status, report.left_reason = status, reason
    report.version += 1
    report.save(update_fields=["status", "left_reason", "version"])
    ask_for_documents(report, by=by)
    return copy_as_draft(report)


@transaction.atomic
def give_right(*, user: User, reason: str, by: User) -> ReopeningRight:
    """The administrator gives somebody at the directorate the right. Given twice, it is one."""
    found, is_new = ReopeningRight.objects.get_or_create(
        user=user, ended_at=None, defaults={"reason": reason, "given_by": by}
    )
    if is_new:
        record("reporting.reopening_given", user, by=by, reason=reason)
    return found


@transaction.atomic
def end_right(*, right: ReopeningRight, by: User) -> ReopeningRight:
    stored = ReopeningRight.objects.select_for_update().get(pk=right.pk)
    if stored.ended_at is None:
        stored.ended_at = timezone.now()
        stored.save(update_fields=["ended_at"])
        record("reporting.reopening_ended", stored.user, by=by)
    return stored
