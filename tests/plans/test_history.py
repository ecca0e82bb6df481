"""The history of a row: who, when, from what to what; and nothing that is taken out."""

from typing import Any

import pghistory
import pytest

from assignments.plans.actions import redact_assignment
from assignments.plans.history import Change, Traced, history_of
from assignments.plans.models import Assignment, AssignmentYear
from korus_portal.accounts.models import User
from tests.factories import AssignmentFactory

pytestmark = pytest.mark.django_db


def traced(assignment: Assignment) -> list[Traced]:
    return [
        Traced(label="Tiltaket", model=Assignment, where={"pgh_obj_id": assignment.pk}),
        Traced(label="Året", model=AssignmentYear, where={"assignment": assignment.pk}),
    ]


def told(change: Change) -> list[tuple[str, str, str]]:
    return [(field.label, field.before, field.after) for field in change.fields]


def test_a_change_says_who_and_from_what_to_what(assignment: Assignment, leader: User) -> None:
    with pghistory.context(user=leader.pk):
        assignment.title = "Tidlig innsats"
        assignment.course_phases = ["prevention", "follow_up"]
        assignment.save()
    newest = history_of(traced(assignment))[0]
    assert (newest.what, newest.who) == ("Tiltaket: endret", str(leader))
    assert told(newest) == [
        ("Tittel", "Tidlig inn", "Tidlig innsats"),
        ("Plass i forløpet", "(tomt)", "forebygging, oppfølging"),
    ]


def test_a_new_version_number_alone_is_no_change(assignment: Assignment) -> None:
    before = len(history_of(traced(assignment)))
    assignment.version += 1
    assignment.save()
    assert len(history_of(traced(assignment))) == before


def test_a_row_added_later_tells_what_it_held(assignment: Assignment) -> None:
    AssignmentYear.objects.create(assignment=assignment, year=2025, status="new")
    newest = history_of(traced(assignment))[0]
    assert newest.what == "Året: lagt til"
    assert ("Status i året", "(tomt)", "nytt") in told(newest)


def test_a_text_that_is_taken_out_stands_nowhere(assignment: Assignment, leader: User) -> None:
    assignment.description = "Om Kari Nordmann."
    assignment.save()
    redact_assignment(
        assignment=assignment, fields=["description"], reason="Navn på en person.", by=leader
    )
    changes = history_of(traced(assignment), about=[assignment])
    assert "Kari" not in repr(changes)
    assert ("Tekst sladdet", "Navn på en person.") in [(one.what, one.reason) for one in changes]


@pytest.mark.parametrize("times", [2, 30], ids=["few", "many"])
def test_a_long_history_asks_no_more_often(
    assignment: Assignment, leader: User, times: int, django_assert_num_queries: Any
) -> None:
    for number in range(times):
        with pghistory.context(user=leader.pk):
            Assignment.objects.filter(pk=assignment.pk).update(title=f"Utgave {number}")
    other = AssignmentFactory.create(centre=assignment.centre, created_by=leader)
    with django_assert_num_queries(4):
        changes = history_of(traced(assignment))
    assert len(changes) == times + 1
    assert str(other) not in repr(changes)
