"""Several people ask, take and answer at the same moment."""

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from assignments.coverage.models import CoverageRow
from assignments.requests.actions import deciding, guests, reminding, submitting
from assignments.requests.models import GuestAsk, RequestEvent, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality
from tests.requests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_acceptances_at_once_are_one(support_request: SupportRequest, adviser: User) -> None:
    def accept() -> object:
        return deciding.accept_request(support_request=support_request, by=adviser)

    assert sorted(at_once(*[accept] * 8)) == ["AlreadyDecidedError"] * 7 + ["done"]
    assert support_request.events.filter(kind=RequestEvent.Kind.ACCEPTED).count() == 1
    assert Letter.objects.filter(kind="requests.accepted").count() == 1
    support_request.refresh_from_db()
    assert support_request.version == 2


def test_accepting_and_declining_at_once_is_one_answer(
    support_request: SupportRequest, adviser: User, leader: User
) -> None:
    def accept() -> object:
        return deciding.accept_request(support_request=support_request, by=adviser)

    def decline() -> object:
        return deciding.decline_request(support_request=support_request, by=leader, reason="Nei")

    results = sorted(at_once(*[accept, decline] * 4))
    assert results == ["AlreadyDecidedError"] * 7 + ["done"]
    answers = support_request.events.exclude(kind=RequestEvent.Kind.SUBMITTED)
    support_request.refresh_from_db()
    assert [event.kind for event in answers] == [support_request.status]


def test_only_one_colleague_takes_a_request(
    support_request: SupportRequest, adviser: User, leader: User
) -> None:
    def take(user: User) -> Callable[[], object]:
        return lambda: deciding.take_request(support_request=support_request, by=user)

    results = sorted(at_once(*[take(adviser), take(leader)] * 3))
    assert results == ["AlreadyTakenError"] * 5 + ["done"]
    support_request.refresh_from_db()
    taken = support_request.events.get(kind=RequestEvent.Kind.TAKEN)
    assert taken.by == support_request.adviser


def test_eight_different_requests_at_once_get_numbers_without_gaps_and_all_count(
    municipality: Municipality, centre: Centre, contact: User, leader: User
) -> None:
    assert at_once(*[lambda: ask(municipality, centre, contact)] * 8) == ["done"] * 8
    year = timezone.localdate().year
    numbers = SupportRequest.objects.order_by("case_number").values_list("case_number", flat=True)
    assert list(numbers) == [f"{year}-{number:05}" for number in range(1, 9)]
    row = CoverageRow.objects.of_year(year).whole().by(centre=centre).get(place=municipality)
    assert row.requests == 8


def test_one_form_sent_eight_times_at_once_is_one_request(
    municipality: Municipality, centre: Centre, contact: User, leader: User
) -> None:
    token = uuid4()
    results = at_once(*[lambda: ask(municipality, centre, contact, form_token=token)] * 8)
    assert results == ["done"] * 8
    assert SupportRequest.objects.count() == 1
    assert Letter.objects.filter(kind="requests.received").count() == 1


def test_two_workers_write_one_reminder(support_request: SupportRequest, leader: User) -> None:
    SupportRequest.objects.update(answer_due_on="2025-01-02")
    assert at_once(*[reminding.remind] * 4) == ["done"] * 4
    assert Letter.objects.filter(kind="requests.late").count() == 1


def ask(
    municipality: Municipality, centre: Centre, contact: User, form_token: UUID | None = None
) -> SupportRequest:
    return submitting.submit_request(
        municipality=municipality,
        centre=centre,
        theme=None,
        text="Hjelp oss i gang.",
        reach="Ring oss",
        language="nb",
        by=contact,
        form_token=form_token,
    )


def test_a_guests_form_sent_eight_times_at_once_is_one_letter(
    municipality: Municipality, centre: Centre, leader: User
) -> None:
    write = partial(
        guests.write_ask,
        municipality=municipality,
        name="Gro Gjest",
        email="gro@alta.example",
        language="nb",
        form_token=uuid4(),
        asked={"text": "Hjelp oss i gang.", "centre": centre.code, "theme": ""},
    )
    assert at_once(*[write] * 8) == ["done"] * 8
    assert GuestAsk.objects.count() == 1
    assert Letter.objects.filter(kind="requests.guest_ask").count() == 1
