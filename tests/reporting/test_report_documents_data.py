"""The documents for machines and archives, and that every kind says the same."""

import csv
import hashlib
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from jsonschema import Draft202012Validator

from assignments.requests.noark import NAMESPACE
from korus_portal.accounts.models import User
from reporting import canonical, formatting
from reporting.documents import content, csv_files, data, makers, package, pdf, word, xlsx
from reporting.documents.content import Content
from reporting.models import AnnualReport
from tests.reporting.documents_world import filled, freeze


@pytest.fixture
def frozen_report(ready_report: AnnualReport, leader: User) -> AnnualReport:
    return freeze(filled(ready_report, leader), leader)


@pytest.fixture
def shown(frozen_report: AnnualReport) -> Content:
    return content.of_report(frozen_report)


def sheet_rows(book: Any, name: str) -> list[dict[str, Any]]:
    lines = list(book[name].iter_rows(min_row=3, values_only=True))
    header = [str(value) for value in lines[0]]
    return [dict(zip(header, line[: len(header)], strict=True)) for line in lines[1:]]


def csv_rows(packed: bytes, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        return list(csv.DictReader(StringIO(archive.read(f"{name}.csv").decode(), newline="")))


def test_the_schema_is_a_schema_and_stands_at_its_own_address(client: Client) -> None:
    answer = client.get(reverse("reporting:report_schema"))
    served = json.loads(answer.content)
    Draft202012Validator.check_schema(served)
    assert served["$id"].endswith(answer.wsgi_request.path)
    assert answer["Content-Type"].startswith("application/schema+json")


def test_the_hash_can_be_made_again_from_the_json(
    shown: Content, frozen_report: AnnualReport
) -> None:
    read = json.loads(data.make(shown.data))
    assert read["sha256"] == frozen_report.figures_sha256
    text = json.dumps(read["frozen"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == read["sha256"]
    assert canonical.verify(frozen_report)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("report", "year"), "2025"),
        (("report", "status"), "sendt"),
        (("sha256",), "0" * 63),
        (("language",), "se"),
        (("frozen", "figures", "totals", "hours", "value"), 51.5),
        (("frozen", "figures", "rows", 0, "day"), "10.03.2025"),
        (("entries", 0, "key"), "tolv"),
        (("sections", 0, "ekstra"), "noe"),
        (("frozen", "figures", "totals"), {}),
        (("frozen", "figures", "money", "ekstra"), 1),
        (("frozen", "figures", "money", "grants", 0, "spent"), "800000"),
        (("frozen", "figures", "money", "grants", 0, "ekstra"), 1),
        (("frozen", "figures", "money", "other_income", 0, "id"), "fem"),
        (("frozen", "figures", "money", "shared_costs", 0, "parts"), [{"amount": 1}]),
        (("frozen", "figures", "money", "staffing", "agreed"), "ti"),
        (("frozen", "figures", "not_reached"), {}),
        (("frozen", "figures", "answers", 0, "sha256"), ""),
    ],
    ids=lambda value: "/".join(map(str, value)) if isinstance(value, tuple) else "",
)
def test_data_that_break_the_schema_are_refused_by_their_place(
    shown: Content, path: tuple[Any, ...], value: Any
) -> None:
    broken = json.loads(json.dumps(shown.data))
    at = broken
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    with pytest.raises(data.InvalidDataError):
        data.make(broken)


def test_a_draft_and_a_report_without_figures_are_valid_too(ready_report: AnnualReport) -> None:
    report = AnnualReport.objects.for_content().get(pk=ready_report.pk)
    assert json.loads(data.make(content.of_report(report).data))["report"]["is_draft"]
    report.figures = {}
    assert data.make(content.of_report(report, language="nn").data)


def test_the_csv_files_hold_the_frozen_values_word_for_word(
    shown: Content, frozen_report: AnnualReport
) -> None:
    made = csv_files.make(shown)
    assert csv_files.make(shown) == made
    figures = frozen_report.figures
    rows = csv_rows(made, "rows")
    assert [row["id"] for row in rows] == [str(row["id"]) for row in figures["rows"]]
    assert [row["hours"] for row in rows] == [row["hours"] or "" for row in figures["rows"]]
    texts = {row["key"]: row["text"] for row in csv_rows(made, "sections_texts")}
    assert texts["introduction"] == frozen_report.sections.get(key="introduction").body
    budget = csv_rows(made, "money_grants_budget")
    assert [row["actual"] for row in budget] == ["650000", "150000"]
    with zipfile.ZipFile(BytesIO(made)) as archive:
        head = archive.read("rows.csv").split(b"\r\n")
        names = set(archive.namelist())
    assert set(head[0].decode().split(",")) == set(figures["rows"][0])
    assert head[-1] == b""
    nested = {name for name, value in figures.items() if csv_files.is_rows(value)}
    assert {f"{name}.csv" for name in nested} <= names


def test_the_spreadsheets_cells_are_typed_and_no_text_is_a_formula(
    shown: Content, frozen_report: AnnualReport
) -> None:
    frozen_report.centre.activities.update(title="=1+1")
    again = content.of_report(frozen_report)
    book = openpyxl.load_workbook(BytesIO(xlsx.make(again)))
    assert len({name.lower() for name in book.sheetnames}) == len(again.tables) + 1
    rows = sheet_rows(book, "Aktiviteter")
    assert [row["Nummer"] for row in rows] == [row["id"] for row in frozen_report.figures["rows"]]
    assert all(isinstance(row["Dato"], datetime) for row in rows)
    assert {type(row["Timer"]) for row in rows if row["Timer"] is not None} <= {int, float}
    cells = [cell for row in book["Aktiviteter"].iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"] * 5
    money = sheet_rows(book, "Regnskap")
    assert [row["Avvik"] for row in money] == [-50_000, -50_000, -100_000]
    assert all(sheet.freeze_panes and "KORUS Nord" in sheet["A1"].value for sheet in book)
    with zipfile.ZipFile(BytesIO(xlsx.make(again))) as archive:
        drawings = [name for name in archive.namelist() if name.startswith("xl/drawings/drawing")]
        described = b"".join(archive.read(name) for name in drawings)
    assert drawings
    assert "tabellen under" in described.decode()


def test_the_archive_package_names_every_file_with_its_hash(shown: Content) -> None:
    made: dict[str, bytes] = {}
    for kind, maker in makers.MAKERS.items():
        made[kind] = maker(shown, made)
    assert package.make(shown, made) == made["archive"]
    with zipfile.ZipFile(BytesIO(made["archive"])) as archive:
        tree = ElementTree.fromstring(archive.read("metadata.xml"))  # noqa: S314 - our own
        found = {name: archive.read(name) for name in archive.namelist()}
    space = {"n": NAMESPACE}
    files = [node.text or "" for node in tree.iterfind(".//n:referanseDokumentfil", space)]
    sums = [node.text for node in tree.iterfind(".//n:sjekksum", space)]
    assert files == sorted(name for name in found if not name.startswith("metadata"))
    assert sums == [hashlib.sha256(found[name]).hexdigest() for name in files]
    assert tree.findtext(".//n:tilskuddsbrevReferanse", "", space) == "25/1234-7"
    assert tree.findtext(".//n:tallenesSjekksum", "", space) == shown.sha256


def test_the_day_in_the_archives_records_is_the_day_in_oslo(shown: Content) -> None:
    late = replace(shown, made_of=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    folder = package.metadata(late, [])["arkivdel"]["mappe"]
    assert folder["saksdato"] == "2026-04-01"
    assert folder["registrering"]["journaldato"] == "2026-04-01"


def test_every_document_and_the_figures_agree(shown: Content, frozen_report: AnnualReport) -> None:
    """Activities, hours, attendances, requests and municipalities in use, read from each."""
    totals, levels = frozen_report.figures["totals"], frozen_report.figures["levels"]
    wanted = {
        "Aktiviteter": Decimal(totals["activities"]["value"]),
        "Timer": Decimal(totals["hours"]["value"]),
        "Deltakelser": Decimal(totals["attendances"]["value"]),
        "Henvendelser": Decimal(totals["requests"]["value"]),
        "Kommuner som har brukt tilbudet": Decimal(levels["used"]["value"]),
    }
    assert wanted["Timer"] == Decimal("51.50")
    book = openpyxl.load_workbook(BytesIO(xlsx.make(shown)))
    sheet = {row["Tall"]: row["Verdi"] for row in sheet_rows(book, "Oppsummering")}
    assert {name: Decimal(str(sheet[name])) for name in wanted} == wanted
    tables = docx.Document(BytesIO(word.make(shown))).tables
    first = next(table for table in tables if table.rows[0].cells[0].text == "Tall")
    cells = {row.cells[0].text: row.cells[1].text for row in first.rows}
    parts = [part for chapter in pdf.payload(shown)["chapters"] for part in chapter["parts"]]
    own = next(
        part["table"] for part in parts if part.get("table", {}).get("title") == "Årets tall"
    )
    set_in_pdf = {row[0]: row[1] for row in own["rows"]}
    written = {name: formatting.decimal(value) for name, value in wanted.items()}
    assert {name: cells[name] for name in wanted} == written
    assert {name: set_in_pdf[name] for name in wanted} == written
    read = json.loads(data.make(shown.data))["frozen"]["figures"]
    assert read["totals"] == totals
    named = {row["name"]: row["value"] for row in csv_rows(csv_files.make(shown), "totals")}
    assert named["hours"] == totals["hours"]["value"]
    assert named["activities"] == str(totals["activities"]["value"])
