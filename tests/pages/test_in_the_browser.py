"""A visitor finds the centre, with and without JavaScript; the pages hold on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from centres.models import Centre
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality
from tests.fixtures_browser import Visitors

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 640}


def axe(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page).response["violations"]
    return [(hit["id"], [node["html"] for node in hit["nodes"]]) for hit in found]


def assert_sound(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("innerWidth")
    assert axe(page) == []


def test_a_visitor_types_part_of_a_name_and_finds_who_helps(
    browser_context_factory: Visitors,
    centre: Centre,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    page = browser_context_factory(viewport=PHONE).new_page()
    page.goto("/")
    assert_sound(page)
    page.get_by_role("combobox", name="Kommune").fill("altt")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Finn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alta – Álttá")
    assert_sound(page)
    page.get_by_role("link", name="KORUS Nord").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("KORUS Nord")
    assert_sound(page)


def test_without_javascript_the_list_is_a_plain_one(
    browser_context_factory: Visitors, centre: Centre, municipality: Municipality
) -> None:
    page = browser_context_factory(java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_label("Kommune").select_option("5601")
    page.get_by_role("button", name="Finn").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Alta – Álttá")
    expect(page.get_by_role("row", name="Rusmidler KORUS Nord")).to_be_visible()


def test_the_administrator_invites_with_the_keyboard_on_a_phone(
    browser_context_factory: Visitors, centre: Centre, administrator: User
) -> None:
    page = browser_context_factory(administrator, viewport=PHONE).new_page()
    page.goto("/konto/brukere/")
    assert_sound(page)
    page.get_by_role("link", name="Inviter bruker").click()
    page.get_by_label("E-post").fill("ny@prove.example")
    page.get_by_label("Navn").fill("Ny Person")
    page.get_by_label("Rolle").select_option(Role.LEADER)
    page.get_by_role("combobox", name="Organisasjon").fill("nord-norge")
    page.keyboard.press("Enter")
    assert_sound(page)
    page.get_by_role("button", name="Send invitasjon").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ny Person")
    expect(page.get_by_role("row", name="senterleder")).to_be_visible()
    assert_sound(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_text_are_sound(browser_context_factory: Visitors, scheme: str) -> None:
    page = browser_context_factory(viewport=PHONE, color_scheme=scheme).new_page()
    for path in ("/om/", "/personvern/", "/tilgjengelighet/", "/kommuner/", "/sentre/"):
        page.goto(path)
        assert_sound(page)
