"""IS-24/8 beside own figures: one centre alone, over time, and never across the reform."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from centres.models import Centre, Recognition
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting import recognition
from reporting.documents import csv_files, data, xlsx
from reporting.documents.content import of_report
from reporting.models import AnnualReport
from tests.factories import CountyFactory, MunicipalityFactory
from tests.reporting.coverage_year import did
from tests.reporting.report_year import drafted_report


def answered(centre: Centre, year: int, share: str, municipality: Municipality) -> Recognition:
    return Recognition.objects.create(
        centre=centre,
        county=municipality.county,
        year=year,
        level="heard_or_more",
        share=Decimal(share),
        answering=12 if year > 2020 else None,
        source="høringssvar",
    )


@pytest.fixture
def survey(
    centre: Centre, centre_elsewhere: Centre, leader: User, municipality: Municipality
) -> Centre:
    """2018, 2024 and 2026. In 2024 Alta was reached, Vadsø was not; of 2018 there are no data."""
    MunicipalityFactory.create(
        code="5607", name="Vadsø", county=municipality.county, valid_from=date(2024, 1, 1)
    )
    did(centre, leader, {municipality: None}, starts_on=date(2024, 3, 1))
    answered(centre, 2018, "80", municipality)
    answered(centre, 2024, "96.5", municipality)
    answered(centre, 2026, "97", municipality)
    answered(centre_elsewhere, 2024, "11.1", municipality)
    return centre


def page(client: Client, centre: Centre) -> str:
    response = client.get(f"/sentre/{centre.code}/")
    assert response.status_code == 200
    return unescape(" ".join(response.content.decode().split()))


def test_our_own_levels_stand_beside_the_answer_of_the_same_county_and_year(
    survey: Centre,
) -> None:
    old, new, _later = recognition.gather(survey)
    assert (old["year"], old["share"], old["answering"], old["own"]) == (2018, "80.0", None, None)
    assert (new["share"], new["answering"]) == ("96.5", 12)
    half = {"value": 1, "share": "50.0"}
    assert new["own"] == {"municipalities": 2, "known": half, "contacted": half, "used": half}


def test_a_county_that_was_another_in_the_year_has_no_data_of_ours(
    survey: Centre, municipality: Municipality
) -> None:
    former = CountyFactory.create(code="54", name="Troms og Finnmark", valid_to=date(2023, 12, 31))
    Recognition.objects.filter(year=2024).update(county=former)
    assert recognition.gather(survey)[1]["own"] is None


def test_the_centres_page_keeps_the_two_sides_of_the_reform_apart(
    client: Client, survey: Centre
) -> None:
    text = page(client, survey)
    before, since = text.split("<h3>Før 2020</h3>")[1].split("<h3>Fra og med 2020</h3>")
    assert ">80" in before
    assert "Kilde for svarene: høringssvar" in before
    assert before.count("ingen data") == 3
    assert "96,5" in since
    assert "50 %</a><br><small>1 av 2" in since.replace("\N{NO-BREAK SPACE}", " ")
    assert "Tall fra før og etter kan derfor ikke sammenlignes" in text
    assert "«Har hørt om» er det kommunene svarte" in text
    assert "har hørt om senteret, eller mer enn det" in since
    assert "11,1" not in text


def test_one_side_alone_has_nothing_to_break(client: Client, survey: Centre) -> None:
    Recognition.objects.filter(year=2018).delete()
    assert "ikke sammenlignes" not in page(client, survey)


def test_each_of_our_numbers_leads_to_its_municipalities(client: Client, survey: Centre) -> None:
    address = "/dekning/kommuner/?aar=2024&senter=korus-nord&fylke=56&niva=brukt"
    assert f'<a href="{address}">50' in page(client, survey)
    response = client.get(address)
    assert response.context["count"] == 1


def test_a_centre_without_answers_says_nothing_and_asks_one_question(
    client: Client, centre: Centre
) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert recognition.gather(centre) == []
    assert len(queries) == 1
    assert "hørt om" not in page(client, centre)


def test_more_answers_of_the_same_years_ask_no_more_questions(
    survey: Centre, municipality: Municipality
) -> None:
    with CaptureQueriesContext(connection) as few:
        recognition.gather(survey)
    for level in ("not_heard", "heard", "in_contact", "used"):
        Recognition.objects.create(
            centre=survey, county=municipality.county, year=2024, level=level, share=1, source="x"
        )
    with CaptureQueriesContext(connection) as many:
        assert len(recognition.gather(survey)) == 7
    assert len(many) == len(few)


@pytest.fixture
def report(survey: Centre, leader: User) -> AnnualReport:
    return drafted_report(survey, leader)


def test_the_report_holds_the_answers_up_to_its_year_as_they_stood(
    report: AnnualReport, survey: Centre
) -> None:
    assert [row["year"] for row in report.figures["recognition"]] == [2018, 2024]
    Recognition.objects.all().delete()
    report.refresh_from_db()
    assert len(report.figures["recognition"]) == 2


def test_the_reports_page_of_figures_shows_the_table(
    client: Client, report: AnnualReport, leader: User
) -> None:
    client.force_login(leader)
    response = client.get(f"/rapporter/{report.pk}/tall/")
    text = unescape(" ".join(response.content.decode().split()))
    assert "IS-24/8 og portalens tall. Før 2020" in text
    assert "IS-24/8 og portalens tall. Fra og med 2020" in text
    assert "2024, Finnmark: har hørt om senteret, eller mer enn det" in text
    assert "ingen data" in text
    assert "11,1" not in text


def test_every_document_of_the_report_has_it(report: AnnualReport) -> None:
    content = of_report(report)
    data.refuse_invalid(content.data)
    tables = [table for table in content.tables if table.title.startswith("IS-24/8")]
    assert [table.rows[0][3] for table in tables] == [Decimal("80.0"), Decimal("96.5")]
    assert xlsx.make(content)[:2] == b"PK"
    chapter = next(row for row in content.chapters if row.title == "Årets tall")
    headings = [getattr(part, "text", "") for part in chapter.parts]
    assert "IS-24/8 og portalens tall. Før 2020" in headings
    with zipfile.ZipFile(io.BytesIO(csv_files.make(content))) as packed:
        rows = list(csv.DictReader(io.StringIO(packed.read("recognition.csv").decode())))
    assert [row["year"] for row in rows] == ["2018", "2024"]
    assert rows[1]["own.used.share"] == "50.0"


def test_a_report_from_before_opens_without_it(
    client: Client, report: AnnualReport, leader: User
) -> None:
    older = {key: value for key, value in report.figures.items() if key != "recognition"}
    AnnualReport.objects.filter(pk=report.pk).update(figures=older)
    client.force_login(leader)
    assert "IS-24/8" not in client.get(f"/rapporter/{report.pk}/tall/").content.decode()
    report.refresh_from_db()
    content = of_report(report)
    data.refuse_invalid(content.data)
    assert not [table for table in content.tables if table.title.startswith("IS-24/8")]
