"""The three figures of a municipality and of a centre: counted by hand, and opened to the rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from assignments.activities.models import Activity
from assignments.requests.models import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.pages.key_figures.parts import names
from korus_portal.pages.key_figures.reached import of_centre
from municipalities.models import Municipality, Theme
from reporting.dashboard.unreached import never_in_contact
from tests.factories import CatchmentFactory, CentreFactory, MunicipalityFactory, UserFactory
from tests.needs.factories import NeedFactory
from tests.pages.key_figures_world import (
    TODAY,
    YEAR,
    counted,
    counted_at,
    section_of,
    values,
)
from tests.reporting.coverage_year import asked, did
from tests.reporting.due_dates import add_obligation


@pytest.fixture
def neighbours(municipality: Municipality) -> list[Municipality]:
    """Two more in the catchment of KORUS Nord."""
    return [
        MunicipalityFactory.create(code=code, name=name, county=municipality.county)
        for code, name in (("5603", "Hammerfest"), ("5605", "Sør-Varanger"))
    ]


@pytest.fixture
def work(
    centre: Centre,
    adviser: User,
    contact: User,
    municipality: Municipality,
    neighbours: list[Municipality],
) -> list[Activity]:
    """Two this year in Alta, one of them also in Hammerfest; one last year in Alta."""
    hammerfest = neighbours[0]
    return [
        did(centre, adviser, {municipality: 4}, starts_on=TODAY, hours=Decimal("5.00")),
        did(centre, adviser, {municipality: 4, hammerfest: 2}, starts_on=TODAY, hours=None),
        did(centre, adviser, {municipality: 9}, starts_on=date(YEAR - 1, 3, 1)),
    ]


class TestMunicipality:
    def test_the_figures_are_what_came_what_was_asked_and_what_is_lacking(
        self,
        client: Client,
        work: list[Activity],
        centre: Centre,
        adviser: User,
        contact: User,
        municipality: Municipality,
        theme: Theme,
    ) -> None:
        now = timezone.now()
        for ended in ({}, {}, {"status": "withdrawn", "ended_at": now}):
            asked(centre, contact, municipality, submitted_at=now, **ended)
        for status in ("open", "met"):
            NeedFactory.create(
                municipality=municipality,
                theme=theme,
                status=status,
                closed_at=timezone.now() if status == "met" else None,
                registered_for=centre.organisation,
                registered_by=adviser,
            )
        section = section_of(contact)
        assert values(section) == ["2", "2", "1"]
        assert [counted(client, contact, figure) for figure in section.figures] == [2, 2, 1]
        assert [figure.beside for figure in section.figures] == [
            f"Hele {YEAR - 1}: 1",
            f"Sendt i {YEAR}: 3",
            f"Registrert i {YEAR}: 2",
        ]

    def test_one_that_nobody_has_helped_is_led_to_ask(
        self, contact: User, municipality: Municipality, centre: Centre
    ) -> None:
        section = section_of(contact)
        assert section.first is not None
        assert section.first.todo == "Be et senter om støtte"
        asked(centre, contact, municipality, submitted_at=timezone.now())
        section = section_of(contact)
        assert section.first is not None
        assert section.first.todo == "Ingenting venter på dere. Se hva dere har fått"

    def test_one_without_a_municipality_has_no_figures(
        self, client: Client, centre: Centre
    ) -> None:
        lost = UserFactory.create(role=(centre.organisation, Role.ADVISER))
        Membership.objects.filter(user=lost).update(role=Role.CONTACT)
        section = section_of(lost)
        assert section.figures == []
        assert section.first is None
        client.force_login(lost)
        assert client.get("/").status_code == 200


class TestAdviser:
    def test_the_figures_are_those_reached_what_was_done_and_those_not_reached(
        self, client: Client, work: list[Activity], adviser: User
    ) -> None:
        reached, done, left = section_of(adviser).figures
        assert (reached.value, done.value, left.value) == ("2 av 3", "2", "1")
        assert "66,7 % av kommunene i ansvarsområdet 1. januar." in reached.note
        assert "Timer: 5. Oppgitt for 1 av 2 aktiviteter." in done.note
        assert left.more == "1 har aldri hatt kontakt"
        assert counted_at(client, adviser, left.more_href) == 1
        assert (reached.beside, done.beside, left.beside) == (
            f"Hele {YEAR - 1}: 1 av 3",
            f"Hele {YEAR - 1}: 1",
            f"Hele {YEAR - 1}: 2",
        )
        assert [counted(client, adviser, one) for one in (reached, done, left)] == [2, 2, 1]
        before = [one.beside_href for one in (reached, done, left)]
        assert [counted_at(client, adviser, href) for href in before] == [1, 1, 2]

    def test_the_first_thing_is_whoever_was_never_in_contact(
        self, client: Client, work: list[Activity], adviser: User, municipality: Municipality
    ) -> None:
        """One reached last year alone is not among them."""
        known = MunicipalityFactory.create(code="5607", name="Vadsø", county=municipality.county)
        did(work[0].centre, adviser, {known: 1}, starts_on=date(YEAR - 1, 3, 1))
        first = section_of(adviser).first
        assert first is not None
        assert first.todo == "Ta kontakt med 1 kommune som aldri har hatt kontakt med dere"
        assert "Sør-Varanger" in first.text
        assert counted(client, adviser, section_of(adviser).figures[2]) == 2
        assert counted_at(client, adviser, first.href) == 1
        page = client.get(first.href).content.decode()
        assert "Sør-Varanger" in page
        assert ">Vadsø<" not in page
        assert 'href="/bor-kontaktes/?senter=korus-nord"' in page

    def test_a_late_request_comes_before_that(
        self, client: Client, work: list[Activity], adviser: User, contact: User, centre: Centre
    ) -> None:
        late = asked(
            centre,
            contact,
            work[0].municipalities.get(),
            submitted_at=timezone.now() - timedelta(days=60),
        )
        SupportRequest.objects.update(answer_due_on=date(2020, 1, 1))
        first = section_of(adviser).first
        assert first is not None
        assert first.is_urgent
        assert first.todo == "Svar på 1 henvendelse som har gått over fristen"
        client.force_login(adviser)
        assert late.case_number in client.get(first.href).content.decode()

    def test_no_activity_is_no_data_and_never_nothing(
        self, client: Client, adviser: User, neighbours: list[Municipality]
    ) -> None:
        section = section_of(adviser)
        assert values(section) == ["ingen data"] * 3
        assert all("0 %" not in figure.beside for figure in section.figures)
        assert section.figures[0].beside == f"Hele {YEAR - 1}: ingen data"
        assert "Det er ikke det samme som 0 %." in section.figures[0].note
        client.force_login(adviser)
        for figure in section.figures:
            assert client.get(figure.href).status_code == 200

    def test_a_national_centre_has_counts_and_no_share(
        self, client: Client, municipality: Municipality
    ) -> None:
        national = CentreFactory.create(
            code="nasjonal",
            kind=Centre.Kind.NATIONAL_SERVICE,
            function=Centre.Function.NATIONAL,
        )
        user = UserFactory.create(role=(national.organisation, Role.ADVISER))
        did(national, user, {municipality: 3}, starts_on=TODAY)
        reached, _done, contacted = section_of(user).figures
        assert (reached.value, contacted.value) == ("1", "1")
        assert contacted.label == f"Kommuner i kontakt i {YEAR}"
        assert "%" not in reached.note + contacted.note
        assert [counted(client, user, one) for one in (reached, contacted)] == [1, 1]

    def test_a_centre_whose_catchment_nobody_knows_has_no_share(
        self, municipality: Municipality
    ) -> None:
        unknown = CentreFactory.create(code="ukjent")
        user = UserFactory.create(role=(unknown.organisation, Role.ADVISER))
        did(unknown, user, {municipality: 3}, starts_on=TODAY)
        reached, _done, left = section_of(user).figures
        assert (reached.value, left.value) == ("1", "ikke kjent")
        assert "Ansvarsområdet er ikke kjent" in reached.note


class TestLeader:
    def test_a_korus_is_held_to_its_goal_of_being_known(
        self, client: Client, work: list[Activity], leader: User
    ) -> None:
        reached, known, _answers = section_of(leader).figures
        assert (reached.value, known.value) == ("2 av 3", "2 av 3")
        assert known.label == f"Gjort kjent i {YEAR}"
        assert known.beside == "Målet er 100 %: 1 kommune gjenstår"
        assert counted(client, leader, known) == 2

    def test_others_have_no_such_goal(self, municipality: Municipality) -> None:
        other = CentreFactory.create(code="rvts-nord", kind=Centre.Kind.RVTS)
        CatchmentFactory.create(centre=other, county=municipality.county)
        user = UserFactory.create(role=(other.organisation, Role.LEADER))
        did(other, user, {municipality: 3}, starts_on=TODAY)
        contacted = section_of(user).figures[1]
        assert contacted.label == f"Kommuner i kontakt i {YEAR}"
        assert "100 %" not in contacted.beside

    def test_answers_in_time_are_of_those_answered_or_past_their_day(
        self,
        client: Client,
        leader: User,
        contact: User,
        centre: Centre,
        municipality: Municipality,
    ) -> None:
        assert section_of(leader).figures[2].value == "ingen ennå"
        now = timezone.now()
        asked(centre, contact, municipality, submitted_at=now, first_answered_at=now)
        asked(centre, contact, municipality, submitted_at=now)  # its day is to come
        asked(centre, contact, municipality, submitted_at=now, answer_due_on=date(2020, 1, 1))
        answers = section_of(leader).figures[2]
        assert answers.value == "1 av 2"
        assert counted(client, leader, answers) == 1


@pytest.mark.parametrize(
    ("days", "todo"),
    [
        (-1, f"Lever årsrapporten for {YEAR - 2}"),
        (30, f"Lever årsrapporten for {YEAR - 2}"),
        (31, "Ta kontakt med 1 kommune som aldri har hatt kontakt med dere"),
    ],
)
def test_the_report_comes_first_when_its_day_is_near(
    leader: User, centre: Centre, work: list[Activity], days: int, todo: str
) -> None:
    add_obligation(centre, year=YEAR - 2, due_on=TODAY + timedelta(days=days))
    first = section_of(leader).first
    assert first is not None
    assert first.todo == todo
    assert first.is_urgent is (days < 0)


def test_only_the_denominator_can_be_never_in_contact(work: list[Activity], centre: Centre) -> None:
    places = of_centre(centre, on=TODAY).now.summary.places
    assert [place.name for place in never_in_contact(places)] == ["Sør-Varanger"]
    assert names(places) == "Alta, Hammerfest og Sør-Varanger"
    assert names(places[:1]) == "Alta"
    assert names([]) == ""
