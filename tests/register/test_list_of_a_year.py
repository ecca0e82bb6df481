"""The list of municipalities as it was on 1 January of a year, and what became of each."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assignments.coverage.models import CoverageRow, Level, Structure
from municipalities.models import Municipality

pytestmark = pytest.mark.django_db
COUNTS = {2017: 426, 2018: 422, 2019: 422, 2020: 356, 2023: 356, 2024: 357, 2026: 357}


def listed(client: Client, **query: Any) -> dict[str, tuple[Any, ...]]:
    rows = client.get("/kommuner/", query).context["rows"]
    return {row[2]: row for row in rows}


@pytest.mark.parametrize(("year", "count"), COUNTS.items())
def test_each_year_lists_the_municipalities_of_its_first_day(
    norway: None, client: Client, year: int, count: int
) -> None:
    answer = client.get("/kommuner/", {"aar": year})
    assert len(answer.context["rows"]) == count
    assert f"Det var {count} kommuner" in answer.content.decode()


def test_the_old_numbers_lead_to_their_own_pages_and_to_what_they_became(
    norway: None, client: Client
) -> None:
    rows = listed(client, aar=2019)
    assert rows["2012"][0] == "/kommuner/2012/"
    assert rows["2012"][-1] == [("/kommuner/5601/", "Alta (5601)")]
    assert [name for _url, name in rows["1504"][-1]] == ["Ålesund (1508)", "Haram (1580)"]
    assert rows["1103"][-1] == []
    assert client.get("/kommuner/2012/").status_code == 200


def test_without_a_year_they_are_as_today(norway: None, client: Client) -> None:
    answer = client.get("/kommuner/")
    assert answer.context["is_today"]
    assert len(answer.context["rows"]) == 357
    assert "Innbyggere" in answer.content.decode()


def test_the_level_is_that_of_the_year(norway: None, client: Client) -> None:
    place = Municipality.objects.get(code="2012")
    CoverageRow.objects.create(
        structure=Structure.THEN, year=2019, place=place, level=Level.USED, slice="none"
    )
    assert listed(client, aar=2019)["2012"][5] == "brukt"
    assert listed(client, aar=2018)["2012"][5] == "ikke kjent"


@pytest.mark.parametrize("year", ["2016", "2099", "x", "²017", "-1", ""])
def test_a_year_that_is_not_there_gives_todays_list(
    norway: None, client: Client, year: str
) -> None:
    answer = client.get("/kommuner/", {"aar": year})
    assert answer.status_code == 200
    assert answer.context["is_today"]
    assert ("er ikke et år som kan vises" in answer.content.decode()) == bool(year)


def test_a_county_of_the_year_is_found_and_one_of_another_year_is_said(
    norway: None, client: Client
) -> None:
    assert set(listed(client, aar=2019, fylke="20")) >= {"2012"}
    answer = client.get("/kommuner/?aar=2024&fylke=20")
    assert "Fylket fantes ikke da" in answer.content.decode()


def test_the_list_is_read_by_few_queries(
    norway: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get("/kommuner/?aar=2019")  # the chain is kept in the process
    with django_assert_num_queries(6):
        client.get("/kommuner/?aar=2019")
    with django_assert_num_queries(7):  # and for numbers that were gone by then
        client.get("/kommuner/?aar=2019&q=2012")
    with django_assert_num_queries(3):
        client.get("/kommuner/")
