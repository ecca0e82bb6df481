"""Several people at the same moment: real threads, each with a connection of its own."""

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import transaction

from assignments.outreach import actions, weighing
from assignments.outreach.models import Approach, Component, Contact, Weight
from assignments.outreach.score import NATIONAL
from assignments.outreach.values import ContactValues
from assignments.plans import years
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.models import ClosedYear
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality
from reporting.dashboard.verification import differences
from tests.at_once import at_once as run_at_once

pytestmark = pytest.mark.django_db(transaction=True)
REFUSALS = (
    actions.AlreadyTakenError,
    actions.AlreadyEndedError,
    StaleVersionError,
    weighing.WeightsMovedError,
)


def at_once(*works: Callable[[], object]) -> list[str]:
    return sorted(run_at_once(*works, refusals=REFUSALS))


def test_of_two_advisers_at_once_one_gets_the_municipality(
    centre: Centre, municipality: Municipality, adviser: User, colleague: User
) -> None:
    def take(by: User) -> Callable[[], object]:
        return lambda: actions.take_municipality(
            centre=centre, municipality=municipality, reasons=[], by=by
        )

    results = at_once(*[take(adviser), take(colleague)] * 4)
    assert results == ["AlreadyTakenError"] * 4 + ["done"] * 4
    assert Approach.objects.count() == 1


def test_the_same_form_eight_times_at_once_is_one_contact(
    approach: Approach, adviser: User, answered: ContactValues
) -> None:
    token = uuid4()

    def note() -> object:
        return actions.note_contact(
            approach=approach, values=answered, by=adviser, form_token=token
        )

    assert at_once(*[note] * 8) == ["done"] * 8
    assert Contact.objects.count() == 1
    assert differences() == []


def test_contacts_at_once_in_places_of_one_county_are_all_counted(
    centre: Centre,
    municipality: Municipality,
    neighbour: Municipality,
    adviser: User,
    answered: ContactValues,
) -> None:
    held = [
        actions.take_municipality(centre=centre, municipality=place, reasons=[], by=adviser)
        for place in (municipality, neighbour)
    ]

    def note(approach: Approach) -> Callable[[], object]:
        return lambda: actions.note_contact(approach=approach, values=answered, by=adviser)

    assert at_once(*[note(held[0]), note(held[1])] * 4) == ["done"] * 8
    assert Contact.objects.count() == 8
    assert differences() == []


def test_mending_at_once_keeps_one_and_refuses_the_rest(
    approach: Approach, adviser: User, answered: ContactValues
) -> None:
    noted = actions.note_contact(approach=approach, values=answered, by=adviser)
    other = replace(answered, result=Contact.Result.NO_ANSWER)

    def mend(values: ContactValues) -> Callable[[], object]:
        return lambda: actions.change_contact(contact=noted, values=values, version=1, by=adviser)

    results = at_once(*[mend(other), mend(answered)] * 3)
    assert results == ["StaleVersionError"] * 5 + ["done"]
    assert differences() == []


def test_a_contact_and_the_closing_of_the_year_agree_about_the_figures(
    approach: Approach, adviser: User, leader: User, centre: Centre, answered: ContactValues
) -> None:
    def close() -> object:
        with transaction.atomic():
            return years.close(centre, answered.day.year, by=leader)

    def note() -> object:
        return actions.note_contact(approach=approach, values=answered, by=adviser)

    assert at_once(close, *[note] * 4) == ["done"] * 5
    closed = ClosedYear.objects.get()
    noted = Contact.objects.values_list("is_counted", "at")
    assert [counted for counted, _at in noted] == [at < closed.closed_at for _counted, at in noted]
    assert differences() == []


def test_ending_twice_at_once_is_one_end_and_handing_over_is_told_once(
    approach: Approach, adviser: User, leader: User, colleague: User
) -> None:
    def hand() -> object:
        return actions.hand_over(approach=approach, to=colleague, by=leader)

    assert at_once(*[hand] * 4) == ["done"] * 4
    assert Letter.objects.filter(to=colleague).count() == 1

    def end() -> object:
        return actions.end_approach(approach=approach, by=leader)

    assert at_once(*[end] * 4) == ["AlreadyEndedError"] * 3 + ["done"]


def test_two_leaders_never_leave_weights_that_are_half_of_each(
    centre: Centre, leader: User
) -> None:
    seen = weighing.stamp(NATIONAL)
    one = {**NATIONAL, Component.NEEDS: 20, Component.SILENCE: 15}
    two = {**NATIONAL, Component.NEEDS: 10, Component.SILENCE: 25}

    def weigh(weights: dict[Component, int]) -> Callable[[], object]:
        return lambda: weighing.set_weights(centre=centre, weights=weights, seen=seen, by=leader)

    assert at_once(weigh(one), weigh(two)) == ["WeightsMovedError", "done"]
    assert sum(Weight.objects.values_list("weight", flat=True)) == 100
