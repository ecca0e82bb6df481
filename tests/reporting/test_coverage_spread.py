"""Who got how much: many a little, or a few the most?"""

from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.coverage.models import Structure
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import figures, groups, spread
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.groups import ACTIVITIES, HOURS
from tests.factories import MunicipalityFactory
from tests.reporting.coverage_year import did

CHOICE = Choice(2025, Structure.THEN, date(2026, 6, 1), kind="korus")


@pytest.fixture
def places(municipality: Municipality, centre: Centre, adviser: User) -> list[Municipality]:
    """Twenty municipalities: 12 activities of 10 hours in one, 1 of 4 hours in each of five.

    Another two share one activity whose hours nobody gave; twelve have nothing.
    """
    made = [MunicipalityFactory.create(code=f"57{number}") for number in range(20, 39)]
    found = [municipality, *made]
    for _number in range(12):
        did(centre, adviser, {municipality: None}, hours=Decimal(10))
    for place in made[:5]:
        did(centre, adviser, {place: None}, hours=Decimal(4))
    did(centre, adviser, {made[5]: None, made[6]: None}, hours=None)
    return found


def parted(division: groups.Division) -> dict[str, int]:
    own = spread.counted(figures.coverage(CHOICE))
    return {code: len(found) for code, found in division.parted(own).items() if found}


def test_every_municipality_stands_in_one_group(places: list[Municipality]) -> None:
    assert parted(ACTIVITIES) == {"0": 12, "1": 7, "10": 1}
    # Hours that nobody gave are unknown, not 0 (rule 15).
    assert parted(HOURS) == {"0": 12, "1": 5, "100": 1, "ukjent": 2}


@pytest.mark.parametrize(
    ("count", "group"),
    [(0, "0"), (1, "1"), (2, "2-4"), (4, "2-4"), (5, "5-9"), (9, "5-9"), (10, "10"), (99, "10")],
)
def test_the_limits_of_the_groups(count: int, group: str) -> None:
    numbers = Numbers(activities=count)
    place = figures.Place(1, "5601", "Alta", 1, None, None, numbers, None)
    assert groups.by_activities(place) == group


@pytest.mark.parametrize(
    ("hours", "group"), [("0", "0"), ("9.99", "1"), ("10", "10"), ("50", "50"), ("100", "100")]
)
def test_the_limits_of_the_groups_by_hours(hours: str, group: str) -> None:
    numbers = Numbers(activities=1, with_hours=1, hours=Decimal(hours))
    place = figures.Place(1, "5601", "Alta", 1, None, None, numbers, None)
    assert groups.by_hours(place) == group


def test_a_tenth_with_most_and_what_it_took(places: list[Municipality]) -> None:
    shown = spread.shown(figures.coverage(CHOICE))
    most, hours = shown["most_activities"], shown["most_hours"]
    # The first of those with one activity comes along: 13 of 19, and 124 of 140 hours.
    assert (most.count, most.text, most.is_heavy) == (2, "68,4 %", True)
    assert (hours.count, hours.text) == (2, "88,6 %")


def test_hours_per_reached_municipality_say_for_how_many(places: list[Municipality]) -> None:
    found = spread.per_reached(spread.counted(figures.coverage(CHOICE)))
    assert (found.text, found.with_hours, found.activities) == ("17,5", 17, 19)


def test_nothing_done_takes_no_share(centre: Centre, adviser: User) -> None:
    did(centre, adviser, kind="research")
    shown = spread.shown(figures.coverage(CHOICE))
    assert (shown["most_activities"].text, shown["per_reached"].text) == ("", "")


def test_every_number_leads_to_its_municipalities(
    client: Client, places: list[Municipality]
) -> None:
    base = "/dekning/kommuner/?aar=2025&type=korus"
    text = page(client, "/dekning/fordeling/?aar=2025&type=korus")
    numbers = {"aktiviteter-0": 12, "aktiviteter-10": 1, "timer-ukjent": 2, "mest-aktiviteter": 2}
    for group, count in numbers.items():
        assert f'href="{base}&gruppe={group}"' in text
        listed: Any = client.get(f"{base}&gruppe={group}")
        assert listed.context["count"] == count
    assert "Bare denne gruppen: Aktiviteter: 10 eller flere" in page(
        client, f"{base}&gruppe=aktiviteter-10"
    )
    assert client.get(f"{base}&gruppe=finnesikke-0").status_code == 400


def test_a_centre_is_spread_over_its_own_catchment(
    centre: Centre, adviser: User, municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    did(centre, adviser, {municipality_elsewhere: None})
    found = figures.coverage(Choice(2025, Structure.THEN, date(2026, 6, 1), centre=centre))
    assert [place.pk for place in spread.counted(found)] == [municipality.pk]


def test_the_section_asks_nothing_of_the_database(places: list[Municipality]) -> None:
    found = figures.coverage(CHOICE)
    with CaptureQueriesContext(connection) as asked:
        spread.shown(found)
    assert len(asked) == 0


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(" ".join(response.content.decode().split()))
