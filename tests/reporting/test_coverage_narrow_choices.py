"""Choices that hold little or nothing: no page says more than is known, no number opens others."""

from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from assignments.coverage.models import Fact, Structure
from assignments.rounds import actions as rounds
from assignments.rounds.models import InformationRound
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import County, Municipality, MunicipalityChange, Theme
from reporting.dashboard import figures, matrix, overtime, rebuilding, spread, wording
from reporting.dashboard.behind import Selection
from reporting.dashboard.choice import Choice
from reporting.dashboard.exports import places as exported
from reporting.dashboard.groups import by_hours
from reporting.dashboard.rows import rows_behind
from tests.factories import CentreFactory, CountyFactory, MunicipalityFactory, ThemeFactory
from tests.reporting.coverage_year import did
from tests.rounds.conftest import letter, values


def choice(**chosen: Any) -> Choice:
    return Choice(
        **{"year": 2025, "structure": Structure.THEN, "today": date(2026, 6, 1), **chosen}
    )


@pytest.fixture
def before(municipality: Municipality) -> Municipality:
    """Alta, 5601 in Finnmark from 2024, was 5403 in Troms og Finnmark."""
    county = CountyFactory.create(code="54", name="Troms og Finnmark", valid_to=date(2023, 12, 31))
    County.objects.filter(pk=municipality.county_id).update(valid_from=date(2024, 1, 1))
    old = MunicipalityFactory.create(
        code="5403", name="Alta", county=county, valid_to=date(2023, 12, 31)
    )
    MunicipalityChange.objects.create(
        date=date(2024, 1, 1), change_type="renumber", old=old, new=municipality
    )
    return old


def test_rounds_behind_a_size_are_those_of_its_municipalities(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    small = MunicipalityFactory.create(code="5628", county=municipality.county, population=900)
    Municipality.objects.filter(pk=municipality.pk).update(population=21_000)
    channel = InformationRound.Channel.LETTER
    rounds.register_round(
        centre=centre,
        values=values(channel=channel, day=date(2025, 3, 2)),
        places=[municipality, small],
        by=adviser,
        upload=letter(),
    )
    told = rows_behind(Selection(choice(size="liten")), adviser).informed
    assert ([row.municipality for row in told.rows], told.count) == ([small], 1)
    assert rows_behind(Selection(choice()), adviser).informed.count == 2


def test_years_without_any_data_are_not_told_as_municipalities_never_reached(
    client: Client, centre: Centre
) -> None:
    text = page(client, "/dekning/over-tid/?aar=2025&senter=korus-nord")
    assert "Ingen data i 2023, 2024, 2025" in text
    assert "kommuner er nådd minst én gang" not in text
    assert "aldri nådd i disse årene" not in text


def test_a_national_centre_without_activities_is_no_data(
    adviser: User, municipality: Municipality
) -> None:
    national = CentreFactory.create(code="napha", function=Centre.Function.NATIONAL)
    assert figures.summary(choice(centre=national)).reach.no_share == "no_data"
    did(national, adviser, {municipality: None}, starts_on=date(2024, 3, 1))
    chosen = choice(centre=national)
    history = overtime.history_of(chosen)
    years = {row.year: row.reach.no_share for row in overtime.trend(chosen, history)}
    assert years == {2026: "no_data", 2025: "no_data", 2024: "national"}
    # Reached in another year of the period: numbers, and still no share.
    over = overtime.over_time(figures.summary(chosen), history)
    assert (over.reach.used, over.reach.no_share) == (1, "national")


@pytest.mark.parametrize("kind", ["national_centre", "national_service"])
def test_a_national_kind_has_no_share_and_lends_none_to_stand_beside(
    kind: str, adviser: User, municipality: Municipality
) -> None:
    national = CentreFactory.create(code="landet", kind=kind, function="national")
    did(national, adviser, {municipality: None})
    found = figures.coverage(choice(centre=national))
    for chosen in (choice(kind=kind), figures.country_beside(found).choice):
        reach = figures.summary(chosen).reach
        assert (reach.used, reach.no_share) == (1, "national")
        row = overtime.trend(chosen, overtime.history_of(chosen))[-1]
        assert (row.year, row.reach.no_share) == (2025, "national")
    assert figures.summary(choice(kind=kind, function="regional")).reach.no_share == "no_data"


def test_fewer_than_ten_municipalities_have_no_tenth(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None}, hours=Decimal(4))
    shown = spread.shown(figures.coverage(choice(kind="korus")))
    assert (shown["most_activities"].text, shown["most_hours"].text) == ("", "")
    assert not shown["most_activities"].is_heavy


@pytest.mark.parametrize("named", ["2024", "2025", "2026"])
def test_counties_are_those_of_the_structure_that_was_named(
    client: Client, centre: Centre, adviser: User, before: Municipality, named: str
) -> None:
    did(centre, adviser, {before: None}, starts_on=date(2023, 3, 1))
    answer = client.get(f"/dekning/?aar=2023&struktur={named}&fylke=56")
    assert answer.status_code == 200
    assert answer.context["found"].reach.used == 1
    assert client.get("/dekning/?aar=2023&fylke=56").status_code == 400
    # The form says which structure is shown, so that it stays when another choice is made.
    text = page(client, f"/dekning/?aar=2023&struktur={named}&fylke=56")
    assert f'<option value="{named}" selected>slik den er i dag</option>' in text


def test_the_last_contact_under_another_county_is_kept_where_cuts_are_crossed(
    centre: Centre, adviser: User, before: Municipality, municipality: Municipality, theme: Theme
) -> None:
    did(centre, adviser, {before: None}, starts_on=date(2023, 3, 1), with_themes=[theme])
    Municipality.objects.filter(pk=municipality.pk).update(population=21_000)
    for narrow in ({}, {"counties": (municipality.county,)}, {"size": "stor"}):
        found = figures.coverage(choice(theme=theme, function="regional", **narrow))
        last = {place.pk: place.last_contact_on for place in found.places}
        assert last == {municipality.pk: date(2023, 3, 1)}


def test_where_there_are_no_municipalities_not_all_of_them_are_reached(
    client: Client, centre: Centre, adviser: User, municipality_elsewhere: Municipality
) -> None:
    """A county outside the centre's catchment."""
    did(centre, adviser, kind="research")
    text = page(client, "/dekning/?aar=2025&senter=korus-nord&fylke=11")
    text += page(client, "/dekning/over-tid/?aar=2025&senter=korus-nord&fylke=11")
    assert "Alle kommunene er nådd." not in text
    assert "Ingen kommuner er på dette nivået med det du har valgt." in text
    # The county was there all the time.
    assert "ikke i kommuneinndelingen" not in text


def test_a_county_that_was_not_there_yet_is_told_as_that(
    client: Client, centre: Centre, adviser: User, before: Municipality
) -> None:
    did(centre, adviser, {before: None}, starts_on=date(2023, 3, 1))
    assert "ikke i kommuneinndelingen" in page(client, "/dekning/over-tid/?aar=2025&fylke=56")


@pytest.fixture
def linked(
    centre: Centre, centre_elsewhere: Centre, adviser: User, municipality: Municipality
) -> None:
    """One event: the lead gave no hours, the other centre gave five."""
    lead = did(centre, adviser, {municipality: None}, hours=None)
    did(centre_elsewhere, adviser, {municipality: None}, hours=Decimal(5), same_event_as=lead)


@pytest.mark.usefixtures("linked")
def test_a_linked_event_is_one_activity_among_the_rows_too(
    client: Client, centre_elsewhere: Centre
) -> None:
    text = page(client, "/dekning/rader/?aar=2025&type=korus")
    assert ">1 aktivitet</h2>" in text
    assert text.count('<th scope="row">') == 2
    assert "Rader som er knyttet sammen som samme arrangement, telles én gang" in text
    own = page(client, f"/dekning/rader/?aar=2025&senter={centre_elsewhere.code}")
    assert ">1 aktivitet</h2>" in own
    assert "knyttet sammen" not in own


@pytest.mark.usefixtures("linked")
def test_hours_that_only_the_linked_row_has_are_known(municipality: Municipality) -> None:
    found = figures.coverage(choice(kind="korus"))
    assert (found.total.activities, found.total.hours) == (1, Decimal(5))
    assert wording.hours(found.total) == "5"
    assert exported.hours(found.total) == Decimal(5)
    own = next(place for place in found.places if place.pk == municipality.pk)
    assert by_hours(own) == "1"
    assert spread.per_reached([own]).text == "5,0"


def test_a_function_that_did_nothing_of_a_theme_has_0_per_cent_not_no_data(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None})
    rebuilding.rebuild()
    assert Fact.objects.count() == 1
    unused = ThemeFactory.create(code="doping")
    found = figures.coverage(choice(theme=unused))
    rows = str(matrix.shown(found, found)["functions"]).split("</tr>")
    assert "ingen data" in rows[0]
    assert "0,0 %" in rows[1]
    assert "ingen data" not in rows[1]


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(" ".join(response.content.decode().split()))


@pytest.mark.usefixtures("before")
@pytest.mark.parametrize("named", ["2026.0", " 2026", "٢٠٢٦"], ids=["decimal", "space", "arabic"])
def test_the_structure_of_today_is_named_by_four_digits_alone(client: Client, named: str) -> None:
    """Else the counties offered would be those of the year, and the figures those of today."""
    query = {"aar": "2023", "type": "korus"}
    assert client.get("/dekning/", {**query, "struktur": "2026"}).status_code == 200
    assert client.get("/dekning/", {**query, "struktur": named}).status_code == 400
