"""The register and the geographic map in Chromium: axe, the keyboard, a phone, no JavaScript."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

from municipalities.models import Municipality
from tests.factories import ActivityFactory, CentreFactory, UserFactory
from tests.fixtures_browser import Visitors
from tests.register.borders import feature, square, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODES = ("1101", "1102", "1103", "1104")
LAND = "/dekning/?aar=2025&kart=geografisk"


@pytest.fixture
def borders(small_norway: Callable[..., Municipality], tmp_path: Path) -> None:
    places = [small_norway(code, f"By {code}") for code in CODES]
    shapes = [feature(code, square(at, 0)) for at, code in enumerate(CODES)]
    call_command("load_boundaries", str(write(tmp_path / "a.geojson", *shapes)), structure=2024)
    centre, person = CentreFactory.create(), UserFactory.create()
    ActivityFactory.create(centre=centre, registered_by=person, with_municipalities={places[0]: 3})
    call_command("rebuild_coverage")


def no_violations(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.usefixtures("borders")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize("address", [LAND, "/kommuner/?aar=2023"])
def test_axe_finds_nothing_and_nothing_runs_over(
    address: str, width: int, scheme: str, browser_context_factory: Visitors
) -> None:
    context = browser_context_factory(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    no_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.usefixtures("borders")
def test_the_ring_follows_the_outline_as_one_walks_with_the_arrows(
    browser_context_factory: Visitors,
) -> None:
    page = browser_context_factory().new_page()
    page.goto(LAND)
    page.get_by_role("link", name="Geografisk kart").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="By 1101: brukt")).to_be_focused()
    page.keyboard.press("ArrowRight")
    tile = page.get_by_role("link", name="By 1102: ikke kjent")
    expect(tile).to_be_focused()
    outline = tile.locator(".hexmap__hex").get_attribute("d")
    assert outline
    expect(page.locator(".hexmap__cursor path").first).to_have_attribute("d", outline)
    expect(page.locator("[data-hexmap-readout]")).to_contain_text("By 1102")


@pytest.mark.usefixtures("borders")
def test_without_javascript_the_maps_are_links(browser_context_factory: Visitors) -> None:
    page = browser_context_factory(java_script_enabled=False).new_page()
    page.goto("/dekning/?aar=2025")
    page.get_by_role("link", name="Geografisk kart").click()
    expect(page.get_by_text("Kilde: Kartverket")).to_be_visible()
    page.get_by_role("button", name="Vis").click()
    expect(page.get_by_text("Kilde: Kartverket")).to_be_visible()
