"""A centre's own page: who it is, what is unsure, what it reaches, and the way to mend it."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assignments.activities.facts import facts_of
from assignments.coverage.actions import replace_facts
from centres.models import Catchment, Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.factories import ActivityFactory, CentreFactory, MandateTaskFactory, MunicipalityFactory

URL = "/sentre/korus-nord/"


def page_of(client: Client, url: str = URL) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def log(centre: Centre, by: User, place: Municipality, theme: Theme, **values: object) -> None:
    values.setdefault("starts_on", timezone.localdate())
    one = ActivityFactory.create(
        centre=centre,
        registered_by=by,
        with_municipalities={place: 4},
        with_themes=[theme],
        **values,
    )
    replace_facts("activity", one.pk, facts_of(one))


def test_facts_are_shown_and_empty_or_doubted_ones_are_marked(
    client: Client, centre: Centre, municipality: Municipality
) -> None:
    centre.host_organisation, centre.owner = "Et sykehus", "Staten"
    centre.website, centre.email, centre.phone = "korus.no", "post@prove.example", "00 00"
    centre.financing_form, centre.home_municipality = "grant", municipality
    centre.unverified = ["owner", "name", "fields", "status"]
    centre.save()
    page = page_of(client)
    assert "<dd>Et sykehus</dd>" in page
    assert '<a href="https://korus.no">korus.no</a>' in page
    assert "mailto:post@prove.example" in page
    assert 'href="tel:0000"' in page
    assert "tilskudd" in page
    # owner and commissioner, the fields, the status, and the name
    assert page.count(">ikke bekreftet<") == 5


def test_a_full_web_address_is_left_as_it_is(client: Client, centre: Centre) -> None:
    centre.website = "https://korus.no/nord"
    centre.save()
    assert 'href="https://korus.no/nord"' in page_of(client)


def test_the_catchment_is_listed_with_what_is_guessed(
    client: Client, centre: Centre, municipality_elsewhere: Municipality, theme: Theme
) -> None:
    Catchment.objects.create(
        centre=centre, municipality=municipality_elsewhere, theme=theme, is_verified=False
    )
    page = page_of(client)
    area = page[page.index("Ansvarsområde</") :]
    assert area.index("Finnmark") < area.index("Utsira")
    assert "(Rusmidler)" in area
    assert "ikke bekreftet" in area


def test_without_a_catchment_the_page_says_what_that_means(client: Client, centre: Centre) -> None:
    Catchment.objects.all().delete()
    assert "Ikke kjent. Da kan dekningen vises som antall" in page_of(client)


def test_the_mandate_follows_the_function(client: Client, centre: Centre) -> None:
    for code, applies_to in [
        ("C1", "all"),
        ("N1", "national"),
        ("R1", "regional"),
        ("K1", "korus"),
    ]:
        MandateTaskFactory.create(code=code, applies_to=applies_to, is_optional=code == "C1")

    def codes() -> set[str]:
        return {task.code for task in client.get(URL).context["mandate_tasks"]}

    assert codes() == {"C1", "R1", "K1"}
    Centre.objects.update(function="both", kind="rvts")
    assert codes() == {"C1", "N1", "R1"}
    assert "(frivillig)" in page_of(client)


def test_it_shows_what_the_centre_reaches_with_the_rows_behind(
    client: Client,
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    theme: Theme,
) -> None:
    MunicipalityFactory.create(code="5603", name="Hammerfest")
    log(centre, adviser, municipality, theme, hours=3)
    log(centre, adviser, municipality_elsewhere, theme)
    page = page_of(client)
    year = timezone.localdate().year
    assert "50 % av de 2 kommunene i ansvarsområdet 1. januar." in page
    assert "Oppgitt for 1 av 2 aktiviteter." in page
    assert "1 kommune utenfor ansvarsområdet" in page
    assert f"/dekning/kommuner/?aar={year}&amp;senter=korus-nord&amp;niva=brukt" in page
    assert f"/dekning/rader/?aar={year}&amp;senter=korus-nord" in page


def test_a_year_without_activities_is_no_data_and_never_nought(
    client: Client, centre: Centre
) -> None:
    page = page_of(client)
    assert page.count("Ingen data: senteret har ikke bekreftet noen aktivitet") == 2
    assert "0 %" not in page


def test_a_national_function_has_counts_and_no_share(
    client: Client, centre: Centre, adviser: User, municipality: Municipality, theme: Theme
) -> None:
    Centre.objects.update(function="national")
    log(centre, adviser, municipality, theme)
    page = page_of(client)
    assert "Ingen andel kan vises." in page
    assert "%" not in page[page.index("Hva senteret når") : page.index("Siste bekreftede")]


def test_latest_confirmed_activities_are_public_and_drafts_are_not(
    client: Client, centre: Centre, adviser: User, municipality: Municipality, theme: Theme
) -> None:
    log(centre, adviser, municipality, theme, title="Kurs i samtale", note="Intern merknad")
    log(centre, adviser, municipality, theme, title="Hemmelig plan", status="draft")
    page = page_of(client)
    assert "Kurs i samtale" in page
    assert "Intern merknad" not in page
    assert "Hemmelig plan" not in page
    assert adviser.name not in page


def test_its_leader_mends_the_facts_and_nobody_else(
    client: Client, centre: Centre, leader: User, leader_elsewhere: User, adviser: User
) -> None:
    edit = 'href="/sentre/korus-nord/rediger/"'
    assert edit not in page_of(client)
    for other in (leader_elsewhere, adviser):
        client.force_login(other)
        assert edit not in page_of(client)
    client.force_login(leader)
    assert edit in page_of(client)


def test_a_merged_centre_leads_to_its_successor_and_back(client: Client, centre: Centre) -> None:
    old = CentreFactory.create(
        code="gammelt",
        short_name="Gammelt senter",
        status="merged",
        valid_to=date(2024, 12, 31),
        successor=centre,
    )
    page = page_of(client, "/sentre/gammelt/")
    assert "Senteret er slått sammen med andre" in page
    assert '<a href="/sentre/korus-nord/">KORUS Nord</a>' in page
    assert old.get_absolute_url() in page_of(client)
    listed = page_of(client, "/sentre/")
    assert "Sentre som er slått sammen eller lagt ned" in listed


def test_a_closed_centre_is_said_to_be_closed(client: Client, centre: Centre) -> None:
    Centre.objects.update(status="closed", valid_to=date(2024, 12, 31))
    assert "Senteret er lagt ned" in page_of(client)


def test_an_unknown_centre_is_not_found(client: Client, db: None) -> None:
    assert client.get("/sentre/finnes-ikke/").status_code == 404


def test_a_directory_without_matches_says_what_to_do(client: Client, centre: Centre) -> None:
    Centre.objects.update(status="closed", valid_to=date(2024, 12, 31))
    assert "Ingen sentre passer" in page_of(client, "/sentre/")


@pytest.mark.parametrize("rows", [1, 15])
def test_the_page_asks_as_often_for_fifteen_activities_as_for_one(
    client: Client,
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    theme: Theme,
    django_assert_num_queries: DjangoAssertNumQueries,
    rows: int,
) -> None:
    for _ in range(rows):
        log(centre, adviser, municipality, theme)
    client.get(URL)
    # the centre with fields, themes and predecessors; catchments; mandate; IS-24/8; two years of
    # four (catchments, municipalities twice, numbers; the empty one asks once more); the rules;
    # count and page of activities; what municipalities thought of the help
    with django_assert_num_queries(20):
        client.get(URL)
