"""The whole loop in real browsers: a need, an answer, the work, the coverage, the report."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk

pytestmark = pytest.mark.browser
CASE = re.compile(r"\d{4}-\d{5}")


def button(page: Page, name: str) -> None:
    """Press it, and wait for the whole page that follows: what is not there yet is no zero."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    page.wait_for_load_state()


def link(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()


def ask(contact: Page, text: str) -> str:
    """Ask for support and give the case number."""
    contact.goto("/henvendelser/ny/")
    contact.locator("[name=text]").fill(text)
    button(contact, "Send henvendelsen")
    contact.wait_for_url(CASE)
    found = CASE.search(contact.url)
    assert found is not None
    return found.group()


def test_a_municipality_asks_and_follows_the_answer(desk: Desk) -> None:
    contact, adviser = desk.person("contact"), desk.person("adviser")
    case = ask(contact, "Vi vil ha hjelp med rusforebygging i ungdomsskolen.")
    expect(contact.get_by_role("main")).to_contain_text("KORUS Nord")

    adviser.goto(f"/henvendelser/{case}/")
    button(adviser, "Ta henvendelsen")
    contact.reload()
    expect(contact.get_by_role("main")).to_contain_text("En rådgiver vurderer henvendelsen")

    link(adviser, "Vi kan bistå")
    adviser.get_by_role("main").locator("button[type=submit]").click()
    contact.reload()
    expect(contact.get_by_role("main")).to_contain_text("Senteret kan bistå")


def test_a_decline_owes_the_municipality_a_reason(desk: Desk) -> None:
    contact, leader = desk.person("contact"), desk.person("leader")
    case = ask(contact, "Vi trenger noen som kan holde kurs i morgen.")
    leader.goto(f"/henvendelser/{case}/kan-ikke-bista/")
    button(leader, "Send svaret")
    expect(leader.locator("[name=reason]")).to_have_attribute("aria-invalid", "true")
    leader.locator("[name=code][value=capacity]").check()
    leader.locator("[name=reason]").fill("Vi har ingen ledige før neste uke.")
    button(leader, "Send svaret")
    contact.reload()
    expect(contact.get_by_role("main")).to_contain_text("Vi har ingen ledige før neste uke.")


def test_others_do_not_find_the_request(desk: Desk) -> None:
    case = ask(desk.person("contact"), "Dette er bare mellom oss og senteret.")
    for name in ("contact-utsira", "leader-stavanger", "governor", "directorate", "admin"):
        answer = desk.person(name).goto(f"/henvendelser/{case}/")
        assert answer is not None
        assert answer.status == 404, name


def log_activity(page: Page, title: str, *, with_scripts: bool = True) -> None:
    """A course for Alta today, by the form."""
    page.goto("/aktiviteter/ny/")
    page.locator("select[name=kind]").select_option("course")
    page.locator("[name=hours]").fill("7,5")
    page.locator("[name=attendances]").fill("12")
    if with_scripts:
        box = page.get_by_role("combobox", name="Kommuner")
        box.fill("Alta")
        page.get_by_role("option", name=re.compile("Alta")).first.click()
    else:
        page.locator("select[name=municipalities]").select_option(label="Alta")
    page.get_by_text("Tittel, deltakelser per kommune").click()
    page.locator("[name=title]").fill(title)
    button(page, "Bekreft")
    page.wait_for_url(re.compile(r"/aktiviteter/\d+/"))


def test_an_activity_logged_on_a_phone_counts_at_once(desk: Desk) -> None:
    phone = desk.person("adviser", viewport={"width": 320, "height": 700}, has_touch=True)
    log_activity(phone, "Kurs på telefonen")
    expect(phone.get_by_role("main")).to_contain_text("7,5")
    visitor = desk.visitor()
    visitor.goto("/kommuner/5601/")
    expect(visitor.get_by_role("main")).to_contain_text("Kurs på telefonen")


def test_without_javascript_one_can_ask_and_log(desk: Desk) -> None:
    contact = desk.person("contact", java_script_enabled=False)
    case = ask(contact, "Vi spør uten JavaScript.")
    adviser = desk.person("adviser", java_script_enabled=False)
    adviser.goto("/henvendelser/")
    expect(adviser.get_by_role("main")).to_contain_text(case)
    log_activity(adviser, "Kurs uten JavaScript", with_scripts=False)
    expect(adviser.get_by_role("main")).to_contain_text("Kurs uten JavaScript")


def test_with_the_keyboard_alone_one_can_ask(desk: Desk) -> None:
    page = desk.person("contact")
    page.goto("/henvendelser/ny/")
    page.locator("[name=text]").focus()
    page.keyboard.type("Vi spør med tastaturet.")
    for _step in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Send henvendelsen":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(CASE)


def download(page: Page, label: str) -> bytes:
    with page.expect_download(timeout=60_000) as started:
        page.get_by_role("main").get_by_role("link", name=re.compile(label)).first.click()
    return started.value.path().read_bytes()


def test_the_directorate_opens_a_figure_down_to_its_rows(desk: Desk) -> None:
    page = desk.person("directorate")
    page.goto("/dekning/?type=korus&aar=2025")
    page.get_by_role("link", name=re.compile("^Brukt")).first.click()
    page.wait_for_url(re.compile("niva=brukt"))
    rows = page.get_by_role("main").locator("tbody tr")
    assert rows.count() > 50
    rows.first.locator("td a").first.click()
    page.wait_for_url(re.compile("/dekning/rader/"))
    expect(page.get_by_role("main").locator("tbody tr").first).to_be_visible()


def test_the_governor_sees_the_own_county_and_no_request(desk: Desk) -> None:
    page = desk.person("governor")
    page.goto("/dekning/")
    assert "fylke=55" in page.url
    assert "fylke=56" in page.url
    expect(page.get_by_role("main")).to_contain_text("Finnmark")


def test_the_loop_in_nynorsk(desk: Desk) -> None:
    page = desk.person("contact")
    page.get_by_role("button", name="Nynorsk").first.click()
    page.goto("/henvendelser/ny/")
    expect(page.locator("html")).to_have_attribute("lang", "nn")
    page.locator("[name=text]").fill("Vi spør på nynorsk.")
    page.get_by_role("main").get_by_role("button", name=re.compile("^Send")).click()
    page.wait_for_url(CASE)
    expect(page.get_by_role("main")).to_contain_text("førespurnad", ignore_case=True)


def test_one_click_signs_in_to_a_demo_account(desk: Desk) -> None:
    page = desk.visitor()
    page.goto("/konto/login/")
    page.get_by_role("button", name=re.compile("userorg@demo.example")).click()
    page.goto("/konto/")
    expect(page.get_by_role("main")).to_contain_text("userorg@demo.example")
