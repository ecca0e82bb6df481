"""The centre's own activities, filtered and in pages."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.activities import actions, listing
from assignments.activities.models import Activity
from assignments.plans.models import Assignment
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.factories import ActivityFactory, MunicipalityFactory, ThemeFactory

URL = "/aktiviteter/"


@pytest.fixture
def three(
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    theme: Theme,
    assignment: Assignment,
) -> dict[str, Activity]:
    """Three rows that every filter tells apart."""
    child = ThemeFactory.create(code="alcohol", parent=theme)
    oslo = MunicipalityFactory.create(code="0301", name="Oslo")
    frogner = MunicipalityFactory.create(
        code="030105", name="Frogner", kind="district", parent=oslo
    )
    own = {"centre": centre, "registered_by": adviser}
    return {
        "course": ActivityFactory.create(
            **own,
            title="Kurs i Alta",
            assignment=assignment,
            with_municipalities={municipality: 12},
            with_themes=[child],
        ),
        "seminar": ActivityFactory.create(
            **own,
            title="Seminar",
            kind="seminar",
            starts_on=date(2024, 3, 1),
            with_municipalities={frogner: None},
        ),
        "draft": ActivityFactory.create(
            **own, title="Utkast til fagdag", kind="professional_day", status="draft"
        ),
    }


def titles(client: Client, **query: str) -> list[str]:
    return [row.title for row in client.get(URL, query).context["rows"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Utkast til fagdag", "Kurs i Alta", "Seminar"]),
        ({"year": "2024"}, ["Seminar"]),
        ({"kind": "course"}, ["Kurs i Alta"]),
        ({"theme": "alcohol"}, ["Kurs i Alta"]),
        ({"theme": "substance_use"}, ["Kurs i Alta"]),
        ({"municipality": "5601"}, ["Kurs i Alta"]),
        ({"municipality": "0301"}, ["Seminar"]),
        ({"municipality": "030105"}, ["Seminar"]),
        ({"status": "draft"}, ["Utkast til fagdag"]),
        ({"status": "confirmed", "title": "alta"}, ["Kurs i Alta"]),
        ({"title": "finnes ikke"}, []),
        ({"year": "tull"}, ["Utkast til fagdag", "Kurs i Alta", "Seminar"]),
    ],
)
def test_each_filter_narrows_the_list(
    client: Client,
    adviser: User,
    three: dict[str, Activity],
    query: dict[str, str],
    expected: list[str],
) -> None:
    client.force_login(adviser)
    assert titles(client, **query) == expected


def test_a_tiltak_shows_its_activities(
    client: Client, adviser: User, three: dict[str, Activity], assignment: Assignment
) -> None:
    client.force_login(adviser)
    assert titles(client, assignment=str(assignment.pk)) == ["Kurs i Alta"]


def test_every_cell_is_ready_to_read(
    client: Client, adviser: User, centre: Centre, municipality: Municipality
) -> None:
    places = {municipality: 3}
    for code, name in (("5602", "Hammerfest"), ("5603", "Vadsø"), ("5604", "Vardø")):
        places[MunicipalityFactory.create(code=code, name=name)] = 1
    ActivityFactory.create(
        centre=centre,
        registered_by=adviser,
        hours="1234.50",
        attendances=6,
        with_municipalities=places,
    )
    client.force_login(adviser)
    row = client.get(URL).context["rows"][0]
    assert (row.day, row.kind, row.places, row.hours, row.attendances, row.status) == (
        "10.3.2025",
        "Kurs",
        "Alta, Hammerfest og 2 til",
        "1\N{NO-BREAK SPACE}234,5",
        "6",
        "bekreftet",
    )


def test_other_centres_rows_are_not_listed(
    client: Client, adviser: User, leader_elsewhere: User, centre_elsewhere: Centre
) -> None:
    ActivityFactory.create(centre=centre_elsewhere, registered_by=leader_elsewhere)
    client.force_login(adviser)
    assert titles(client) == []


def test_deleted_rows_are_shown_to_the_leader_who_asks(
    client: Client, adviser: User, leader: User, confirmed: Activity
) -> None:
    actions.delete_activity(activity=confirmed, reason="Feil", by=adviser)
    client.force_login(leader)
    assert titles(client) == []
    assert titles(client, status="deleted") == ["Kurs i samtale"]
    client.force_login(adviser)
    assert titles(client, status="deleted") == []


def test_an_empty_list_says_what_to_do(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    assert "Ingen aktiviteter ennå" in client.get(URL).content.decode()
    text = client.get(URL, {"title": "noe"}).content.decode()
    assert "Ingen aktiviteter passer" in text


def test_pages_are_fifty_rows(client: Client, adviser: User, centre: Centre) -> None:
    ActivityFactory.create_batch(51, centre=centre, registered_by=adviser)
    client.force_login(adviser)
    assert len(client.get(URL).context["rows"]) == 50
    assert len(client.get(URL, {"page": "2"}).context["rows"]) == 1


def test_counting_stops_at_the_cap(
    client: Client, adviser: User, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_COUNTED", 2)
    ActivityFactory.create_batch(4, centre=centre, registered_by=adviser)
    client.force_login(adviser)
    response = client.get(URL)
    assert response.context["page"].paginator.count == 2
    assert "Over 10 000" in response.content.decode()


def test_twenty_rows_cost_as_many_queries_as_one(
    client: Client, adviser: User, centre: Centre, municipality: Municipality, theme: Theme
) -> None:
    def make(number: int) -> None:
        ActivityFactory.create_batch(
            number,
            centre=centre,
            registered_by=adviser,
            with_municipalities={municipality: None},
            with_themes=[theme],
        )

    client.force_login(adviser)
    make(1)
    client.get(URL)
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(URL)
    make(19)
    with CaptureQueriesContext(connection) as twenty:
        client.get(URL)
    assert len(twenty) == len(one)
