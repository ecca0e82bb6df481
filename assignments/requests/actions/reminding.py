"""Reminding those who have a request of its due dates, and closed cases of the three questions.

Swept by beat. A row in RequestReminder says what was told; it is written with the letters.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from assignments.requests import guest_letters, letters
from assignments.requests.actions import steps
from assignments.requests.models import Holder, RequestReminder, SupportRequest
from assignments.requests.working_days import working_days_between
from korus_portal.accounts.models import User

Kind = RequestReminder.Kind
# No centre is reminded earlier than this: its working days with every holiday between.
HORIZON = timedelta(days=30)
# Whoever has not said what the help was worth by then is asked, once; and never long afterwards.
ASK_AFTER, ASK_BEFORE = timedelta(days=7), timedelta(days=60)
LETTERS = {Kind.BEFORE: "due_soon", Kind.AFTER: "late", Kind.LEADER: "late_leader"}


@dataclass(frozen=True, slots=True)
class Reminder:
    kind: RequestReminder.Kind
    due_on: date
    is_interim: bool


def remind() -> int:
    """Write the reminders that are due. Returns how many requests somebody was reminded of."""
    today = timezone.localdate()
    told = sum(_remind_of(found, today) for found in _near(today) if _untold(found, today))
    return told + sum(_ask_for_feedback(found) for found in _unasked())


def _near(today: date) -> QuerySet[SupportRequest]:
    """Undecided requests whose clock runs, with a due date behind or near."""
    by = today + HORIZON
    near = Q(first_answered_at=None, answer_due_on__lte=by) | Q(
        interim_sent_at=None, interim_due_on__lte=by
    )
    found = SupportRequest.objects.undecided().filter(near, paused_on=None).order_by("pk")
    return found.select_related("centre").prefetch_related("holders", "reminders")


@transaction.atomic
def _remind_of(found: SupportRequest, today: date) -> bool:
    """Look again under the lock: another worker, or an answer, may have been first."""
    locked = steps.lock(found)
    untold = _untold(locked, today)
    for reminder in untold:
        # A new owner is told of the same date anew: the row then says when that was.
        RequestReminder.objects.update_or_create(
            support_request=locked,
            kind=reminder.kind,
            due_on=reminder.due_on,
            defaults={"sent_at": timezone.now()},
        )
        to = _readers(reminder, locked)
        letters.write(locked, to, LETTERS[reminder.kind], reminder=reminder)
    return bool(untold)


def _readers(reminder: Reminder, locked: SupportRequest) -> Iterable[User]:
    is_for_leader = reminder.kind == Kind.LEADER
    return letters.leaders_of(locked.centre) if is_for_leader else letters.adviser_of(locked)


def _untold(support_request: SupportRequest, today: date) -> list[Reminder]:
    """What its present owner is to be told today and has not been told."""
    since = _owned_since(support_request)
    told = {
        (row.kind, row.due_on) for row in support_request.reminders.all() if row.sent_at >= since
    }
    due = due_reminders(support_request, since=timezone.localdate(since), today=today)
    return [one for one in due if (one.kind, one.due_on) not in told]


def _owned_since(support_request: SupportRequest) -> datetime:
    return next(
        row.since
        for row in support_request.holders.all()
        if row.until is None and row.part == Holder.Part.OWNER
    )


def due_reminders(support_request: SupportRequest, *, since: date, today: date) -> list[Reminder]:
    """The reminders that belong to a day. Who got the request today has just read its date."""
    if not support_request.is_undecided or support_request.paused_on is not None:
        return []
    running = []
    if support_request.first_answered_at is None:
        running.append((support_request.answer_due_on, False))
    if support_request.interim_sent_at is None:
        running.append((support_request.interim_due_on, True))
    days = support_request.centre.reminder_days
    found = {
        (kind, due_on): Reminder(kind, due_on, is_interim)
        for due_on, is_interim in reversed(running)
        for kind in _kinds(due_on, days, since=since, today=today)
    }
    return list(found.values())


def _kinds(due_on: date, days: int, *, since: date, today: date) -> Iterable[RequestReminder.Kind]:
    """`days` working days before; the day after; and the leader when as many days have gone."""
    if today <= due_on:
        if since < today and working_days_between(today, due_on) <= days:
            yield Kind.BEFORE
        return
    yield Kind.AFTER
    if working_days_between(due_on, today) >= days:
        yield Kind.LEADER


def _unasked() -> QuerySet[SupportRequest]:
    """Cases closed some time ago in which help was given, and nobody has said what it was worth."""
    now = timezone.now()
    closed = SupportRequest.objects.filter(
        status=SupportRequest.Status.CLOSED,
        ended_at__range=(now - ASK_BEFORE, now - ASK_AFTER),
        feedback=None,
    )
    is_helped = ~Q(outcome=SupportRequest.Outcome.NOT_NEEDED)
    return closed.filter(is_helped).exclude(reminders__kind=Kind.FEEDBACK).order_by("pk")


@transaction.atomic
def _ask_for_feedback(found: SupportRequest) -> bool:
    locked = steps.lock(found)
    if not _unasked().filter(pk=locked.pk).exists():
        return False
    today = timezone.localdate()
    RequestReminder.objects.create(support_request=locked, kind=Kind.FEEDBACK, due_on=today)
    letters.write_to_municipality(locked, "feedback_wanted")
    if locked.is_confirmed:
        guest_letters.tell_guest(locked, "feedback_wanted")
    return True
