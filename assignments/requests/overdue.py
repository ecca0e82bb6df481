"""What is over its due date, for those who have it and for those who wait."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, F, Q, When
from django.utils import timezone

from assignments.requests.clock_page import Deadline, deadlines
from assignments.requests.models import SupportRequest, SupportRequestQuerySet
from korus_portal.accounts.access import parties
from korus_portal.accounts.models import Role, User


@dataclass(frozen=True, slots=True)
class Late:
    """A request with those of its deadlines that have gone."""

    support_request: SupportRequest
    deadlines: list[Deadline]


def overdue_for(user: User) -> SupportRequestQuerySet:
    """Those that one's own centre owns, and those of one's own municipality; the latest first."""
    at = parties(user, Role.ADVISER, Role.LEADER)
    asked = SupportRequest.objects.asked_by(user).order_by()
    own = Q(centre__organisation__in=at) | Q(pk__in=asked.values("pk"))
    is_unanswered = Q(first_answered_at=None, answer_due_on__lt=timezone.localdate())
    oldest = Case(When(is_unanswered, then=F("answer_due_on")), default=F("interim_due_on"))
    found = SupportRequest.objects.visible_to(user).overdue().filter(own)
    return found.order_by(oldest.asc(), "submitted_at", "pk").for_list()


def rows_of(found: Iterable[SupportRequest]) -> list[Late]:
    return [Late(one, [due for due in deadlines(one) if due.is_late]) for one in found]
