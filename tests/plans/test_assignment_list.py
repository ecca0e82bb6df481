"""Tiltak as the centre, the directorate and the administrator read them."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.activities.actions import count
from assignments.plans import years
from assignments.plans.figures import figures_by_year, figures_of
from assignments.plans.models import Assignment
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.factories import ActivityFactory, AssignmentFactory, MunicipalityFactory

URL = "/tiltak/"


@pytest.fixture
def foreign(centre_elsewhere: Centre, leader_elsewhere: User) -> Assignment:
    return AssignmentFactory.create(
        centre=centre_elsewhere, created_by=leader_elsewhere, title="Andres tiltak"
    )


@pytest.fixture
def busy(assignment: Assignment, leader: User, municipality: Municipality) -> Assignment:
    """With two counted activities in 2025, one in 2024, a draft and a deleted row."""
    own = {"centre": assignment.centre, "registered_by": leader, "assignment": assignment}
    hammerfest = MunicipalityFactory.create(code="5602", name="Hammerfest")
    for made in (
        ActivityFactory.create(
            **own, hours="7.5", attendances=10, with_municipalities={municipality: None}
        ),
        ActivityFactory.create(
            **own,
            kind="contact_meeting",
            with_municipalities={hammerfest: None},
        ),
        ActivityFactory.create(
            **own, hours="2", starts_on=date(2024, 5, 1), with_municipalities={municipality: None}
        ),
    ):
        count(made)
    ActivityFactory.create(**own, hours="99", status="draft")
    ActivityFactory.create(
        **own, hours="99", deleted_at="2025-04-01T10:00Z", deleted_by=leader, deleted_reason="Feil"
    )
    return assignment


def titles(client: Client, person: User, **query: str) -> list[str]:
    client.force_login(person)
    return [row.title for row in client.get(URL, query).context["rows"]]


def test_the_centre_reads_its_own(
    client: Client, adviser: User, leader: User, assignment: Assignment, foreign: Assignment
) -> None:
    assert titles(client, adviser) == titles(client, leader) == ["Tidlig inn"]
    assert client.get(foreign.get_absolute_url()).status_code == 404


def test_directorate_and_administrator_read_all_and_change_nothing(
    client: Client,
    directorate: User,
    administrator: User,
    assignment: Assignment,
    foreign: Assignment,
) -> None:
    for person in (directorate, administrator):
        assert titles(client, person) == ["Tidlig inn", "Andres tiltak"]
        assert titles(client, person, centre="korus-vest-stavanger") == ["Andres tiltak"]
        text = client.get(foreign.get_absolute_url()).content.decode()
        assert "Endre tiltaket" not in text


def test_others_have_no_list(
    client: Client, contact: User, governor: User, userorg: User, assignment: Assignment
) -> None:
    for person in (contact, governor, userorg):
        client.force_login(person)
        assert client.get(URL).status_code == 403
        assert client.get(assignment.get_absolute_url()).status_code == 404


def test_visitors_are_asked_to_sign_in(client: Client, assignment: Assignment) -> None:
    for url in (URL, assignment.get_absolute_url()):
        assert client.get(url).status_code == 302


def test_the_list_opens_with_what_runs_this_year(
    client: Client, adviser: User, assignment: Assignment, leader: User
) -> None:
    AssignmentFactory.create(
        centre=assignment.centre, created_by=leader, title="Avsluttet", ends_on=date(2024, 6, 30)
    )
    assert titles(client, adviser) == ["Tidlig inn"]
    assert titles(client, adviser, year="2024") == ["Avsluttet", "Tidlig inn"]
    assert titles(client, adviser, year="", title="avs") == ["Avsluttet"]


def test_an_empty_list_says_what_to_do(client: Client, leader: User) -> None:
    client.force_login(leader)
    assert "Ingen tiltak her" in client.get(URL).content.decode()


def test_figures_count_each_confirmed_activity_once(busy: Assignment) -> None:
    figures = figures_of(busy)
    assert (figures.activities, figures.with_hours, figures.hours) == (3, 2, Decimal("9.5"))
    # The contact meeting in Hammerfest is contact, not use.
    assert (figures.attendances, figures.reached) == (10, 1)
    by_year = figures_by_year(busy)
    assert {year: found.activities for year, found in by_year.items()} == {2024: 1, 2025: 2}
    assert by_year[2025].reached == 1


def test_the_page_shows_figures_years_and_activities(
    client: Client, adviser: User, busy: Assignment
) -> None:
    busy.years.create(year=2025, status="changed", change_text="Ny målgruppe")
    client.force_login(adviser)
    text = client.get(busy.get_absolute_url()).content.decode()
    assert "Oppgitt for 2 av 3 aktiviteter." in text
    assert "videreført med vesentlig dreining" in text
    assert "Ny målgruppe" in text
    assert f"?assignment={busy.pk}" in text


def test_drafts_are_not_shown_to_the_directorate(
    client: Client, directorate: User, adviser: User, busy: Assignment
) -> None:
    client.force_login(adviser)
    assert len(client.get(busy.get_absolute_url()).context["activities"]) == 4
    client.force_login(directorate)
    assert len(client.get(busy.get_absolute_url()).context["activities"]) == 3


def test_the_list_counts_the_activities_of_the_year(
    client: Client, adviser: User, busy: Assignment
) -> None:
    client.force_login(adviser)
    counts = {
        year: client.get(URL, {"year": year}).context["rows"][0].activities
        for year in ("2024", "2025", "2026", "")
    }
    assert counts == {"2024": "1", "2025": "2", "2026": "0", "": "3"}


def test_twenty_rows_cost_as_many_queries_as_one(
    client: Client, adviser: User, leader: User, centre: Centre, theme: Theme
) -> None:
    def make(number: int) -> None:
        AssignmentFactory.create_batch(
            number, centre=centre, created_by=leader, with_themes=[theme]
        )

    client.force_login(adviser)
    make(1)
    client.get(URL)
    with CaptureQueriesContext(connection) as one:
        client.get(URL)
    make(19)
    with CaptureQueriesContext(connection) as twenty:
        client.get(URL)
    assert len(twenty) == len(one)


def test_years_of_a_long_tiltak_cost_no_more_queries(
    client: Client, adviser: User, busy: Assignment
) -> None:
    client.force_login(adviser)
    url = reverse("plans:assignment_detail", args=[busy.pk])
    busy.years.create(year=2024, status="new")
    busy.years.create(year=2025, status="continued")
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        client.get(url)
    assert len(found) < 30


class TestBeforeTheReportIsSubmitted:
    """A year's status and what changed are a draft until then (rules.md: the directorate)."""

    SECRET = "Vi vurderer å legge ned."

    @pytest.fixture
    def changed(self, assignment: Assignment) -> Assignment:
        assignment.years.create(year=2025, status="changed", change_text=self.SECRET)
        return assignment

    def pages(self, client: Client, person: User, assignment: Assignment) -> tuple[str, str]:
        client.force_login(person)
        one = client.get(assignment.get_absolute_url()).content.decode()
        (row,) = client.get(URL, {"year": "2025"}).context["rows"]
        return one, row.status

    @pytest.mark.parametrize("who", ["directorate", "administrator"])
    def test_they_are_for_the_centre_alone(
        self, client: Client, changed: Assignment, who: str, request: pytest.FixtureRequest
    ) -> None:
        page, listed = self.pages(client, request.getfixturevalue(who), changed)
        assert self.SECRET not in page
        assert "vesentlig dreining" not in page + listed
        assert "ikke rapportert" in page
        assert listed == "ikke rapportert"

    @pytest.mark.parametrize("who", ["adviser", "leader"])
    def test_the_centre_reads_them(
        self, client: Client, changed: Assignment, who: str, request: pytest.FixtureRequest
    ) -> None:
        page, listed = self.pages(client, request.getfixturevalue(who), changed)
        assert self.SECRET in page
        assert "vesentlig dreining" in listed

    def test_afterwards_the_directorate_does_too(
        self, client: Client, changed: Assignment, leader: User, directorate: User
    ) -> None:
        years.close(changed.centre, 2025, by=leader)
        page, listed = self.pages(client, directorate, changed)
        assert self.SECRET in page
        assert "vesentlig dreining" in listed
