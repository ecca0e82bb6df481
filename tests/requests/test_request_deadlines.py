"""When an answer is due: working days, months, and what is stored once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assignments.requests.actions import deciding, submitting
from assignments.requests.models import SupportRequest
from assignments.requests.working_days import (
    add_months,
    add_working_days,
    is_working_day,
    working_days_between,
)
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality


@pytest.mark.parametrize(
    ("day", "n", "due"),
    [
        (date(2026, 6, 1), 1, date(2026, 6, 2)),
        (date(2026, 6, 5), 1, date(2026, 6, 8)),  # Friday to Monday
        (date(2026, 6, 6), 1, date(2026, 6, 8)),  # from a Saturday
        (date(2026, 4, 1), 1, date(2026, 4, 7)),  # Easter
        (date(2026, 3, 27), 10, date(2026, 4, 15)),  # all of Easter in between
        (date(2026, 5, 13), 2, date(2026, 5, 18)),  # Ascension Day; 17 May is a Sunday
        (date(2024, 5, 16), 1, date(2024, 5, 21)),  # 17 May and Whit Monday
        (date(2027, 5, 14), 1, date(2027, 5, 18)),  # 17 May is Whit Monday
        (date(2026, 12, 23), 3, date(2026, 12, 29)),  # Christmas Eve is a working day in law
        (date(2026, 12, 21), 10, date(2027, 1, 6)),  # Christmas and the turn of the year
        (date(2025, 12, 30), 3, date(2026, 1, 5)),  # over the turn of the year
        (date(2026, 6, 1), 10, date(2026, 6, 15)),
        (date(2026, 6, 3), 0, date(2026, 6, 3)),
        (date(2026, 6, 6), 0, date(2026, 6, 8)),
    ],
)
def test_only_working_days_count(day: date, n: int, due: date) -> None:
    assert add_working_days(day, n) == due


@pytest.mark.parametrize(
    ("day", "n", "due"),
    [
        (date(2026, 6, 3), 1, date(2026, 7, 3)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),  # a leap year
        (date(2026, 1, 31), 1, date(2026, 3, 2)),  # 28 February is a Saturday
        (date(2027, 1, 31), 1, date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2026, 4, 17), 1, date(2026, 5, 18)),  # 17 May, a Sunday too
        (date(2026, 11, 25), 1, date(2026, 12, 28)),  # Christmas Day, a Friday
        (date(2026, 12, 1), 1, date(2027, 1, 4)),  # New Year's Day, a Friday
        (date(2026, 11, 30), 3, date(2027, 3, 1)),
        (date(2026, 3, 5), 1, date(2026, 4, 7)),  # Easter Sunday
    ],
)
def test_a_month_later_is_the_same_day_or_the_next_working_day(
    day: date, n: int, due: date
) -> None:
    assert add_months(day, n) == due


@pytest.mark.parametrize("year", range(2024, 2035))
def test_constitution_day_and_labour_day_are_never_working_days(year: int) -> None:
    assert not is_working_day(date(year, 5, 17))
    assert not is_working_day(date(year, 5, 1))


@pytest.mark.parametrize("n", [1, 2, 5, 10])
def test_counting_and_adding_agree(n: int) -> None:
    for start in (date(2026, 3, 27), date(2026, 5, 13), date(2026, 12, 21)):
        assert working_days_between(start, add_working_days(start, n)) == n


def test_the_centres_own_numbers_are_stored_with_the_request(
    centre: Centre, municipality: Municipality, contact: User, leader: User
) -> None:
    centre.answer_days, centre.interim_months = 3, 2
    centre.save()
    sent = submitting.submit_request(
        municipality=municipality,
        centre=centre,
        theme=None,
        text="Hjelp",
        reach="Ring oss",
        language="nb",
        by=contact,
    )
    promised = (add_working_days(timezone.localdate(), 3), add_months(timezone.localdate(), 2))
    assert (sent.answer_due_on, sent.interim_due_on) == promised
    centre.answer_days, centre.interim_months = 30, 1
    centre.save()
    sent.refresh_from_db()
    assert (sent.answer_due_on, sent.interim_due_on) == promised


def test_the_last_day_is_not_late(support_request: SupportRequest) -> None:
    support_request.answer_due_on = timezone.localdate()
    support_request.save()
    assert not support_request.is_overdue
    assert not SupportRequest.objects.overdue().exists()
    support_request.answer_due_on -= timedelta(days=1)
    support_request.save()
    assert SupportRequest.objects.get().is_overdue
    assert SupportRequest.objects.overdue().exists()


def test_the_first_answer_is_the_decision_and_not_that_somebody_takes_it(
    support_request: SupportRequest, adviser: User
) -> None:
    taken = deciding.take_request(support_request=support_request, by=adviser)
    assert taken.first_answered_at is None
    answered = deciding.accept_request(support_request=taken, by=adviser)
    assert answered.first_answered_at == answered.decided_at
