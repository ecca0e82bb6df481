"""The documents: a tagged PDF and a typed spreadsheet that say what the figures say."""

import re
from collections import Counter
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pdfua
import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.design import printable, typesetting
from reporting.actions import documenting, submitting, writing
from reporting.documents import content, pdf, store
from reporting.models import AnnualReport, ReportDocument
from tests.reporting.report_year import make_documents


@pytest.fixture
def documents(ready_report: AnnualReport, leader: User) -> dict[str, bytes]:
    """The documents of a submitted report."""
    submitting.submit_report(report=ready_report, by=leader)
    make_documents(ready_report)
    return made(ready_report)


def made(report: AnnualReport) -> dict[str, bytes]:
    found = ReportDocument.objects.filter(report=report).order_by("made_at", "pk")
    return {document.kind: bytes(document.content) for document in found}


def tags(document: bytes) -> Counter[str]:
    found: Counter[str] = Counter()

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found[str(node["/S"])] += 1
            if "/K" in node:
                walk(node["/K"])

    with pikepdf.open(BytesIO(document)) as opened:
        walk(opened.Root.StructTreeRoot)
    return found


def test_the_pdf_meets_pdf_ua(documents: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(documents["pdf"])
    assert not pdfua.validate(str(path)).findings


def test_the_pdf_is_tagged_with_headings_tables_and_language(documents: dict[str, bytes]) -> None:
    found = tags(documents["pdf"])
    assert found["/H1"] >= 4
    assert found["/H2"] >= 2
    assert found["/Table"] >= 4
    assert found["/TH"] >= 10
    with pikepdf.open(BytesIO(documents["pdf"])) as opened:
        assert str(opened.Root.Lang).startswith("nb")
        assert str(opened.docinfo["/Title"]) == "Årsrapport 2025 – KORUS Nord"


def test_a_leader_who_writes_nynorsk_gets_it(ready_report: AnnualReport, leader: User) -> None:
    User.objects.filter(pk=leader.pk).update(language=User.Language.NYNORSK)
    leader.refresh_from_db()
    submitting.submit_report(report=ready_report, by=leader)
    make_documents(ready_report)
    with pikepdf.open(BytesIO(made(ready_report)["pdf"])) as opened:
        assert str(opened.Root.Lang).startswith("nn")


def test_a_character_without_a_letterform_does_not_stop_the_report(
    ready_report: AnnualReport, leader: User
) -> None:
    text = "Bra 😀 Guovdageaidnu, Álttá, Unjárga 中文 \u200b\x07 ≥ 5 «sitat» – ok"
    writing.write_introduction(report=ready_report, introduction=text, version=1, by=leader)
    documenting.remake_documents(report=ready_report, by=leader)
    make_documents(ready_report)
    assert made(ready_report)["pdf"].startswith(b"%PDF")


def test_every_printable_character_has_a_letterform(
    ready_report: AnnualReport, leader: User
) -> None:
    """The ranges say what the fonts have: PDF/UA-1 refuses the rest."""
    every = [chr(code) for code in range(0x20, 0x3000) if printable.SHOWN.match(chr(code))]
    text = " ".join(every)[:8000]
    writing.write_introduction(report=ready_report, introduction=text, version=1, by=leader)
    documenting.remake_documents(report=ready_report, by=leader)
    make_documents(ready_report)
    assert "pdf" in made(ready_report)


def test_a_missing_font_stops_the_document(
    ready_report: AnnualReport, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(typesetting, "FONTS", tmp_path)
    shown = content.of_report(AnnualReport.objects.for_content().get(pk=ready_report.pk))
    with pytest.raises(typesetting.DocumentError, match="font"):
        pdf.make(shown)


def sheet_rows(document: bytes, name: str) -> list[dict[str, Any]]:
    book = openpyxl.load_workbook(BytesIO(document))
    lines = list(book[name].iter_rows(min_row=3, values_only=True))
    header = [str(value) for value in lines[0]]
    return [dict(zip(header, line, strict=True)) for line in lines[1:]]


def test_the_spreadsheet_has_its_sheets(documents: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(BytesIO(documents["xlsx"]))
    assert book.sheetnames == ["Oppsummering", "Tiltak", "Aktiviteter", "Kommuner", "Om tallene"]
    assert all(sheet.freeze_panes for sheet in book.worksheets)


def test_the_spreadsheets_cells_are_typed_and_equal_the_figures(
    documents: dict[str, bytes], ready_report: AnnualReport
) -> None:
    figures = AnnualReport.objects.get(pk=ready_report.pk).figures
    rows = sheet_rows(documents["xlsx"], "Aktiviteter")
    assert [row["Nummer"] for row in rows] == [row["id"] for row in figures["rows"]]
    assert all(isinstance(row["Dato"], datetime) for row in rows)
    hours = [row["Timer"] for row in rows if row["Timer"] is not None]
    assert all(isinstance(value, int | float) for value in hours)
    assert f"{sum(Decimal(str(value)) for value in hours):.2f}" == "51.50"
    summary = {row["Tall"]: row["Verdi"] for row in sheet_rows(documents["xlsx"], "Oppsummering")}
    assert summary["Aktiviteter"] == figures["totals"]["activities"]["value"]
    assert summary["Timer"] == 51.5


def test_a_title_that_looks_like_a_formula_is_text(
    ready_report: AnnualReport, leader: User
) -> None:
    ready_report.centre.activities.update(title="=1+1")
    documenting.remake_documents(report=ready_report, by=leader)
    make_documents(ready_report)
    book = openpyxl.load_workbook(BytesIO(made(ready_report)["xlsx"]))
    cells = [cell for row in book["Aktiviteter"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"] * 5


def test_a_draft_and_demo_data_carry_their_marks(
    ready_report: AnnualReport, leader: User, settings: Settings
) -> None:
    settings.DEMO_MODE = True
    documenting.remake_documents(report=ready_report, by=leader)
    make_documents(ready_report)
    book = openpyxl.load_workbook(BytesIO(made(ready_report)["xlsx"]))
    first = [sheet["A1"].value for sheet in book.worksheets]
    assert all("UTKAST" in line and "DEMO" in line for line in first)
    shown = content.of_report(AnnualReport.objects.for_content().get(pk=ready_report.pk))
    assert shown.marks == ["UTKAST", "DEMO: oppdiktede tall"]


def test_equal_content_is_made_once(ready_report: AnnualReport, leader: User) -> None:
    make_documents(ready_report)
    before = set(ReportDocument.objects.values_list("pk", flat=True))
    documenting.remake_documents(report=ready_report, by=leader)
    make_documents(ready_report)
    assert set(ReportDocument.objects.values_list("pk", flat=True)) == before
    assert len(before) == 2


def test_a_draft_made_late_never_stands_in_for_the_submitted_report(
    ready_report: AnnualReport, leader: User
) -> None:
    """The job read the draft, then the report was submitted, then it stored what it had made."""
    stale = AnnualReport.objects.for_content().get(pk=ready_report.pk)
    submitting.submit_report(report=ready_report, by=leader)
    make_documents(ready_report)
    before = set(ReportDocument.objects.values_list("pk", flat=True))
    store.put(stale, "pdf", "nb", "0" * 64, b"%PDF utkast")
    assert set(ReportDocument.objects.values_list("pk", flat=True)) == before


def test_who_fetches_a_document_stands_in_the_trail(
    client: Client, documents: dict[str, bytes], ready_report: AnnualReport, directorate: User
) -> None:
    client.force_login(directorate)
    url = reverse("reporting:document_download", args=[ready_report.pk, "pdf"])
    answer = client.get(url)
    assert answer.content == documents["pdf"]
    assert "arsrapport-2025-korus-nord-v1.pdf" in answer["Content-Disposition"]
    event = Event.objects.get(kind="reporting.document_downloaded")
    assert event.by_id == directorate.pk


def test_strangers_fetch_nothing(
    client: Client,
    documents: dict[str, bytes],
    ready_report: AnnualReport,
    leader_elsewhere: User,
    contact: User,
) -> None:
    url = reverse("reporting:document_download", args=[ready_report.pk, "pdf"])
    for stranger in (leader_elsewhere, contact):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
    assert not Event.objects.filter(kind="reporting.document_downloaded").exists()


def test_the_hash_stands_in_the_spreadsheet(
    documents: dict[str, bytes], ready_report: AnnualReport
) -> None:
    frozen = AnnualReport.objects.get(pk=ready_report.pk).figures_sha256
    rows = sheet_rows(documents["xlsx"], "Om tallene")
    assert frozen in [row["Forklaring"] for row in rows]
    assert re.fullmatch("[0-9a-f]{64}", frozen)
