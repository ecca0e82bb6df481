"""An adviser with a phone, after a visit."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from assignments.activities.models import Activity
from assignments.plans.models import Assignment
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.fixtures_browser import Visitors

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 320, "height": 640}


def phone(visitors: Visitors, user: User, **options: object) -> Page:
    return visitors(user, viewport=PHONE, **options).new_page()


def axe(page: Page) -> list[tuple[str, list[str]]]:
    found = Axe().run(page).response["violations"]
    return [(hit["id"], [node["html"] for node in hit["nodes"]]) for hit in found]


def test_logging_on_a_phone(
    browser_context_factory: Visitors,
    adviser: User,
    assignment: Assignment,
    municipality: Municipality,
) -> None:
    page = phone(browser_context_factory, adviser)
    page.goto("/aktiviteter/")
    page.get_by_role("link", name="Ny aktivitet").click()
    page.get_by_label("Type").select_option(label="Veiledning")
    page.get_by_label("Timer").fill("2,5")
    page.get_by_label("Tiltak").select_option(label="Tidlig inn")
    page.get_by_role("combobox", name="Kommuner").fill("alt")
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert axe(page) == []
    page.get_by_role("button", name="Bekreft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Veiledning: Tidlig inn")
    expect(page.get_by_text("Aktiviteten er lagret og bekreftet.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Alta.*brukt"))).to_be_visible()
    assert axe(page) == []


def test_logging_without_javascript(
    browser_context_factory: Visitors, adviser: User, municipality: Municipality
) -> None:
    page = phone(browser_context_factory, adviser, java_script_enabled=False)
    page.goto("/aktiviteter/ny/")
    page.get_by_role("button", name="Bekreft").click()
    expect(page.get_by_role("link", name=re.compile("^Type: "))).to_be_visible()
    page.get_by_label("Type").select_option(label="Kurs")
    page.get_by_label("Kommuner").select_option(label="Alta")
    page.get_by_text("Tittel, deltakelser per kommune").click()
    page.get_by_label("Deltakelser per kommune").fill("Alta = 12")
    page.get_by_role("button", name="Lagre som utkast").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kurs: Alta")
    assert Activity.objects.get().attendances == 12
    page.get_by_role("button", name="Bekreft").click()
    expect(page.get_by_text("lagret og bekreftet")).to_be_visible()


def test_a_stale_form_is_readable_on_a_phone(
    browser_context_factory: Visitors, adviser: User, leader: User, confirmed: Activity
) -> None:
    page, other = phone(browser_context_factory, adviser), phone(browser_context_factory, leader)
    for opened, text in ((page, "Mitt notat"), (other, "Lederens notat")):
        opened.goto(f"{confirmed.get_absolute_url()}endre/")
        opened.get_by_label("Notat").fill(text)
    for opened in (other, page):
        opened.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Noen lagret før deg")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Lederens notat.*Mitt notat"))).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Mitt notat")).to_be_visible()
