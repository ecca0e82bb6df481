"""Rule 30: new is what the report before did not hold; a submitted year stays closed."""

import pytest
from django.db import transaction

from assignments.plans import years
from assignments.plans.models import AssignmentYear
from assignments.plans.rules import suggest_status
from assignments.plans.years import YearClosedError, hold_open
from centres.models import Centre
from korus_portal.accounts.models import User
from reporting.newness import Previous, derived
from tests.factories import AssignmentFactory

Status = AssignmentYear.Status


@pytest.mark.parametrize(
    ("key", "previous", "status"),
    [
        ("t1", Previous(2024, frozenset({"t1"}), tells_of_initiatives=True), Status.CONTINUED),
        ("t2", Previous(2024, frozenset({"t1"}), tells_of_initiatives=True), Status.NEW),
        ("s1", Previous(2024, frozenset({"t1"}), tells_of_initiatives=True), Status.NEW),
        ("s1", Previous(2024, frozenset({"t1"}), tells_of_initiatives=False), ""),
        ("t1", None, ""),
    ],
    ids=["was there", "was not", "satsing too", "report without satsinger", "first year"],
)
def test_new_is_what_the_report_before_did_not_hold(
    key: str, previous: Previous | None, status: str
) -> None:
    assert derived(key, previous) == status


def test_the_first_year_is_set_by_hand(centre: Centre, leader: User) -> None:
    assignment = AssignmentFactory.create(centre=centre, created_by=leader)
    year = assignment.starts_on.year + 1
    assert suggest_status(assignment, year) is None
    assignment.years.create(year=year, status=Status.NEW)
    assert suggest_status(assignment, year + 1) == Status.CONTINUED


def test_a_submitted_year_is_closed_for_that_centre_alone(
    centre: Centre, centre_elsewhere: Centre, leader: User
) -> None:
    with transaction.atomic():
        years.close(centre, 2025, by=leader)
    with transaction.atomic(), pytest.raises(YearClosedError):
        hold_open(centre.pk, 2024, 2025)
    with transaction.atomic():
        hold_open(centre.pk, 2024, 2026)
        hold_open(centre_elsewhere.pk, 2025)
