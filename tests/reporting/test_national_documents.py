"""The national summary as a tagged PDF and a typed spreadsheet, made by a job."""

from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pdfua
import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.jobs import work
from korus_portal.jobs.models import Job
from municipalities.models import Municipality, Theme
from reporting.actions import summarising
from reporting.models import AnnualReport, NationalDocument
from reporting.national.reading import Choice
from tests.reporting.national_world import JOBS, Country, made_country

KORUS = Choice(2025, Centre.Kind.KORUS)


@pytest.fixture
def country(
    centre: Centre,
    leader: User,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    theme: Theme,
) -> Country:
    places = [municipality, municipality_elsewhere]
    return made_country((centre, leader), (centre_elsewhere, leader_elsewhere), places, theme)


@pytest.fixture
def documents(country: Country, directorate: User) -> dict[str, bytes]:
    return made(directorate)


def made(by: User) -> dict[str, bytes]:
    run(summarising.make_summary(choice=KORUS, by=by))
    found = NationalDocument.objects.order_by("made_at", "pk")
    return {document.kind: bytes(document.content) for document in found}


def run(job: Job) -> None:
    work.run(str(job.pk), JOBS[job.task])
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error


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


def test_the_pdf_meets_pdf_ua_and_is_tagged(documents: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "landet.pdf"
    path.write_bytes(documents["pdf"])
    assert not pdfua.validate(str(path)).findings
    found = tags(documents["pdf"])
    assert found["/H1"] >= 8
    assert found["/H2"] >= 10
    assert found["/Table"] >= 8
    assert found["/TH"] >= 30
    with pikepdf.open(BytesIO(documents["pdf"])) as opened:
        assert str(opened.Root.Lang).startswith("nb")
        assert str(opened.docinfo["/Title"]) == "Nasjonal oppsummering 2025 – KORUS"


def sheet(document: bytes, name: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(BytesIO(document))
    return list(book[name].iter_rows(min_row=4, values_only=True))


def test_the_spreadsheets_cells_are_typed_and_equal_the_page(documents: dict[str, bytes]) -> None:
    reports = sheet(documents["xlsx"], "Mottatte rapporter")
    assert [row[0] for row in reports] == ["KORUS Nord", "KORUS Vest Stavanger", "Alle rapportene"]
    assert reports[-1][4:7] == (4, 25, 36)
    grants = sheet(documents["xlsx"], "Tilskudd")
    assert grants[0][2:7] == (1_000_000, 900_000, 950_000, 50_000, None)
    counties = {row[0]: row[1:] for row in sheet(documents["xlsx"], "Kommuner etter fylke")}
    assert counties["Hele landet"] == (2, 2, 2, 2, 100)
    book = openpyxl.load_workbook(BytesIO(documents["xlsx"]))
    summary = [str(row[0]) for row in book["Oppsummering"].iter_rows(values_only=True)]
    assert summary[1].startswith("Bygd på 2 mottatte rapporter. 1 senter mangler")
    assert "KORUS Sør" in summary


def test_demo_data_carry_their_mark_on_every_sheet(
    country: Country, directorate: User, settings: Settings
) -> None:
    settings.DEMO_MODE = True
    book = openpyxl.load_workbook(BytesIO(made(directorate)["xlsx"]))
    assert all("DEMO" in str(page["A1"].value) for page in book.worksheets)


def test_equal_content_is_made_once_and_new_content_replaces_it(
    country: Country, directorate: User
) -> None:
    made(directorate)
    before = set(NationalDocument.objects.values_list("pk", flat=True))
    made(directorate)
    assert set(NationalDocument.objects.values_list("pk", flat=True)) == before
    AnnualReport.objects.filter(pk=country.west.pk).update(
        status="withdrawn", left_reason="Feil år."
    )
    made(directorate)
    after = set(NationalDocument.objects.values_list("pk", flat=True))
    assert len(after) == 2
    assert not after & before


def test_the_page_gives_only_documents_of_what_it_says(
    client: Client, country: Country, directorate: User
) -> None:
    documents = made(directorate)
    client.force_login(directorate)
    url = f"{reverse('reporting:national_download', args=['pdf'])}?aar=2025&type=korus"
    answer = client.get(url)
    assert answer.content == documents["pdf"]
    assert "nasjonal-oppsummering-2025-korus.pdf" in answer["Content-Disposition"]
    assert Event.objects.get(kind="reporting.summary_downloaded").by_id == directorate.pk
    AnnualReport.objects.filter(pk=country.west.pk).update(
        status="withdrawn", left_reason="Feil år."
    )
    assert client.get(url).status_code == 404


def test_asked_twice_it_is_one_job_and_nobody_else_may_ask(
    client: Client, country: Country, directorate: User, leader: User
) -> None:
    client.force_login(directorate)
    for _time in range(2):
        answer = client.post(
            reverse("reporting:national_documents"), {"aar": "2025", "type": "korus"}
        )
        assert answer["Location"] == "/rapporter/landet/?aar=2025&type=korus"
    assert Job.objects.filter(task="reporting.make_summary").count() == 1
    with pytest.raises(PermissionDenied):
        summarising.make_summary(choice=KORUS, by=leader)
