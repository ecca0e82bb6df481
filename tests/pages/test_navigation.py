"""The menu: what each role can go to, nothing that refuses it, and where one is."""

import pytest
from django.test import Client, RequestFactory

from korus_portal.accounts.models import User
from korus_portal.pages import links
from korus_portal.pages.navigation import navigation

PUBLIC = ["Dekning", "Indikatorer", "Kommuner", "Sentre"]
WORK = ["Aktiviteter", "Tiltak", "Avtaler"]
MENUS = {
    "contact": ["Henvendelser", "Behov", "Avtaler", *PUBLIC],
    "adviser": ["Henvendelser", "Behov", *WORK, "Rapporter", *PUBLIC],
    "leader": ["Henvendelser", "Behov", *WORK, "Rapporter", *PUBLIC],
    "governor": ["Henvendelser", "Behov", "Avtaler", *PUBLIC],
    "userorg": ["Uttalelser", "Tilbakemeldinger", *PUBLIC],
    "directorate": ["Henvendelser", "Behov", "Tiltak", "Avtaler", "Rapporter", *PUBLIC],
    "administrator": ["Tilskudd", *PUBLIC, "Brukere", "Spor", "Utboks", "Drift"],
}


@pytest.mark.parametrize(("who", "menu"), MENUS.items())
def test_each_role_is_offered_what_it_can_open(
    client: Client, who: str, menu: list[str], request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    items = client.get("/").context["navigation"]
    assert [str(item.label) for item in items] == menu
    for item in items:
        assert client.get(item.url, follow=True).status_code == 200


def test_visitors_are_offered_the_public_pages(client: Client, db: None) -> None:
    items = client.get("/").context["navigation"]
    assert [str(item.label) for item in items] == PUBLIC


SECTIONS = {
    "contact": ["Meldte behov", "Kartlegging", "Undersøkelser"],
    "leader": [
        "Meldte behov",
        "Fylket",
        "Behov i tall",
        "Bør kontaktes",
        "Kartlegging",
        "Undersøkelser",
    ],
    "governor": [
        "Meldte behov",
        "Fylket",
        "Behov i tall",
        "Bør kontaktes",
        "Kartlegging",
        "Undersøkelser",
    ],
}


@pytest.mark.parametrize(("who", "places"), SECTIONS.items())
def test_inside_a_part_its_pages_are_offered(
    client: Client, who: str, places: list[str], request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    section = client.get("/behov/").context["section"]
    assert [str(item.label) for item in section] == places
    assert [str(item.label) for item in section if item.current] == ["Meldte behov"]
    for item in section:
        assert client.get(item.url, follow=True).status_code == 200


def test_a_part_with_one_page_needs_no_row_of_its_own(client: Client, db: None) -> None:
    assert client.get("/indikatorer/").context["section"] == []


def test_the_page_one_is_on_is_marked(client: Client, leader: User) -> None:
    client.force_login(leader)
    items = client.get("/kommuner/").context["navigation"]
    assert [str(item.label) for item in items if item.current] == ["Kommuner"]
    assert 'aria-current="page"' in client.get("/sentre/").content.decode()


def test_an_error_before_sign_in_is_known_still_draws_a_page(rf: RequestFactory) -> None:
    assert navigation(rf.get("/")) == {"navigation": [], "section": []}


def test_a_link_to_a_page_that_does_not_exist_is_no_link() -> None:
    assert links.to("pages:front") == "/"
    assert links.to("pages:nowhere") == ""
