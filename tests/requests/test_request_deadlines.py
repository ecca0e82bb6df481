"""When an answer is due, and who is told when it is late."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assignments.requests.actions import deciding, reminding, submitting
from assignments.requests.models import SupportRequest
from assignments.requests.tasks import remind
from assignments.requests.working_days import add_working_days, is_working_day
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality
from tests.factories import SupportRequestFactory

YESTERDAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "n", "due"),
    [
        (date(2026, 6, 1), 1, date(2026, 6, 2)),
        (date(2026, 6, 5), 1, date(2026, 6, 8)),  # Friday to Monday
        (date(2026, 6, 6), 1, date(2026, 6, 8)),  # from a Saturday
        (date(2026, 4, 1), 1, date(2026, 4, 7)),  # Easter
        (date(2026, 5, 13), 2, date(2026, 5, 18)),  # Ascension Day; 17 May is a Sunday
        (date(2024, 5, 16), 1, date(2024, 5, 21)),  # 17 May and Whit Monday
        (date(2026, 12, 23), 3, date(2026, 12, 29)),  # Christmas Eve is a working day in law
        (date(2025, 12, 30), 3, date(2026, 1, 5)),  # over the turn of the year
        (date(2026, 6, 1), 10, date(2026, 6, 15)),
        (date(2026, 6, 3), 0, date(2026, 6, 3)),
        (date(2026, 6, 6), 0, date(2026, 6, 8)),
    ],
)
def test_only_working_days_count(day: date, n: int, due: date) -> None:
    assert add_working_days(day, n) == due


@pytest.mark.parametrize("year", range(2024, 2035))
def test_constitution_day_and_labour_day_are_never_working_days(year: int) -> None:
    assert not is_working_day(date(year, 5, 17))
    assert not is_working_day(date(year, 5, 1))


def test_the_centres_own_number_of_days_is_stored_with_the_request(
    centre: Centre, municipality: Municipality, contact: User, leader: User
) -> None:
    centre.answer_days = 3
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
    assert sent.answer_due_on == add_working_days(timezone.localdate(), 3)
    centre.answer_days = 30
    centre.save()
    sent.refresh_from_db()
    assert sent.answer_due_on == add_working_days(timezone.localdate(), 3)


def late(support_request: SupportRequest) -> SupportRequest:
    support_request.answer_due_on = timezone.localdate() - YESTERDAY
    support_request.save()
    return support_request


def test_the_last_day_is_not_late(support_request: SupportRequest) -> None:
    support_request.answer_due_on = timezone.localdate()
    support_request.save()
    assert not support_request.is_overdue
    assert not SupportRequest.objects.overdue().exists()


def test_leaders_are_told_once_about_a_late_answer(
    support_request: SupportRequest, leader: User, adviser: User
) -> None:
    late(support_request)
    remind()
    remind()
    told = Letter.objects.filter(kind="requests.late")
    assert [letter.to for letter in told] == [leader]
    assert support_request.case_number in told[0].subject
    support_request.refresh_from_db()
    assert support_request.reminded_at is not None


def test_a_taken_request_is_late_all_the_same_and_the_letter_says_who_has_it(
    support_request: SupportRequest, adviser: User
) -> None:
    deciding.take_request(support_request=late(support_request), by=adviser)
    assert reminding.remind() == 1
    assert adviser.name in Letter.objects.get(kind="requests.late").body


def test_nobody_is_told_about_an_answered_request(
    support_request: SupportRequest, adviser: User
) -> None:
    deciding.accept_request(support_request=late(support_request), by=adviser)
    assert reminding.remind() == 0
    assert not Letter.objects.filter(kind="requests.late").exists()


def test_each_late_request_has_its_own_letter(
    municipality: Municipality, centre: Centre, contact: User, leader: User
) -> None:
    SupportRequestFactory.create_batch(
        3,
        municipality=municipality,
        centre=centre,
        submitted_by=contact,
        answer_due_on=date(2025, 1, 2),
    )
    assert reminding.remind() == 3
    assert Letter.objects.filter(kind="requests.late").count() == 3


def test_the_first_answer_is_the_decision_and_not_that_somebody_takes_it(
    support_request: SupportRequest, adviser: User
) -> None:
    taken = deciding.take_request(support_request=support_request, by=adviser)
    assert taken.first_answered_at is None
    answered = deciding.accept_request(support_request=taken, by=adviser)
    assert answered.first_answered_at == answered.decided_at
