"""Reach from year to year, and at least once in several years."""

from dataclasses import replace
from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.coverage.models import Structure
from centres.models import Catchment, Centre
from korus_portal.accounts.models import User
from municipalities.models import County, Municipality, MunicipalityChange
from reporting.dashboard import figures, overtime
from reporting.dashboard.choice import Choice
from reporting.dashboard.overtime import OverTime
from tests.factories import CentreFactory, MunicipalityFactory
from tests.reporting.coverage_year import did

TODAY = date(2026, 6, 1)


def choice(**chosen: Any) -> Choice:
    return Choice(
        **{"year": 2025, "structure": Structure.THEN, "today": TODAY, "kind": "korus", **chosen}
    )


def over(chosen: Choice) -> OverTime:
    return overtime.over_time(figures.coverage(chosen), overtime.history_of(chosen))


def trend(chosen: Choice) -> dict[int, tuple[int, int, str]]:
    rows = overtime.trend(chosen, overtime.history_of(chosen))
    return {row.year: (row.reach.used, row.reach.total, row.reach.no_share) for row in rows}


@pytest.fixture
def merged(municipality: Municipality) -> Municipality:
    """Ballangen became part of Narvik on 1 January 2020."""
    county = municipality.county
    old, new = (
        MunicipalityFactory.create(code=code, county=county, **bounds)
        for code, bounds in (
            ("1854", {"valid_from": date(1964, 1, 1), "valid_to": date(2019, 12, 31)}),
            ("1806", {"valid_from": date(2020, 1, 1)}),
        )
    )
    changed(old, new, "merge", date(2020, 1, 1))
    return old


def changed(old: Municipality, new: Municipality, kind: str, day: date) -> None:
    MunicipalityChange.objects.create(
        date=day, change_type=kind, old=old, new=new, old_name=old.name, new_name=new.name
    )


def test_three_years_end_with_the_year_shown(
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    did(centre, adviser, {municipality_elsewhere: None}, starts_on=date(2022, 12, 31))
    did(centre, adviser, {municipality: None}, starts_on=date(2026, 1, 1))
    assert over(choice()).used == frozenset()
    did(centre, adviser, {municipality_elsewhere: None}, starts_on=date(2023, 1, 1))
    found = over(choice())
    assert (found.first, found.last, found.silent) == (2023, 2025, [2024, 2025])
    assert found.used == {municipality_elsewhere.pk}
    assert over(choice(years=4)).silent == [2024, 2025]
    assert over(choice(years=1)).reach.no_share == "no_data"


@pytest.mark.parametrize(("reached", "is_majority"), [(1, False), (2, False), (3, True)])
def test_a_majority_is_more_than_half_of_the_denominator(
    reached: int,
    is_majority: bool,
    centre: Centre,
    adviser: User,
    municipality: Municipality,
) -> None:
    places = [municipality, *(MunicipalityFactory.create(code=f"563{n}") for n in range(3))]
    for number, place in enumerate(places[:reached]):
        did(centre, adviser, {place: None}, starts_on=date(2025 - number, 3, 1))
    found = over(choice())
    assert (found.reach.used, found.reach.total) == (reached, 4)
    assert (found.is_majority, found.never) == (is_majority, 4 - reached)


def test_contact_alone_is_not_reach_over_time(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None}, kind="dialogue_meeting")
    assert over(choice()).used == frozenset()


def test_what_was_done_before_a_merge_counts_for_the_new_municipality(
    centre: Centre, adviser: User, merged: Municipality
) -> None:
    new = Municipality.objects.get(code="1806")
    did(centre, adviser, {merged: None}, starts_on=date(2019, 5, 1))
    for structure in Structure:
        chosen = choice(year=2021, structure=structure)
        assert over(chosen).used == {new.pk}


def test_a_split_is_nobodys_reach_until_somebody_distributes_it(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    county = municipality.county
    split = MunicipalityFactory.create(code="1507", county=county, valid_to=date(2023, 12, 31))
    for code in ("1508", "1580"):
        part = MunicipalityFactory.create(code=code, county=county, valid_from=date(2024, 1, 1))
        changed(split, part, "split", date(2024, 1, 1))
    did(centre, adviser, {split: None}, starts_on=date(2023, 5, 1))
    for structure in Structure:
        found = over(choice(structure=structure))
        assert (found.used, found.undistributed) == (frozenset(), 1)


def test_each_year_says_the_same_as_its_own_page(
    centre: Centre,
    adviser: User,
    merged: Municipality,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    places = [merged, municipality, municipality_elsewhere]
    days = [date(2019, 3, 1), date(2021, 3, 1), date(2025, 3, 1)]
    for place, day in zip(places, days, strict=True):
        did(centre, adviser, {place: None}, starts_on=day)
    Municipality.objects.filter(pk=municipality.pk).update(population=3000, centrality_class=6)
    Catchment.objects.filter(centre=centre).update(valid_from=date(2020, 1, 1))
    national = CentreFactory.create(code="napha", kind="national_centre", function="national")
    did(national, adviser, {municipality: None}, starts_on=date(2024, 3, 1))
    for chosen in every_choice(centre, national, municipality.county):
        for year, shown in trend(chosen).items():
            found = figures.summary(replace(chosen, year=year)).reach
            assert shown == (found.used, found.total, found.no_share), (chosen, year)


def every_choice(centre: Centre, national: Centre, county: County) -> list[Choice]:
    cuts: list[dict[str, Any]] = [
        {},
        {"kind": ""},
        {"kind": "", "centre": centre},
        {"kind": "", "centre": national},
        {"counties": (county,)},
        {"size": "liten"},
        {"kind": "", "centre": centre, "centrality": (6,)},
        {"kind": "", "function": "national"},
        {"kind": "", "function": "regional"},
    ]
    return [choice(structure=structure, **cut) for structure in Structure for cut in cuts]


def test_a_year_without_data_is_said_not_shown_as_zero(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None}, starts_on=date(2023, 3, 1))
    did(centre, adviser, {municipality: None}, starts_on=date(2025, 3, 1))
    assert trend(choice())[2024][2] == "no_data"
    text = page(client, "/dekning/over-tid/?aar=2025&type=korus")
    row = text[text.index(">2024</a>") :]
    assert "ingen data" in row[: row.index("</tr>")]
    assert "0,0 %" not in row[: row.index("</tr>")]
    assert "(N = 3 kalenderår, til og med året som vises)" in text
    assert "Ingen data i 2024" in text


def test_the_lists_hold_those_that_were_counted(
    client: Client,
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
) -> None:
    did(centre, adviser, {municipality: None}, starts_on=date(2024, 3, 1))
    base = "/dekning/kommuner/?aar=2025&type=korus"
    used = page(client, f"{base}&niva=brukt_over_tid")
    never = page(client, f"{base}&niva=aldri_over_tid")
    assert "Årene er 2023–2025." in used
    assert ("Alta" in used, "Utsira" in used) == (True, False)
    assert ("Alta" in never, "Utsira" in never) == (False, True)
    assert "Alta" in page(client, f"{base}&n=1&niva=aldri_over_tid")


@pytest.mark.parametrize("wrong", ["0", "11", "tre"])
def test_a_number_of_years_that_cannot_be_is_refused(client: Client, db: None, wrong: str) -> None:
    assert client.get(f"/dekning/over-tid/?aar=2025&n={wrong}").status_code == 400


def test_the_questions_do_not_grow_with_years_or_places(centre: Centre, adviser: User) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            overtime.shown(found)
        return len(asked)

    chosen = choice(years=9)
    places = [MunicipalityFactory.create(code=f"57{number}") for number in range(20, 40)]
    did(centre, adviser, {places[0]: None})
    found = figures.coverage(chosen)
    questions()
    few = questions()
    for number, place in enumerate(places):
        did(centre, adviser, {place: None}, starts_on=date(2018 + number % 8, 3, 1))
    assert questions() == few <= 6


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(" ".join(response.content.decode().split()))
