"""The dashboard as its readers meet it."""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import CountyGovernor, HexTile, Municipality
from reporting.dashboard import rebuilding
from tests.factories import ActivityFactory, CountyFactory, MunicipalityFactory
from tests.reporting.coverage_year import asked, did

YEAR = "/dekning/?aar=2025"
PAGES = [
    "/dekning/?aar=2025&type=korus",
    "/dekning/kommuner/?aar=2025&type=korus&niva=under_brukt",
    "/dekning/rader/?aar=2025&type=korus",
]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(" ".join(response.content.decode().split()))


def test_the_dashboard_opens_with_korus_and_the_year_in_its_address(
    client: Client, municipality: Municipality
) -> None:
    response: Any = client.get("/dekning/")
    assert response.url == f"/dekning/?aar={timezone.localdate().year}&type=korus"


def test_a_governor_opens_with_own_counties_as_they_are_today(
    client: Client, governor: User
) -> None:
    old = CountyFactory.create(code="54", name="Troms og Finnmark", valid_to=date(2023, 12, 31))
    CountyGovernor.objects.get().counties.add(old)
    client.force_login(governor)
    response: Any = client.get("/dekning/")
    assert response.url.endswith("&type=korus&fylke=56")
    assert client.get(response.url).status_code == 200


def test_those_who_work_at_a_centre_find_the_way_to_its_figures(
    client: Client, centre: Centre, centre_elsewhere: Centre, leader: User
) -> None:
    did(centre, leader, kind="research")
    assert "Vis for" not in page(client, YEAR)
    client.force_login(leader)
    text = page(client, YEAR)
    assert 'href="/dekning/?aar=2025&senter=korus-nord">Vis for KORUS Nord</a>' in text
    assert "Vis for KORUS Vest" not in text


def test_the_page_says_what_was_reached_and_of_how_many(
    client: Client, centre: Centre, adviser: User, municipality_elsewhere: Municipality
) -> None:
    home = Municipality.objects.get(code="5601")
    did(centre, adviser, {home: None}, hours=3)
    text = page(client, f"{YEAR}&type=korus")
    assert '<h2 id="tall">KORUS i 2025</h2>' in text
    assert "50,0 %" in text
    assert "1 av 2 kommuner<" in text
    assert "oppgitt for 1 av 1 aktiviteter" in text
    assert "1 kommune har ikke brukt et tilbud i 2025" in text


def test_visitors_are_told_nothing_of_requests(
    client: Client, centre: Centre, contact: User, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None})
    asked(centre, contact, municipality)
    assert "Henvendelser" not in page(client, YEAR)
    client.force_login(adviser)
    assert "Henvendelser" in page(client, YEAR)


def test_an_empty_year_is_no_data(client: Client, centre: Centre) -> None:
    text = page(client, f"{YEAR}&senter=korus-nord")
    assert "Ingen data" in text
    assert "0,0 %" not in text


def test_missing_centres_are_named(
    client: Client, centre: Centre, centre_elsewhere: Centre, adviser: User
) -> None:
    did(centre, adviser, kind="research")
    text = page(client, f"{YEAR}&type=korus")
    assert "1 senter har ingen bekreftede aktiviteter i året" in text
    assert '<a href="/sentre/korus-vest-stavanger/">KORUS Vest Stavanger</a>' in text


def test_outside_the_catchment_is_said_in_the_row(
    client: Client, centre: Centre, adviser: User, municipality_elsewhere: Municipality
) -> None:
    did(centre, adviser, {municipality_elsewhere: None})
    text = page(client, f"{YEAR}&senter=korus-nord")
    assert '<small class="outside">utenfor ansvarsområdet</small>' in text
    assert "1 kommune utenfor ansvarsområdet er nådd" in text


def test_every_number_leads_to_exactly_what_it_counted(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None}, title="Kurs i Alta")
    did(centre, adviser, kind="research", title="En studie")
    text = page(client, f"{YEAR}&type=korus")
    assert 'href="/dekning/rader/?aar=2025&type=korus">Aktiviteter</a>' in text
    everything = page(client, "/dekning/rader/?aar=2025&type=korus")
    assert "2 aktiviteter" in everything
    here = page(client, "/dekning/rader/?aar=2025&type=korus&kommune=5601")
    assert ("Kurs i Alta" in here, "En studie" in here) == (True, False)
    used = page(client, "/dekning/kommuner/?aar=2025&type=korus&niva=brukt")
    assert "KORUS i 2025, nivå: brukt" in used
    assert '<span class="level level--brukt">brukt</span>' in used
    assert "Ingen kommuner" in page(
        client, "/dekning/kommuner/?aar=2025&type=korus&niva=under_brukt"
    )


def test_the_maps_skip_link_lands_on_the_table(
    client: Client, centre: Centre, adviser: User
) -> None:
    for number in range(4):
        made = MunicipalityFactory.create(code=f"561{number}")
        HexTile.objects.create(municipality=made, structure=2024, column=number, row=0)
    home = Municipality.objects.get(code="5601")
    HexTile.objects.create(municipality=home, structure=2024, column=0, row=1)
    did(centre, adviser, {home: None})
    text = page(client, f"{YEAR}&type=korus")
    assert 'href="#alle-kommuner"' in text
    assert '<h2 id="alle-kommuner" tabindex="-1">Alle kommuner</h2>' in text
    assert 'aria-label="Alta: brukt"' in text
    assert text.index('id="alle-kommuner"') < text.index("Alle kommuner etter nivå")
    landed = text.index('id="alle-kommuner"')
    assert "<details" not in text[landed : text.index("</table>", landed)]


def test_names_are_escaped(client: Client, centre: Centre, adviser: User) -> None:
    MunicipalityFactory.create(code="5699", name="<b>Å & Ø</b>")
    did(centre, adviser, kind="research")
    html = client.get(f"{YEAR}&type=korus").content.decode()
    assert "<b>Å" not in html
    assert "&lt;b&gt;Å &amp; Ø&lt;/b&gt;" in html


@pytest.mark.parametrize("path", ["", "kommuner/", "rader/"])
def test_a_bad_choice_shows_the_form_with_what_to_mend(
    path: str, client: Client, municipality: Municipality
) -> None:
    response = client.get(f"/dekning/{path}?aar=1850&type=korus")
    text = response.content.decode()
    assert response.status_code == 400
    assert 'action="/dekning/"' in text
    assert "«1850» er ikke et år som kan vises." in text
    assert text.count("<h1") == 1


@pytest.mark.parametrize("code", ["9999", "abc", "%00"])
def test_rows_of_a_place_that_never_was_are_not_found(
    code: str, client: Client, municipality: Municipality
) -> None:
    assert client.get(f"/dekning/rader/?aar=2025&kommune={code}").status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_the_questions_to_the_database_do_not_grow_with_the_data(
    address: str, client: Client, centre: Centre, adviser: User
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            page(client, address)
        return len(asked_for)

    places = [MunicipalityFactory.create(code=f"56{number}") for number in range(20, 60)]
    did(centre, adviser, {places[0]: None})
    page(client, address)
    few = questions()
    for number in range(299):
        ActivityFactory.create(
            centre=centre, registered_by=adviser, with_municipalities={places[number % 40]: 1}
        )
    rebuilding.rebuild()
    assert "300" in page(client, address) or "under_brukt" in address
    assert questions() == few <= 30
