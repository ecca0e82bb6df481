"""The pages about grants and annual reports: axe, one h1, no sideways scroll."""

import io
import re

import pikepdf
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.e2e.conftest import Desk, Portal
from tests.e2e.test_every_page import LOOKS, faults
from tests.e2e.test_the_loop import download

pytestmark = pytest.mark.browser

# What KORUS Vest Stavanger has sent in, and the approved one of KORUS Nord.
FOUND = """
import json
from centres.grants.models import Grant
from reporting.models import AnnualReport, ReportObligation
from reporting.models import ReportAnswer, ReportEntry
sent = AnnualReport.objects.get(centre__code="korus-vest-stavanger", year=2025)
approved = AnnualReport.objects.get(centre__code="korus-nord", year=2024, status="approved")
draft = AnnualReport.objects.filter(centre__code="korus-nord", year=2025).latest("number")
print(json.dumps({
    "sent": sent.pk,
    "approved": approved.pk,
    "draft": draft.pk,
    "entry": draft.entries.exclude(initiative=None)[0].pk,
    "answer": draft.answers.all()[0].pk,
    "account": draft.accounts.all()[0].pk,
    "duty": ReportObligation.objects.get(centre=draft.centre, year=2025).pk,
    "grant": Grant.objects.get(centre=draft.centre, year=2025).pk,
}))
"""


@pytest.fixture(scope="module")
def found(portal: Portal) -> dict[str, int]:
    answer: dict[str, int] = portal.ask(FOUND)
    return answer


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_what_the_centre_works_with(
    desk: Desk, found: dict[str, int], viewport: dict[str, int], scheme: str
) -> None:
    page = desk.person("leader", viewport=viewport, color_scheme=scheme)
    draft = f"/rapporter/{found['draft']}"
    inside = [
        "",
        "tekst/",
        "del/cooperation/",
        f"tiltak/{found['entry']}/",
        "krav/",
        f"krav/{found['answer']}/",
        "tall/",
        "regnskap/",
        f"regnskap/{found['account']}/",
        "regnskap/arsverk/",
        "regnskap/delt-kostnad/",
        "ikke-nadd/",
        "kommentarer/",
        "kontroll/",
        "godkjenning/",
        "sammenlign/",
        f"sammenlign/{found['approved']}/",
    ]
    paths = [
        "/rapporter/",
        "/rapporter/frister/",
        f"/rapporter/frister/{found['duty']}/",
        "/rapporter/vurderinger/",
        "/tilskudd/",
        f"/tilskudd/{found['grant']}/",
        *(f"{draft}/{path}" for path in inside),
        f"/rapporter/{found['approved']}/kvittering/",
        f"/rapporter/{found['approved']}/sammenlign/i-dag/",
    ]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_what_the_directorate_works_with(
    desk: Desk, found: dict[str, int], viewport: dict[str, int], scheme: str
) -> None:
    page = desk.person("directorate", viewport=viewport, color_scheme=scheme)
    sent = f"/rapporter/{found['sent']}"
    paths = [
        "/rapporter/",
        "/rapporter/frister/",
        "/rapporter/vurderinger/",
        "/rapporter/landet/?aar=2024&type=korus",
        "/tilskudd/",
        "/tilskudd/nytt/",
        *(f"{sent}/{path}" for path in ("", "behandling/", "tillegg/", "tall/", "regnskap/")),
    ]
    assert [fault for path in paths for fault in faults(page, path)] == []


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS)
def test_anybody_may_check_a_document(desk: Desk, viewport: dict[str, int], scheme: str) -> None:
    page = desk.visitor(viewport=viewport, color_scheme=scheme)
    assert faults(page, "/rapporter/sjekk/") == []


@pytest.mark.parametrize("path", ["/rapporter/", "/tilskudd/", "/rapporter/frister/"])
def test_pages_in_nynorsk(desk: Desk, path: str) -> None:
    page = desk.person("leader", locale="nn-NO")
    page.get_by_role("button", name="Nynorsk").click()
    assert faults(page, path) == []
    assert page.locator("html").get_attribute("lang") == "nn"


def test_the_documents_are_whole_and_say_that_they_are_demo(
    desk: Desk, found: dict[str, int]
) -> None:
    leader = desk.person("leader-stavanger")
    leader.goto(f"/rapporter/{found['sent']}/")
    package = leader.get_by_role("link", name=re.compile("^Arkivpakke"))
    expect(package.first).to_be_visible(timeout=120_000)
    pdf = pikepdf.open(io.BytesIO(download(leader, "^PDF")))
    assert "/StructTreeRoot" in pdf.Root
    book = load_workbook(io.BytesIO(download(leader, "XLSX")), read_only=True)
    text = " ".join(
        str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell
    )
    assert "demo" in text.lower()
