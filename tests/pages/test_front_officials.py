"""The three figures of those who look at many centres, and of whoever runs the portal."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assignments.activities.models import Activity
from assignments.needs.models import Need, Verdict
from assignments.plans import actions as plans
from assignments.plans.actions import StatementValues
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from korus_portal.jobs.models import Job, WorkerHeartbeat
from korus_portal.notifications.models import Letter
from municipalities.models import County, CountyGovernor, Municipality, Theme
from tests.factories import AssignmentFactory, MunicipalityFactory
from tests.feedback.factories import FeedbackFormFactory
from tests.needs.factories import NeedFactory
from tests.pages.key_figures_world import (
    TODAY,
    YEAR,
    counted,
    counted_at,
    section_of,
    values,
)
from tests.reporting.coverage_year import did
from tests.reporting.due_dates import add_obligation, received_report


@pytest.fixture
def work(
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> Activity:
    """Alta is reached; Hammerfest in the same county, and Utsira in another, never were."""
    MunicipalityFactory.create(code="5603", name="Hammerfest", county=municipality.county)
    return did(centre, adviser, {municipality: 4}, starts_on=TODAY)


def need(
    municipality: Municipality, theme: Theme, centre: Centre, by: User, words: str = ""
) -> Need:
    """With a word of the centre and of the governor: «ja nei», as far as they are given."""
    made = NeedFactory.create(
        municipality=municipality,
        theme=theme,
        registered_for=centre.organisation,
        registered_by=by,
    )
    for side, answer in zip(("centre", "governor"), words.split(), strict=False):
        Verdict.objects.create(
            need=made,
            side=side,
            organisation=centre.organisation,
            agrees=answer == "ja",
            reason="" if answer == "ja" else "Nei",
            by=by,
        )
    return made


class TestGovernor:
    def test_the_county_stands_beside_the_country(
        self, client: Client, work: Activity, governor: User
    ) -> None:
        reached, left, _needs = section_of(governor).figures
        assert (reached.value, left.value) == ("1 av 2", "1")
        assert reached.beside == "Hele landet: 33,3 %"
        assert "50,0 % av kommunene i fylket 1. januar." in reached.note
        assert left.more == "1 har aldri hatt kontakt"
        assert counted_at(client, governor, left.more_href) == 1
        assert counted_at(client, governor, reached.beside_href) == 1
        assert [counted(client, governor, one) for one in (reached, left)] == [1, 1]

    def test_needs_are_told_by_who_agrees(
        self,
        client: Client,
        work: Activity,
        governor: User,
        adviser: User,
        centre: Centre,
        municipality: Municipality,
        municipality_elsewhere: Municipality,
        theme: Theme,
    ) -> None:
        need(municipality, theme, centre, adviser)
        need(municipality, theme, centre, adviser, "ja ja")
        need(municipality, theme, centre, adviser, "ja nei")
        need(municipality_elsewhere, theme, centre, adviser)
        found = section_of(governor).figures[2]
        assert found.value == "3"
        assert found.beside == "Enighet: 1. Uenighet: 1. Venter på svar: 1."
        assert counted(client, governor, found) == 3

    def test_what_waits_comes_first_then_those_never_in_contact(
        self,
        client: Client,
        work: Activity,
        governor: User,
        adviser: User,
        centre: Centre,
        municipality: Municipality,
        theme: Theme,
    ) -> None:
        known = MunicipalityFactory.create(code="5607", name="Vadsø", county=municipality.county)
        did(centre, adviser, {known: 1}, starts_on=date(YEAR - 1, 3, 1))
        first = section_of(governor).first
        assert first is not None
        assert counted(client, governor, section_of(governor).figures[1]) == 2
        assert counted_at(client, governor, first.href) == 1
        assert first.todo == "Se 1 kommune som aldri har hatt kontakt med et senter"
        assert first.text.startswith("Hammerfest.")
        need(municipality, theme, centre, adviser)
        first = section_of(governor).first
        assert first is not None
        assert first.todo == "Si hva dere mener om 1 behov"

    def test_an_office_without_counties_is_not_shown_the_country(
        self, client: Client, work: Activity, governor: User
    ) -> None:
        CountyGovernor.objects.get().counties.clear()
        assert section_of(governor).figures == []
        client.force_login(governor)
        assert client.get("/").status_code == 200

    def test_several_counties_are_counted_together(
        self,
        client: Client,
        work: Activity,
        governor: User,
        municipality_elsewhere: Municipality,
    ) -> None:
        CountyGovernor.objects.get().counties.set(County.objects.all())
        reached, left, _needs = section_of(governor).figures
        assert (reached.value, left.value) == ("1 av 3", "2")
        assert [counted(client, governor, one) for one in (reached, left)] == [1, 2]


class TestDirectorate:
    def test_the_figures_are_reach_reports_and_those_never_reached(
        self,
        client: Client,
        work: Activity,
        directorate: User,
        leader: User,
        centre: Centre,
        centre_elsewhere: Centre,
    ) -> None:
        for one in (centre, centre_elsewhere):
            add_obligation(one, year=YEAR - 1, due_on=date(YEAR, 1, 2))
        received_report(centre, leader, date(YEAR, 1, 1), year=YEAR - 1)
        reached, reports, never = section_of(directorate).figures
        assert (reached.value, reports.value, never.value) == ("1 av 3", "1 av 2", "2")
        assert reports.more == "1 er over fristen"
        assert never.label == f"Aldri nådd i {YEAR - 2}–{YEAR}"
        assert never.beside == "Nådd minst én gang: 1 av 3"
        assert f"Uten data: {YEAR - 2}, {YEAR - 1}." in never.note
        assert counted(client, directorate, reached) == 1
        assert counted(client, directorate, never) == 2
        assert counted_at(client, directorate, never.beside_href) == 1
        assert counted(client, directorate, reports) == 1
        assert counted_at(client, directorate, reports.more_href) == 1

    def test_nothing_registered_is_no_data(
        self, directorate: User, centre: Centre, municipality: Municipality
    ) -> None:
        assert values(section_of(directorate)) == ["ingen data", "ingen frister", "ingen data"]
        first = section_of(directorate).first
        assert first is not None
        assert first.todo == "Se dekningen i landet"

    def test_a_report_that_waits_comes_before_those_that_are_late(
        self, work: Activity, directorate: User, leader: User, centre: Centre
    ) -> None:
        add_obligation(centre, year=YEAR - 2, due_on=date(YEAR - 1, 4, 1))
        first = section_of(directorate).first
        assert first is not None
        assert first.todo == "Følg opp 1 rapport som er over fristen"
        received_report(centre, leader, date(YEAR, 1, 1), year=YEAR - 1)
        first = section_of(directorate).first
        assert first is not None
        assert first.todo == "Behandle 1 rapport som venter på dere"


class TestUserOrganisation:
    def test_it_sees_what_it_takes_part_in_and_the_country(
        self,
        client: Client,
        work: Activity,
        userorg: User,
        leader: User,
        centre: Centre,
    ) -> None:
        own = Organisation.objects.get(memberships__user=userorg)
        told = StatementValues(text="Brukere var med.", evidence="Referat", organisation=own)
        plans.save_statement(
            assignment=AssignmentFactory.create(centre=centre, created_by=leader),
            kind="participation",
            values=told,
            version=0,
            by=leader,
        )
        FeedbackFormFactory.create(
            activity=work, made_by=leader, group="service_users", organisation=own
        )
        FeedbackFormFactory.create(activity=work, made_by=leader)  # not through them
        section = section_of(userorg)
        assert values(section) == ["1", "1", "1 av 3"]
        assert section.figures[0].beside == "Venter på svar fra dere: 1"
        assert [counted(client, userorg, one) for one in section.figures] == [1, 1, 1]
        assert section.first is not None
        assert section.first.todo == "Si om 1 redegjørelse stemmer"


class TestAdministrator:
    def test_it_sees_what_the_portal_knows_of_its_running(
        self, client: Client, administrator: User
    ) -> None:
        now = timezone.now()
        for given_up in (now, None):
            Letter.objects.create(
                kind="x", address="x@prove.example", language="nb", given_up_at=given_up
            )
        for state, ended in (("failed", now), ("done", now), ("queued", None)):
            Job.objects.create(task="x", key=state, label="x", state=state, finished_at=ended)
        section = section_of(administrator)
        assert values(section) == ["1", "1", "1"]
        assert section.figures[0].beside == "Venter på å bli sendt: 1"
        assert section.figures[2].beside == "Ingen livstegn fra arbeidet i bakgrunnen"
        assert [counted(client, administrator, one) for one in section.figures] == [1, 1, 1]
        WorkerHeartbeat.objects.create(at=now - timedelta(minutes=1))
        assert "Siste livstegn" in section_of(administrator).figures[2].beside
