"""The pages about coverage, walked as each role: axe, one h1, no sideways scroll, keyboard, print,
and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Desk
from tests.e2e.test_every_page import LOOKS, faults

pytestmark = pytest.mark.browser

COUNTRY, NORD = "aar=2025&type=korus", "aar=2025&senter=korus-nord"
PAGES = ["", "over-tid/", "fordeling/", "arbeid/", "ikke-nadd/", "overlapp/", "regler/"]
EVERYWHERE = [f"/dekning/{page}?{COUNTRY}" for page in PAGES]
ROLES = {
    "contact": [],
    "adviser": [f"/dekning/{page}?{NORD}" for page in PAGES] + ["/samordning/dialoger/"],
    "leader": ["/", f"/dekning/ikke-nadd/?{NORD}", "/sentre/korus-nord/"],
    "governor": [f"/dekning/{page}?{COUNTRY}&fylke=55&fylke=56" for page in PAGES],
    "userorg": [],
    "directorate": [*EVERYWHERE, "/samordning/dialoger/"],
    "admin": [f"/dekning/arbeid/?{COUNTRY}"],
}


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_what_everybody_sees(desk: Desk, viewport: dict[str, int], scheme: str) -> None:
    page = desk.visitor(viewport=viewport, color_scheme=scheme)
    narrow = f"/dekning/arbeid/?{COUNTRY}&tema=substance_use&storrelse=liten"
    assert [fault for path in [*EVERYWHERE, narrow] for fault in faults(page, path)] == []


@pytest.mark.parametrize("who", list(ROLES))
@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_what_each_role_sees(desk: Desk, who: str, viewport: dict[str, int], scheme: str) -> None:
    page = desk.person(who, viewport=viewport, color_scheme=scheme)
    paths = ["/", f"/dekning/?{COUNTRY}", *ROLES[who]]
    assert [fault for path in paths for fault in faults(page, path)] == []


def test_the_pages_in_nynorsk(desk: Desk) -> None:
    page = desk.person("leader", locale="nn-NO")
    page.get_by_role("button", name="Nynorsk").click()
    assert [fault for path in EVERYWHERE for fault in faults(page, path)] == []
    assert page.locator("html").get_attribute("lang") == "nn"


def test_with_the_keyboard_alone_one_goes_from_the_choice_to_the_rows(desk: Desk) -> None:
    page = desk.visitor()
    page.goto(f"/dekning/?{COUNTRY}")
    page.locator("select[name=senter]").focus()
    page.keyboard.type("KORUS Nord")
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Vis":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("senter=korus-nord"))
    for _step in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Aktiviteter":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/dekning/rader/"))
    expect(page.get_by_role("main").locator("tbody tr").first).to_be_visible()


def test_without_scripts_every_page_shows_its_figures(desk: Desk) -> None:
    page = desk.visitor(java_script_enabled=False)
    page.goto(f"/dekning/?{COUNTRY}")
    page.get_by_role("link", name="Over tid").click()
    page.wait_for_url(re.compile("/dekning/over-tid/"))
    for name in ("Fordeling", "Arbeid og midler", "Ikke nådd", "Overlapp og hull"):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("main").locator("table").first).to_be_visible()


def test_on_paper_the_figures_stand_with_their_choice_and_without_the_form(desk: Desk) -> None:
    page = desk.visitor()
    page.emulate_media(media="print")
    page.goto(f"/dekning/?{COUNTRY}")
    expect(page.get_by_role("heading", name="KORUS i 2025").first).to_be_visible()
    expect(page.get_by_text("Andel kommuner nådd").first).to_be_visible()
    expect(page.get_by_text("Flere valg")).to_be_hidden()
