"""From figures and mappings to needs and calls, in real browsers."""

import csv
import io
import re
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, Portal
from tests.e2e.test_the_loop import button, link

pytestmark = pytest.mark.browser
PHONE = {"width": 320, "height": 700}
KEY = """
import json
from assignments.mapping.models import Invitation
found = Invitation.objects.get(campaign__title="{title}", service="{service}")
print(json.dumps(str(found.key)))
"""


def main(page: Page) -> str:
    return page.get_by_role("main").inner_text()


def register_need(page: Page, text: str, theme: str) -> str:
    """A need of Alta's, by the form; gives its address."""
    page.goto(f"/behov/nytt/?kommune=5601&tema={theme}")
    page.get_by_role("radio", name="Stort").check()
    page.locator("[name=text]").fill(text)
    page.locator("[name=dialogue_text]").fill("Sagt i møte med kommunedirektøren.")
    page.locator("[name=dialogue_day]").fill("2026-02-03")
    page.get_by_role("main").locator("button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/behov/\d+/"))
    return page.url


def test_a_need_is_agreed_when_centre_and_county_governor_say_so(desk: Desk) -> None:
    governor = desk.person("governor")
    address = register_need(
        governor, "Fastlegene melder om mange på vanedannende legemidler.", "medicines"
    )
    contact = desk.person("contact", viewport=PHONE, java_script_enabled=False)
    contact.goto(address)
    expect(contact.get_by_role("main")).to_contain_text("vanedannende legemidler")
    contact.locator("[name=speak-text]").fill("Vi kjenner oss igjen, men er i gang.")
    button(contact, "Send")
    leader = desk.person("leader")
    leader.goto(address)
    expect(leader.get_by_role("main")).to_contain_text("Vi kjenner oss igjen")
    leader.locator("[name=verdict-agrees]").first.check()
    button(leader, "Lagre svaret")
    expect(leader.get_by_role("main")).to_contain_text("Enighet")
    governor.goto("/behov/?kommune=5601&enighet=agreed")
    expect(governor.get_by_role("main")).to_contain_text("Vanedannende legemidler")


def test_strangers_do_not_find_a_need_and_the_directorate_sees_counts(desk: Desk) -> None:
    address = register_need(desk.person("leader"), "Dette er bare for dem det gjelder.", "doping")
    for name in ("contact-utsira", "leader-stavanger", "directorate", "admin", "userorg"):
        answer = desk.person(name).goto(address)
        assert answer is not None
        assert answer.status == 404, name
    directorate = desk.person("directorate")
    directorate.goto("/behov/oversikt/")
    assert "Dette er bare for dem det gjelder." not in main(directorate)
    expect(directorate.get_by_role("main")).to_contain_text("Finnmark")


def upload(page: Page, path: Path, source: str) -> None:
    page.goto("/indikatorer/import/ny/")
    page.locator("select[name=source]").select_option(label=source)
    page.locator("input[type=file]").set_input_files(str(path))
    button(page, "Last opp")
    page.wait_for_url(re.compile(r"/indikatorer/import/\d+/"))
    if "/kolonner/" in page.url:
        button(page, "Les filen")
        page.wait_for_url(re.compile(r"/indikatorer/import/\d+/$"))


def test_figures_are_looked_through_applied_and_withdrawn(desk: Desk, tmp_path: Path) -> None:
    """With an unknown code nothing can be applied; without it all of it is, and can be undone."""
    admin, visitor = desk.person("admin"), desk.visitor()
    path = tmp_path / "frafall.csv"
    rows = ["kommunenummer;år;frafall", "5601;2024;77,7", "9999;2024;20,1"]
    path.write_text("\n".join(rows) + "\n")
    upload(admin, path, "Folkehelseprofilen")
    expect(admin.get_by_role("main")).to_contain_text("9999")
    expect(admin.get_by_role("button", name="Ta i bruk alle tallene")).to_have_count(0)
    path.write_text("\n".join(rows[:2]) + "\n")
    upload(admin, path, "Folkehelseprofilen")
    button(admin, "Ta i bruk alle tallene")
    visitor.goto("/indikatorer/frafall/?aar=2024")
    expect(visitor.get_by_role("main")).to_contain_text("77,7")
    admin.goto(f"{admin.url}trekk-tilbake/")
    admin.locator("[name=reason]").fill("Feil fil.")
    button(admin, "Trekk tilbake")
    visitor.reload()
    expect(visitor.get_by_role("main")).not_to_contain_text("77,7")


def make_campaign(leader: Page, title: str, services: list[str]) -> None:
    leader.goto("/kartlegging/ny/")
    leader.locator("[name=title]").fill(title)
    leader.get_by_role("radio", name=re.compile("tjeneste")).first.check()
    leader.locator("[name=closes_on]").fill("2030-01-31")
    leader.get_by_role("main").locator("button[type=submit]").first.click()
    leader.wait_for_url(re.compile(r"/kartlegging/\d+/"))
    campaign = re.search(r"/kartlegging/\d+/", leader.url)
    assert campaign is not None
    leader.goto(f"{campaign.group()}sporsmal/")
    group = leader.get_by_role("group", name="Tidlig innsats")
    for box in group.get_by_role("checkbox").all():
        box.check()
    button(leader, "Lagre spørsmålene")
    leader.goto(f"{campaign.group()}inviter/")
    lines = [f"5601; {service}; {service.lower()}@alta.example; nb" for service in services]
    leader.locator("[name=text]").fill("\n".join(lines))
    button(leader, "Inviter")
    leader.goto(campaign.group())
    button(leader, "Åpne og send lenkene")


def test_a_mapping_from_question_to_need(desk: Desk, portal: Portal) -> None:
    """Begun on a phone without JavaScript, ended on another device, seen and made a need."""
    leader = desk.person("leader")
    make_campaign(leader, "Hva kan tjenestene i Alta?", ["Helsestasjonen"])
    key = portal.ask(KEY.format(title="Hva kan tjenestene i Alta?", service="Helsestasjonen"))
    phone = desk.visitor(viewport=PHONE, java_script_enabled=False)
    phone.goto(f"/kartlegging/svar/{key}/")
    text = main(phone)
    assert text.index("tilsyn") < text.index("Tidlig innsats")  # who will see it comes first
    phone.get_by_role("radio").nth(1).check()
    button(phone, "Lagre og fortsett senere")
    desktop = desk.visitor()
    desktop.goto(f"/kartlegging/svar/{key}/")
    expect(desktop.get_by_role("radio").nth(1)).to_be_checked()
    for group in desktop.get_by_role("main").locator("fieldset").all():
        group.get_by_role("radio").nth(1).check()
    expect(desktop.locator("[data-saved-state]")).to_contain_text("Lagret")
    button(desktop, "Send inn")
    contact = desk.person("contact")
    contact.goto("/kartlegging/kommune/5601/")
    expect(contact.get_by_role("main")).to_contain_text("Hva kan tjenestene i Alta?")
    governor = desk.person("governor")
    governor.goto("/kartlegging/kommune/5601/")
    expect(governor.get_by_role("main")).not_to_contain_text("Hva kan tjenestene i Alta?")
    contact.get_by_role("link", name=re.compile("Registrer som behov")).first.click()
    expect(contact).to_have_url(re.compile("/behov/nytt/"))
    expect(contact.locator("select[name=theme]")).not_to_have_value("")


def test_with_the_keyboard_alone_one_can_answer(desk: Desk, portal: Portal) -> None:
    make_campaign(desk.person("leader"), "Med tastaturet", ["Barnevernet"])
    key = portal.ask(KEY.format(title="Med tastaturet", service="Barnevernet"))
    page = desk.visitor()
    page.goto(f"/kartlegging/svar/{key}/")
    for _step in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            page.keyboard.press("ArrowUp")  # from «ikke besvart», the last, to the one before
            page.keyboard.press("Space")
        if page.evaluate("document.activeElement.textContent.trim()") == "Send inn":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_contain_text("Svarene er sendt inn")


def test_an_adviser_calls_and_the_county_governor_reads_no_note(desk: Desk) -> None:
    adviser, governor = desk.person("adviser"), desk.person("governor")
    adviser.goto("/bor-kontaktes/")
    row = adviser.get_by_role("row").filter(has_text="Finnmark").filter(has_text="Ledig").first
    row.get_by_role("link").first.click()
    adviser.wait_for_url(re.compile(r"/bor-kontaktes/\d{4}/"))
    address = adviser.url
    button(adviser, "Følg opp kommunen")
    link(adviser, "Noter kontakt")
    adviser.locator("[name=channel][value=phone]").check()
    adviser.locator("[name=result][value=talk_later]").check()
    adviser.locator("[name=note]").fill("Et hemmelig internt notat.")
    button(adviser, "Lagre")
    adviser.goto(address)
    expect(adviser.get_by_role("main")).to_contain_text("Et hemmelig internt notat.")
    governor.goto(address)
    expect(governor.get_by_role("main")).to_contain_text("Vil snakke mer senere")
    assert "hemmelig" not in governor.content()


def lists_of_2030(folder: Path) -> tuple[Path, Path]:
    """SSB's two lists for a year in which Alta gets a new number, as SSB writes them."""
    with (settings.REFERENCE_DATA / "municipalities.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if not row["valid_to"]]
    named = [
        ("5699" if row["code"] == "5601" else row["code"], row["official_name"]) for row in rows
    ]
    codes, changes = folder / "koder.csv", folder / "endringer.csv"
    lines = [f'"{code}";"";"1";"{name}"' for code, name in sorted(named)]
    heading = "code;parentCode;level;name"
    codes.write_text("\n".join([heading, *lines]) + "\n", encoding="utf-8-sig")
    change = "oldCode;oldName;newCode;newName;changeOccurred\n5601;Alta;5699;Alta;2030-01-01\n"
    changes.write_text(change, encoding="latin-1")
    return codes, changes


def test_next_years_register_is_looked_through_and_discarded(desk: Desk, tmp_path: Path) -> None:
    admin = desk.person("admin")
    codes, changes = lists_of_2030(tmp_path)
    admin.goto("/kommuner/register/")
    admin.locator("[name=valid_from]").fill("2030-01-01")
    files = admin.locator("input[type=file]")
    files.nth(0).set_input_files(str(codes))
    files.nth(1).set_input_files(str(changes))
    button(admin, "Se hva som endres")
    admin.wait_for_url(re.compile(r"/kommuner/register/\d+/"))
    expect(admin.get_by_role("main")).to_contain_text("5699")
    button(admin, "Forkast listene")
    expect(admin.get_by_role("main")).to_contain_text("Forkastet")
    visitor = desk.visitor()
    visitor.goto("/kommuner/5601/")
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Alta")


def test_the_sheet_for_a_meeting_is_one_page_that_can_be_read_aloud(desk: Desk) -> None:
    adviser = desk.person("adviser")
    adviser.goto("/kommuner/5601/")
    sheet = adviser.get_by_role("link", name="Skriv ut som ett ark (PDF)").get_attribute("href")
    answer = adviser.request.get(f"{desk.portal.url}{sheet}")
    assert answer.status == 200
    with pikepdf.open(io.BytesIO(answer.body())) as pdf:
        assert len(pdf.pages) == 1
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).startswith("nb")


def test_a_municipality_as_it_was(desk: Desk) -> None:
    visitor = desk.visitor()
    visitor.goto("/kommuner/?aar=2019")
    expect(visitor.get_by_role("main")).to_contain_text("422")
    visitor.goto("/kommuner/5601/?aar=2022")
    expect(visitor.get_by_role("main")).to_contain_text("5403")
    expect(visitor.get_by_role("main")).to_contain_text("Troms og Finnmark")
