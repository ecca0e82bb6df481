"""The front page: the way in for visitors, and what to do next for each role."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assignments.activities.facts import facts_of
from assignments.activities.models import Activity
from assignments.coverage.actions import replace_facts
from assignments.requests.models import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.jobs.models import Job
from korus_portal.notifications.models import Letter
from municipalities.models import HexTile, Municipality, MunicipalityChange, Theme
from municipalities.structure import current_chain
from reporting.models import AnnualReport
from tests.factories import (
    ActivityFactory,
    MunicipalityFactory,
    SupportRequestFactory,
    UserFactory,
)


def front(client: Client, user: User | None = None) -> str:
    if user is not None:
        client.force_login(user)
    answer = client.get("/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def reached(centre: Centre, municipality: Municipality, theme: Theme, adviser: User) -> Activity:
    activity = ActivityFactory.create(
        centre=centre,
        registered_by=adviser,
        starts_on=timezone.localdate() - timedelta(days=0),
        with_municipalities={municipality: 4},
        with_themes=[theme],
    )
    replace_facts("activity", activity.pk, facts_of(activity))
    return activity


class TestVisitors:
    def test_they_are_told_what_this_is_and_choose_their_municipality(
        self, client: Client, municipality: Municipality
    ) -> None:
        page = front(client)
        assert "Finn senteret for din kommune" in page
        assert '<option value="5601">Alta – Álttá</option>' in page
        assert 'action="/finn/"' in page
        assert "data-suggest" in page

    def test_municipalities_of_the_same_name_are_told_apart(
        self, client: Client, municipality: Municipality, municipality_elsewhere: Municipality
    ) -> None:
        Municipality.objects.update(name="Herøy", name_sami="")
        page = front(client)
        assert "Herøy (Finnmark)" in page
        assert "Herøy (Rogaland)" in page

    def test_the_figures_are_those_of_the_dashboard_and_lead_to_it(
        self,
        client: Client,
        reached: Activity,
        municipality_elsewhere: Municipality,
    ) -> None:
        page = front(client)
        assert page.count("1 av 2") == 2  # reached, and therefore known
        assert "50,0 % av kommunene 1. januar." in page
        assert "Målet er 100 %: 1 kommune gjenstår" in page
        year = timezone.localdate().year
        assert f"/dekning/kommuner/?aar={year}&amp;type=korus&amp;niva=brukt" in page
        assert f"/dekning/ikke-nadd/?aar={year}&amp;type=korus" in page
        dashboard = client.get(f"/dekning/?aar={year}&type=korus").content.decode()
        assert "50,0" in dashboard

    def test_the_map_has_a_tile_for_each_municipality(
        self, client: Client, reached: Activity, municipality: Municipality
    ) -> None:
        assert "front-map" not in front(client).replace("front-map__key", "")
        HexTile.objects.create(structure=2024, municipality=municipality, column=3, row=5)
        page = front(client)
        assert page.count("m0-5.2") == 1
        assert "front-map__level--brukt" in page


class TestContacts:
    def test_they_ask_for_support_and_follow_what_they_asked(
        self,
        client: Client,
        contact: User,
        contact_elsewhere: User,
        centre: Centre,
        municipality: Municipality,
    ) -> None:
        assert "Dere har ingen åpne henvendelser." in front(client, contact)
        one = SupportRequestFactory.create(
            centre=centre, municipality=municipality, submitted_by=contact
        )
        page = front(client, contact)
        assert 'href="/henvendelser/ny/"' in page
        assert one.case_number in page
        assert one.case_number not in front(client, contact_elsewhere)


class TestStaff:
    def test_an_adviser_sees_the_inbox_and_the_drafts(
        self,
        client: Client,
        adviser: User,
        contact: User,
        centre: Centre,
        municipality: Municipality,
    ) -> None:
        late = {"answer_due_on": date(2020, 1, 1)}
        for extra in ({}, late):
            SupportRequestFactory.create(
                centre=centre, municipality=municipality, submitted_by=contact, **extra
            )
        ActivityFactory.create(centre=centre, registered_by=adviser, status="draft")
        page = front(client, adviser)
        assert "1 har gått over fristen." in page
        assert "åpne henvendelser" in page
        assert "utkast til aktivitet" in page
        assert 'href="/aktiviteter/ny/"' in page
        assert "Årsrapporten" not in page

    def test_a_leader_also_sees_where_the_report_is(
        self, client: Client, leader: User, centre: Centre
    ) -> None:
        assert "Ikke begynt." in front(client, leader)
        report = AnnualReport.objects.create(
            centre=centre, year=timezone.localdate().year - 1, started_by=leader
        )
        page = front(client, leader)
        assert f'href="/rapporter/{report.pk}/"' in page
        assert "Utkast." in page

    def test_somebody_who_leads_and_advises_has_one_section(
        self, client: Client, leader: User, centre: Centre
    ) -> None:
        Membership.objects.create(user=leader, organisation=centre.organisation, role=Role.ADVISER)
        assert front(client, leader).count("Ny aktivitet") == 1


class TestOthers:
    def test_a_governor_sees_how_many_in_the_county_are_reached(
        self,
        client: Client,
        governor: User,
        reached: Activity,
        municipality_elsewhere: Municipality,
    ) -> None:
        page = front(client, governor)
        assert "1 av 1" in page
        assert "Hele landet: 50,0 %" in page
        assert "fylke=56" in page

    def test_the_directorate_sees_the_reports_that_wait(
        self, client: Client, directorate: User, leader: User, centre: Centre
    ) -> None:
        assert "rapporter venter på dere" in front(client, directorate)
        AnnualReport.objects.create(
            centre=centre,
            year=2025,
            started_by=leader,
            status="submitted",
            submitted_by=leader,
            submitted_at=timezone.now(),
            received_at=timezone.now(),
            figures_sha256="0" * 64,
        )
        page = front(client, directorate)
        assert "Behandle 1 rapport som venter på dere" in page
        assert "rapporter venter på dere" not in page

    def test_a_user_organisation_is_led_to_what_it_may_see(
        self, client: Client, userorg: User
    ) -> None:
        page = front(client, userorg)
        assert 'href="/sentre/"' in page
        assert "Se dekningen i landet" in page
        assert "/henvendelser/" not in page

    def test_the_administrator_sees_what_went_wrong(
        self, client: Client, administrator: User
    ) -> None:
        Letter.objects.create(
            kind="x", address="x@prove.example", language="nb", given_up_at=timezone.now()
        )
        Job.objects.create(task="x", key="x", label="x", state="failed", finished_at=timezone.now())
        page = front(client, administrator)
        assert 'href="/konto/brukere/"' in page
        assert page.count("first-step--urgent") == 1
        assert "Se på 1 arbeid som har feilet" in page
        assert "brev kunne ikke sendes" in page

    def test_somebody_without_a_role_is_told_who_gives_them(self, client: Client, db: None) -> None:
        assert "Du har ingen rolle ennå" in front(client, UserFactory.create())


def test_a_contact_finds_what_was_asked_under_the_old_number(
    client: Client, contact: User, centre: Centre, municipality: Municipality
) -> None:
    old = MunicipalityFactory.create(
        code="5403", valid_from=date(2020, 1, 1), valid_to=date(2023, 12, 31), organisation=None
    )
    MunicipalityChange.objects.create(
        date=date(2024, 1, 1), change_type="renumber", old=old, new=municipality
    )
    sent = SupportRequestFactory.create(centre=centre, municipality=old, submitted_by=contact)
    assert sent.get_absolute_url() in front(client, contact)


@pytest.mark.parametrize("requests", [1, 5])
def test_a_contacts_front_page_asks_as_often_for_five_requests_as_for_one(
    client: Client,
    contact: User,
    centre: Centre,
    municipality: Municipality,
    django_assert_num_queries: DjangoAssertNumQueries,
    requests: int,
) -> None:
    for _ in range(requests):
        SupportRequestFactory.create(centre=centre, municipality=municipality, submitted_by=contact)
    assert SupportRequest.objects.count() == requests
    client.force_login(contact)
    # The chain of municipalities is read once for each process.
    current_chain()
    # session, user, roles, municipality; three for the numbers it has had (twice the chain);
    # its requests, three for needs that wait, seven for cases that wait, and one for the bell;
    # for the figures: two years of summary rows, what was asked, five for the needs, and when
    # something was last counted
    with django_assert_num_queries(27):
        client.get("/")
