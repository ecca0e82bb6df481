"""One report through its whole life in Chromium: written by two, checked, approved inside the
centre, submitted, returned, submitted again, approved, and summed up for the country."""

import csv
import io
import json
import re
import signal
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import docx
import pikepdf
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from dev.processes import signal_group
from tests.e2e.conftest import Desk, Portal
from tests.e2e.test_the_loop import button, download, link

pytestmark = [pytest.mark.browser, pytest.mark.worker]
LONG_MS = 120_000
REPORT = re.compile(r"/rapporter/\d+/$")
LONG = (
    "## Hva vi gjorde\n\nTiltaket ble gjennomført slik søknaden la opp til, i tett samarbeid med "
    "kommunene.\n\n- opplæring i to omganger\n- veiledning mellom samlingene\n"
)
FIND_DRAFT = """
import json
from reporting.models import AnnualReport
print(json.dumps(AnnualReport.objects.get(centre__code="korus-nord", year=2025, status="draft").pk))
"""
# The same figures, counted by other means than the report's: SQL on the rows themselves.
COUNT = """
import json
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute('''
        SELECT count(*), sum(a.hours), sum(a.attendances)
        FROM activities_activity a JOIN centres_centre c ON c.id = a.centre_id
        WHERE c.code = 'korus-nord' AND a.starts_on BETWEEN '2025-01-01' AND '2025-12-31'
          AND a.status = 'confirmed' AND a.deleted_at IS NULL AND NOT a.is_replaced
          AND a.correction <> 'voids' ''')
    own = cursor.fetchone()
    cursor.execute('''
        SELECT count(*), sum(p.hours)
        FROM activities_activitypartner p JOIN centres_centre c ON c.id = p.centre_id
        JOIN activities_activity a ON a.id = p.activity_id
        WHERE c.code = 'korus-nord' AND p.state = 'accepted' AND a.status = 'confirmed'
          AND a.starts_on BETWEEN '2025-01-01' AND '2025-12-31'
          AND a.deleted_at IS NULL AND NOT a.is_replaced AND a.correction <> 'voids' ''')
    shared = cursor.fetchone()
print(json.dumps({"activities": own[0] + shared[0],
                  "hours": str((own[1] or 0) + (shared[1] or 0)), "attendances": own[2]}))
"""


@dataclass
class Counted:
    activities: int
    hours: float
    attendances: int


def number(text: str) -> float:
    """«1 234,5» as people read it."""
    found = re.sub(r"[^\d,.-]", "", text).replace(",", ".")
    return float(found)


def save(page: Page) -> None:
    page.get_by_role("main").get_by_role("button", name="Lagre", exact=True).click()


def paths(page: Page, shape: str) -> list[str]:
    """Paths of the links on the page that look like `shape`."""
    found = page.get_by_role("main").locator("a").all()
    hrefs = {str(each.get_attribute("href")).partition("#")[0] for each in found}
    return sorted(href for href in hrefs if re.search(shape, href))


def write_section(page: Page, report: str, key: str, text: str) -> None:
    page.goto(f"{report}del/{key}/")
    page.locator("[name=body]").fill(text)
    page.locator("select[name=state]").select_option("ready")
    save(page)
    page.wait_for_url(lambda url: "/del/" not in url)


def both_write_the_same(leader: Page, adviser: Page, report: str) -> None:
    """The second to save sees both texts, and loses nothing."""
    for page in (leader, adviser):
        page.goto(f"{report}del/introduction/")
    leader.locator("[name=body]").fill("Året var preget av arbeid tett på kommunene.")
    save(leader)
    leader.wait_for_url(lambda url: "/del/" not in url)
    adviser.locator("[name=body]").fill("Året var preget av to nye satsinger.")
    save(adviser)
    main = adviser.get_by_role("main")
    expect(main).to_contain_text("arbeid tett på kommunene")
    expect(adviser.locator("[name=body]")).to_have_value("Året var preget av to nye satsinger.")
    adviser.locator("[name=body]").fill(
        "Året var preget av arbeid tett på kommunene og to nye satsinger."
    )
    save(adviser)
    adviser.wait_for_url(lambda url: "/del/" not in url)


def write_all(leader: Page, adviser: Page, report: str) -> None:
    """Chapters and entries by the adviser, answers, accounts and reasons by the leader."""
    for key in ("attainment", "deviations", "cooperation", "user_participation", "next_year"):
        write_section(adviser, report, key, f"Om {key}: se tallene i rapporten.")
    write_section(adviser, report, "not_reached", "Kommunene hadde ikke kapasitet i år.")
    adviser.goto(report)
    for path in paths(adviser, r"rapporter/\d+/tiltak/\d+/$"):
        adviser.goto(path)
        adviser.locator("[name=extended]").fill(LONG)
        save(adviser)
        adviser.wait_for_url(lambda url: "/tiltak/" not in url.partition("#")[0])
    leader.goto(f"{report}krav/")
    for path in paths(leader, r"rapporter/\d+/krav/\d+/$"):
        leader.goto(path)
        leader.locator("[name=body]").fill("Se tallene i rapporten og omtalen av tiltakene.")
        save(leader)
        leader.wait_for_url(lambda url: not re.search(r"/krav/\d+/", url))
    account_for(leader, report)
    leader.goto(f"{report}ikke-nadd/")
    leader.locator("select[name=reason]").select_option("no_capacity_there")
    button(leader, "Sett for alle uten årsak")


def account_for(page: Page, report: str) -> None:
    page.goto(f"{report}regnskap/")
    (path,) = paths(page, r"rapporter/\d+/regnskap/\d+/$")
    page.goto(path)
    spent = ["11 350 000", "1 780 000", "1 370 000"]
    for field, amount in zip(page.locator("[name^=actual_]").all(), spent, strict=True):
        field.fill(amount)
    for name in ("carried_in", "carried", "repaid"):
        page.locator(f"[name={name}]").fill("0")
    page.locator("[name=auditor]").fill("Revisjon AS")
    page.locator("[name=audited_on]").fill("2026-03-10")
    save(page)
    page.wait_for_url(re.compile(r"/regnskap/$"))


def waive_warnings(page: Page, report: str) -> None:
    """What is left are warnings: each is let stand with a reason."""
    page.goto(f"{report}kontroll/")
    forms = page.locator("form[action$='/la-sta/']")
    for _nth in range(forms.count()):
        page.goto(f"{report}kontroll/")
        form = forms.first
        for fold in page.locator("main summary").all():
            if fold.evaluate("each => !each.parentElement.open"):
                fold.click()
        form.locator("[name=reason]").fill("Gjennomgått, stemmer.")
        form.get_by_role("button").click()
    expect(page.get_by_role("main")).to_contain_text("Gjennomgått, stemmer.")


def approve_inside(leader: Page, others: list[Page], report: str) -> None:
    leader.goto(f"{report}godkjenning/")
    for box in leader.locator("[name=approvers]").all():
        box.check()
    button(leader, "Send til intern godkjenning")
    for page in (leader, *others):
        page.goto(f"{report}godkjenning/")
        page.locator("[name=has_read]").check()
        page.locator("[name=secret]").fill("demo")
        button(page, "Godkjenn i portalen")


def submit(page: Page, report: str) -> None:
    page.goto(f"{report}godkjenning/")
    link(page, "Gå til innsending")
    number = page.locator("[name=recipient_number]")
    if number.count():  # the portal does not know the host's
        number.fill("910 000 004")
    page.locator("[name=signed_by]").fill("Direktør Prøve")
    page.locator("[name=signed_as]").fill("direktør")
    page.locator("[name=signed_on]").fill("2026-03-20")
    button(page, "Send inn rapporten")
    expect(page.get_by_role("main")).to_contain_text("SHA-256")


def version(page: Page, number_: int) -> str:
    """The path of that version of the report of KORUS Nord for 2025."""
    page.goto("/rapporter/")
    name = re.compile(f"2025, versjon {number_}", re.I)
    page.get_by_role("main").get_by_role("link", name=name).first.click()
    page.wait_for_url(REPORT)
    return re.sub(r"^https?://[^/]+", "", page.url)


def shown(page: Page, report: str) -> Counted:
    """The figures on the page."""
    page.goto(f"{report}tall/")
    found: dict[str, float] = {}
    for label in ("Aktiviteter", "Timer", "Deltakelser"):
        named = page.get_by_role("link", name=label, exact=True)
        figure = page.locator(".figure").filter(has=named)
        found[label] = number(figure.locator(".figure__value").first.inner_text())
    return Counted(int(found["Aktiviteter"]), found["Timer"], int(found["Deltakelser"]))


def in_json(content: bytes) -> Counted:
    totals: dict[str, Any] = json.loads(content)["frozen"]["figures"]["totals"]
    return Counted(
        totals["activities"]["value"],
        float(totals["hours"]["value"]),
        totals["attendances"]["value"],
    )


def has_numbers(text: str, counted: Counted) -> bool:
    """Whether a document says the three figures, however it groups digits."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", text)
    hours = f"{counted.hours:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return all(
        value in plain for value in (str(counted.activities), hours, str(counted.attendances))
    )


def pdf_text(content: bytes) -> str:
    """The spoken and drawn text lies in compressed streams: the alternative is the tag tree."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        return str(pdf.docinfo.get("/Title", ""))


def test_a_report_from_draft_to_the_national_summary(desk: Desk, portal: Portal) -> None:
    leader, adviser = desk.person("leader"), desk.person("adviser")
    directorate = desk.person("directorate")
    report = f"/rapporter/{portal.ask(FIND_DRAFT)}/"
    # Rows of the year may have been made since the portal opened the report.
    leader.goto(report)
    button(leader, "Hent tallene på nytt")
    expect(leader.locator("progress, [role=progressbar]")).to_have_count(0, timeout=90_000)
    leader.goto(f"{report}tall/")
    take = leader.get_by_role("button", name="Ta i bruk de nye tallene")
    if take.count():
        take.click()

    both_write_the_same(leader, adviser, report)
    write_all(leader, adviser, report)
    waive_warnings(leader, report)
    approve_inside(leader, [adviser], report)
    submit(leader, report)

    directorate.goto(f"{report}behandling/")
    directorate.locator("[name=return-comment]").fill("Si mer om nettverket.")
    button(directorate, "Send tilbake med merknader")
    expect(directorate.get_by_role("main")).to_contain_text("Si mer om nettverket.")

    second = version(leader, 2)
    write_section(leader, second, "cooperation", "Nettverket møttes fire ganger i året.")
    approve_inside(leader, [adviser], second)
    submit(leader, second)
    directorate.goto(f"{second}behandling/")
    directorate.locator("[name=approve-attainment][value=mostly]").check()
    directorate.locator("[name=approve-comment]").fill("Målene er i hovedsak nådd.")
    with documents_come_by_themselves(leader, second, portal):
        button(directorate, "Godkjenn rapporten")
        expect(directorate.get_by_role("main")).to_contain_text("odkjent")

    first_again = leader.goto(report)
    assert first_again is not None
    assert first_again.status == 200
    expect(leader.get_by_role("main")).to_contain_text("Si mer om nettverket.")
    the_figures_agree_everywhere(leader, directorate, second, portal)


@contextmanager
def documents_come_by_themselves(leader: Page, report: str, portal: Portal) -> Iterator[None]:
    """What is done here makes documents, for somebody who has nothing under way of their own."""
    leader.goto(report)
    package = leader.locator("#dokumenter").get_by_role("link", name=re.compile("Arkivpakke"))
    expect(package).to_have_count(1, timeout=LONG_MS)
    worker = portal.processes["worker"].pid
    signal_group(worker, signal.SIGSTOP)
    try:
        yield
        leader.goto(report)
        expect(leader.locator("#dokumenter")).to_contain_text("Venter på tur")
        expect(package).to_have_count(0)
    finally:
        signal_group(worker, signal.SIGCONT)
    expect(package).to_have_count(1, timeout=LONG_MS)


def the_figures_agree_everywhere(
    leader: Page, directorate: Page, report: str, portal: Portal
) -> None:
    """Page, JSON, XLSX, DOCX, PDF, CSV, the national summary, and SQL of another kind."""
    counted = Counted(
        **{
            key: type_(value)
            for (key, value), type_ in zip(
                portal.ask(COUNT).items(), (int, float, int), strict=True
            )
        }
    )
    assert shown(leader, report) == counted
    leader.goto(report)
    documents = {kind: download(leader, kind) for kind in ("PDF", "DOCX", "XLSX", "JSON", "CSV")}
    assert in_json(documents["JSON"]) == counted
    book = load_workbook(io.BytesIO(documents["XLSX"]), read_only=True, data_only=True)
    cells = [cell for row in book["Oppsummering"].iter_rows(values_only=True) for cell in row]
    assert {counted.activities, counted.hours, counted.attendances} <= {
        cell for cell in cells if isinstance(cell, int | float)
    }
    written = docx.Document(io.BytesIO(documents["DOCX"]))
    text = " ".join(
        cell.text for table in written.tables for row in table.rows for cell in row.cells
    )
    assert has_numbers(text, counted)
    assert "2025" in pdf_text(documents["PDF"])
    with zipfile.ZipFile(io.BytesIO(documents["CSV"])) as package:
        rows = list(csv.DictReader(io.StringIO(package.read("rows.csv").decode())))
    assert len(rows) == counted.activities
    directorate.goto("/rapporter/landet/?aar=2025&type=korus")
    main = directorate.get_by_role("main")
    expect(main).to_contain_text("KORUS Nord")
    expect(main).to_contain_text(re.compile("mangler", re.I))
