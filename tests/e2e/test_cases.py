"""A case from request to closing, in two browsers at once, through every hand-over."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, Portal

pytestmark = pytest.mark.browser
CASE = re.compile(r"/henvendelser/(\d{4}-\d{5})/")
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 700}
ALIKE = [["[data-alike]"]]

# A leader at a centre of the demo where nobody can sign in: of what is handed over, one must read.
LEADER = """
from centres.models import Centre
from korus_portal.accounts.models import Membership, User
at = Centre.objects.get(code="{code}").organisation
person, made = User.objects.get_or_create(
    email="case-{code}@demo.example", defaults={{"name": "Leder ved {code}"}}
)
person.set_password("demo")
person.save()
made and Membership.objects.create(user=person, organisation=at, role="leader")
print(person.pk)
"""


def leader_at(desk: Desk, code: str, size: dict[str, int]) -> Page:
    desk.portal.ask(LEADER.format(code=code))
    return desk.person(f"case-{code}", viewport=size)


def main(page: Page) -> str:
    return page.get_by_role("main").inner_text()


def fits(page: Page, width: int) -> None:
    """One heading, and nothing to scroll sideways for."""
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def seems_right(page: Page, width: int) -> None:
    """The same, and nothing for axe to find; it needs scripts."""
    fits(page, width)
    hits = Axe().run(page, context={"exclude": ALIKE}).response["violations"]
    assert [(hit["id"], [node["html"] for node in hit["nodes"]]) for hit in hits] == [], page.url


def read_in(page: Page, language: str) -> None:
    """The person's language, as chosen in the header; on a phone in its menu."""
    choice = page.locator(f"[name=language][value={language}]")
    if choice.count() == 0:
        return
    menu = page.locator("details.menu > summary")
    if menu.is_visible():
        menu.click()
    choice.locator("visible=true").click()
    expect(page.locator("html")).to_have_attribute("lang", language)


def press(page: Page, step: str) -> None:
    """The button of a step that needs no words; steps are known by their address."""
    page.get_by_role("main").locator(f'form[action*="{step}"] button').first.click()


def open_step(page: Page, step: str) -> None:
    page.get_by_role("main").locator(f'a[href*="{step}"]').first.click()
    page.wait_for_url(re.compile(re.escape(step)))


def send(page: Page) -> None:
    page.get_by_role("main").locator("form").last.locator("button[type=submit]").click()


def ask(page: Page, text: str) -> str:
    page.goto("/henvendelser/ny/")
    page.locator("[name=text]").fill(text)
    form = page.locator("form").filter(has=page.locator("[name=text]"))
    form.locator("button[type=submit]:not([name])").click()
    page.wait_for_url(CASE)
    found = CASE.search(page.url)
    assert found is not None
    return found.group(0)


def offer(page: Page, address: str, kind: str, centre: str, reason: str) -> None:
    page.goto(f"{address}overlevering/")
    page.locator(f"[name=kind][value={kind}]").check()
    page.locator("[name=to_centre]").select_option(centre)
    page.locator("[name=reason]").fill(reason)
    send(page)
    page.wait_for_url(re.compile(f"{address}$"))


def answer_offer(page: Page, address: str, says: str, words: str) -> None:
    page.goto(address)
    open_step(page, "/svar/")
    page.locator(f"[name=says][value={says}]").check()
    page.locator("[name=answer]").fill(words)
    send(page)


def clarify(contact: Page, centre: Page, address: str) -> None:
    """A question, and the clock stands until it is answered."""
    open_step(centre, "/avklaring/")
    centre.locator("[name=question]").fill("Hvem skal lære: lærerne eller helsesykepleierne?")
    send(centre)
    expect(centre).to_have_url(re.compile(f"{address}$"))
    contact.goto("/henvendelser/")
    expect(contact.get_by_role("main").locator(f'a[href="{address}"]')).not_to_have_count(0)
    contact.goto(address)
    assert "lærerne eller helsesykepleierne" in main(contact)
    contact.locator("#dialog [name=text]").fill("Begge deler.")
    contact.locator("#dialog form button[type=submit]").click()
    expect(contact.get_by_role("main")).to_contain_text("Begge deler.")


def transfer(contact: Page, giver: Page, taker: Page, address: str) -> None:
    """The owner changes when the other centre says yes, and not before."""
    offer(giver, address, "transfer", "rvts-nord", "Dette er deres fagfelt.")
    contact.goto(address)
    assert "KORUS Nord" in contact.locator(".case-now").inner_text()
    taker.goto("/henvendelser/")
    assert taker.get_by_role("main").locator(f'a[href="{address}"]').count() == 2
    answer_offer(taker, address, "yes", "Vi tar den.")
    contact.goto(address)
    assert "RVTS Nord" in contact.locator(".case-now").inner_text()
    giver.goto(address)
    assert "/omradet/" in giver.url
    assert "traumer hos unge" not in main(giver)


def share(owner: Page, other: Page, address: str) -> None:
    offer(owner, address, "share", "rkbu-nord", "Dere kan det om barna.")
    answer_offer(other, address, "yes", "")
    other.goto(address)
    open_step(other, "/kan-bista-sammen/")
    send(other)


def help_and_close(owner: Page, contact: Page, address: str) -> None:
    """Into a tiltak of its own, at work, closed."""
    owner.goto(address)
    open_step(owner, "/kan-bista/")
    owner.locator("[name=message]").fill("Vi kommer to dager i mars.")
    owner.locator("[name=assignment]").select_option("new")
    owner.locator("[name=title]").fill("Traumer og rus i Alta")
    choose_theme(owner)
    send(owner)
    contact.goto(address)
    assert "Vi kommer to dager i mars." in main(contact)
    assert "Traumer og rus i Alta" in main(contact)
    owner.goto(address)
    press(owner, "/start/")
    open_step(owner, "/avslutt/")
    owner.locator("[name=outcome]").first.check()
    owner.locator("[name=text]").fill("Begge gruppene har fått kurs.")
    send(owner)
    contact.goto(address)
    assert "Begge gruppene har fått kurs." in main(contact)


def give_feedback(contact: Page, address: str) -> None:
    """Three answers, once: the case no longer asks."""
    contact.goto(address)
    open_step(contact, "/tilbakemelding/")
    for question in ("met_need", "in_time", "of_use"):
        contact.locator(f"[name={question}][value='4']").check()
    send(contact)
    contact.goto(address)
    assert contact.get_by_role("main").locator('a[href*="/tilbakemelding/"]').count() == 0


def choose_theme(page: Page) -> None:
    """A new tiltak has a theme; it is asked for where the request has none."""
    theme = page.locator("select[name=theme]")
    if theme.count():
        theme.select_option("trauma")


@pytest.mark.parametrize(
    ("language", "size", "with_scripts"), [("nb", DESKTOP, True), ("nn", PHONE, False)]
)
def test_a_case_goes_from_hand_to_hand_and_the_municipality_always_sees_where_it_is(
    desk: Desk, language: str, size: dict[str, int], with_scripts: bool
) -> None:
    contact = desk.person("contact", viewport=size, java_script_enabled=with_scripts)
    first = desk.person("adviser", viewport=size)
    second = leader_at(desk, "rvts-nord", size)
    third = leader_at(desk, "rkbu-nord", size)
    people = (contact, first, second, third)
    for page in people:
        read_in(page, language)
    try:
        walk(*people, language, size["width"])
    finally:
        for page in people:
            page.goto("/henvendelser/")
            read_in(page, "nb")


def walk(contact: Page, first: Page, second: Page, third: Page, language: str, width: int) -> None:
    address = ask(contact, "Vi vil lære mer om traumer hos unge som ruser seg.")
    first.goto(address)
    seems_right(first, width)
    press(first, "/ta/")
    clarify(contact, first, address)
    transfer(contact, first, second, address)
    share(second, third, address)
    help_and_close(second, contact, address)
    give_feedback(contact, address)
    seems_right(second, width)
    for page in (contact, second, third):
        page.goto(address)
        fits(page, width)
        assert page.locator("html").get_attribute("lang") == language


def test_whoever_comes_too_late_is_told_and_keeps_what_was_typed(desk: Desk) -> None:
    contact, adviser, leader = desk.person("contact"), desk.person("adviser"), desk.person("leader")
    address = ask(contact, "Vi trenger råd om rutiner.")
    for page in (adviser, leader):
        page.goto(f"{address}kan-bista/")
    adviser.locator("[name=message]").fill("Ja, gjerne.")
    send(adviser)
    leader.locator("[name=message]").fill("Dette skrev lederen forgjeves.")
    send(leader)
    expect(leader.get_by_role("main")).to_contain_text("Henvendelsen er allerede besvart.")
    expect(leader.get_by_role("main")).to_contain_text("Dette skrev lederen forgjeves.")
    seems_right(leader, DESKTOP["width"])


def test_a_centre_that_only_knows_of_a_case_asks_to_get_it_and_is_refused(desk: Desk) -> None:
    contact, adviser = desk.person("contact"), desk.person("adviser")
    other = leader_at(desk, "rvts-nord", PHONE)
    address = ask(contact, "Bare senteret skal lese dette.")
    number = address.strip("/").split("/")[-1]
    answer = other.goto(address)
    assert answer is not None
    assert answer.status == 404
    other.goto(f"/henvendelser/omradet/{number}/")
    assert "Bare senteret skal lese dette." not in main(other)
    seems_right(other, PHONE["width"])
    open_step(other, "/be-om/")
    other.locator("[name=reason]").fill("Vi er i Alta denne uken.")
    send(other)
    answer_offer(adviser, address, "no", "Vi er godt i gang.")
    other.goto(f"/henvendelser/omradet/{number}/")
    expect(other.get_by_role("main")).to_contain_text("Vi er godt i gang.")


def test_an_employee_without_an_account_asks_by_a_link_and_a_contact_confirms_it(
    desk: Desk, portal: Portal
) -> None:
    guest = desk.visitor(viewport=PHONE, java_script_enabled=False)
    guest.goto("/henvendelser/uten-konto/?municipality=5601")
    guest.locator("[name=name]").fill("Ansatt i Alta (demo)")
    guest.locator("[name=email]").fill("ansatt@et-annet-sted.example")
    guest.locator("[name=text]").fill("Vi vil ha hjelp til en plan.")
    guest.locator("[name=reach]").fill("Ring sentralbordet.")
    if guest.locator("[name=centre]").count():
        guest.locator("[name=centre]").first.check()
    guest.locator("form").filter(has=guest.locator("[name=text]")).locator(
        "button[type=submit]:not([name])"
    ).click()
    expect(guest.get_by_role("main")).to_contain_text("lenke")
    guest.goto(link_to(portal, "ansatt@et-annet-sted.example"))
    send(guest)
    expect(guest.get_by_role("main")).to_contain_text("KORUS Nord")
    contact = desk.person("contact")
    contact.goto("/henvendelser/")
    contact.get_by_role("link", name=re.compile("Ansatt i Alta|2026-")).first.click()
    press(contact, "/bekreft/")
    guest.reload()
    assert guest.locator("[name=text]").count() == 1
    fits(guest, PHONE["width"])


def link_to(portal: Portal, address: str) -> str:
    """The way from the newest letter to an address."""
    code = f"""
import json, re
from korus_portal.notifications.models import Letter
body = Letter.objects.filter(address={address!r}).latest("pk").body
print(json.dumps(re.search(r"https?://[^/]+(/henvendelser/uten-konto/\\S+)", body).group(1)))
"""
    return str(portal.ask(code))


def test_the_operator_reads_a_case_only_with_a_reason_that_is_kept(desk: Desk) -> None:
    contact, admin = desk.person("contact"), desk.person("admin")
    address = ask(contact, "Noe er galt med vedlegget.")
    admin.goto(f"{address}drift/")
    assert "Noe er galt med vedlegget." not in main(admin)
    admin.locator("[name=reason]").fill("Kommunen har meldt om feil i visningen.")
    send(admin)
    expect(admin.get_by_role("main")).to_contain_text("Noe er galt med vedlegget.")
    admin.goto("/konto/spor/")
    expect(admin.get_by_role("main")).to_contain_text("Kommunen har meldt om feil i visningen.")
