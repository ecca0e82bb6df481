"""Who is reminded of a due date, when, and never twice."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assignments.requests.actions import deciding, reminding
from assignments.requests.models import Holder, RequestReminder, SupportRequest
from assignments.requests.tasks import remind
from assignments.requests.working_days import add_working_days
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality
from tests.factories import SupportRequestFactory

Kind = RequestReminder.Kind
LATER = date(2035, 1, 1)
LONG_AGO = timezone.now() - timedelta(days=60)
KINDS = ["requests.due_soon", "requests.late", "requests.late_leader"]


@pytest.fixture
def asked(municipality: Municipality, centre: Centre, contact: User) -> Callable[..., Any]:
    """Make a request that came some time ago; both dates lie far off unless given."""

    def make(**columns: Any) -> SupportRequest:
        dates = {"answer_due_on": LATER, "interim_due_on": LATER, "submitted_at": LONG_AGO}
        found: SupportRequest = SupportRequestFactory.create(
            municipality=municipality,
            centre=centre,
            submitted_by=contact,
            **dates | columns,
        )
        return found

    return make


def today() -> date:
    return timezone.localdate()


def told() -> list[tuple[str, str]]:
    rows = Letter.objects.filter(kind__in=KINDS).order_by("pk")
    return [(row.kind.removeprefix("requests."), row.to.name if row.to else "") for row in rows]


def test_whoever_has_it_is_reminded_before_the_date_and_once(
    asked: Callable[..., Any], adviser: User, leader: User
) -> None:
    due = add_working_days(today(), 2)
    asked(answer_due_on=due, adviser=adviser, status="in_triage")
    assert (reminding.remind(), reminding.remind()) == (1, 0)
    assert told() == [("due_soon", adviser.name)]


def test_everybody_at_the_centre_is_reminded_of_what_nobody_has_taken(
    asked: Callable[..., Any], adviser: User, leader: User
) -> None:
    asked(answer_due_on=add_working_days(today(), 1))
    remind()
    assert sorted(told()) == sorted([("due_soon", adviser.name), ("due_soon", leader.name)])


def test_three_working_days_before_it_is_too_early(
    asked: Callable[..., Any], adviser: User
) -> None:
    asked(answer_due_on=add_working_days(today(), 3))
    assert reminding.remind() == 0


def test_who_got_the_request_today_has_just_read_the_date(
    asked: Callable[..., Any], adviser: User
) -> None:
    asked(answer_due_on=add_working_days(today(), 1), submitted_at=timezone.now())
    assert reminding.remind() == 0


def test_the_adviser_is_told_that_it_is_late_and_later_the_leader(
    asked: Callable[..., Any], adviser: User, leader: User, centre: Centre
) -> None:
    late = asked(answer_due_on=today() - timedelta(days=1), adviser=adviser, status="in_triage")
    centre.reminder_days = 5
    centre.save()
    remind()
    assert told() == [("late", adviser.name)]
    centre.reminder_days = 0
    centre.save()
    assert (reminding.remind(), reminding.remind()) == (1, 0)
    assert told() == [("late", adviser.name), ("late_leader", leader.name)]
    letter = Letter.objects.get(kind="requests.late_leader")
    assert late.case_number in letter.subject
    assert adviser.name in letter.body


def test_the_letter_says_when_nobody_has_taken_it(asked: Callable[..., Any], leader: User) -> None:
    asked(answer_due_on=today() - timedelta(days=20))
    remind()
    letter = Letter.objects.get(kind="requests.late_leader")
    assert "Ingen rådgiver har tatt henvendelsen" in letter.body


def test_the_interim_reply_is_reminded_of_in_the_same_way(
    asked: Callable[..., Any], adviser: User
) -> None:
    due = add_working_days(today(), 1)
    asked(first_answered_at=LONG_AGO, interim_due_on=due, adviser=adviser, status="in_triage")
    assert reminding.remind() == 1
    assert "foreløpig svar" in Letter.objects.get(kind="requests.due_soon").body
    assert RequestReminder.objects.get().due_on == due


def test_a_reply_that_was_sent_is_not_asked_for(asked: Callable[..., Any], adviser: User) -> None:
    asked(first_answered_at=LONG_AGO, interim_sent_at=LONG_AGO, interim_due_on=today())
    assert reminding.remind() == 0


def test_nobody_is_reminded_while_the_clock_stands(
    asked: Callable[..., Any], adviser: User
) -> None:
    asked(
        answer_due_on=today() - timedelta(days=9),
        status="clarifying",
        adviser=adviser,
        paused_on=today(),
    )
    assert reminding.remind() == 0


def test_nobody_is_reminded_of_an_answered_request(
    support_request: SupportRequest, adviser: User
) -> None:
    SupportRequest.objects.update(answer_due_on=date(2025, 1, 2), interim_due_on=date(2025, 2, 3))
    support_request.refresh_from_db()
    deciding.accept_request(support_request=support_request, by=adviser)
    assert reminding.remind() == 0


def test_a_date_that_has_moved_is_reminded_of_anew(
    asked: Callable[..., Any], adviser: User
) -> None:
    found = asked(answer_due_on=add_working_days(today(), 1), adviser=adviser, status="in_triage")
    remind()
    found.answer_due_on = add_working_days(today(), 2)
    found.save()
    remind()
    assert told() == [("due_soon", adviser.name)] * 2
    assert RequestReminder.objects.count() == 2


def test_a_new_owner_is_reminded_of_the_same_date(
    asked: Callable[..., Any], leader: User, leader_elsewhere: User
) -> None:
    found = asked(answer_due_on=today() - timedelta(days=1), adviser=None)
    Centre.objects.update(reminder_days=9)
    remind()
    elsewhere = leader_elsewhere.memberships.get().organisation.centre
    now = timezone.now()
    Holder.objects.update(until=now)
    Holder.objects.create(
        support_request=found, centre=elsewhere, part=Holder.Part.OWNER, since=now
    )
    SupportRequest.objects.update(centre=elsewhere)
    assert (reminding.remind(), reminding.remind()) == (1, 0)
    assert told() == [("late", leader.name), ("late", leader_elsewhere.name)]


def test_a_sweep_asks_as_little_of_many_as_of_one(asked: Callable[..., Any], adviser: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            reminding.remind()
        return len(captured)

    asked(answer_due_on=today() - timedelta(days=1))
    remind()
    one = queries()
    for _n in range(9):
        asked(answer_due_on=today() - timedelta(days=1))
    remind()
    assert queries() == one


@pytest.fixture
def closed(asked: Callable[..., Any], adviser: User) -> SupportRequest:
    day = timezone.now() - timedelta(days=8)
    columns = {"decided_by": adviser, "decided_at": day, "adviser": adviser, "outcome": "helped"}
    found: SupportRequest = asked(status="closed", ended_at=day, ended_by=adviser, **columns)
    return found


def test_a_municipality_is_asked_once_what_the_help_was_worth(
    closed: SupportRequest, contact: User
) -> None:
    assert (reminding.remind(), reminding.remind()) == (1, 0)
    letter = Letter.objects.get(kind="requests.feedback_wanted")
    assert letter.to == contact
    assert closed.case_number in letter.subject


@pytest.mark.parametrize(
    "columns",
    [
        {"ended_at": timezone.now() - timedelta(days=3)},
        {"ended_at": timezone.now() - timedelta(days=100)},
        {"outcome": "not_needed"},
    ],
)
def test_nobody_is_asked_too_early_too_late_or_about_nothing(
    closed: SupportRequest, contact: User, columns: dict[str, Any]
) -> None:
    SupportRequest.objects.update(**columns)
    assert reminding.remind() == 0
