"""The dashboard in Chromium: with the keyboard, on a phone, in the dark and on paper."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import HexTile, Municipality
from tests.factories import MunicipalityFactory
from tests.fixtures_browser import Visitors
from tests.reporting.coverage_year import did

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS = "/dekning/?aar=2025&type=korus"


@pytest.fixture
def reached(centre: Centre, adviser: User, municipality: Municipality) -> None:
    """Alta was reached; four others in a row beside it were not."""
    HexTile.objects.create(municipality=municipality, structure=2024, column=0, row=0)
    for number in range(4):
        made = MunicipalityFactory.create(code=f"561{number}", name=f"Sted {number}")
        HexTile.objects.create(municipality=made, structure=2024, column=number + 1, row=0)
    did(centre, adviser, {municipality: None})


def no_violations(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.usefixtures("reached")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
@pytest.mark.parametrize("address", [ADDRESS, "/dekning/?aar=1850", "/dekning/?aar=2019"])
def test_axe_finds_nothing_and_nothing_runs_over(
    address: str, width: int, scheme: str, browser_context_factory: Visitors
) -> None:
    context = browser_context_factory(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    no_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.usefixtures("reached")
def test_the_map_is_walked_with_the_keyboard_and_skipped(
    browser_context_factory: Visitors,
) -> None:
    page = browser_context_factory().new_page()
    page.goto(ADDRESS)
    skip = page.get_by_role("link", name="Hopp over kartet til tabellen med de samme tallene")
    skip.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Alta: brukt")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("link", name="Sted 0: ikke kjent")).to_be_focused()
    skip.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Alle kommuner")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="Alle kommuner")).to_be_focused()


@pytest.mark.usefixtures("reached")
def test_without_javascript_one_chooses_and_opens_the_rows(
    browser_context_factory: Visitors,
) -> None:
    page = browser_context_factory(java_script_enabled=False).new_page()
    page.goto(ADDRESS)
    page.get_by_role("combobox", name="Senter", exact=True).select_option("korus-nord")
    page.get_by_role("listbox", name="Fylke").select_option("56")
    page.get_by_role("button", name="Vis").click()
    expect(page.get_by_role("heading", name="KORUS Nord i 2025: Finnmark")).to_be_visible()
    page.get_by_role("link", name="Aktiviteter").click()
    expect(page.get_by_role("heading", name="1 aktivitet")).to_be_visible()


@pytest.mark.usefixtures("reached")
def test_on_paper_stand_figures_map_and_counties(browser_context_factory: Visitors) -> None:
    page = browser_context_factory().new_page()
    page.goto(ADDRESS)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="KORUS i 2025")).to_be_visible()
    expect(page.get_by_role("table", name="Kommuner nådd i hvert fylke")).to_be_visible()
    expect(page.get_by_role("heading", name="Alle kommuner")).to_be_hidden()
    expect(page.get_by_role("button", name="Vis")).to_be_hidden()


def box(found: Locator) -> dict[str, float]:
    told = found.bounding_box()
    assert told is not None
    return {"x": told["x"], "y": told["y"], "width": told["width"], "height": told["height"]}


@pytest.mark.usefixtures("reached")
def test_more_choices_open_to_a_row_of_their_own(browser_context_factory: Visitors) -> None:
    page = browser_context_factory(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{ADDRESS}&storrelse=liten")
    form = box(page.locator("form.coverage-filters"))
    year = box(page.get_by_role("combobox", name="År", exact=True))
    more = box(page.locator("form.coverage-filters > details"))
    assert year["y"] - form["y"] < 100
    assert more["y"] > year["y"] + year["height"]
    assert more["width"] > form["width"] * 0.9


@pytest.mark.usefixtures("reached")
def test_on_a_phone_the_name_stays_when_the_columns_are_moved(
    browser_context_factory: Visitors,
) -> None:
    page = browser_context_factory(viewport={"width": 320, "height": 800}).new_page()
    page.goto(ADDRESS)
    table = page.get_by_role("region", name="Alle kommuner etter nivå")
    name = table.get_by_role("rowheader", name="Alta")
    before = box(name)
    table.evaluate("region => { region.scrollLeft = region.scrollWidth }")
    assert table.evaluate("region => region.scrollLeft") > 0
    assert box(name)["x"] == before["x"]
