"""The centre's own approval: sent to those named, approved by each, or sent back with a comment."""

from collections.abc import Iterable

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications.outbox import notify
from reporting import checks, frozen, people, rules, subject
from reporting.actions.errors import (
    NobodyToApproveError,
    NotADraftError,
    NotInReviewError,
    NotReadyError,
    OtherContentError,
)
from reporting.actions.locking import lock_report
from reporting.models import AnnualReport, Approver, ReportComment


@transaction.atomic
def send_for_approval(*, report: AnnualReport, approvers: Iterable[User], by: User) -> AnnualReport:
    """Let those named approve the report. Texts and figures stand still from here on.

    Raises PermissionDenied, NotADraftError, NotReadyError, NobodyToApproveError. Sent again
    while it is up for approval, nothing happens.
    """
    locked = lock_report(report.pk)
    if not rules.can_submit_report(by, locked):
        raise PermissionDenied
    if locked.status == AnnualReport.Status.REVIEW:
        return locked
    if not locked.is_draft:
        raise NotADraftError
    refuse_unready(locked)
    with pghistory.context(user=by.pk, wrote_report=True):
        named = name_approvers(locked, approvers, by)
        move(locked, AnnualReport.Status.REVIEW)
    record("reporting.approval_asked", locked, by=by, details={"to": [u.pk for u in named]})
    notify(
        people.but(named, by),
        kind="reporting.approval_asked",
        template="reporting/emails/approval_asked",
        about=locked,
        path=reverse("reporting:report_approval", args=[locked.pk]),
    )
    return locked


def name_approvers(report: AnnualReport, wanted: Iterable[User], by: User) -> list[User]:
    """Those named now take the place of those named before."""
    ids = {person.pk for person in wanted}
    named = list(people.staff(report.centre).filter(pk__in=ids))
    if not named or len(named) != len(ids):
        raise NobodyToApproveError
    report.approvers.exclude(user__in=named).delete()
    report.approvers.update(approved_at=None, content_sha256="")
    present = set(report.approvers.values_list("user", flat=True))
    for person in named:
        if person.pk not in present:
            Approver.objects.create(report=report, user=person, named_by=by)
    return named


@transaction.atomic
def approve_content(*, report: AnnualReport, sha256: str, by: User) -> AnnualReport:
    """One approver's yes to what was shown. The caller has let the person prove anew who it is.

    Raises PermissionDenied, NotInReviewError, OtherContentError. The same yes again is the same.
    """
    locked = lock_report(report.pk)
    own = locked.approvers.select_for_update().filter(user=by).first()
    if own is None or not rules.belongs_to_centre(by, locked):
        raise PermissionDenied
    refuse_unless_in_review(locked)
    if sha256 != frozen.content_sha256(locked):
        raise OtherContentError
    if own.content_sha256 == sha256:
        return locked
    own.approved_at, own.content_sha256 = timezone.now(), sha256
    with pghistory.context(user=by.pk, wrote_report=True):
        own.save(update_fields=["approved_at", "content_sha256"])
    record("reporting.content_approved", locked, by=by, details={"sha256": sha256})
    if rules.is_approved(locked, sha256):
        tell_that_all_have_approved(locked)
    return locked


def tell_that_all_have_approved(report: AnnualReport) -> None:
    notify(
        people.leaders(report.centre),
        kind="reporting.approval_complete",
        template="reporting/emails/approval_complete",
        about=report,
        path=reverse("reporting:report_approval", args=[report.pk]),
    )


@transaction.atomic
def send_back(*, report: AnnualReport, comment: str, by: User) -> AnnualReport:
    """Back to the draft with a comment; every approval falls. By the leader or an approver."""
    locked = lock_report(report.pk)
    if not rules.can_send_back(by, locked):
        raise PermissionDenied
    refuse_unless_in_review(locked)
    concerned = {*people.leaders(locked.centre), *people.approvers(locked)}
    with pghistory.context(user=by.pk, wrote_report=True):
        for approver in locked.approvers.select_for_update().exclude(approved_at=None):
            approver.approved_at, approver.content_sha256 = None, ""
            approver.save(update_fields=["approved_at", "content_sha256"])
        move(locked, AnnualReport.Status.DRAFT)
    said = ReportComment.objects.create(
        report=locked,
        target="report",
        audience=ReportComment.Audience.CENTRE,
        text=comment,
        written_by=by,
    )
    record("reporting.approval_sent_back", locked, by=by)
    notify(
        people.but(concerned, by),
        kind="reporting.approval_sent_back",
        template="reporting/emails/approval_sent_back",
        about=said,
        path=locked.get_absolute_url(),
        context={"report": locked},
    )
    return locked


def refuse_unready(report: AnnualReport) -> None:
    errors = [found for found in checks.run(subject.of_report(report)) if found.is_error]
    if errors:
        raise NotReadyError(errors)


def refuse_unless_in_review(report: AnnualReport) -> None:
    if report.status != AnnualReport.Status.REVIEW:
        raise NotInReviewError


def move(report: AnnualReport, status: str) -> None:
    report.status = status
    report.version += 1
    report.save(update_fields=["status", "version"])
