"""What the page of a case shows of its clock and of the feedback at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assignments.requests import rules
from assignments.requests.models import RequestFeedback, SupportRequest
from assignments.requests.working_days import working_days_between
from korus_portal.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Deadline:
    """One of the two days on which the municipality is to have heard something."""

    label: str | Promise
    due_on: date
    met_at: datetime | None
    is_running: bool

    @property
    def is_late(self) -> bool:
        return self.is_running and self.due_on < timezone.localdate()

    @property
    def days(self) -> int:
        """Working days: how late it is, or how many are left."""
        today = timezone.localdate()
        return working_days_between(*sorted((today, self.due_on)))


def deadlines(support_request: SupportRequest) -> list[Deadline]:
    """Both days as they are stored. They stand still while the clock is paused or has stopped."""
    runs = support_request.is_undecided and support_request.paused_on is None
    answered, replied = support_request.first_answered_at, support_request.interim_sent_at
    found = [
        Deadline(_("Første svar"), support_request.answer_due_on, answered, runs and not answered)
    ]
    if replied or support_request.is_undecided:
        due = support_request.interim_due_on
        found.append(Deadline(_("Foreløpig svar"), due, replied, runs and not replied))
    return found


def has_feedback(support_request: SupportRequest) -> bool:
    return RequestFeedback.objects.filter(support_request=support_request).exists()


def clock_context(support_request: SupportRequest, user: User) -> dict[str, Any]:
    """The context of `_clock.html` and `_feedback.html`."""
    is_closed = support_request.status == SupportRequest.Status.CLOSED
    was_told = is_closed and has_feedback(support_request)
    may_tell = is_closed and not was_told
    works = support_request.is_undecided and rules.works_at(user, support_request.centre)
    return {
        "deadlines": deadlines(support_request),
        "can_send_interim": works and support_request.interim_sent_at is None,
        "answer_in_sami": works and support_request.is_sami,
        "has_feedback": was_told,
        "wants_feedback": may_tell and rules.stands_for_municipality(user, support_request),
    }
