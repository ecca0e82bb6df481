"""Finding a municipality, and what its page tells: who helps, where it came from, what it got."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assignments.activities.facts import facts_of
from assignments.activities.models import Activity
from assignments.coverage.actions import replace_facts
from centres.models import Catchment, Centre
from korus_portal.accounts.models import Organisation, Role, User
from municipalities.models import Municipality, Theme
from tests.factories import ActivityFactory, CentreFactory, MunicipalityFactory, UserFactory


def page_of(client: Client, code: str) -> str:
    answer = client.get(f"/kommuner/{code}/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


class TestFinding:
    @pytest.mark.parametrize("text", ["5601", "Alta", "alta", "Álttá", "altta"])
    def test_number_and_name_lead_to_the_page(
        self, client: Client, municipality: Municipality, text: str
    ) -> None:
        assert client.get("/finn/", {"kommune": text})["Location"] == "/kommuner/5601/"

    def test_an_exact_name_wins_over_names_that_hold_it(
        self, client: Client, municipality: Municipality
    ) -> None:
        MunicipalityFactory.create(code="5699", name="Altamark")
        assert client.get("/finn/", {"kommune": "Alta"})["Location"] == "/kommuner/5601/"

    @pytest.mark.parametrize("text", ["", "x", "a"])
    def test_nothing_or_several_leads_to_the_list(
        self,
        client: Client,
        municipality: Municipality,
        municipality_elsewhere: Municipality,
        text: str,
    ) -> None:
        assert client.get("/finn/", {"kommune": text})["Location"] == f"/kommuner/?q={text}"


class TestTheList:
    def test_it_is_searched_in_all_names_and_by_county(
        self, client: Client, municipality: Municipality, municipality_elsewhere: Municipality
    ) -> None:
        def shown(**query: str) -> list[str]:
            rows = client.get("/kommuner/", query).context["rows"]
            return [code for _href, _label, code, *_rest in rows]

        assert shown() == ["5601", "1151"]
        assert shown(q="alt") == ["5601"]
        assert shown(q="ÁLTTÁ") == ["5601"]
        assert shown(fylke="11") == ["1151"]
        assert shown(q="alt", fylke="11") == []
        assert shown(fylke="99") == ["5601", "1151"]

    def test_an_empty_search_says_what_to_try(self, client: Client, db: None) -> None:
        assert "Prøv en del av navnet" in client.get("/kommuner/?q=x").content.decode()

    def test_names_that_are_gone_are_found_when_asked_for(
        self, client: Client, municipality: Municipality
    ) -> None:
        MunicipalityFactory.create(
            code="2012", name="Alta", valid_from=date(2000, 1, 1), valid_to=date(2019, 12, 31)
        )
        assert "til 31. desember 2019" in client.get("/kommuner/?q=2012").content.decode()
        assert "finnes ikke lenger" not in client.get("/kommuner/").content.decode()


class TestThePage:
    def test_it_says_who_the_municipality_is(
        self, client: Client, municipality: Municipality
    ) -> None:
        municipality.centrality_class, municipality.language_form = 5, "bokmål"
        municipality.save()
        page = page_of(client, "5601")
        assert "Alta – Álttá" in page
        assert "6 000" in page
        assert "per 1. januar 2026 (SSB)" in page
        assert "klasse 5 av 6" in page
        assert "spredtbygd" in page
        assert "bokmål" in page

    def test_what_nobody_vouches_for_is_marked(
        self, client: Client, municipality: Municipality
    ) -> None:
        municipality.population = municipality.population_date = None
        municipality.save()
        assert page_of(client, "5601").count(">ikke bekreftet<") == 4

    def test_it_says_who_serves_it_field_by_field(
        self, client: Client, centre: Centre, municipality: Municipality, leader: User
    ) -> None:
        centre.email, centre.phone = "post@prove.example", "00 00"
        centre.save()
        page = page_of(client, "5601")
        assert '<th scope="row">Rusmidler</th>' in page
        assert "KORUS Nord" in page
        assert "post@prove.example" in page
        assert "Har ansvar for Finnmark." in page
        assert "Tar imot henvendelser i portalen." in page

    def test_a_guessed_catchment_is_marked_and_a_centre_without_leader_is_reached_directly(
        self, client: Client, centre: Centre, municipality: Municipality
    ) -> None:
        Catchment.objects.update(is_verified=False)
        page = page_of(client, "5601")
        assert "Tar ikke imot henvendelser i portalen ennå" in page
        assert "Kontaktopplysninger er ikke registrert ennå." in page
        row = page[page.index("Rusmidler") : page.index("Slik når du dem")]
        assert "ikke bekreftet" in row

    def test_national_services_stand_apart_as_advisers(
        self, client: Client, centre: Centre, municipality: Municipality
    ) -> None:
        napha = CentreFactory.create(
            code="napha", kind="national_centre", function="national", short_name="NAPHA"
        )
        Catchment.objects.create(centre=napha, county=municipality.county)
        page = page_of(client, "5601")
        assert page.index("Nasjonale tjenester som gir råd") < page.index("NAPHA")

    def test_a_catchment_for_one_theme_serves_that_theme_only(
        self, client: Client, centre: Centre, municipality: Municipality, theme: Theme
    ) -> None:
        other = Theme.objects.create(code="gambling", name_nb="Pengespill", name_nn="Pengespel")
        Catchment.objects.filter(centre=centre).update(theme=other)
        page = page_of(client, "5601")
        assert '<th scope="row">Pengespill</th>' in page
        assert '<th scope="row">Rusmidler</th>' not in page

    def test_where_nobody_is_responsible_the_page_says_so(
        self, client: Client, municipality: Municipality
    ) -> None:
        assert "Ingen sentre har registrert ansvar her" in page_of(client, "5601")

    def test_its_own_contacts_ask_for_support_here_and_others_do_not(
        self, client: Client, centre: Centre, contact: User, contact_elsewhere: User
    ) -> None:
        assert "Be om støtte" not in page_of(client, "5601")
        client.force_login(contact_elsewhere)
        assert "Be om støtte" not in page_of(client, "5601")
        client.force_login(contact)
        assert "Be om støtte" in page_of(client, "5601")

    def test_unknown_codes_are_not_found(self, client: Client, db: None) -> None:
        assert client.get("/kommuner/9999/").status_code == 404


class TestWhatItHasReceived:
    @pytest.fixture
    def activity(
        self, centre: Centre, municipality: Municipality, theme: Theme, adviser: User
    ) -> Activity:
        activity = ActivityFactory.create(
            centre=centre,
            registered_by=adviser,
            title="Kurs i samtale",
            note="Intern merknad",
            with_municipalities={municipality: 4},
            with_themes=[theme],
        )
        replace_facts("activity", activity.pk, facts_of(activity))
        return activity

    def test_levels_and_last_contact_year_by_year_with_the_rows_behind(
        self, client: Client, activity: Activity
    ) -> None:
        page = page_of(client, "5601")
        assert '<th scope="row">2025</th>' in page
        assert "10.03.2025" in page
        assert "/dekning/rader/?aar=2025" in page
        assert "kommune=5601" in page

    def test_confirmed_activities_are_public_without_note_and_names(
        self, client: Client, activity: Activity, adviser: User
    ) -> None:
        page = page_of(client, "5601")
        assert "Kurs i samtale" in page
        assert "Intern merknad" not in page
        assert adviser.name not in page

    def test_a_draft_is_nobodys_business(
        self, client: Client, centre: Centre, adviser: User, municipality: Municipality
    ) -> None:
        ActivityFactory.create(
            centre=centre,
            registered_by=adviser,
            status="draft",
            title="Hemmelig plan",
            with_municipalities={municipality: 1},
        )
        assert "Hemmelig plan" not in page_of(client, "5601")

    def test_nothing_registered_is_said_plainly(
        self, client: Client, municipality: Municipality
    ) -> None:
        page = page_of(client, "5601")
        assert "Ingenting registrert ennå" in page
        assert "Ingen bekreftede aktiviteter" in page

    @pytest.mark.parametrize("rows", [1, 30])
    def test_the_page_asks_as_often_for_thirty_activities_as_for_one(
        self,
        client: Client,
        centre: Centre,
        municipality: Municipality,
        adviser: User,
        theme: Theme,
        django_assert_num_queries: DjangoAssertNumQueries,
        rows: int,
    ) -> None:
        for _ in range(rows):
            one = ActivityFactory.create(
                centre=centre,
                registered_by=adviser,
                with_municipalities={municipality: 1},
                with_themes=[theme],
            )
            replace_facts("activity", one.pk, facts_of(one))
        page_of(client, "5601")
        # the municipality, its governor, its catchments, centres, fields and themes, who can be
        # asked, the changes, the years, five for figures and six for work that this reader has
        # nothing of, the districts, count and page of activities
        with django_assert_num_queries(19):
            client.get("/kommuner/5601/")


def test_a_districts_own_activities_stand_on_its_page(
    client: Client, centre: Centre, municipality: Municipality, adviser: User, theme: Theme
) -> None:
    district = MunicipalityFactory.create(
        code="560101", name="Bydelen", kind="district", parent=municipality
    )
    one = ActivityFactory.create(
        centre=centre,
        registered_by=adviser,
        title="I bydelen",
        starts_on=timezone.localdate(),
        with_municipalities={district: 2},
        with_themes=[theme],
    )
    replace_facts("activity", one.pk, facts_of(one))
    assert "I bydelen" in page_of(client, "560101")
    page = page_of(client, "5601")
    assert "I bydelen" in page
    assert "brukt" in page[page.index("Bydeler") :]


def test_an_expired_codes_own_activities_stay_on_its_page(
    client: Client, centre: Centre, adviser: User, theme: Theme
) -> None:
    old = MunicipalityFactory.create(code="5403", name="Gamle Alta", valid_to=date(2023, 12, 31))
    one = ActivityFactory.create(
        centre=centre,
        registered_by=adviser,
        title="Før i tiden",
        starts_on=date(2022, 5, 1),
        with_municipalities={old: 2},
        with_themes=[theme],
    )
    replace_facts("activity", one.pk, facts_of(one))
    assert "Før i tiden" in page_of(client, "5403")


def test_a_contact_of_a_district_asks_from_its_page(
    client: Client, centre: Centre, municipality: Municipality
) -> None:
    district = MunicipalityFactory.create(
        code="560101", name="Bydelen", kind="district", parent=municipality
    )
    assert district.organisation
    Organisation.objects.filter(pk=district.organisation.pk).update(kind="city_district")
    client.force_login(UserFactory.create(role=(district.organisation, Role.CONTACT)))
    assert "Be om støtte" in page_of(client, "560101")
