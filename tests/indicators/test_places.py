"""Codes in files: as SSB and FHI write them, in the structure of the year."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from municipalities.indicators.incoming.cells import CellProblemError
from municipalities.indicators.incoming.places import Found, Places
from municipalities.models import County, Municipality
from municipalities.structure import current_chain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("norway")]


def pk(code: str) -> int:
    return Municipality.objects.get(code=code).pk


@pytest.mark.parametrize(
    "cell", ["0301", 301, 301.0, "301", "K-0301", "K_0301", "k0301", "0301 Oslo", " 0301  Oslo "]
)
def test_oslo_is_found_however_it_is_written(cell: object) -> None:
    assert Places().find(cell, 2022).municipality == pk("0301")


@pytest.mark.parametrize("cell", ["46", "4600", "F-46", "EKA46", 46, "46 Vestland"])
def test_a_county_has_two_digits_or_ends_with_two_zeros(cell: object) -> None:
    county = County.objects.get(code="46")
    assert Places().find(cell, 2022) == Found(None, county.pk, "46")


@pytest.mark.parametrize("cell", ["0", "00", 0, "0000", "EAK", "Hele landet", "0 Hele landet"])
def test_the_country_is_zero_or_its_name(cell: object) -> None:
    found = Places().find(cell, 2022)
    assert (found.municipality, found.county) == (None, None)


def test_a_district_has_six_digits_or_five_from_a_spreadsheet() -> None:
    assert Places().find("030101", 2025).municipality == pk("030101")
    assert Places().find(30101, 2025).municipality == pk("030101")


def test_an_outdated_number_is_carried_where_it_is_one_to_one() -> None:
    """Alta was 2012, then 5403, then 5601."""
    found = Places().find("2012", 2022)
    assert (found.municipality, found.code, found.is_carried) == (pk("5403"), "2012", True)
    assert Places().find("5601", 2022).municipality == pk("5403")
    assert not Places().find("5403", 2022).is_carried


def test_a_file_may_stand_in_one_structure() -> None:
    assert Places(2024).find("5601", 2015).municipality == pk("5601")
    assert Places(2024).find("5601", 2015).is_carried is False


@pytest.mark.parametrize(
    ("cell", "year", "message"),
    [
        ("9999", 2022, "finnes ikke"),
        ("1507", 2024, "var delt"),  # Ålesund gave Haram back
        ("1504", 2022, "slått sammen"),  # old Ålesund is but a part of the new one
        ("4624", 2015, "Velg kommunestruktur"),  # Bjørnafjorden came of Os and Fusa
        ("54", 2024, "fantes ikke"),
        ("99", 2022, "finnes ikke"),
        ("Oslo", 2022, "kommunenummer"),
        ("", 2022, "mangler"),
        ("=A1", 2022, "formel"),
        ("K-46", 2022, "kommunenummer"),
        ("F-0301", 2022, "kommunenummer"),
        ("0301000", 2022, "kommunenummer"),
    ],
)
def test_what_cannot_be_placed_is_said_in_words(cell: str, year: int, message: str) -> None:
    with pytest.raises(CellProblemError, match=message):
        Places().find(cell, year)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data(), year=st.integers(2017, 2026))
def test_every_code_of_any_year_is_placed_in_the_year_or_told_about(
    data: st.DataObject, year: int
) -> None:
    """Whoever is placed was in force that day, and leads back to the code in the file."""
    chain = current_chain()
    code = data.draw(st.sampled_from(sorted(code for code in chain.places if len(code) == 4)))
    day = date(year, 1, 1)
    in_force = set(Municipality.objects.in_force(on=day).values_list("pk", flat=True))
    try:
        found = Places().find(code, year)
    except CellProblemError:
        assert chain.places[code].pk not in in_force
        return
    assert found.municipality in in_force
    own = chain.codes[found.municipality or 0]
    assert found.is_carried == (own != code)
    stood = chain.places[code].nearest_day(day)
    assert chain.carry(own, on=day, to=stood).codes == (code,)
