"""From asking to answer in a real browser: on a wide screen, on a phone, and without scripts."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from assignments.requests.models import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from municipalities.models import Municipality, Theme
from tests.factories import CatchmentFactory, CentreFactory, CentreFieldFactory, ThemeFactory
from tests.fixtures_browser import Visitors

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def trauma(db: None) -> Theme:
    return ThemeFactory.create(code="trauma", name_nb="Traumer", name_nn="Traume")


@pytest.fixture
def rvts(municipality: Municipality, trauma: Theme, leader_elsewhere: User) -> Centre:
    found = CentreFactory.create(code="rvts-nord", short_name="RVTS Nord", kind=Centre.Kind.RVTS)
    CentreFieldFactory.create(centre=found, theme=trauma)
    CatchmentFactory.create(centre=found, county=municipality.county)
    Membership.objects.create(
        user=leader_elsewhere, organisation=found.organisation, role=Role.LEADER
    )
    return found


def seems_right(page: Page, width: int) -> None:
    """Nothing for axe to find, and nothing to scroll sideways for."""
    hits = Axe().run(page).response["violations"]
    assert [(hit["id"], [node["html"] for node in hit["nodes"]]) for hit in hits] == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [1280, 320])
def test_a_request_is_sent_taken_and_accepted(
    browser_context_factory: Visitors,
    contact: User,
    adviser: User,
    leader: User,
    rvts: Centre,
    width: int,
) -> None:
    size = {"width": width, "height": 900}
    page = browser_context_factory(contact, viewport=size).new_page()
    page.goto("/henvendelser/")
    page.get_by_role("link", name="Be om støtte").first.click()
    seems_right(page, width)
    expect(page.get_by_label(re.compile("KORUS Nord"))).to_be_checked()
    page.get_by_label("Hva trenger dere hjelp til?").fill("Vi trenger et kurs. 🙂")
    page.get_by_label("Tema").select_option("Traumer")
    expect(page.get_by_label(re.compile("RVTS Nord"))).to_be_checked()
    page.get_by_label("Tema").select_option("Rusmidler")
    expect(page.get_by_label(re.compile("KORUS Nord"))).to_be_checked()
    page.get_by_role("button", name="Send henvendelsen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Henvendelse 20")
    seems_right(page, width)
    address = page.url

    page = browser_context_factory(adviser, viewport=size).new_page()
    page.goto("/henvendelser/")
    seems_right(page, width)
    page.get_by_role("link", name=re.compile(r"^20\d\d-00001$")).click()
    page.get_by_role("button", name="Ta henvendelsen").click()
    expect(page.get_by_text("Du har tatt henvendelsen.")).to_be_visible()
    page.get_by_role("link", name="Vi kan bistå", exact=True).click()
    seems_right(page, width)
    page.get_by_label("Melding til kommunen").fill("Vi ringer på mandag.")
    page.get_by_role("button", name="Vi kan bistå").click()
    expect(page.get_by_text("Vi ringer på mandag.")).to_be_visible()
    assert page.url == address
    seems_right(page, width)


def test_the_inbox_narrows_at_once_and_back_brings_all(
    browser_context_factory: Visitors, support_request: SupportRequest, adviser: User
) -> None:
    page = browser_context_factory(adviser).new_page()
    page.goto("/henvendelser/")
    row = page.get_by_role("link", name=support_request.case_number)
    expect(row).to_be_visible()
    page.get_by_label("Bare over fristen").check()
    expect(page.get_by_text("Ingen henvendelser passer")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="0 henvendelser")).to_have_count(1)
    page.go_back()
    expect(row).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Henvendelser")


def test_without_scripts_a_button_shows_the_suggestion_and_the_request_is_sent(
    browser_context_factory: Visitors, contact: User, leader: User, rvts: Centre
) -> None:
    page = browser_context_factory(contact, java_script_enabled=False).new_page()
    page.goto("/henvendelser/ny/")
    page.locator("[name=text]").fill("Uten skript")
    page.locator("#id_theme").select_option("trauma")
    page.get_by_role("button", name="Vis hvem som har ansvaret").click()
    expect(page.locator("[name=text]")).to_have_value("Uten skript")
    expect(page.locator("[name=centre]")).to_be_checked()
    page.get_by_role("button", name="Send henvendelsen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Henvendelse 20")
    assert SupportRequest.objects.get().centre == rvts


def test_a_decline_without_a_reason_is_told_beside_the_field(
    browser_context_factory: Visitors, support_request: SupportRequest, leader: User
) -> None:
    page = browser_context_factory(leader, viewport={"width": 320, "height": 900}).new_page()
    page.goto(support_request.get_absolute_url())
    page.get_by_role("link", name="Vi kan ikke bistå").click()
    page.get_by_role("button", name="Send svaret").click()
    field = page.get_by_label("Hvorfor kan dere ikke bistå?")
    expect(field).to_have_attribute("aria-invalid", "true")
    seems_right(page, 320)
    page.goto(f"{support_request.get_absolute_url()}sladd/")
    seems_right(page, 320)
