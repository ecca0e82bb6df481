"""Two people, or two clicks, at the very same moment: one outcome, counted once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from assignments.activities import actions
from assignments.activities.models import Activity
from assignments.activities.values import ActivityValues, values_of
from assignments.coverage.actions import replace_facts
from assignments.coverage.models import CoverageRow, Fact
from assignments.plans import actions as plan_actions
from assignments.plans import years
from assignments.plans.actions import keeping as plan_keeping
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.models import Assignment
from assignments.plans.values import values_of as tiltak_values_of
from assignments.plans.years import YearClosedError
from centres.models import Centre, Initiative
from korus_portal.accounts.models import User
from reporting.dashboard.verification import differences

pytestmark = pytest.mark.django_db(transaction=True)
TOGETHER = 6


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls in threads that start together; what each gave back or raised."""
    barrier = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=30)
            return call()
        except Exception as error:  # noqa: BLE001 - the outcome is what is looked at
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def kinds_of(outcomes: list[Any]) -> list[str]:
    return sorted(type(outcome).__name__ for outcome in outcomes)


def counted(centre: Centre) -> int:
    row = CoverageRow.objects.get(
        structure="then", slice="none", place=None, county=None, centre=centre
    )
    return row.activities


def test_confirming_at_once_happens_once(draft: Activity, adviser: User, centre: Centre) -> None:
    def confirm() -> Activity:
        return actions.confirm_activity(activity=draft, by=adviser)

    outcomes = at_once(*[confirm] * TOGETHER)
    assert kinds_of(outcomes) == ["Activity", *["AlreadyDoneError"] * (TOGETHER - 1)]
    assert Fact.objects.count() == 1
    assert counted(centre) == 1


def test_saving_at_once_lets_one_through(confirmed: Activity, adviser: User) -> None:
    def save(title: str) -> Callable[[], Activity]:
        values = replace(values_of(confirmed), title=title)
        return lambda: actions.change_activity(
            activity=confirmed, values=values, version=1, by=adviser
        )

    outcomes = at_once(*[save(f"Tittel {number}") for number in range(TOGETHER)])
    assert kinds_of(outcomes) == ["Activity", *[StaleVersionError.__name__] * (TOGETHER - 1)]
    winner = next(outcome for outcome in outcomes if isinstance(outcome, Activity))
    confirmed.refresh_from_db()
    assert (confirmed.title, confirmed.version) == (winner.title, 2)


def test_one_form_sent_many_times_at_once_makes_one_row(
    centre: Centre, adviser: User, values: ActivityValues
) -> None:
    token = uuid4()

    def log() -> Activity:
        return actions.log_activity(
            centre=centre, values=values, by=adviser, is_confirmed=True, token=token
        )

    outcomes = at_once(*[log] * TOGETHER)
    assert {outcome.pk for outcome in outcomes} == {Activity.objects.get().pk}
    assert counted(centre) == 1


def test_deleting_and_correcting_at_once_leaves_no_facts_behind(
    confirmed: Activity, adviser: User
) -> None:
    values = replace(values_of(confirmed), title="Ny tittel")
    at_once(
        lambda: actions.delete_activity(activity=confirmed, reason="Feil", by=adviser),
        lambda: actions.change_activity(activity=confirmed, values=values, version=1, by=adviser),
    )
    confirmed.refresh_from_db()
    assert confirmed.deleted_at is not None
    assert not Fact.objects.exists()


def test_nothing_slips_into_a_year_while_it_closes(
    centre: Centre, adviser: User, leader: User, values: ActivityValues
) -> None:
    def close() -> None:
        with transaction.atomic():
            years.close(centre, values.starts_on.year, by=leader)
            seen.append(Activity.objects.counting().count())

    def log() -> Activity:
        return actions.log_activity(centre=centre, values=values, by=adviser, is_confirmed=True)

    seen: list[int] = []
    outcomes = at_once(close, *[log] * TOGETHER)
    refused = sum(isinstance(outcome, YearClosedError) for outcome in outcomes)
    assert seen == [TOGETHER - refused]
    assert Activity.objects.counting().count() == TOGETHER - refused


def test_an_initiative_moves_with_every_activity_of_its_tiltak(
    centre: Centre,
    adviser: User,
    leader: User,
    values: ActivityValues,
    assignment: Assignment,
) -> None:
    initiative = Initiative.objects.create(
        code="tidlig_inn", kind="training_programme", name_nb="Tidlig inn", name_nn="Tidleg inn"
    )
    moved = replace(tiltak_values_of(assignment), initiative=initiative)
    mine = replace(values, assignment=assignment)

    def move() -> Assignment:
        return plan_actions.change_assignment(
            assignment=assignment, values=moved, version=1, by=leader
        )

    def log() -> Activity:
        return actions.log_activity(centre=centre, values=mine, by=adviser, is_confirmed=True)

    outcomes = at_once(log, log, move, log, log)
    assert kinds_of(outcomes) == [*["Activity"] * 4, "Assignment"]
    assert set(Fact.objects.values_list("initiative", flat=True)) == {initiative.pk}


@pytest.fixture
def tiltak_activity(
    centre: Centre, adviser: User, values: ActivityValues, assignment: Assignment
) -> Activity:
    mine = replace(values, assignment=assignment)
    return actions.log_activity(centre=centre, values=mine, by=adviser, is_confirmed=True)


@pytest.fixture
def during_a_move(
    monkeypatch: pytest.MonkeyPatch, assignment: Assignment, leader: User
) -> Callable[[Callable[[], Any]], list[Any]]:
    """Move the tiltak to an initiative; once its facts are read, let somebody else write."""
    initiative = Initiative.objects.create(
        code="tidlig_inn", kind="training_programme", name_nb="Tidlig inn", name_nn="Tidleg inn"
    )
    moved = replace(tiltak_values_of(assignment), initiative=initiative)
    has_read, is_written = threading.Event(), threading.Event()

    def after_the_other(*given: Any) -> None:
        has_read.set()
        is_written.wait(timeout=2)
        replace_facts(*given)

    def run(write: Callable[[], Any]) -> list[Any]:
        def move() -> Assignment:
            return plan_actions.change_assignment(
                assignment=assignment, values=moved, version=1, by=leader
            )

        def other() -> Any:
            has_read.wait(timeout=20)
            try:
                return write()
            finally:
                is_written.set()

        return at_once(move, other)

    monkeypatch.setattr(plan_keeping, "replace_facts", after_the_other)
    return run


def test_an_activity_deleted_while_its_tiltak_moves_counts_no_more(
    during_a_move: Callable[[Callable[[], Any]], list[Any]],
    tiltak_activity: Activity,
    adviser: User,
) -> None:
    outcomes = during_a_move(
        lambda: actions.delete_activity(activity=tiltak_activity, reason="Feil", by=adviser)
    )
    assert kinds_of(outcomes) == ["Activity", "Assignment"]
    assert not Fact.objects.exists()
    assert differences() == []


def test_an_activity_that_leaves_a_tiltak_while_it_moves_keeps_out_of_its_initiative(
    during_a_move: Callable[[Callable[[], Any]], list[Any]],
    tiltak_activity: Activity,
    adviser: User,
) -> None:
    values = replace(values_of(tiltak_activity), assignment=None)
    outcomes = during_a_move(
        lambda: actions.change_activity(
            activity=tiltak_activity, values=values, version=1, by=adviser
        )
    )
    assert kinds_of(outcomes) == ["Activity", "Assignment"]
    assert list(Fact.objects.values_list("initiative", flat=True)) == [None]
    assert differences() == []


def test_a_tiltak_moves_year_by_year(
    monkeypatch: pytest.MonkeyPatch,
    tiltak_activity: Activity,
    centre: Centre,
    adviser: User,
    leader: User,
    assignment: Assignment,
) -> None:
    """Logged last, and of the year before: rows are locked by year, not by number."""
    values = values_of(tiltak_activity)
    earlier = replace(values, starts_on=values.starts_on.replace(year=values.starts_on.year - 1))
    actions.log_activity(centre=centre, values=earlier, by=adviser, is_confirmed=True)
    taken: list[int] = []
    monkeypatch.setattr(
        plan_keeping, "replace_facts", lambda _kind, _pk, facts: taken.append(facts[0].year)
    )
    initiative = Initiative.objects.create(code="moved", kind="survey", name_nb="A", name_nn="A")
    moved = replace(tiltak_values_of(assignment), initiative=initiative)
    plan_actions.change_assignment(assignment=assignment, values=moved, version=1, by=leader)
    assert taken == [earlier.starts_on.year, values.starts_on.year]
