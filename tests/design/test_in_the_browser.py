"""The components in a real browser: seen by axe, narrow, dark, by keyboard and without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from korus_portal.accounts.models import User
from tests.fixtures_browser import Visitors

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def gallery(visitors: Visitors, user: User, width: int = 1280, **options: object) -> Page:
    page = visitors(user, viewport={"width": width, "height": 900}, **options).new_page()
    page.goto(reverse("design:gallery"))
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(
    browser_context_factory: Visitors, leader: User, scheme: str, width: int
) -> None:
    page = gallery(browser_context_factory, leader, width, color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert [(hit["id"], [node["html"] for node in hit["nodes"]]) for hit in found] == []


@pytest.mark.parametrize("scripts", [True, False])
def test_a_narrow_screen_does_not_scroll_sideways(
    browser_context_factory: Visitors, leader: User, *, scripts: bool
) -> None:
    page = gallery(browser_context_factory, leader, 320, java_script_enabled=scripts)
    box = page.locator("html").bounding_box()
    assert box is not None
    for selector in ("header", "main", "footer"):
        inner = page.locator(selector).first.bounding_box()
        assert inner is not None
        assert inner["width"] <= 320
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_long_list_is_searched_by_keyboard(
    browser_context_factory: Visitors, leader: User
) -> None:
    page = gallery(browser_context_factory, leader)
    combobox = page.locator("#id_municipality")
    combobox.focus()
    page.keyboard.type("alesund")
    expect(page.get_by_role("option", name="Ålesund")).to_be_visible()
    page.keyboard.press("Enter")
    expect(combobox).to_have_value("Ålesund")
    expect(page.locator("#id_municipality-select")).to_have_value("1508")
    expect(page.locator("#id_municipality-list")).to_be_hidden()


def test_what_names_no_option_is_not_kept(browser_context_factory: Visitors, leader: User) -> None:
    page = gallery(browser_context_factory, leader)
    combobox = page.locator("#id_municipality")
    combobox.fill("alta")
    page.keyboard.press("Tab")
    expect(combobox).to_have_value("Alta")
    combobox.fill("Atlantis")
    page.keyboard.press("Tab")
    expect(combobox).to_have_value("Alta")
    combobox.fill("")
    page.keyboard.press("Tab")
    expect(page.locator("#id_municipality-select")).to_have_value("")


def test_several_are_chosen_and_taken_away(browser_context_factory: Visitors, leader: User) -> None:
    page = gallery(browser_context_factory, leader)
    select = page.locator("#id_municipalities-select")
    expect(select).to_have_values(["5601", "1508"])
    page.get_by_role("button", name="Fjern Alta").click()
    page.locator("#id_municipalities").fill("eiger")
    page.keyboard.press("Enter")
    expect(select).to_have_values(["1101", "1508"])
    page.keyboard.press("Backspace")
    expect(select).to_have_values(["1101"])


def test_without_scripts_the_plain_list_is_there(
    browser_context_factory: Visitors, leader: User
) -> None:
    page = gallery(browser_context_factory, leader, java_script_enabled=False)
    page.get_by_label("Kommune", exact=True).first.select_option("5601")
    expect(page.locator("#id_municipality")).to_have_value("5601")


def test_the_menu_unfolds_on_a_narrow_screen(
    browser_context_factory: Visitors, leader: User
) -> None:
    page = gallery(browser_context_factory, leader, 320)
    menu = page.locator("details.menu")
    menu.locator("summary").click()
    expect(menu.get_by_role("button", name="Logg ut")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("button", name="Logg ut")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_the_summary_of_errors_leads_to_the_field(
    browser_context_factory: Visitors, leader: User
) -> None:
    page = gallery(browser_context_factory, leader)
    page.get_by_role("link", name=re.compile("^Kommune:")).click()
    expect(page.locator("#id_wrong-place")).to_be_focused()


def test_the_main_choice_of_looks_works_without_scripts(
    browser_context_factory: Visitors, leader: User
) -> None:
    page = gallery(browser_context_factory, leader, java_script_enabled=False)
    page.get_by_role("button", name="Mørkt").click()
    expect(page.locator("html")).to_have_attribute("data-color-scheme", "dark")
    expect(page).to_have_url(re.compile(reverse("design:gallery")))
