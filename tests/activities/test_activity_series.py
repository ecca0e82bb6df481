"""The same activity on several dates: one row for each, made once."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from assignments.activities.models import Activity
from assignments.plans.models import ClosedYear
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.activities.conftest import Answers
from tests.factories import MunicipalityFactory

URL = "/aktiviteter/ny/"


@pytest.fixture
def signed_in(client: Client, adviser: User) -> Client:
    client.force_login(adviser)
    return client


@pytest.fixture
def several(answers: Answers) -> Answers:
    days = ["2025-03-18", "", "2025-03-11"]
    token = str(uuid4())
    return {**answers, "starts_on": "2025-03-04", "more_dates": days, "form_token": token}


def days_stored() -> list[str]:
    rows = Activity.objects.order_by("starts_on").values_list("starts_on", flat=True)
    return [day.isoformat() for day in rows]


def test_every_date_gets_its_row(signed_in: Client, several: Answers) -> None:
    response = signed_in.post(URL, {**several, "ends_on": "2025-03-05"}, follow=True)
    assert "3 aktiviteter er lagret" in response.content.decode()
    assert days_stored() == ["2025-03-04", "2025-03-11", "2025-03-18"]
    rows = Activity.objects.all()
    assert len({row.series for row in rows}) == 1
    assert len({row.form_token for row in rows}) == 3
    assert all(row.is_counting and row.ends_on == row.starts_on + timedelta(1) for row in rows)


def test_the_same_form_again_makes_none_and_more_dates_only_those(
    signed_in: Client, several: Answers
) -> None:
    for _time in range(2):
        assert signed_in.post(URL, several).status_code == 302
    assert Activity.objects.count() == 3
    signed_in.post(URL, {**several, "more_dates": [*several["more_dates"], "2025-03-25"]})
    assert Activity.objects.count() == 4


def test_a_date_written_twice_is_one(signed_in: Client, several: Answers) -> None:
    signed_in.post(URL, {**several, "more_dates": ["2025-03-04", "2025-03-11", "2025-03-11"]})
    assert days_stored() == ["2025-03-04", "2025-03-11"]


def test_dates_to_come_are_drafts_and_it_is_said(signed_in: Client, several: Answers) -> None:
    later = timezone.localdate() + timedelta(days=7)
    response = signed_in.post(URL, {**several, "more_dates": [later.isoformat()]}, follow=True)
    assert "lagret som utkast" in response.content.decode()
    found = {row.starts_on: row.is_counting for row in Activity.objects.all()}
    assert found == {date(2025, 3, 4): True, later: False}


def test_one_closed_year_stops_them_all(
    signed_in: Client, several: Answers, centre: Centre, leader: User
) -> None:
    ClosedYear.objects.create(centre=centre, year=2024, closed_by=leader)
    response = signed_in.post(URL, {**several, "more_dates": ["2024-12-03"]})
    assert "Året 2024 er lukket" in str(response.context["form"].errors["more_dates"])
    assert not Activity.objects.exists()


@pytest.mark.parametrize("wrong", ["2025-02-31", "i går", "1925-01-01"])
def test_what_is_no_date_is_refused_and_stays_as_typed(
    signed_in: Client, several: Answers, wrong: str
) -> None:
    response = signed_in.post(URL, {**several, "more_dates": [wrong]})
    form = response.context["form"]
    assert form.errors["more_dates"]
    assert form["more_dates"].value() == [wrong]
    assert not Activity.objects.exists()


def test_a_municipality_must_be_there_on_every_date(
    signed_in: Client, several: Answers, municipality: Municipality
) -> None:
    gone = MunicipalityFactory.create(code="5610", name="Borte", valid_to=date(2025, 3, 10))
    response = signed_in.post(URL, {**several, "municipalities": [gone.code]})
    assert "11. mars 2025" in str(response.context["form"].errors["more_dates"])
