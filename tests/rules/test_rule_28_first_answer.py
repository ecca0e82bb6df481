"""Rule 28: the first answer is a person's; receipt and interim reply are none."""

from datetime import datetime, timedelta

from django.utils import timezone

from assignments.requests.actions import replying, submitting, writing
from assignments.requests.actions.clarifying import ended_pause
from assignments.requests.models import SupportRequest
from assignments.requests.working_days import add_working_days, working_days_between
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality


def sent(centre: Centre, contact: User, municipality: Municipality) -> SupportRequest:
    made = submitting.submit_request(
        municipality=municipality,
        centre=centre,
        theme=None,
        text="Vi trenger hjelp.",
        reach="Ring oss",
        language="nb",
        by=contact,
    )
    return SupportRequest.objects.get(pk=made.pk)


def answered_at(case: SupportRequest) -> datetime | None:
    return SupportRequest.objects.get(pk=case.pk).first_answered_at


def test_receipt_and_interim_reply_are_no_answer_and_a_message_is(
    centre: Centre, contact: User, leader: User, municipality: Municipality
) -> None:
    case = sent(centre, contact, municipality)
    assert answered_at(case) is None
    replying.send_interim_reply(support_request=case, text="Foreløpig svar.", by=leader)
    writing.write_message(support_request=case, text="Ringer dere?", by=contact)
    assert answered_at(case) is None
    writing.write_message(support_request=case, text="Vi ringer i morgen.", by=leader)
    first = answered_at(case)
    assert first is not None
    writing.write_message(support_request=case, text="Vi ringte.", by=leader)
    assert answered_at(case) == first
    case.refresh_from_db()
    assert case.first_answer(timezone.now()) == first


def test_a_pause_moves_the_date_by_its_working_days(
    centre: Centre, contact: User, leader: User, municipality: Municipality
) -> None:
    case = sent(centre, contact, municipality)
    assert ended_pause(case) == {}
    case.paused_on = timezone.localdate() - timedelta(days=9)
    days = working_days_between(case.paused_on, timezone.localdate())
    moved = ended_pause(case)
    assert days > 0
    assert moved["answer_due_on"] == add_working_days(case.answer_due_on, days)
    case.first_answered_at = timezone.now()
    assert "answer_due_on" not in ended_pause(case)
