"""The figures of each page as files: counted by hand, and the same in every form."""

import csv
import json
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import product
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from assignments.plans.choices import CoursePhase, LifeStage
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.dashboard.exports import files
from tests.factories import (
    CatchmentFactory,
    CentreFactory,
    CentreFieldFactory,
    MandateTaskFactory,
    MunicipalityFactory,
)
from tests.reporting.coverage_year import did

OURS = [
    *("over-tid", "nadd-i-arene", "fordeling-aktiviteter", "fordeling-timer"),
    *("likhet-sentralitet", "likhet-storrelse", "likhet-samisk", "likhet-sprak"),
    *("oppgaver", "funksjoner", "sider"),
]


def fetch(client: Client, name: str, **query: str) -> bytes:
    response = client.get(f"/dekning/eksport/{name}", {"aar": "2025", "type": "korus", **query})
    assert response.status_code == 200, response.content
    content: bytes = response.getvalue() if response.streaming else response.content
    return content


def lines(client: Client, figure: str, **query: str) -> list[list[str]]:
    """Without the header."""
    return list(csv.reader(StringIO(fetch(client, f"{figure}.csv", **query).decode())))[1:]


@pytest.fixture
def places(centre: Centre, adviser: User, municipality: Municipality) -> list[Municipality]:
    """Alta: two activities in 2025 of 7.5 and 4 hours. Loppa: one in 2024. Vadsø: none, unknown.

    The second is of the task C1; a national centre gave Loppa one without hours in 2025.
    """
    of_alta = {
        "population": 21_000,
        "population_date": date(2025, 1, 1),
        "centrality_class": 4,
        "sami_admin_area": True,
        "language_form": "bokmål",
    }
    Municipality.objects.filter(pk=municipality.pk).update(**of_alta)
    county, start = municipality.county, date(2024, 1, 1)
    small = MunicipalityFactory.create(
        code="5628",
        name="Loppa",
        county=county,
        valid_from=start,
        population=900,
        population_date=date(2024, 7, 1),
        centrality_class=6,
        sami_admin_area=False,
        language_form="nynorsk",
    )
    unknown = MunicipalityFactory.create(
        code="5607",
        name="Vadsø",
        county=county,
        valid_from=start,
        population=None,
        population_date=None,
        centrality_class=None,
        sami_admin_area=None,
        language_form="",
    )
    task = MandateTaskFactory.create(code="C1", name_nb="Å dele kunnskap")
    did(centre, adviser, {municipality: None}, hours=Decimal("7.50"))
    did(centre, adviser, {municipality: None}, hours=Decimal(4), mandate_task=task)
    did(centre, adviser, {small: None}, starts_on=date(2024, 5, 2), hours=None)
    national = CentreFactory.create(
        code="narkoman", short_name="Nasjonalt", kind="national_centre", function="national"
    )
    did(national, adviser, {small: None}, hours=None)
    return [municipality, small, unknown]


EXPECTED = {
    "over-tid": [
        ["2024", "33.3", "1", "1", "1", "3", ""],
        ["2025", "33.3", "1", "1", "1", "3", ""],
        ["2026", "", "", "", "", "3", "ingen_data"],
    ],
    "nadd-i-arene": [
        ["nadd", "nådd minst én gang", "2", "66.7"],
        ["aldri", "aldri nådd", "1", "33.3"],
        ["i_alt", "alle kommuner", "3", ""],
    ],
    "fordeling-aktiviteter": [
        ["0", "ingen", "2", "66.7", "0", "0"],
        ["1", "1", "0", "0", "0", "0"],
        ["2-4", "2–4", "1", "33.3", "2", "11.5"],
        ["5-9", "5–9", "0", "0", "0", "0"],
        ["10", "10 eller flere", "0", "0", "0", "0"],
        ["i_alt", "alle kommuner", "3", "100", "2", "11.5"],
    ],
    "fordeling-timer": [
        ["0", "ingen", "2", "66.7", "0", "0"],
        ["1", "under 10", "0", "0", "0", "0"],
        ["10", "10 til under 50", "1", "33.3", "2", "11.5"],
        ["50", "50 til under 100", "0", "0", "0", "0"],
        ["100", "100 eller flere", "0", "0", "0", "0"],
        ["i_alt", "alle kommuner", "3", "100", "2", "11.5"],
    ],
    "likhet-sentralitet": [
        ["4", "4", "100", "1", "1", "100", "1", "1"],
        ["6", "6 (minst sentral)", "0", "0", "1", "0", "0", "1"],
        ["ukjent", "ikke kjent", "0", "0", "1", "0", "0", "1"],
        ["i_alt", "alle kommuner", "33.3", "1", "3", "33.3", "1", "3"],
    ],
    "likhet-storrelse": [
        ["liten", "under 5 000 innbyggere", "0", "0", "1", "0", "0", "1"],
        ["stor", "20 000 innbyggere eller flere", "100", "1", "1", "100", "1", "1"],
        ["ukjent", "ikke kjent", "0", "0", "1", "0", "0", "1"],
        ["i_alt", "alle kommuner", "33.3", "1", "3", "33.3", "1", "3"],
    ],
    "likhet-samisk": [
        ["ja", "i området", "100", "1", "1", "100", "1", "1"],
        ["nei", "utenfor området", "0", "0", "1", "0", "0", "1"],
        ["ukjent", "ikke kjent", "0", "0", "1", "0", "0", "1"],
        ["i_alt", "alle kommuner", "33.3", "1", "3", "33.3", "1", "3"],
    ],
    "likhet-sprak": [
        ["nb", "bokmål", "100", "1", "1", "100", "1", "1"],
        ["nn", "nynorsk", "0", "0", "1", "0", "0", "1"],
        ["ukjent", "ikke kjent", "0", "0", "1", "0", "0", "1"],
        ["i_alt", "alle kommuner", "33.3", "1", "3", "33.3", "1", "3"],
    ],
    "oppgaver": [
        ["C1", "Å dele kunnskap", "korus-nord", "KORUS Nord", "1", "1", "4"],
        ["C1", "Å dele kunnskap", "alle", "Alle", "1", "1", "4"],
        ["i_alt", "I alt, også uten oppgave", "korus-nord", "KORUS Nord", "2", "2", "11.5"],
        ["i_alt", "I alt, også uten oppgave", "alle", "Alle", "2", "2", "11.5"],
    ],
    "funksjoner": [
        ["national", "nasjonal", "1", "0", "", "0", "1", ""],
        ["regional", "regional", "2", "2", "11.5", "100", "1", "33.3"],
        ["both", "nasjonal og regional", *[""] * 6],
    ],
    "sider": [
        ["municipal", "kommunal side", "2", "2", "11.5", "100"],
        ["specialist", "spesialisthelsetjenesten", "0", "0", "0", "0"],
        ["county_authority", "fylkeskommunen", "0", "0", "0", "0"],
        ["state", "staten", "0", "0", "0", "0"],
        ["other", "andre", "0", "0", "0", "0"],
        ["ikke_oppgitt", "ikke oppgitt", "0", "0", "0", "0"],
        ["i_alt", "I alt", "2", "2", "11.5", "100"],
    ],
}


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("figure", OURS)
def test_the_file_holds_what_is_counted_by_hand(client: Client, figure: str) -> None:
    assert lines(client, figure) == EXPECTED[figure]


def test_each_figure_is_counted_by_hand() -> None:
    assert set(OURS) == set(EXPECTED)
    assert set(OURS) <= set(files.TABLES)


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("figure", OURS)
def test_the_spreadsheet_and_json_stat_hold_the_same(client: Client, figure: str) -> None:
    told = EXPECTED[figure]
    sheet = load_workbook(BytesIO(fetch(client, f"{figure}.xlsx"))).worksheets[0]
    cells = [[*row] for row in sheet.iter_rows(values_only=True)]
    typed = [[text(cell) for cell in row[: len(told[0])]] for row in cells[-len(told) :]]
    assert typed == told
    assert {"Utvalg", "Definisjon", "Kilde", "Oppdatert"} <= {row[0] for row in cells}
    made = json.loads(fetch(client, f"{figure}.json"))
    assert values_of(made) == {
        number for row in told for number in numbers_in(row, made["role"], made["size"])
    }


def text(cell: Any) -> str:
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return "" if cell is None else str(cell)


def values_of(made: dict[str, Any]) -> set[tuple[str, int, str]]:
    """Key of the row, which measure, and the number as text; unknown is empty."""
    names = [d for d in made["id"] if d != "maal" and (d != "aar" or "rader" not in made["id"])]
    codes = [made["dimension"][name]["category"]["index"] for name in names]
    measured = len(made["dimension"]["maal"]["category"]["index"])
    pairs = product(["/".join(key) for key in product(*codes)], range(measured))
    return {
        (key, at, text(value)) for (key, at), value in zip(pairs, in_row_order(made), strict=True)
    }


def in_row_order(made: dict[str, Any]) -> list[Any]:
    """Years stand after the measures where they are the rows."""
    if made["id"] != ["maal", "aar"]:
        return list(made["value"])
    measures, years = made["size"]
    values = made["value"]
    return [values[m * years + y] for y in range(years) for m in range(measures)]


def numbers_in(row: list[str], role: Any, size: list[int]) -> list[tuple[str, int, str]]:
    named = 1 if len(size) == 2 else 4 if len(size) == 4 else 2
    key = f"{row[0]}/{row[2]}" if named == 4 else row[0]
    measures = row[named:-1] if named == 1 else row[named:]
    return [(key, at, number) for at, number in enumerate(measures)]


@pytest.mark.usefixtures("places")
def test_every_pair_of_task_and_centre_has_a_value(client: Client) -> None:
    made = json.loads(fetch(client, "oppgaver.json"))
    assert made["id"] == ["rader", "paa_tvers", "maal", "aar"]
    assert made["size"] == [2, 2, 3, 1]
    assert made["value"] == [1, 1, 4, 1, 1, 4, 2, 2, 11.5, 2, 2, 11.5]


@pytest.mark.usefixtures("places")
def test_a_centre_without_data_has_empty_cells_and_is_marked_beside_a_gap(
    client: Client, municipality: Municipality, theme: Theme
) -> None:
    """Rule 14: nothing registered is not 0."""
    silent = CentreFactory.create(code="stille", short_name="Stille")
    CatchmentFactory.create(centre=silent, county=municipality.county)
    CentreFieldFactory.create(centre=silent, theme=theme)
    rows = [row for row in lines(client, "oppgaver") if row[2] == "stille"]
    assert [row[4:] for row in rows] == [["", "", ""], ["", "", ""]]
    made = json.loads(fetch(client, "oppgaver.json"))
    assert made["value"].count(None) == 6
    (gap,) = lines(client, "hull")
    assert gap[4] == "KORUS Nord, Stille (ingen data)"


@pytest.mark.usefixtures("places")
def test_years_are_the_time_of_the_trend(client: Client) -> None:
    made = json.loads(fetch(client, "over-tid.json"))
    assert made["role"]["time"] == ["aar"]
    assert made["dimension"]["aar"]["category"]["index"] == ["2024", "2025", "2026"]
    assert made["extension"]["rader"]["2026"]["uten_andel"] == "ingen_data"


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("figure", OURS)
def test_a_year_without_data_is_not_nothing(client: Client, figure: str) -> None:
    """Rule 14: no figure says 0 where nothing was registered."""
    found = lines(client, figure, aar="2026", n="1")
    counted = {"over-tid": slice(1, 5), "funksjoner": slice(2, None)}.get(figure)
    if counted is None:
        assert found == []
    else:
        assert all(cell == "" for cell in found[-1][counted])


@pytest.mark.usefixtures("places")
def test_a_national_kind_has_counts_and_no_share(client: Client) -> None:
    """Rule 12."""
    *_years, shown, _now = lines(client, "over-tid", type="national_centre")
    assert shown == ["2025", "", "1", "1", "1", "3", "nasjonal_funksjon"]
    small = lines(client, "likhet-storrelse", type="national_centre")[0]
    assert small[2:5] == ["", "1", "1"]


@pytest.mark.usefixtures("places")
def test_the_number_of_years_is_chosen_and_told(client: Client) -> None:
    assert lines(client, "nadd-i-arene", n="1")[0][2] == "1"
    told = json.loads(fetch(client, "nadd-i-arene.json", n="2"))["note"]
    assert "Årene er 2024–2025 (N = 2 kalenderår)." in told
    assert "Det er et flertall: mer enn halvparten av kommunene." in told


@pytest.mark.usefixtures("places")
def test_size_says_from_which_days_the_inhabitants_are(client: Client) -> None:
    """Rule 25."""
    told = "Størrelse følger folketall fra 1. juli 2024 til 1. januar 2025"
    assert any(told in note for note in json.loads(fetch(client, "likhet-storrelse.json"))["note"])
    address = "/dekning/fordeling/?aar=2025&type=korus"
    assert told in client.get(address).content.decode()
    chosen = "/dekning/?aar=2025&type=korus&storrelse=liten"
    assert told in client.get(chosen).content.decode()


@pytest.mark.usefixtures("places")
def test_a_name_that_a_spreadsheet_would_run_is_guarded(client: Client, centre: Centre) -> None:
    Centre.objects.filter(pk=centre.pk).update(short_name="=1+1")
    assert ";'=1+1;" in fetch(client, "oppgaver.csv", variant="excel").decode()
    assert ",=1+1," in fetch(client, "oppgaver.csv").decode()


@pytest.mark.parametrize("figure", OURS)
def test_more_activities_ask_no_more_of_the_database(
    figure: str,
    client: Client,
    centre: Centre,
    adviser: User,
    places: list[Municipality],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(40) as first:
        fetch(client, f"{figure}.csv")
    for number in range(12):
        did(centre, adviser, {places[number % 3]: None})
    with django_assert_max_num_queries(len(first)):
        fetch(client, f"{figure}.csv")


@pytest.mark.usefixtures("places")
def test_every_place_of_course_and_life_span_is_there(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    here = {"course_phase": CoursePhase.values[0], "life_stage": LifeStage.values[1]}
    did(centre, adviser, {municipality: None}, hours=Decimal(3), **here)
    found = lines(client, "forlop")
    assert len(found) == (len(CoursePhase) + 1) * (len(LifeStage) + 1)
    done = {(row[0], row[2]): row[4:] for row in found if row[4] != "0"}
    assert done == {
        ("ikke_oppgitt", "ikke_oppgitt"): ["2", "2", "11.5"],
        (CoursePhase.values[0], LifeStage.values[1]): ["1", "1", "3"],
    }
    made = json.loads(fetch(client, "forlop.json"))
    assert made["size"] == [len(CoursePhase) + 1, len(LifeStage) + 1, 3, 1]
    assert sum(made["value"][::3]) == 3


@pytest.mark.usefixtures("places")
def test_where_centres_meet_and_where_none_is(
    client: Client, centre: Centre, adviser: User, municipality: Municipality, theme: Theme
) -> None:
    county = municipality.county
    gap = [county.code, county.name, theme.code, theme.name, "KORUS Nord", "1"]
    assert gap in lines(client, "hull")
    assert lines(client, "overlapp") == []
    other = CentreFactory.create(code="korus-to", short_name="KORUS To")
    for doer in (centre, centre, other):
        activity = did(doer, adviser, {municipality: None}, with_themes=[theme])
        assert activity.pk
    assert gap not in lines(client, "hull")
    meeting = ["5601", "Alta", theme.code, theme.name, "KORUS Nord, KORUS To", "nei", "2", "3"]
    assert lines(client, "overlapp") == [meeting]
    assert json.loads(fetch(client, "overlapp.json"))["value"] == [2, 3]


@pytest.mark.usefixtures("places")
def test_methods_without_municipalities_are_an_empty_file(client: Client) -> None:
    assert lines(client, "metoder") == []


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_focus_municipalities_are_for_those_who_are_signed_in(
    client: Client, adviser: User, form: str
) -> None:
    address = f"/dekning/eksport/innsatskommuner.{form}?aar=2025&type=korus"
    assert client.get(address).status_code == 404
    for page in ("/dekning/data/", "/dekning/data/katalog.jsonld", "/dekning/fordeling/"):
        assert "innsatskommuner." not in client.get(f"{page}?aar=2025").content.decode()
    client.force_login(adviser)
    assert fetch(client, f"innsatskommuner.{form}")
    page = client.get("/dekning/fordeling/?aar=2025").content.decode()
    assert f"/dekning/eksport/innsatskommuner.{form}?aar=2025" in page
    assert "innsatskommuner." not in client.get("/dekning/data/").content.decode()
    *_counties, total = lines(client, "innsatskommuner")
    assert total[:5] == ["", "I alt", "3", "0", "21900"]
