"""Exactly what is shown, as CSV, for a spreadsheet or for a program."""

import csv
import io
import json
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django import Settings

from assignments.activities import columns, export
from assignments.activities.export import BATCH
from assignments.activities.export_template import TEMPLATE_COLUMNS
from assignments.activities.models import Activity
from assignments.plans.models import Assignment
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from municipalities.models import Municipality, Theme
from tests.factories import ActivityFactory, MunicipalityFactory, ThemeFactory

LIST, URL = "/aktiviteter/", "/aktiviteter/eksport/"
NASTY = ['=2+5;"hei"', "+47", "-1", "@SUM(A1)", 'Han sa "nei", og gikk; æøå', " =mellomrom", "\t=1"]


@pytest.fixture(autouse=True)
def _without_demo_mark(settings: Settings) -> None:
    settings.DEMO_MODE = False


@pytest.fixture
def rich(
    centre: Centre, adviser: User, municipality: Municipality, theme: Theme, assignment: Assignment
) -> Activity:
    """An activity with something in every column."""
    hammerfest = MunicipalityFactory.create(code="5602", name="Hammerfest")
    return ActivityFactory.create(
        centre=centre,
        registered_by=adviser,
        title="Kurs; del 1",
        hours="7.50",
        attendances=20,
        ends_on=date(2025, 3, 11),
        assignment=assignment,
        mandate_task=assignment.mandate_task,
        with_municipalities={municipality: 12, hammerfest: None},
        with_themes=[theme, ThemeFactory.create(code="other", name_nb="Annet")],
    )


ALL_COLUMNS = (
    "aktivitet,senter,dato,sluttdato,type,tittel,form,tiltak,hovedtema,flere_temaer,hovedoppgave,"
    "kommunenummer,kommuner,timer,deltakelser,deltakelser_per_kommune,hele_landet,status"
)


def read(client: Client, *, delimiter: str = ";", **query: str) -> list[dict[str, str]]:
    response = client.get(URL, query)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    raw = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    if delimiter == ";":
        assert raw.startswith(b"\xef\xbb\xbf")
    text = raw.decode("utf-8-sig")
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def test_excel_gets_semicolons_and_decimal_commas(
    client: Client, adviser: User, rich: Activity
) -> None:
    client.force_login(adviser)
    assert read(client, format="excel", kolonner=ALL_COLUMNS) == [
        {
            "aktivitet": str(rich.pk),
            "senter": "korus-nord",
            "dato": "2025-03-10",
            "sluttdato": "2025-03-11",
            "type": "kurs",
            "tittel": "Kurs; del 1",
            "form": "fysisk",
            "tiltak": "Tidlig inn",
            "hovedtema": "Rusmidler",
            "flere_temaer": "Annet",
            "hovedoppgave": "C1",
            "kommunenummer": "5601 5602",
            "kommuner": "Alta, Hammerfest",
            "timer": "7,5",
            "deltakelser": "20",
            "deltakelser_per_kommune": "5601=12",
            "hele_landet": "",
            "status": "bekreftet",
        }
    ]


def test_programs_get_commas_points_and_no_mark(
    client: Client, adviser: User, rich: Activity
) -> None:
    client.force_login(adviser)
    response = client.get(URL, {"format": "csv", "kolonner": "aktivitet,senter,timer"})
    raw = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert raw.startswith(b"aktivitet,senter,")
    row = read(client, delimiter=",", format="csv")[0]
    assert (row["timer"], row["tittel"]) == ("7.5", "Kurs; del 1")


def test_formulas_are_neutralised_for_spreadsheets_only(
    client: Client, adviser: User, centre: Centre
) -> None:
    for title in NASTY:
        ActivityFactory.create(centre=centre, registered_by=adviser, title=title)
    client.force_login(adviser)
    plain = [row["tittel"] for row in read(client, delimiter=",", format="csv")]
    assert plain == NASTY[::-1]
    guarded = [row["tittel"] for row in read(client)][::-1]
    assert guarded == [
        '\'=2+5;"hei"',
        "'+47",
        "'-1",
        "'@SUM(A1)",
        'Han sa "nei", og gikk; æøå',
        " =mellomrom",
        "'\t=1",
    ]


@pytest.mark.parametrize("query", [{}, {"status": "draft"}, {"year": "2025"}, {"title": "kurs 2"}])
def test_the_export_holds_the_rows_of_the_list_in_their_order(
    client: Client, adviser: User, centre: Centre, query: dict[str, str]
) -> None:
    for number in range(4):
        ActivityFactory.create(
            centre=centre,
            registered_by=adviser,
            title=f"Kurs {number}",
            starts_on=date(2024 + number % 2, 1, 1 + number),
            status="draft" if number == 3 else "confirmed",
        )
    client.force_login(adviser)
    listed = [row.title for row in client.get(LIST, query).context["found"].rows]
    assert [row["tittel"] for row in read(client, **query)] == listed


def test_the_list_links_to_its_own_export(client: Client, adviser: User, rich: Activity) -> None:
    client.force_login(adviser)
    text = client.get(LIST, {"kind": "course", "title": "Kurs; del"}).content.decode()
    assert "/aktiviteter/eksport/?kind=course&amp;title=Kurs%3B+del&amp;format=excel" in text


def test_the_export_is_recorded(client: Client, adviser: User, rich: Activity) -> None:
    client.force_login(adviser)
    read(client, year="2025")
    event = Event.objects.get(kind="activities.exported")
    assert (event.by_id, event.object_text) == (adviser.pk, "KORUS Nord")
    assert event.details == {"rows": 1, "query": "year=2025"}
    read(client, x="\0")
    assert Event.objects.filter(kind="activities.exported").count() == 2


def test_demo_data_is_marked(
    client: Client, adviser: User, rich: Activity, settings: Settings
) -> None:
    settings.DEMO_MODE = True
    client.force_login(adviser)
    assert 'filename="demo-aktiviteter-' in client.get(URL)["Content-Disposition"]
    assert read(client)[0]["merknad"] == "demodata"


def test_notes_and_names_stay_in_the_portal(client: Client, adviser: User, centre: Centre) -> None:
    ActivityFactory.create(centre=centre, registered_by=adviser, note="Internt notat")
    client.force_login(adviser)
    raw = b"".join(client.get(URL).streaming_content).decode()  # type: ignore[attr-defined]
    assert "Internt" not in raw
    assert adviser.name not in raw


def test_a_long_export_asks_in_batches(
    client: Client, adviser: User, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    ActivityFactory.create_batch(5, centre=centre, registered_by=adviser)
    client.force_login(adviser)
    monkeypatch.setattr("assignments.activities.export.BATCH", 2)
    # The first visit after somebody wrote draws the filter's places.
    read(client)
    with CaptureQueriesContext(connection) as small:
        assert len(read(client)) == 5
    monkeypatch.setattr("assignments.activities.export.BATCH", BATCH)
    with CaptureQueriesContext(connection) as whole:
        assert len(read(client)) == 5
    # Two more batches, each asking which, for the rows and for their places.
    assert len(small) == len(whole) + 6


def test_the_files_hold_the_columns_of_the_page(
    client: Client, adviser: User, rich: Activity
) -> None:
    client.force_login(adviser)
    assert list(read(client)[0]) == list(columns.USUAL)
    assert list(read(client, kolonner="tittel,dato")[0]) == ["tittel", "dato"]
    text = client.get(LIST, {"kolonner": "tittel,dato"}).content.decode()
    assert "/aktiviteter/eksport/?kolonner=tittel%2Cdato&amp;format=xlsx" in text


def test_a_workbook_has_days_numbers_and_texts(
    client: Client, adviser: User, rich: Activity, centre: Centre
) -> None:
    ActivityFactory.create(centre=centre, registered_by=adviser, title="=1+1", hours=None)
    client.force_login(adviser)
    response = client.get(URL, {"format": "xlsx", "kolonner": "dato,tittel,timer,deltakelser"})
    raw = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    rows = list(load_workbook(io.BytesIO(raw)).worksheets[0].values)
    assert rows[0] == ("Dato", "Tittel", "Timer", "Deltakelser")
    assert rows[1:] == [
        (datetime(2025, 3, 10), "=1+1", None, None),  # noqa: DTZ001 - a day has no zone
        (datetime(2025, 3, 10), "Kurs; del 1", 7.5, 20),  # noqa: DTZ001
    ]


def test_a_list_too_long_for_a_workbook_is_refused_with_a_way_on(
    client: Client, adviser: User, rich: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "MOST_IN_A_WORKBOOK", 0)
    client.force_login(adviser)
    response = client.get(URL, {"format": "xlsx", "year": "2025"}, follow=True)
    assert response.redirect_chain == [("/aktiviteter/?year=2025", 302)]
    assert "velg CSV" in response.content.decode()


def test_json_says_what_it_is_and_keeps_its_keys(
    client: Client, adviser: User, rich: Activity
) -> None:
    client.force_login(adviser)
    query = {"format": "json", "kolonner": "dato,tittel,timer,form,tiltak", "year": "2025"}
    response = client.get(URL, query)
    told = json.loads(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    assert (told["kilde"], told["demodata"]) == ("KORUS-portalen", False)
    assert told["utvalg"] == {"kolonner": "dato,tittel,timer,form,tiltak", "year": "2025"}
    assert told["aktiviteter"] == [
        {
            "dato": "2025-03-10",
            "tittel": "Kurs; del 1",
            "timer": 7.5,
            "form": "fysisk",
            "tiltak": "Tidlig inn",
        }
    ]


def test_the_template_holds_what_an_import_needs_of_rows_that_count(
    client: Client, adviser: User, rich: Activity, centre: Centre
) -> None:
    ActivityFactory.create(centre=centre, registered_by=adviser, title="Utkast", status="draft")
    Activity.objects.filter(pk=rich.pk).update(note="Husk lading")
    client.force_login(adviser)
    (row,) = read(client, kolonner="importmal")
    assert list(row) == list(TEMPLATE_COLUMNS)
    theme, other = rich.activity_themes.values_list("theme__code", flat=True)
    assert {name: value for name, value in row.items() if value} == {
        "dato": "2025-03-10",
        "sluttdato": "2025-03-11",
        "type": "kurs",
        "tittel": "Kurs; del 1",
        "tiltak": "Tidlig inn",
        "temaer": f"{theme};{other}",
        "kommuner": "5601;5602",
        "timer": "7,5",
        "deltakere": "20;5601=12",
        "form": "fysisk",
        "notat": "Husk lading",
        "samfunnsoppgave": "C1",
    }
