"""The contract of /dekning/eksport.csv in whichever municipal structure is asked for (rule 23)."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from assignments.coverage.actions import replace_facts
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import County, Municipality, MunicipalityChange, Theme
from tests.factories import CatchmentFactory, CountyFactory, MunicipalityFactory
from tests.reporting.coverage_year import did

EVER, MERGED = date(1965, 1, 1), date(2020, 1, 1)


def rows(client: Client, **query: str) -> dict[str, dict[str, str]]:
    response = client.get("/dekning/eksport.csv", query)
    assert response.status_code == 200, response.content
    listed = list(csv.DictReader(StringIO(response.content.decode())))
    found = {row["kommunenummer"]: row for row in listed}
    assert len(found) == len(listed)
    return found


def told(row: dict[str, str]) -> tuple[str, ...]:
    names = ("aktiviteter", "timer", "deltakere", "siste_kontakt", "status")
    return tuple(row[name] for name in names)


@pytest.fixture
def west() -> County:
    return CountyFactory.create(code="46", name="Vestland")


@pytest.fixture
def stood(municipality: Municipality, west: County) -> dict[str, Municipality]:
    """1201 and 1246 became 4601 in 2020, and 1103 took in 1141; 1507 was split in 2024."""
    old = {
        code: MunicipalityFactory.create(
            code=code, valid_from=EVER, valid_to=date(2019, 12, 31), county=west
        )
        for code in ("1201", "1246", "1141")
    }
    new = MunicipalityFactory.create(code="4601", valid_from=MERGED, county=west)
    kept = MunicipalityFactory.create(code="1103", valid_from=EVER)
    split = MunicipalityFactory.create(code="1507", valid_from=EVER, valid_to=date(2023, 12, 31))
    parts = [
        MunicipalityFactory.create(code=code, valid_from=date(2024, 1, 1))
        for code in ("1508", "1580")
    ]
    changes = [(MERGED, "merge", old["1201"], new), (MERGED, "merge", old["1246"], new)]
    changes += [(MERGED, "merge", old["1141"], kept)]
    changes += [(date(2024, 1, 1), "split", split, part) for part in parts]
    for day, kind, one, other in changes:
        MunicipalityChange.objects.create(date=day, change_type=kind, old=one, new=other)
    return {row.code: row for row in [*old.values(), new, kept, split, *parts]}


def test_a_structure_between_then_and_today_has_its_own_municipalities(
    client: Client, centre: Centre, adviser: User, stood: dict[str, Municipality]
) -> None:
    both = {stood["1201"]: 3, stood["1246"]: 4}
    did(centre, adviser, both, starts_on=date(2019, 3, 1), hours=Decimal(5), attendances=7)
    did(centre, adviser, {stood["1507"]: None}, starts_on=date(2019, 4, 1), hours=Decimal(2))
    for query in ({}, {"senter": "korus-nord"}, {"funksjon": "regional"}):
        found = rows(client, aar="2019", struktur="2021", **query)
        assert list(found) == ["1103", "1507", "4601"]
        assert told(found["4601"]) == ("1", "5", "7", "2019-03-01", "brukt")
        assert told(found["1507"]) == ("1", "2", "0", "2019-04-01", "brukt")
        assert told(found["1103"]) == ("0", "0", "0", "", "ikke_kjent")
        today = rows(client, aar="2019", struktur="2024", **query)
        assert list(today) == ["1103", "1508", "1580", "4601", "5601", ""]
        assert told(today["4601"]) == told(found["4601"])
        assert told(today[""]) == told(found["1507"])


def test_backwards_only_one_to_one_is_placed(
    client: Client, centre: Centre, adviser: User, stood: dict[str, Municipality]
) -> None:
    """1103 of 2022 is 1103 and 1141 of 2019: nobody can say where in it something was done."""
    day = date(2022, 5, 1)
    did(centre, adviser, {stood["1103"]: None, stood["4601"]: None}, starts_on=day)
    did(centre, adviser, {stood["1507"]: None}, starts_on=date(2022, 6, 1))
    found = rows(client, aar="2022", struktur="2019")
    assert list(found) == ["1103", "1141", "1201", "1246", "1507", ""]
    assert told(found["1103"]) == ("0", "0", "0", "", "ikke_kjent")
    assert told(found["1507"]) == ("1", "", "0", "2022-06-01", "brukt")
    assert told(found[""]) == ("1", "", "0", "2022-05-01", "brukt")


def test_the_last_contact_before_a_merge_stands_under_the_code_of_its_day(
    client: Client, centre: Centre, adviser: User, stood: dict[str, Municipality]
) -> None:
    did(centre, adviser, {stood["1103"]: None}, starts_on=date(2018, 5, 1))
    did(centre, adviser, {stood["1103"]: None}, starts_on=date(2021, 5, 1))
    assert rows(client, aar="2022", struktur="2019")["1103"]["siste_kontakt"] == "2018-05-01"
    assert rows(client, aar="2022")["1103"]["siste_kontakt"] == "2021-05-01"


def test_the_county_of_another_structure_can_be_chosen(
    client: Client, centre: Centre, adviser: User, stood: dict[str, Municipality], west: County
) -> None:
    both = {stood["1201"]: None, stood["1103"]: None}
    did(centre, adviser, both, starts_on=date(2019, 3, 1))
    found = rows(client, aar="2019", struktur="2021", fylke="46")
    assert {code: row["aktiviteter"] for code, row in found.items()} == {"4601": "1"}


def test_the_catchment_is_that_of_the_first_day_of_the_structure_year(
    client: Client, centre: Centre, municipality: Municipality
) -> None:
    """Rule 10: in force on 1 January of the structure year, and in the catchment on that day."""
    place = MunicipalityFactory.create(code="5501", county=CountyFactory.create(code="55"))
    CatchmentFactory.create(centre=centre, county=place.county, valid_from=date(2025, 1, 1))
    for year, expected in (("2024", "nei"), ("2025", "ja")):
        found = rows(client, aar="2025", senter="korus-nord", struktur=year)
        assert found["5501"]["i_ansvarsomraade"] == expected
        page = client.get(
            "/dekning/", {"aar": "2025", "senter": "korus-nord", "struktur": year}
        ).context["found"]
        assert page.reach.total == (1 if year == "2024" else 2)


def test_nothing_undistributed_gives_no_last_row(
    client: Client, centre: Centre, adviser: User, stood: dict[str, Municipality]
) -> None:
    """A row of zeroes stays behind in the sums when what was counted is taken away."""
    made = did(centre, adviser, {stood["1507"]: None}, starts_on=date(2023, 3, 1))
    assert "" in rows(client, aar="2023", struktur="2024")
    replace_facts("activity", made.pk, [])
    assert "" not in rows(client, aar="2023", struktur="2024")


def test_nothing_undistributed_backwards_gives_no_last_row_either(
    client: Client, centre: Centre, adviser: User, stood: dict[str, Municipality]
) -> None:
    made = did(centre, adviser, {stood["1103"]: None}, starts_on=date(2022, 5, 1))
    assert "" in rows(client, aar="2022", struktur="2019")
    replace_facts("activity", made.pk, [])
    assert "" not in rows(client, aar="2022", struktur="2019")


@pytest.mark.usefixtures("stood")
def test_the_figures_of_other_structures_are_files_of_municipalities_alone(
    client: Client,
) -> None:
    query = {"aar": "2019", "struktur": "2021"}
    for name in ("kommuner", "fylker", "nivaer", "ikke-nadd"):
        for form in ("csv", "json"):
            response = client.get(f"/dekning/eksport/{name}.{form}", query)
            assert response.status_code == 200
            assert response.content
    refused = client.get("/dekning/eksport/over-tid.csv", query)
    assert refused.status_code == 400
    assert refused.content.decode().startswith("struktur: Tall for 2019 kan vises")


@pytest.mark.parametrize("named", ["1999", "2999", "x", "-1", "20240"])
@pytest.mark.usefixtures("stood")
def test_a_structure_that_nobody_knows_is_refused(client: Client, named: str) -> None:
    response = client.get("/dekning/eksport.csv", {"aar": "2025", "struktur": named})
    assert response.status_code == 400
    assert response.content.decode().startswith("struktur: ")


def test_more_activities_ask_no_more_of_the_database_in_another_structure(
    client: Client,
    centre: Centre,
    adviser: User,
    stood: dict[str, Municipality],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    both = {stood["1201"]: None, stood["1246"]: None}
    query = {"aar": "2019", "struktur": "2021"}
    did(centre, adviser, both, starts_on=date(2019, 3, 1))
    with CaptureQueriesContext(connection) as asked:
        rows(client, **query)
    for day in range(2, 20):
        did(centre, adviser, both, starts_on=date(2019, 3, day))
    with django_assert_num_queries(len(asked)):
        assert rows(client, **query)["4601"]["aktiviteter"] == "19"


def test_a_theme_is_carried_too(
    client: Client, centre: Centre, adviser: User, stood: dict[str, Municipality], theme: Theme
) -> None:
    both = {stood["1201"]: None, stood["1246"]: None}
    for themes in ([theme], []):
        did(centre, adviser, both, starts_on=date(2019, 3, 1), with_themes=themes)
    query = {"aar": "2019", "struktur": "2021"}
    assert rows(client, **query)["4601"]["aktiviteter"] == "2"
    found = rows(client, **query, tema=theme.code, storrelse="middels")
    assert {code: row["aktiviteter"] for code, row in found.items()}["4601"] == "1"
    assert "" not in found
