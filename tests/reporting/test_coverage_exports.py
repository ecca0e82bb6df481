"""Every figure as a file: the same numbers as the page, and what must be told of them inside."""

import csv
import json
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from math import prod
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings

from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from municipalities.models import HexTile, Municipality
from municipalities.register.models import Boundary
from reporting.dashboard.exports import downloads, files
from reporting.dashboard.exports.wording import DEFINITIONS
from tests.factories import CountyFactory, MunicipalityFactory
from tests.reporting.coverage_year import asked, did

SVG = "{http://www.w3.org/2000/svg}"
EVERY = [(figure, form) for figure in [*files.TABLES, "kart"] for form in files.forms_of(figure)]
OPEN_BARS = [name for name in files.BARS if name not in files.CLOSED]
NAMES = [f"{figure}.{form}" for figure, form in EVERY]


def fetch(client: Client, name: str, **query: str) -> Any:
    return client.get(f"/dekning/eksport/{name}", {"aar": "2025", **query})


def body(response: Any) -> bytes:
    assert response.status_code == 200, response.content
    content: bytes = response.getvalue() if response.streaming else response.content
    return content


def parsed(client: Client, figure: str, **query: str) -> ET.Element:
    return ET.fromstring(body(fetch(client, f"{figure}.svg", **query)))  # noqa: S314 - our own


def rows_of(client: Client, name: str, **query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(body(fetch(client, name, **query)).decode())))


def page_of(client: Client, **query: str) -> Any:
    return client.get("/dekning/", {"aar": "2025", **query}).context["found"]


@pytest.fixture
def year(
    centre: Centre,
    adviser: User,
    contact: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    """Alta used, Utsira never; two more in a county of their own, laid out on the map."""
    west = CountyFactory.create(code="46", name="Vestland")
    more = [
        MunicipalityFactory.create(code=code, name=name, county=west)
        for code, name in (("4601", "Bergen"), ("4626", "Øygarden"))
    ]
    did(centre, adviser, {municipality: None}, hours=Decimal("7.50"), attendances=1200)
    did(centre, adviser, {more[0]: None}, starts_on=date(2025, 9, 1), kind="contact_meeting")
    asked(centre, contact, municipality)
    for number, place in enumerate([municipality, municipality_elsewhere, *more]):
        HexTile.objects.create(structure=2024, municipality=place, column=number, row=0)


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("query", [{}, {"senter": "korus-nord"}, {"fylke": "46"}], ids=str)
def test_the_files_hold_the_figures_of_the_page(client: Client, query: dict[str, str]) -> None:
    found = page_of(client, **query)
    counties = rows_of(client, "fylker.csv", **query)
    *each, total = counties
    assert [(row["fylke"], row["brukt"], row["kommuner"]) for row in each] == [
        (row.county.name, str(row.reach.used), str(row.reach.total)) for row in found.counties
    ]
    reach = found.reach
    assert [total[name] for name in ("brukt", "kontakt", "kjent", "kommuner")] == [
        str(number) for number in (reach.used, reach.contacted, reach.known, reach.total)
    ]
    assert Decimal(total["andel_nadd"]) == reach.share
    listed = [row["kommunenummer"] for row in rows_of(client, "ikke-nadd.csv", **query)]
    assert listed == [place.code for place in found.not_reached]
    levels = {row["niva"]: int(row["kommuner"]) for row in rows_of(client, "nivaer.csv", **query)}
    assert levels == {
        "brukt": reach.used,
        "kontakt": reach.contacted,
        "kjent": reach.known,
        "i_alt": reach.total,
    }


@pytest.mark.usefixtures("year")
def test_the_file_of_all_municipalities_has_two_addresses(client: Client) -> None:
    old = client.get("/dekning/eksport.csv", {"aar": "2025"})
    assert body(old) == body(fetch(client, "kommuner.csv"))


@pytest.mark.usefixtures("year")
def test_csv_for_excel_opens_by_a_double_click(client: Client) -> None:
    text = body(client.get("/dekning/eksport.csv", {"aar": "2025", "variant": "excel"})).decode()
    assert text.startswith("\N{BYTE ORDER MARK}kommunenummer;kommune;")
    assert ";7,5;1200;" in text


@pytest.mark.usefixtures("year")
def test_csv_for_excel_runs_no_formula(client: Client, municipality: Municipality) -> None:
    Municipality.objects.filter(pk=municipality.pk).update(name="=1+1")
    for variant, expected in (("excel", "5601;'=1+1;"), ("", "5601,=1+1,")):
        query = {"aar": "2025", "variant": variant}
        assert expected in body(client.get("/dekning/eksport.csv", query)).decode()


@pytest.mark.usefixtures("year")
def test_the_spreadsheet_has_typed_cells_and_says_what_it_is(
    client: Client, settings: Settings
) -> None:
    settings.DEMO_MODE = False
    sheet = load_workbook(BytesIO(body(fetch(client, "kommuner.xlsx")))).worksheets[0]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    told = {row[0]: row[1] for row in cells}
    assert cells[0][0] == "Dekning i kommunene"
    assert told["Utvalg"] == "Alle sentrene i 2025"
    assert {"Definisjon", "Kilde", "Oppdatert"} <= set(told)
    alta = next(row for row in cells if row[0] == "5601")
    assert alta[5:9] == [1, 7.5, 1200, None]
    assert alta[10] == datetime(2025, 5, 5)  # noqa: DTZ001 - spreadsheets know no zones
    assert cells[[row[0] for row in cells].index("Kommunenummer")][11] == "Nivå"


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    ("name", "at", "shown"), [("kommuner", 6, "#,##0.00"), ("fylker", 2, "#,##0.0")]
)
def test_whole_numbers_have_no_loose_decimal_comma_in_the_spreadsheet(
    client: Client, name: str, at: int, shown: str
) -> None:
    """«100,0», not «100,»: as many decimals as the column has."""
    sheet = load_workbook(BytesIO(body(fetch(client, f"{name}.xlsx")))).worksheets[0]
    rows = list(sheet.iter_rows())
    head = next(number for number, row in enumerate(rows) if row[1].value in {"Kommune", "Fylke"})
    told = {row[at].number_format for row in rows[head + 1 :] if row[at].value is not None}
    assert told == {shown}


@pytest.mark.usefixtures("year")
def test_what_looks_like_a_formula_is_text_in_the_spreadsheet(
    client: Client, municipality: Municipality
) -> None:
    Municipality.objects.filter(pk=municipality.pk).update(name="=1+1")
    sheet = load_workbook(BytesIO(body(fetch(client, "kommuner.xlsx")))).worksheets[0]
    types = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert types["=1+1"] == "s"


def check_dataset(made: dict[str, Any]) -> None:
    """The shape that https://json-stat.org/format/schema/2.0/dataset.json asks for."""
    assert (made["version"], made["class"]) == ("2.0", "dataset")
    assert set(made) - {"status"} == {
        *("version", "class", "label", "source", "updated", "note", "id", "size", "role"),
        *("dimension", "value", "extension"),
    }
    assert list(made["dimension"]) == made["id"]
    for size, dimension in zip(made["size"], made["dimension"].values(), strict=True):
        category = dimension["category"]
        assert set(dimension) == {"label", "category"}
        assert set(category) <= {"index", "label", "unit"}
        assert len(category["index"]) == len(set(category["index"])) == size
        assert set(category["label"]) == set(category["index"])
        assert set(category.get("unit", {})) <= set(category["index"])
        assert all(unit["label"] for unit in category.get("unit", {}).values())
    assert len(made["value"]) == prod(made["size"])
    assert all(value is None or isinstance(value, int | float) for value in made["value"])
    missing = {str(at) for at, value in enumerate(made["value"]) if value is None}
    assert set(made.get("status", {})) == missing
    assert set(made.get("status", {}).values()) <= set(made["extension"]["tegn"])
    named = [name for names in made["role"].values() for name in names]
    assert set(named) <= set(made["id"])
    assert set(made["role"]) <= {"time", "geo", "metric"}
    datetime.fromisoformat(made["updated"])


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("figure", list(files.TABLES))
def test_json_stat_has_its_shape(client: Client, figure: str) -> None:
    check_dataset(json.loads(body(fetch(client, f"{figure}.json"))))


@pytest.mark.usefixtures("year")
def test_json_stat_holds_the_same_numbers_as_the_csv(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    made = json.loads(body(fetch(client, "kommuner.json")))
    measures = made["dimension"]["maal"]["category"]["index"]
    codes = made["dimension"]["rader"]["category"]["index"]
    for row in rows_of(client, "kommuner.csv"):
        at = codes.index(row["kommunenummer"]) * len(measures)
        numbers = dict(zip(measures, made["value"][at : at + len(measures)], strict=True))
        assert {name: Decimal(row[name] or 0) for name in measures} == {
            name: Decimal(str(value or 0)) for name, value in numbers.items()
        }
        told = made["extension"]["rader"][row["kommunenummer"]]
        assert (told["status"], told["siste_kontakt"] or "") == (
            row["status"],
            row["siste_kontakt"],
        )


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("figure", ["kart", *OPEN_BARS])
def test_a_picture_tells_what_it_shows(client: Client, figure: str) -> None:
    drawn = parsed(client, figure)
    assert (drawn.tag, drawn.attrib["role"]) == (f"{SVG}svg", "img")
    title, alternative = drawn.find(f"{SVG}title"), drawn.find(f"{SVG}desc")
    assert title is not None
    assert alternative is not None
    assert str(title.text).endswith(": Alle sentrene i 2025")
    assert str(alternative.text)
    written = " ".join(str(text.text) for text in drawn.iter(f"{SVG}text"))
    assert "Kilde: KORUS-portalen" in written
    assert str(DEFINITIONS[figure])[:20] in written
    assert str(date.today().year) in written  # noqa: DTZ011 - only the year
    image = Image.open(BytesIO(body(fetch(client, f"{figure}.png"))))
    assert image.width > 1000


@pytest.mark.usefixtures("year")
def test_the_map_has_each_municipality_with_its_level_in_words(client: Client) -> None:
    drawn = parsed(client, "kart")
    named = {str(title.text) for group in drawn.iter(f"{SVG}g") for title in group}
    assert "Alta: brukt, aktiviteter: 1" in named
    text = body(fetch(client, "kart.svg")).decode()
    assert "class=" not in text
    assert "href=" not in text


@pytest.mark.usefixtures("year")
def test_the_map_of_the_land_names_whose_borders_it_shows(client: Client) -> None:
    for number, place in enumerate(Municipality.objects.order_by("code")):
        x = number * 100
        Boundary.objects.create(
            structure=2024,
            municipality=place,
            path=f"M{x} 0h100v100h-100z",
            county_border="",
            left=x,
            top=0,
            right=x + 100,
            bottom=100,
            mark_x=x + 50,
            mark_y=50,
            mark_radius=50,
            source="Kartverket",
        )
    text = body(fetch(client, "kart.svg", kart="geografisk")).decode()
    assert 'd="M300 0h100v100h-100z"' in text
    assert "Kilde: Kartverket (CC BY 4.0)" in text
    assert "Kartverket" not in body(fetch(client, "kart.svg")).decode()


def test_there_is_no_picture_where_the_page_has_no_map(
    client: Client, municipality: Municipality
) -> None:
    response = fetch(client, "kart.png")
    assert (response.status_code, response["Content-Type"]) == (404, "text/plain; charset=utf-8")


@pytest.mark.usefixtures("municipality")
def test_no_data_is_not_nothing(client: Client, centre: Centre) -> None:
    """Rule 14: a centre that has registered nothing has no figures, never 0 %."""
    assert rows_of(client, "fylker.csv", senter="korus-nord") == []
    assert rows_of(client, "ikke-nadd.csv", senter="korus-nord") == []
    assert "Ingen data" in body(fetch(client, "fylker.svg", senter="korus-nord")).decode()


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_visitors_find_requests_and_agreements_empty_in_every_form(
    client: Client, adviser: User, form: str
) -> None:
    def told() -> list[Any]:
        response = body(fetch(client, f"kommuner.{form}"))
        match form:
            case "csv":
                row = next(r for r in csv.reader(StringIO(response.decode())) if r[0] == "5601")
                return [row[8] or None, row[9] or None]
            case "xlsx":
                sheet = load_workbook(BytesIO(response)).worksheets[0]
                cells = next(r for r in sheet.iter_rows(values_only=True) if r[0] == "5601")
                return [str(cell) if cell is not None else None for cell in cells[8:10]]
        made = json.loads(response)
        at = made["dimension"]["rader"]["category"]["index"].index("5601") * 4 + 3
        number = made["value"][at]
        text = made["extension"]["rader"]["5601"]["avtale"]
        return [None if number is None else str(number), text]

    assert told() == [None, None]
    client.force_login(adviser)
    assert told() == ["1", "nei"]


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(("figure", "form"), EVERY, ids=NAMES)
def test_a_file_of_demo_data_says_so(
    client: Client, settings: Settings, figure: str, form: str
) -> None:
    settings.DEMO_MODE = True
    response = fetch(client, f"{figure}.{form}")
    assert 'filename="demo-dekning-' in response["Content-Disposition"]
    if form in ("svg", "json"):
        assert "DEMO: oppdiktede tall" in body(response).decode()
    if form == "xlsx":
        sheet = load_workbook(BytesIO(body(response))).worksheets[0]
        assert str(sheet["A1"].value).startswith("DEMO: oppdiktede tall")


@pytest.mark.usefixtures("year")
def test_who_took_which_file_is_recorded_and_a_visitor_is_not(
    client: Client, adviser: User
) -> None:
    body(fetch(client, "fylker.xlsx"))
    assert not Event.objects.filter(kind="reporting.coverage_exported").exists()
    client.force_login(adviser)
    body(fetch(client, "fylker.xlsx"))
    event = Event.objects.get(kind="reporting.coverage_exported")
    assert (event.details["figure"], event.details["form"]) == ("fylker", "xlsx")


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize("name", ["fylker.pdf", "kart.csv", "kommuner.svg", "alt.csv"])
def test_a_file_that_is_not_made_is_not_found(client: Client, name: str) -> None:
    assert fetch(client, name).status_code == 404


@pytest.mark.usefixtures("year")
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"variant": "word"}, "variant: "),
        ({"senter": "nei"}, "senter: "),
        ({"fylke": "99"}, "fylke"),
    ],
)
def test_a_bad_parameter_is_refused_in_every_form(
    client: Client, query: dict[str, str], told: str
) -> None:
    for name in NAMES:
        response = fetch(client, name, **query)
        assert (response.status_code, response["Content-Type"]) == (
            400,
            "text/plain; charset=utf-8",
        )
        assert response.content.decode().startswith(told)


@pytest.mark.usefixtures("year")
def test_more_activities_ask_no_more_of_the_database(
    client: Client,
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(30) as first:
        body(fetch(client, "kommuner.xlsx"))
    for _number in range(5):
        did(centre, adviser, {municipality: None})
    with django_assert_max_num_queries(len(first)):
        body(fetch(client, "kommuner.xlsx"))


@pytest.mark.usefixtures("year")
def test_each_figure_can_be_fetched_from_the_page_that_shows_it(client: Client) -> None:
    text = "".join(
        client.get(reverse(name), {"aar": "2025", "senter": "korus-nord"}).content.decode()
        for name in downloads.PAGES
    )
    for name in NAMES:
        assert f"/dekning/eksport/{name}?aar=2025&amp;senter=korus-nord" in text or (
            name == "kommuner.csv" and "/dekning/eksport.csv?aar=2025&amp;senter=korus-nord" in text
        )
