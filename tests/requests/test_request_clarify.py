"""The centre asks the municipality; the clock stands until it answers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assignments.plans.conflicts import AlreadySentError
from assignments.requests.actions import clarifying, deciding, ending
from assignments.requests.actions.errors import EndedError, OutOfStepError
from assignments.requests.models import Message, SupportRequest
from assignments.requests.working_days import add_working_days, working_days_between
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter

QUESTION, ANSWER = "Hvor mange gjelder det?", "Tolv ansatte."


@pytest.fixture
def in_triage(support_request: SupportRequest, adviser: User) -> SupportRequest:
    return deciding.take_request(support_request=support_request, by=adviser)


@pytest.fixture
def asked(in_triage: SupportRequest, adviser: User) -> SupportRequest:
    clarifying.ask_clarification(support_request=in_triage, by=adviser, question=QUESTION)
    in_triage.refresh_from_db()
    return in_triage


def test_a_question_is_a_message_a_first_answer_and_a_pause(
    asked: SupportRequest, contact: User, adviser: User
) -> None:
    assert (asked.status, asked.paused_on) == ("clarifying", timezone.localdate())
    assert asked.first_answered_at is not None
    assert asked.next_due_on is None
    assert not SupportRequest.objects.overdue().exists()
    message = asked.messages.get()
    assert (message.kind, message.side, message.text) == ("clarification", "centre", QUESTION)
    assert (message.centre, message.author) == (asked.centre, adviser)
    letter = Letter.objects.get(kind="requests.clarification_asked")
    assert letter.to == contact
    assert QUESTION not in letter.body


def test_the_answer_moves_the_interim_date_by_the_working_days_of_the_pause(
    asked: SupportRequest, contact: User, adviser: User
) -> None:
    began = timezone.localdate() - timedelta(days=14)
    SupportRequest.objects.update(paused_on=began)
    message = clarifying.answer_clarification(support_request=asked, by=contact, text=ANSWER)
    days = working_days_between(began, timezone.localdate())
    due, met = asked.interim_due_on, asked.answer_due_on
    asked.refresh_from_db()
    assert asked.interim_due_on == add_working_days(due, days)
    assert asked.answer_due_on == met
    assert (asked.status, asked.paused_on) == ("in_triage", None)
    assert (message.side, message.municipality) == ("municipality", asked.municipality)
    assert [letter.to for letter in Letter.objects.filter(kind="requests.clarified")] == [adviser]


def test_a_reply_that_is_sent_keeps_its_date_and_an_unmet_answer_date_moves(
    asked: SupportRequest, contact: User
) -> None:
    SupportRequest.objects.update(
        paused_on=timezone.localdate() - timedelta(days=14),
        interim_sent_at=timezone.now(),
        first_answered_at=None,
    )
    clarifying.answer_clarification(support_request=asked, by=contact, text=ANSWER)
    due, replied = asked.answer_due_on, asked.interim_due_on
    asked.refresh_from_db()
    assert asked.interim_due_on == replied
    assert asked.answer_due_on > due


def test_a_question_and_an_answer_on_the_same_day_move_nothing(
    asked: SupportRequest, contact: User
) -> None:
    due = asked.interim_due_on
    clarifying.answer_clarification(support_request=asked, by=contact, text=ANSWER)
    asked.refresh_from_db()
    assert asked.interim_due_on == due


def test_the_same_form_twice_is_one_question_and_one_answer(
    in_triage: SupportRequest, adviser: User, contact: User
) -> None:
    sides: list[tuple[User, str, Callable[..., Message]]] = [
        (adviser, "question", clarifying.ask_clarification),
        (contact, "text", clarifying.answer_clarification),
    ]
    for by, text, do in sides:
        form: dict[str, Any] = {"support_request": in_triage, "by": by, "form_token": uuid4()}
        first = do(**form, **{text: QUESTION})
        assert do(**form, **{text: QUESTION}) == first
        with pytest.raises(AlreadySentError):
            do(**form, **{text: "Noe annet"})
    assert Message.objects.count() == 2


def test_a_question_is_asked_only_of_what_somebody_looks_into(
    support_request: SupportRequest, adviser: User
) -> None:
    with pytest.raises(OutOfStepError):
        clarifying.ask_clarification(support_request=support_request, by=adviser, question="Hva?")
    assert not Message.objects.exists()


def test_each_side_does_its_own_part(
    in_triage: SupportRequest,
    adviser: User,
    contact: User,
    contact_elsewhere: User,
    leader_elsewhere: User,
) -> None:
    for stranger in (contact, leader_elsewhere):
        with pytest.raises(PermissionDenied):
            clarifying.ask_clarification(support_request=in_triage, by=stranger, question="Hva?")
    clarifying.ask_clarification(support_request=in_triage, by=adviser, question=QUESTION)
    for no_contact in (adviser, contact_elsewhere, None):
        with pytest.raises(PermissionDenied):
            clarifying.answer_clarification(support_request=in_triage, by=no_contact, text=ANSWER)


def test_a_withdrawn_request_is_not_answered_and_its_pause_is_over(
    asked: SupportRequest, contact: User
) -> None:
    withdrawn = ending.withdraw_request(support_request=asked, by=contact)
    assert withdrawn.paused_on is None
    with pytest.raises(EndedError):
        clarifying.answer_clarification(support_request=asked, by=contact, text=ANSWER)
