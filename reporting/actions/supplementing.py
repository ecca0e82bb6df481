"""More that the directorate asks for, and the centre's answer; the report stays as it was."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications.outbox import notify
from reporting import people, rules
from reporting.actions.deciding import lock
from reporting.actions.errors import AlreadyAnsweredError, WrongStateError
from reporting.actions.locking import lock_report
from reporting.models import AnnualReport, Supplement


@transaction.atomic
def ask_for_more(*, report: AnnualReport, question: str, wanted_by: date, by: User) -> Supplement:
    """Ask the centre for more by a day. The same question asked twice is one."""
    locked = lock(report, by)
    found, is_new = Supplement.objects.get_or_create(
        report=locked, question=question, wanted_by=wanted_by, defaults={"asked_by": by}
    )
    if is_new:
        record("reporting.supplement_asked", locked, by=by)
        notify(
            people.leaders(locked.centre),
            kind="reporting.supplement_asked",
            template="reporting/emails/supplement_asked",
            about=found,
            path=reverse("reporting:report_supplements", args=[locked.pk]),
        )
    return found


@transaction.atomic
def answer_supplement(*, supplement: Supplement, answer: str, by: User) -> Supplement:
    """The centre's answer, once. Raises PermissionDenied, WrongStateError, AlreadyAnsweredError."""
    report = lock_report(supplement.report_id)
    if not rules.can_write_report(by, report):
        raise PermissionDenied
    if report.status != AnnualReport.Status.SUBMITTED:
        raise WrongStateError
    stored = Supplement.objects.select_for_update(of=("self",)).get(pk=supplement.pk)
    if stored.answer == answer and stored.answered_by_id == by.pk:
        return stored
    if stored.answered_at is not None:
        raise AlreadyAnsweredError
    stored.answer, stored.answered_by, stored.answered_at = answer, by, timezone.now()
    stored.save(update_fields=["answer", "answered_by", "answered_at"])
    record("reporting.supplement_answered", report, by=by)
    notify(
        [stored.asked_by] if stored.asked_by.is_active else people.directorate(),
        kind="reporting.supplement_answered",
        template="reporting/emails/supplement_answered",
        about=stored,
        path=reverse("reporting:report_supplements", args=[report.pk]),
    )
    return stored
