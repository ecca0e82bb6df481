"""A reported year is put right by new rows that stand beside the old ones (rule 30)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assignments.activities import actions
from assignments.activities.actions import correcting
from assignments.activities.actions.answering import answer_partner
from assignments.activities.actions.errors import AlreadyDoneError, YearOpenError
from assignments.activities.corrections import corrected_since, corrections_of
from assignments.activities.models import Activity
from assignments.activities.values import ActivityValues, values_of
from assignments.coverage.models import CoverageRow, Fact
from assignments.plans import years
from centres.models import Centre
from korus_portal.accounts.models import User
from reporting.dashboard.verification import differences
from tests.activities.test_activity_races import at_once, kinds_of

YEAR = 2025


@pytest.fixture
def in_year(values: ActivityValues) -> ActivityValues:
    return replace(values, starts_on=date(YEAR, 5, 6), hours=Decimal(10), attendances=8)


@pytest.fixture
def reported(centre: Centre, adviser: User, leader: User, in_year: ActivityValues) -> Activity:
    row = actions.log_activity(centre=centre, values=in_year, by=adviser, is_confirmed=True)
    close(centre, leader)
    return row


def close(centre: Centre, by: User) -> None:
    with transaction.atomic():
        years.close(centre, YEAR, by=by)


def correct(row: Activity, by: User, hours: int) -> Activity:
    values = replace(values_of(row), hours=Decimal(hours))
    return correcting.correct_activity(activity=row, values=values, reason="Feil timetall", by=by)


def country() -> CoverageRow:
    rows = CoverageRow.objects.whole().country().by().filter(structure="then")
    return rows.get(year=YEAR)


def test_a_correction_counts_in_place_of_the_old_row(reported: Activity, adviser: User) -> None:
    new = correct(reported, adviser, 4)
    reported.refresh_from_db()
    assert (reported.is_replaced, reported.hours) == (True, Decimal(10))
    assert {fact.source_id for fact in Fact.objects.all()} == {new.pk}
    assert (country().activities, country().hours) == (1, Decimal(4))
    assert differences() == []


def test_a_correction_is_corrected_by_another_and_never_changed(
    reported: Activity, centre: Centre, adviser: User
) -> None:
    first = correct(reported, adviser, 4)
    with pytest.raises(AlreadyDoneError):
        correct(reported, adviser, 7)
    second = correct(first, adviser, 5)
    assert country().hours == 5
    with pytest.raises(PermissionDenied):
        actions.delete_activity(activity=second, reason="Feil", by=adviser)
    told = corrections_of(centre, YEAR)
    assert [(row.old_hours, row.hours) for row in told] == [
        (Decimal(10), Decimal(4)),
        (Decimal(4), Decimal(5)),
    ]
    assert len(corrected_since(centre, told[0].at)) == 1


def test_what_is_withdrawn_counts_nothing(reported: Activity, adviser: User) -> None:
    correcting.withdraw_activity(activity=reported, reason="Ble avlyst", by=adviser)
    assert not Fact.objects.exists()
    assert differences() == []


def test_what_was_forgotten_is_added_with_a_reason(
    reported: Activity, centre: Centre, adviser: User, in_year: ActivityValues
) -> None:
    correcting.add_to_reported_year(centre=centre, values=in_year, reason="Glemt", by=adviser)
    assert country().activities == 2
    assert differences() == []


def test_an_open_year_is_not_corrected(confirmed: Activity, centre: Centre, adviser: User) -> None:
    values = values_of(confirmed)
    with pytest.raises(YearOpenError):
        correcting.correct_activity(activity=confirmed, values=values, reason="x", by=adviser)
    with pytest.raises(YearOpenError):
        correcting.withdraw_activity(activity=confirmed, reason="x", by=adviser)
    with pytest.raises(YearOpenError):
        correcting.add_to_reported_year(centre=centre, values=values, reason="x", by=adviser)


def test_partners_follow_the_correction(
    centre: Centre,
    adviser: User,
    leader: User,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
    in_year: ActivityValues,
) -> None:
    asked = replace(in_year, partners=(centre_elsewhere,))
    row = actions.log_activity(centre=centre, values=asked, by=adviser, is_confirmed=True)
    answer_partner(
        activity=row,
        centre=centre_elsewhere,
        accepts=True,
        hours=Decimal(3),
        was=("asked", None),
        by=leader_elsewhere,
    )
    close(centre, leader)
    new = correct(row, adviser, 4)
    theirs = Fact.objects.get(centre=centre_elsewhere)
    assert (theirs.source_id, theirs.hours) == (new.pk, Decimal(3))
    assert country().hours == 7
    assert differences() == []


def test_the_page_shows_old_and_new_beside_each_other(
    client: Client, reported: Activity, adviser: User
) -> None:
    client.force_login(adviser)
    address = reverse("activities:activity_correct", args=[reported.pk])
    assert address in client.get(reported.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 200
    new = correct(reported, adviser, 4)
    for row in (reported, new):
        page = client.get(row.get_absolute_url()).content.decode()
        assert "Feil timetall" in page
        assert "Timer før" in page
    assert client.get(address).status_code == 302
    history = client.get(reverse("activities:activity_history", args=[new.pk]))
    assert history.status_code == 200


@pytest.mark.django_db(transaction=True)
def test_correcting_at_once_happens_once(reported: Activity, adviser: User) -> None:
    outcomes = at_once(*[lambda hours=hours: correct(reported, adviser, hours) for hours in (1, 2)])
    assert kinds_of(outcomes) == ["Activity", "AlreadyDoneError"]
    assert differences() == []
