"""Which centre must report which year, and by when."""

from datetime import date

import pytest

from centres.models import Centre
from korus_portal.accounts.models import User
from reporting.actions import obliging
from reporting.models import ReportObligation
from tests.factories import CentreFactory
from tests.reporting.due_dates import (
    DUE,
    YEAR,
    add_grant,
    add_obligation,
    at_once,
    received_report,
)

TODAY = date(2026, 2, 10)


def test_the_earliest_day_that_a_letter_names_is_the_due_date(centre: Centre) -> None:
    add_grant(centre, report_due_on=date(2026, 5, 1))
    add_grant(centre, scheme="Forebygging", report_due_on=date(2026, 3, 15))
    add_grant(centre, scheme="Uten dag")
    obliging.make_obligations(today=TODAY)
    made = ReportObligation.objects.get()
    assert (made.year, made.due_on, made.opens_on) == (2025, date(2026, 3, 15), date(2025, 12, 1))


def test_without_a_day_in_the_letter_it_is_the_first_of_april(centre: Centre) -> None:
    add_grant(centre, year=2026)
    obliging.make_obligations(today=TODAY)
    assert ReportObligation.objects.get().due_on == date(2027, 4, 1)


def test_only_centres_with_a_grant_that_were_at_work_have_a_row(
    centre: Centre, centre_elsewhere: Centre
) -> None:
    ended = {"status": Centre.Status.CLOSED}
    gone = CentreFactory.create(code="gone", valid_to=date(2024, 12, 31), **ended)
    part = CentreFactory.create(code="part", valid_to=date(2025, 6, 30), **ended)
    for one in (centre, gone, part):
        add_grant(one)
    add_grant(centre_elsewhere, year=2024)
    obliging.make_obligations(today=TODAY)
    found = ReportObligation.objects.values_list("centre__code", "year")
    assert sorted(found) == [("korus-nord", 2025), ("part", 2025)]


def test_a_due_date_that_is_made_never_moves(centre: Centre) -> None:
    grant = add_grant(centre)
    obliging.make_obligations(today=TODAY)
    grant.report_due_on = date(2026, 2, 15)
    grant.save()
    obliging.make_obligations(today=TODAY)
    assert ReportObligation.objects.get().due_on == DUE


@pytest.mark.django_db(transaction=True)
def test_two_workers_make_one_row(centre: Centre) -> None:
    add_grant(centre)
    outcomes = at_once(lambda: obliging.make_obligations(today=TODAY), 4)
    assert all(isinstance(found, int) for found in outcomes), outcomes
    assert ReportObligation.objects.count() == 1


@pytest.mark.parametrize(
    ("status", "is_unmet"),
    [
        ("submitted", False),
        ("approved", False),
        ("returned", False),
        ("reopened", False),
        ("withdrawn", True),
    ],
)
def test_what_the_directorate_has_had_is_handed_in_unless_taken_back(
    centre: Centre, leader: User, status: str, is_unmet: bool
) -> None:
    obligation = add_obligation(centre)
    received_report(centre, leader, DUE, status=status)
    assert list(ReportObligation.objects.unmet()) == [obligation] * is_unmet


def test_what_waits_for_its_reference_elsewhere_is_not_handed_in(
    centre: Centre, leader: User
) -> None:
    add_obligation(centre)
    received_report(centre, leader, DUE, status="ready", received_at=None)
    assert ReportObligation.objects.unmet().count() == 1


def test_other_years_and_centres_hand_in_for_themselves(
    centre: Centre, centre_elsewhere: Centre, leader: User
) -> None:
    add_obligation(centre)
    received_report(centre, leader, DUE, year=YEAR - 1)
    received_report(centre_elsewhere, leader, DUE)
    assert ReportObligation.objects.unmet().count() == 1
