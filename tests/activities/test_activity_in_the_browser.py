"""An adviser with a phone, after a visit."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright._impl._api_structures import SetCookieParam
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
    page.get_by_role("main").get_by_role("link", name="Ny aktivitet").click()
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


def counted() -> int:
    return Activity.objects.count()


def until(page: Page, expression: str) -> None:
    """The content policy lets nothing else wait inside the page."""
    for _turn in range(100):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(expression)


def fill_course(page: Page, title: str) -> None:
    page.get_by_label("Type").select_option(label="Kurs")
    page.get_by_label("Timer", exact=False).first.fill("3")
    page.get_by_role("combobox", name="Kommuner").fill("alt")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.get_by_text("Tittel, deltakelser per kommune").click()
    page.get_by_label("Tittel").fill(title)


def test_a_form_sent_without_a_network_goes_once_when_it_is_back(
    browser_context_factory: Visitors, adviser: User, municipality: Municipality
) -> None:
    page = phone(browser_context_factory, adviser)
    page.goto("/aktiviteter/ny/")
    page.get_by_label("Type").select_option(label="Kurs")
    page.context.set_offline(True)
    fill_course(page, "Kurs uten nett")
    page.get_by_role("button", name="Bekreft").click()
    expect(page.get_by_text("Lagret i nettleseren. Sendes når nettet er tilbake.")).to_be_visible()
    assert counted() == 0
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="Kurs uten nett")).to_be_visible()
    page.reload()
    page.wait_for_load_state("networkidle")
    stored = Activity.objects.get()
    assert (stored.title, stored.is_counting) == ("Kurs uten nett", True)
    assert stored.hours == 3
    assert [place.name for place in stored.municipalities.all()] == ["Alta"]


def test_the_form_opens_again_without_a_network_with_what_was_typed(
    browser_context_factory: Visitors, adviser: User, municipality: Municipality
) -> None:
    page = phone(browser_context_factory, adviser)
    page.goto("/aktiviteter/ny/")
    until(page, "localStorage.getItem('korus-aktivitet-shell') !== null")
    page.context.set_offline(True)
    fill_course(page, "Halvferdig kurs")
    until(page, "Object.values(localStorage).some((text) => text.includes('Halvferdig'))")
    page.reload()
    expect(page.get_by_text("Det du skrev uten nett, er hentet fram.")).to_be_visible()
    expect(page.get_by_label("Tittel")).to_have_value("Halvferdig kurs")
    expect(page.get_by_role("button", name="Alta")).to_be_visible()
    page.get_by_role("button", name="Lagre som utkast").click()
    expect(page.get_by_text("Sendes når nettet er tilbake")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_role("link", name="Halvferdig kurs")).to_be_visible()
    assert [row.title for row in Activity.objects.all()] == ["Halvferdig kurs"]


def test_somebody_else_never_sends_what_waits_in_the_browser(
    browser_context_factory: Visitors, adviser: User, leader: User, municipality: Municipality
) -> None:
    page = phone(browser_context_factory, adviser)
    page.goto("/aktiviteter/ny/")
    page.context.set_offline(True)
    fill_course(page, "Rådgiverens kurs")
    page.get_by_role("button", name="Bekreft").click()
    expect(page.get_by_text("Sendes når nettet er tilbake")).to_be_visible()
    for one in browser_context_factory(leader).cookies():
        where = SetCookieParam(name=one["name"], value=one["value"], domain=one["domain"], path="/")
        page.context.add_cookies([where])
    page.context.set_offline(False)
    page.goto("/aktiviteter/ny/")
    page.wait_for_load_state("networkidle")
    assert counted() == 0


def test_what_is_typed_is_kept_and_opened_again(
    browser_context_factory: Visitors, adviser: User
) -> None:
    page = phone(browser_context_factory, adviser)
    page.goto("/aktiviteter/ny/")
    page.get_by_label("Notat").fill("Husk å ringe tilbake")
    expect(page.get_by_text("Kladden er lagret")).to_be_visible()
    page.goto("/aktiviteter/ny/")
    page.get_by_role("link", name="Aktivitet uten type").click()
    expect(page.get_by_label("Notat")).to_have_value("Husk å ringe tilbake")


def test_the_tiltak_fills_in_what_nobody_has_typed(
    browser_context_factory: Visitors, adviser: User, assignment: Assignment
) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(
        course_phases=["treatment"], life_stages=["youth"], receiving_service="rus og psykisk helse"
    )
    page = phone(browser_context_factory, adviser)
    page.goto("/aktiviteter/ny/")
    page.get_by_text("Rolle, forløp, mottaker og oppgave").click()
    page.get_by_label("Mottakende tjeneste").fill("skolehelsetjenesten")
    page.get_by_label("Tiltak", exact=False).first.select_option(label="Tidlig inn")
    expect(page.get_by_label("Plass i forløpet")).to_have_value("treatment")
    expect(page.get_by_label("Plass i livsløpet")).to_have_value("youth")
    expect(page.get_by_label("Mottakende tjeneste")).to_have_value("skolehelsetjenesten")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_only_a_dialogue_meeting_asks_for_a_result(
    browser_context_factory: Visitors, adviser: User
) -> None:
    page = phone(browser_context_factory, adviser)
    page.goto("/aktiviteter/ny/")
    expect(page.get_by_label("Resultat av dialogmøtet")).to_be_hidden()
    page.get_by_label("Type").select_option(label="Dialogmøte")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("link", name=re.compile("Skriv resultatet"))).to_be_visible()
    expect(page.get_by_label("Resultat av dialogmøtet")).to_be_visible()
    assert axe(page) == []
