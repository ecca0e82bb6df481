"""An adviser's week on a phone: visits, a course, a meeting with another centre, a correction, and
last year's sheet; the network is away in the middle of one form."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Desk, Portal
from tests.e2e.test_the_loop import button

pytestmark = pytest.mark.browser
PHONE = {"width": 320, "height": 700}
SHEET = (
    "dato;sluttdato;type;tittel;tiltak;temaer;kommuner;timer;deltakere;form;notat",
    "3.3.2026;;kurs;Uka: arket, kurs;;;5601=9;7,5;9;fysisk;",
    "4.3.2026;;veiledning;Uka: arket, veiledning;;;Alta;2;;digitalt;",
    "5.3.2026;;kurs;Uka: arket, to kommuner;;;5601=4;3;10;fysisk;",
)
ROWS = """
import json
from assignments.activities.models import Activity
rows = Activity.objects.filter(title__startswith="{title}").order_by("pk")
columns = ("pk", "title", "hours", "attendances", "status")
print(json.dumps([[str(cell) for cell in row] for row in rows.values_list(*columns)]))
"""


def rows(portal: Portal, title: str) -> list[list[str]]:
    found: list[list[str]] = portal.ask(ROWS.format(title=title))
    return found


def adviser_on_the_phone(desk: Desk) -> Page:
    return desk.person("adviser", viewport=PHONE, has_touch=True)


def unfold(page: Page, summary: str) -> None:
    page.get_by_text(summary, exact=True).click()


def start(page: Page, kind: str, title: str) -> None:
    """A new form with kind, place and title."""
    page.goto("/aktiviteter/ny/")
    page.locator("select[name=kind]").select_option(kind)
    box = page.get_by_role("combobox", name="Kommuner")
    box.fill("Alta")
    page.get_by_role("option", name=re.compile("Alta")).first.click()
    page.keyboard.press("Escape")
    if not page.locator("[name=title]").is_visible():
        unfold(page, "Tittel, deltakelser per kommune og flere opplysninger")
    page.locator("[name=title]").fill(title)


def confirm(page: Page) -> None:
    button(page, "Bekreft")
    page.wait_for_url(re.compile(r"/aktiviteter/\d+/"))


def test_two_visits_and_the_second_without_a_network(desk: Desk, portal: Portal) -> None:
    phone = adviser_on_the_phone(desk)
    start(phone, "guidance", "Uka: første besøk")
    phone.locator("[name=hours]").fill("2,5")
    confirm(phone)

    start(phone, "guidance", "Uka: andre besøk")
    phone.context.set_offline(True)
    phone.locator("[name=hours]").fill("3")
    button(phone, "Bekreft")
    board = phone.locator("[data-unsent]")
    expect(board).to_contain_text("Lagret i nettleseren")
    assert rows(portal, "Uka: andre") == []
    phone.context.set_offline(False)
    expect(board.get_by_role("link").first).to_be_visible()
    phone.reload()
    found = rows(portal, "Uka: andre")
    assert [row[1:] for row in found] == [["Uka: andre besøk", "3.00", "None", "confirmed"]]
    desk.errors.clear()  # a request that met no network says so on the console


def test_a_course_with_forty_participants(desk: Desk, portal: Portal) -> None:
    phone = adviser_on_the_phone(desk)
    start(phone, "course", "Uka: kurs for førti")
    phone.locator("[name=hours]").fill("12")
    phone.locator("[name=attendances]").fill("40")
    unfold(phone, "Hvem som deltok, i tall")
    phone.locator("[name=role_staff]").fill("35")
    phone.locator("[name=role_manager]").fill("5")
    confirm(phone)
    expect(phone.get_by_role("main")).to_contain_text("40")
    visitor = desk.visitor()
    visitor.goto("/kommuner/5601/")
    expect(visitor.get_by_role("main")).to_contain_text("Uka: kurs for førti")


def test_a_network_meeting_that_the_other_centre_confirms(desk: Desk, portal: Portal) -> None:
    phone, other = adviser_on_the_phone(desk), desk.person("leader-stavanger")
    start(phone, "network_meeting", "Uka: nettverk sammen")
    unfold(phone, "Samarbeid og evaluering")
    phone.locator("select[name=partners]").select_option("korus-vest-stavanger", force=True)
    confirm(phone)
    activity = rows(portal, "Uka: nettverk")[0][0]

    other.goto("/aktiviteter/samarbeid/")
    expect(other.get_by_role("main")).to_contain_text("Uka: nettverk sammen")
    other.goto(f"/aktiviteter/{activity}/samarbeid/korus-vest-stavanger/")
    other.locator("[name=answer]").first.check()
    other.locator("[name=hours]").fill("4")
    button(other, "Lagre svaret")
    phone.goto(f"/aktiviteter/{activity}/")
    expect(phone.get_by_role("main")).to_contain_text("KORUS Vest Stavanger")
    answer = portal.ask(
        "import json\n"
        "from assignments.activities.models import ActivityPartner\n"
        f"row = ActivityPartner.objects.get(activity={activity})\n"
        "print(json.dumps([row.state, str(row.hours)]))"
    )
    assert answer == ["accepted", "4.00"]


def test_a_correction_meets_one_that_was_saved_meanwhile(desk: Desk, portal: Portal) -> None:
    phone, desktop = adviser_on_the_phone(desk), desk.person("leader")
    start(phone, "consultation", "Uka: rettes")
    phone.locator("[name=hours]").fill("2")
    confirm(phone)
    activity = rows(portal, "Uka: rettes")[0][0]
    for page in (phone, desktop):
        page.goto(f"/aktiviteter/{activity}/endre/")
    desktop.locator("[name=hours]").fill("4")
    button(desktop, "Lagre")
    desktop.wait_for_url(re.compile(r"/aktiviteter/\d+/$"))
    phone.locator("[name=hours]").fill("3")
    button(phone, "Lagre")
    # Both texts stand side by side, nothing is stored, and nothing typed is lost.
    expect(phone.get_by_role("main")).to_contain_text("4")
    expect(phone.locator("[name=hours]")).to_have_value("3")
    assert rows(portal, "Uka: rettes")[0][2] == "4.00"
    button(phone, "Lagre")
    phone.wait_for_url(re.compile(r"/aktiviteter/\d+/$"))
    assert rows(portal, "Uka: rettes")[0][2] == "3.00"


def upload(page: Page, lines: list[str]) -> None:
    page.goto("/aktiviteter/importer/")
    content = "\r\n".join(lines).encode("utf-8-sig")
    page.locator("[name=file]").set_input_files(
        {"name": "uka.csv", "mimeType": "text/csv", "buffer": content}
    )
    button(page, "Last opp")
    page.wait_for_url(re.compile(r"/aktiviteter/importer/\d+/"))


def test_last_years_sheet_is_mended_taken_in_once_and_found_in_the_file(
    desk: Desk, portal: Portal
) -> None:
    phone = adviser_on_the_phone(desk)
    upload(phone, [*SHEET, "6.3.2026;;kurs;Uka: arket, feil;;;Atlantis;1;;fysisk;"])
    main = phone.get_by_role("main")
    expect(main).to_contain_text("Atlantis", timeout=60_000)
    assert rows(portal, "Uka: arket") == []

    upload(phone, list(SHEET))
    take_in = main.get_by_role("button", name=re.compile("Ta inn"))
    reload_until(phone, lambda: take_in.count() > 0)
    take_in.click()
    reload_until(phone, lambda: len(rows(portal, "Uka: arket")) == 3)

    upload(phone, list(SHEET))
    reload_until(phone, lambda: "Tatt inn før" in main.inner_text())
    assert main.get_by_role("button", name=re.compile("Ta inn")).count() == 0
    assert len(rows(portal, "Uka: arket")) == 3

    file = phone.request.get("/aktiviteter/eksport/?title=Uka%3A+arket&status=confirmed")
    text = file.text().lstrip("\ufeff")
    exported = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text[:80] else ","))
    assert sum("Uka: arket" in " ".join(line) for line in exported) == 3


def reload_until(page: Page, is_done: object) -> None:
    """Jobs run in the worker: look again until it is done, half a minute at most."""
    assert callable(is_done)
    for _attempt in range(60):
        if is_done():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(page.get_by_role("main").inner_text())
