"""Several people at the same moment: real threads, each with a connection of its own."""

from collections.abc import Callable

import pytest

from assignments.mapping import actions, answering
from assignments.mapping.models import Campaign, Invitation, Question
from assignments.plans.conflicts import StaleVersionError
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality
from tests.at_once import at_once as run_at_once
from tests.mapping.factories import InvitationFactory

pytestmark = pytest.mark.django_db(transaction=True)


REFUSALS = (actions.StateError, StaleVersionError, answering.LinkClosedError)


def at_once(*works: Callable[[], object]) -> list[str]:
    return sorted(run_at_once(*works, refusals=REFUSALS))


def test_opened_by_six_at_once_it_sends_one_set_of_letters(
    draft: Campaign, adviser: User, municipality: Municipality
) -> None:
    for _ in range(3):
        InvitationFactory.create(campaign=draft, municipality=municipality, sent_at=None)

    def press() -> object:
        return actions.open_campaign(campaign=draft, version=draft.version, by=adviser)

    assert at_once(*[press] * 6) == ["StateError"] * 5 + ["done"]
    assert Letter.objects.filter(kind="mapping.invitation").count() == 3


def test_an_answer_that_meets_the_closing_is_either_in_or_refused(
    opened: Campaign, invitation: Invitation, level: Question, adviser: User
) -> None:
    def answer() -> object:
        return answering.send_in(key=invitation.key, answers={level.pk: "4"})

    def close() -> object:
        return actions.close_campaign(campaign=opened, by=adviser)

    outcome = at_once(answer, close)
    invitation.refresh_from_db()
    is_in = invitation.submitted_at is not None
    assert outcome == (["done", "done"] if is_in else ["LinkClosedError", "done"])
    assert invitation.email == ""


def test_two_devices_that_answer_the_same_question_leave_one_answer(
    invitation: Invitation, level: Question
) -> None:
    works = [
        lambda text=text: answering.save_answers(key=invitation.key, answers={level.pk: text})
        for text in ("1", "2", "3", "4")
    ]
    assert at_once(*works) == ["done"] * 4
    assert invitation.answers.count() == 1
