"""Several people at the same moment: real threads, each with a connection of its own."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from assignments.needs import actions
from assignments.needs.models import Evidence, Need, NeedEvent, Side, Verdict
from assignments.needs.values import NeedText
from assignments.plans.conflicts import StaleVersionError
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from tests.at_once import at_once as run_at_once
from tests.needs.conftest import Register

pytestmark = pytest.mark.django_db(transaction=True)


REFUSALS = (actions.NeedClosedError, StaleVersionError)


def at_once(*works: Callable[[], object]) -> list[str]:
    return sorted(run_at_once(*works, refusals=REFUSALS))


def test_eight_confirmations_at_once_are_one(need: Need, governor: User) -> None:
    def confirm() -> object:
        return actions.give_verdict(need=need, agrees=True, by=governor)

    assert at_once(*[confirm] * 8) == ["done"] * 8
    assert need.events.filter(kind=NeedEvent.Kind.CONFIRMED).count() == 1
    assert Verdict.objects.filter(need=need, side=Side.GOVERNOR).count() == 1
    letters = Letter.objects.filter(kind="needs.confirmed", to__email="contact@prove.example")
    assert letters.count() == 1


def test_yes_and_no_at_once_leave_one_word_that_the_timeline_ends_with(
    register: Register, contact: User, adviser: User, leader: User, governor: User
) -> None:
    need = register(by=contact)
    at_once(
        lambda: actions.give_verdict(need=need, agrees=True, by=adviser),
        lambda: actions.give_verdict(need=need, agrees=False, reason="Nei", by=leader),
        lambda: actions.give_verdict(need=need, agrees=True, by=governor),
    )
    said = need.verdicts.get(side=Side.CENTRE)
    ours = need.events.filter(organisation=said.organisation)
    last = ours.filter(kind__in=["confirmed", "disputed"]).last()
    assert last is not None
    assert (last.kind == NeedEvent.Kind.CONFIRMED) == said.agrees
    assert need.verdicts.count() == 2


def test_one_form_sent_eight_times_at_once_is_one_need(
    register: Register, adviser: User, contact: User
) -> None:
    token = uuid4()
    assert at_once(*[lambda: register(by=adviser, form_token=token)] * 8) == ["done"] * 8
    assert Need.objects.count() == Evidence.objects.count() == 1
    assert Letter.objects.filter(kind="needs.registered").count() == 1


def test_of_eight_who_write_at_once_one_is_heard(need: Need, adviser: User, leader: User) -> None:
    def write(number: int) -> Callable[[], object]:
        values = NeedText(severity=Need.Severity.LOW, text=f"Ord nummer {number}")
        by = leader if number % 2 else adviser
        return lambda: actions.change_need(need=need, values=values, version=1, by=by)

    results = at_once(*[write(number) for number in range(8)])
    assert results == ["StaleVersionError"] * 7 + ["done"]
    assert need.events.filter(kind=NeedEvent.Kind.CHANGED).count() == 1
