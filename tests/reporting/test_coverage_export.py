"""The contract of /dekning/eksport.csv: the same columns and rows for everyone, RFC 4180."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.test import Client
from pytest_django import Settings

from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from municipalities.models import Municipality, MunicipalityChange
from tests.factories import CentreFactory, MunicipalityFactory
from tests.reporting.coverage_work import joined
from tests.reporting.coverage_year import asked, did

HEADER = (
    "kommunenummer,kommune,fylkesnummer,fylke,i_ansvarsomraade,aktiviteter,timer,deltakere,"
    "henvendelser,avtale,siste_kontakt,status"
)
Rows = dict[str, dict[str, str]]


def export(client: Client, **query: str) -> tuple[str, Rows]:
    response = client.get("/dekning/eksport.csv", query)
    assert response.status_code == 200, response.content
    text = response.content.decode()
    return text, {row["kommunenummer"]: row for row in csv.DictReader(StringIO(text))}


@pytest.fixture
def year(
    centre: Centre,
    adviser: User,
    contact: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    did(centre, adviser, {municipality: None}, hours=Decimal("7.50"), attendances=12)
    did(centre, adviser, {municipality: None}, starts_on=date(2025, 9, 1), kind="contact_meeting")
    asked(centre, contact, municipality)


@pytest.mark.usefixtures("year")
def test_every_municipality_of_the_structure_has_a_row_sorted_by_code(client: Client) -> None:
    text, rows = export(client, aar="2025", senter="korus-nord", struktur="2024")
    answer = client.head("/dekning/eksport.csv", {"aar": "2025"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    lines = text.split("\r\n")
    assert lines[0] == HEADER
    assert lines[-1] == ""
    assert list(rows) == ["1151", "5601"]
    assert rows["1151"] == {
        "kommunenummer": "1151",
        "kommune": "Utsira",
        "fylkesnummer": "11",
        "fylke": "Rogaland",
        "i_ansvarsomraade": "nei",
        "aktiviteter": "0",
        "timer": "0",
        "deltakere": "0",
        "henvendelser": "",
        "avtale": "",
        "siste_kontakt": "",
        "status": "ikke_kjent",
    }


@pytest.mark.usefixtures("year")
def test_the_row_holds_what_the_centre_did(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    _text, rows = export(client, aar="2025", senter="korus-nord")
    row = rows["5601"]
    assert row["i_ansvarsomraade"] == "ja"
    assert (row["aktiviteter"], row["timer"], row["deltakere"]) == ("2", "7.5", "12")
    assert (row["henvendelser"], row["avtale"]) == ("1", "nei")
    assert (row["siste_kontakt"], row["status"]) == ("2025-09-01", "brukt")


@pytest.mark.usefixtures("year")
def test_visitors_see_neither_requests_nor_agreements(client: Client) -> None:
    _text, rows = export(client, aar="2025", senter="korus-nord")
    assert {(row["henvendelser"], row["avtale"]) for row in rows.values()} == {("", "")}


@pytest.mark.usefixtures("year")
def test_the_last_contact_is_over_all_years_up_to_the_one_asked_for(client: Client) -> None:
    _text, rows = export(client, aar="2026", senter="korus-nord")
    assert (rows["5601"]["siste_kontakt"], rows["5601"]["status"]) == ("2025-09-01", "ikke_kjent")
    _text, rows = export(client, aar="2024", senter="korus-nord")
    assert rows["5601"]["siste_kontakt"] == ""


def test_unknown_hours_are_empty(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None})
    _text, rows = export(client, aar="2025")
    assert (rows["5601"]["aktiviteter"], rows["5601"]["timer"]) == ("1", "")


def test_a_centre_whose_catchment_is_unknown_has_it_empty(
    client: Client, municipality: Municipality
) -> None:
    CentreFactory.create(code="uten")
    CentreFactory.create(code="landet", function=Centre.Function.NATIONAL)
    for code, expected in (("uten", ""), ("landet", "nei"), ("", "ja")):
        _text, rows = export(client, aar="2025", senter=code)
        assert rows["5601"]["i_ansvarsomraade"] == expected


def test_what_a_split_leaves_undistributed_is_the_last_row(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    old = MunicipalityFactory.create(code="1507", name="Ålesund", valid_to=date(2023, 12, 31))
    for code in ("1508", "1580"):
        new = MunicipalityFactory.create(code=code, valid_from=date(2024, 1, 1))
        MunicipalityChange.objects.create(
            date=date(2024, 1, 1), change_type="split", old=old, new=new
        )
    did(centre, adviser, {old: 3}, starts_on=date(2023, 3, 1), hours=Decimal(5), attendances=3)
    client.force_login(adviser)
    text, rows = export(client, aar="2023", struktur="2026")
    assert list(rows) == ["1508", "1580", "5601", ""]
    assert text.rstrip().endswith("\r\n,ufordelt,,,,1,5,3,0,nei,2023-03-01,brukt")
    _text, then = export(client, aar="2023")
    assert then["1507"]["aktiviteter"] == "1"


def test_an_activity_in_two_municipalities_that_were_split_is_one(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    old = [
        MunicipalityFactory.create(code=code, valid_to=date(2023, 12, 31))
        for code in ("1507", "1850")
    ]
    parts = [
        MunicipalityFactory.create(code=code, valid_from=date(2024, 1, 1))
        for code in ("1508", "1580", "1806", "1875")
    ]
    for number, part in enumerate(parts):
        MunicipalityChange.objects.create(
            date=date(2024, 1, 1), change_type="split", old=old[number // 2], new=part
        )
    did(centre, adviser, {old[0]: 3, old[1]: 4}, starts_on=date(2023, 3, 1), hours=Decimal(5))
    for query in ({}, {"funksjon": "regional"}):
        _text, rows = export(client, aar="2023", struktur="2026", **query)
        rest = rows[""]
        assert (rest["aktiviteter"], rest["timer"], rest["deltakere"]) == ("1", "5", "7")
        assert (rest["status"], rest["siste_kontakt"]) == ("brukt", "2023-03-01")


def test_the_last_contact_follows_a_new_number(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    old = MunicipalityFactory.create(code="5403", name="Alta", valid_to=date(2023, 12, 31))
    Municipality.objects.filter(pk=municipality.pk).update(valid_from=date(2024, 1, 1))
    MunicipalityChange.objects.create(
        date=date(2024, 1, 1), change_type="renumber", old=old, new=municipality
    )
    did(centre, adviser, {old: None}, starts_on=date(2023, 3, 1))
    for query in ({}, {"struktur": "2026"}):
        _text, rows = export(client, aar="2024", **query)
        assert (rows["5601"]["siste_kontakt"], rows["5601"]["status"]) == (
            "2023-03-01",
            "ikke_kjent",
        )


@pytest.mark.usefixtures("year")
def test_a_file_of_demo_data_says_so_in_its_name(client: Client, settings: Settings) -> None:
    for mode, name in ((True, "demo-dekning-2025-alle.csv"), (False, "dekning-2025-alle.csv")):
        settings.DEMO_MODE = mode
        response = client.get("/dekning/eksport.csv", {"aar": "2025"})
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.usefixtures("year")
def test_who_took_the_file_is_recorded(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    export(client, aar="2025")
    assert Event.objects.filter(kind="reporting.coverage_exported").count() == 1


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ({"aar": "1850"}, "aar: «1850» er ikke et år som kan vises."),
        ({"aar": "²"}, "aar: «²» er ikke et år som kan vises."),
        ({"senter": "finnes-ikke"}, "senter: Det finnes ikke noe senter med denne koden."),
        ({"senter": "\x00"}, "senter: "),
        ({"type": "xx"}, "type: «xx» er ikke en type senter."),
        ({"fylke": "99"}, "fylke: Det fantes ikke noe fylke med nummeret 99 dette året."),
        ({"aar": "2025", "struktur": "99999999"}, "struktur: Tall for 2025 kan vises"),
    ],
)
def test_a_bad_parameter_is_refused_and_named(
    query: dict[str, str], told: str, client: Client, municipality: Municipality
) -> None:
    response = client.get("/dekning/eksport.csv", query)
    assert response.status_code == 400
    assert response.content.decode().startswith(told)


def test_the_row_of_a_centre_holds_what_it_did_elsewhere_and_as_a_partner(
    client: Client,
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    """Rules 13 and 18: outside its area too, and the hours that it registered for itself."""
    other = CentreFactory.create(code="korus-vest", short_name="KORUS Vest")
    did(centre, adviser, {municipality_elsewhere: 4}, hours=Decimal(3), attendances=4)
    theirs = did(other, adviser, {municipality: None}, hours=Decimal(9))
    joined(theirs, centre, adviser, Decimal(2))
    _text, rows = export(client, aar="2025", senter="korus-nord", struktur="2024")
    told = ("i_ansvarsomraade", "aktiviteter", "timer", "deltakere", "status")
    assert [rows["1151"][name] for name in told] == ["nei", "1", "3", "4", "brukt"]
    assert [rows["5601"][name] for name in told] == ["ja", "1", "2", "0", "brukt"]
    _text, rows = export(client, aar="2025", senter="korus-vest", struktur="2024")
    assert (rows["5601"]["aktiviteter"], rows["5601"]["timer"]) == ("1", "9")
    assert rows["1151"]["status"] == "ikke_kjent"


@pytest.mark.usefixtures("year")
def test_what_must_be_quoted_is_quoted_and_nothing_else_is_changed(
    client: Client, municipality: Municipality
) -> None:
    name = 'Alta, "Áltá"; =Alattio\nog  mer '
    Municipality.objects.filter(pk=municipality.pk).update(name=name)
    text, rows = export(client, aar="2025")
    assert '\r\n5601,"Alta, ""Áltá""; =Alattio\nog  mer ",56,Finnmark,' in text
    assert rows["5601"]["kommune"] == name
    assert not text.startswith("\N{BYTE ORDER MARK}")
    assert text.count("\r\n") == 3
