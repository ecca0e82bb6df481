"""The rows behind a number as files: who gets which, typed, in bounded memory, never too late."""

import csv
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pytest_django import Settings

from assignments.activities.models import Activity
from assignments.coverage.models import Fact
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from municipalities.models import Municipality
from reporting.dashboard.views import behind_files
from tests.factories import MunicipalityFactory
from tests.reporting.coverage_year import asked, did

PRIVATE = ["henvendelser", "kontakter", "informert", "avtaler"]


def fetch(client: Client, name: str, **query: str) -> Any:
    return client.get(f"/dekning/{name}", {"aar": "2025", "type": "korus", **query})


def body(client: Client, name: str, **query: str) -> bytes:
    response = fetch(client, name, **query)
    assert response.status_code == 200, response.content
    content: bytes = response.getvalue()
    return content


def rows_of(client: Client, kind: str = "aktiviteter", **query: str) -> list[dict[str, str]]:
    text = body(client, f"rader/eksport/{kind}.csv", **query).decode()
    return list(csv.DictReader(StringIO(text)))


@pytest.fixture
def places(centre: Centre, adviser: User, municipality: Municipality) -> list[Municipality]:
    """One course in Alta and Loppa together (10.01 hours), one in Alta (no hours), in 2025."""
    other = MunicipalityFactory.create(
        code="5628", name="Loppa", county=municipality.county, valid_from=date(2024, 1, 1)
    )
    both = {municipality: 12, other: None}
    did(centre, adviser, both, title="Kurs for to", hours=Decimal("10.01"), attendances=40)
    alone = {municipality: None}
    did(centre, adviser, alone, title="=1+1", hours=None, starts_on=date(2025, 9, 1))
    return [municipality, other]


@pytest.mark.usefixtures("places")
def test_the_rows_are_those_that_were_counted_newest_first(client: Client) -> None:
    first, second = rows_of(client)
    assert (first["tittel"], first["dato"], first["timer"]) == ("=1+1", "2025-09-01", "")
    assert second["kommuner"] == "Alta, Loppa"
    assert second["senter"] == "korus-nord"
    assert (second["timer"], second["deltakelser"], second["antall_kommuner"]) == (
        *("10.01", "40"),
        "2",
    )
    assert set(first) & {"rådgiver", "merknad", "tiltak", "notat"} == set()


@pytest.mark.usefixtures("places")
def test_of_one_municipality_stands_what_it_got(client: Client) -> None:
    """Hours in equal parts, the remainder to the lowest code (rules 16 and 17)."""
    (*_newer, alta) = rows_of(client, kommune="5601")
    assert (alta["timer"], alta["deltakelser"]) == ("5.01", "12")
    (loppa,) = rows_of(client, kommune="5628")
    assert (loppa["timer"], loppa["deltakelser"]) == ("5", "")


@pytest.mark.usefixtures("places")
def test_a_group_opens_to_its_own_rows_with_the_sums_of_the_table(client: Client) -> None:
    """Alta has two activities, Loppa one: the group of those with 2–4 is Alta alone."""
    page = fetch(client, "rader/", gruppe="aktiviteter-2-4")
    assert (page.context["registrations"], page.context["rows"].activity_count) == (2, 2)
    assert page.context["sums"].hours == Decimal("5.01")
    text = fetch(client, "fordeling/").content.decode()
    assert "gruppe=aktiviteter-2-4" in text
    assert [row["timer"] for row in rows_of(client, gruppe="aktiviteter-1")] == ["5"]


@pytest.mark.usefixtures("places")
def test_rows_of_a_level_are_those_of_its_municipalities(client: Client) -> None:
    assert len(rows_of(client, niva="brukt")) == 2
    assert rows_of(client, niva="under_brukt") == []


@pytest.mark.usefixtures("places")
def test_an_event_of_two_rows_is_told_once_with_the_hours_of_both(
    client: Client, centre_elsewhere: Centre, adviser: User, municipality: Municipality
) -> None:
    """Rule 19."""
    lead = Activity.objects.get(title="Kurs for to")
    Centre.objects.filter(pk=centre_elsewhere.pk).update(kind="korus")
    centre_elsewhere.refresh_from_db()
    did(
        centre_elsewhere,
        adviser,
        {municipality: None},
        title="Det samme",
        hours=Decimal(3),
        same_event_as=lead,
    )
    told = {row["tittel"]: (row["telles"], row["timer"]) for row in rows_of(client)}
    assert told["Det samme"] == ("nei", "3")
    assert told["Kurs for to"] == ("ja", "10.01")
    page = fetch(client, "rader/")
    assert page.context["rows"].activity_count == 2
    assert "samme arrangement som en annen rad" in page.content.decode()
    (own,) = rows_of(client, type="", senter=centre_elsewhere.code)
    assert own["telles"] == "ja"


@pytest.mark.usefixtures("places")
def test_the_spreadsheet_has_days_and_numbers_and_says_what_it_is(
    client: Client, settings: Settings
) -> None:
    settings.DEMO_MODE = True
    response = fetch(client, "rader/eksport/aktiviteter.xlsx")
    assert (
        'filename="demo-dekning-rader-aktiviteter-2025-korus.xlsx"'
        in (response["Content-Disposition"])
    )
    sheet = load_workbook(BytesIO(response.getvalue())).worksheets[0]
    cells = [[*row] for row in sheet.iter_rows(values_only=True)]
    assert cells[0][0] == "DEMO: oppdiktede tall – Aktiviteter bak tallet"
    told = {row[0]: row[1] for row in cells}
    assert told["Utvalg"] == "KORUS i 2025"
    assert {"Definisjon", "Kilde", "Oppdatert"} <= set(told)
    course = cells[-1]
    assert course[1] == datetime(2025, 3, 10)  # noqa: DTZ001 - spreadsheets know no zones
    assert course[-2:] == [10.01, 40]


@pytest.mark.usefixtures("places")
def test_no_title_is_run_as_a_formula(client: Client) -> None:
    assert "'=1+1" in body(client, "rader/eksport/aktiviteter.csv", variant="excel").decode()
    assert ",=1+1," in body(client, "rader/eksport/aktiviteter.csv").decode()
    sheet = load_workbook(BytesIO(body(client, "rader/eksport/aktiviteter.xlsx"))).worksheets[0]
    (cell,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "=1+1")
    assert cell.data_type == "s"


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("kind", PRIVATE)
def test_a_visitor_finds_no_other_rows_than_activities(client: Client, kind: str) -> None:
    assert fetch(client, f"rader/eksport/{kind}.csv").status_code == 404
    assert fetch(client, f"rader/eksport/{kind}.xlsx").status_code == 404
    assert kind not in fetch(client, "rader/").content.decode().split("<footer")[0]


@pytest.mark.usefixtures("places")
def test_requests_are_those_one_may_see_and_the_hidden_are_told(
    client: Client,
    centre: Centre,
    contact: User,
    adviser: User,
    userorg: User,
    municipality: Municipality,
) -> None:
    asked(centre, contact, municipality, text="Noe hemmelig")
    client.force_login(adviser)
    (row,) = rows_of(client, "henvendelser")
    assert (row["kommune"], row["senter"], row["sendt"]) == ("Alta", "KORUS Nord", "2025-05-05")
    assert row["antall"] == "1"
    assert "Noe hemmelig" not in str(row)
    client.force_login(userorg)
    (told_of,) = rows_of(client, "henvendelser")
    assert told_of["antall"] == "1"
    sheet = load_workbook(BytesIO(body(client, "rader/eksport/henvendelser.xlsx"))).worksheets[0]
    told = [row[1] for row in sheet.iter_rows(values_only=True)]
    assert "1 rad er talt, men vises bare for dem den gjelder." in told


SOURCES = {
    "henvendelser": Fact.Source.REQUEST,
    "kontakter": Fact.Source.OUTREACH,
    "informert": Fact.Source.ROUND,
    "avtaler": Fact.Source.AGREEMENT,
}


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("variant", ["", "excel"])
@pytest.mark.parametrize("kind", PRIVATE)
def test_what_is_counted_and_not_shown_stands_in_one_last_row_of_every_file(
    client: Client, userorg: User, kind: str, variant: str
) -> None:
    fact = Fact.objects.order_by("pk")[0]
    for source in (7001, 7002):
        fact.pk, fact.source_kind, fact.source_id = None, SOURCES[kind], source
        fact.save()
    client.force_login(userorg)
    lines = body(client, f"rader/eksport/{kind}.csv", variant=variant).decode("utf-8-sig")
    found = list(csv.DictReader(StringIO(lines), delimiter=";" if variant else ","))
    assert len(found) == 1
    filled = {name: value for name, value in found[0].items() if value}
    assert filled == {"kommune": "vises_ikke", "antall": "2"}
    sheet = load_workbook(BytesIO(body(client, f"rader/eksport/{kind}.xlsx"))).worksheets[0]
    *_before, last = sheet.iter_rows(values_only=True)
    assert [value for value in last if value is not None] == ["vises_ikke", 2]


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("kind", ["kontakter", "informert", "avtaler"])
def test_the_other_kinds_are_files_too(client: Client, adviser: User, kind: str) -> None:
    client.force_login(adviser)
    assert rows_of(client, kind) == []
    assert body(client, f"rader/eksport/{kind}.xlsx")


@pytest.mark.usefixtures("places")
def test_the_municipalities_behind_a_number_are_a_file(client: Client, adviser: User) -> None:
    text = body(client, "kommuner/eksport.csv", niva="brukt", gruppe="aktiviteter-1").decode()
    (row,) = csv.DictReader(StringIO(text))
    assert (row["kommune"], row["aktiviteter"], row["henvendelser"]) == ("Loppa", "1", "")
    sheet = load_workbook(BytesIO(body(client, "kommuner/eksport.xlsx"))).worksheets[0]
    assert str(sheet["A1"].value).endswith("Kommunene bak tallet")
    client.force_login(adviser)
    text = body(client, "kommuner/eksport.csv", gruppe="aktiviteter-1").decode()
    assert next(csv.DictReader(StringIO(text)))["henvendelser"] == "0"


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("name", "query", "status"),
    [
        ("rader/eksport/aktiviteter.pdf", {}, 404),
        ("rader/eksport/rader.csv", {}, 404),
        ("kommuner/eksport.json", {}, 404),
        ("rader/eksport/aktiviteter.csv", {"kommune": "9999"}, 404),
        ("rader/eksport/aktiviteter.csv", {"gruppe": "nei"}, 400),
        ("rader/eksport/aktiviteter.csv", {"variant": "word"}, 400),
        ("kommuner/eksport.csv", {"niva": "nei"}, 400),
    ],
)
def test_what_cannot_be_given_is_refused(
    client: Client, name: str, query: dict[str, str], status: int
) -> None:
    assert fetch(client, name, **query).status_code == status


@pytest.mark.usefixtures("places")
def test_too_many_rows_for_a_spreadsheet_are_refused_with_the_way_round(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(behind_files, "MOST_IN_A_WORKBOOK", 1)
    response = fetch(client, "rader/eksport/aktiviteter.xlsx")
    assert response.status_code == 400
    assert "Avgrens utvalget, eller velg CSV." in response.content.decode()
    assert len(rows_of(client)) == 2


@pytest.mark.usefixtures("places")
def test_who_took_the_rows_is_recorded_and_a_visitor_is_not(client: Client, adviser: User) -> None:
    rows_of(client)
    assert not Event.objects.filter(kind="reporting.coverage_exported").exists()
    client.force_login(adviser)
    rows_of(client)
    event = Event.objects.get(kind="reporting.coverage_exported")
    assert event.details["figure"] == "rader-aktiviteter"


def many(centre: Centre, adviser: User, place: Municipality, count: int) -> None:
    """Activities with a fact each, loaded at once."""
    rows = Activity.objects.bulk_create(
        Activity(
            centre=centre,
            kind="course",
            title=f"Kurs nummer {number} om noe som tar litt plass",
            starts_on=date(2025, 1 + number % 12, 5),
            status="confirmed",
            confirmed_by=adviser,
            confirmed_at=datetime(2025, 12, 31, 12, tzinfo=UTC),
            registered_by=adviser,
        )
        for number in range(count)
    )
    Fact.objects.bulk_create(
        Fact(
            source_kind="activity",
            source_id=row.pk,
            day=row.starts_on,
            year=2025,
            centre=centre,
            centre_kind=centre.kind,
            place_then=place,
            place_today=place,
            level=3,
            hours=Decimal(2),
        )
        for row in rows
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_file_of_many_rows_takes_no_more_memory_and_few_questions(
    form: str, client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    def peak() -> tuple[int, int]:
        tracemalloc.start()
        with CaptureQueriesContext(connection) as questions:
            response = fetch(client, f"rader/eksport/aktiviteter.{form}")
            for _piece in response.streaming_content:
                pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest, len(questions)

    many(centre, adviser, municipality, 1000)
    peak()
    small, few = peak()
    many(centre, adviser, municipality, 3000)
    large, more = peak()
    assert large - small < 3_000_000
    assert more <= few + 3 * 4
    assert large < 20_000_000


def test_the_first_line_comes_before_the_rows_are_read(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    many(centre, adviser, municipality, 50)
    response = fetch(client, "rader/eksport/aktiviteter.csv")
    pieces = iter(response.streaming_content)
    with CaptureQueriesContext(connection) as questions:
        assert next(pieces).startswith(b"aktivitet,dato,")
    assert len(questions) == 0
    assert len(list(pieces)) == 50


@pytest.mark.usefixtures("places")
def test_the_page_asks_no_more_of_the_database_with_more_rows(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked_for:
            fetch(client, "rader/", gruppe="aktiviteter-2-4")
        return len(asked_for)

    few = questions()
    for _number in range(2):
        did(centre, adviser, {municipality: None})
    assert questions() == few


@pytest.mark.usefixtures("places")
def test_the_page_leads_to_its_files_with_the_same_choice(client: Client) -> None:
    text = fetch(client, "rader/", kommune="5601", page="1").content.decode()
    address = "/dekning/rader/eksport/aktiviteter.xlsx?aar=2025&amp;type=korus&amp;kommune=5601"
    assert address in text
    assert "page=1&amp;" not in text
    places = fetch(client, "kommuner/", niva="brukt").content.decode()
    assert "/dekning/kommuner/eksport.xlsx?aar=2025&amp;type=korus&amp;niva=brukt" in places
