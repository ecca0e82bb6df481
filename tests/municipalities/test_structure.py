"""A code of one date is found again on another, as far as the register says."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from municipalities.csvfile import Source
from municipalities.files import Files, read
from municipalities.models import Municipality, MunicipalityChange
from municipalities.structure import Chain, Place, carry, place_today_ids
from tests.factories import MunicipalityFactory

YEARS = {2017: 426, 2018: 422, 2019: 422, 2020: 356, 2021: 356, 2023: 356, 2024: 357, 2026: 357}
FOLDER = Path(settings.REFERENCE_DATA)
FIRST, LAST = date(2017, 1, 1), date(2026, 11, 22)
THE_FILES: Files = read(Source(FOLDER, FOLDER))
MUNICIPALITIES = {row.code: row for row in THE_FILES.municipalities}
CHAIN = Chain(
    [
        Place(number, row.code, row.valid_from, row.valid_to)
        for number, row in enumerate(THE_FILES.municipalities)
    ],
    [
        (row.date, row.old_code, row.new_code)
        for row in THE_FILES.changes
        if row.change_type != "boundary"
    ],
)
days = st.dates(FIRST, LAST)
codes = st.sampled_from(sorted(MUNICIPALITIES))


def in_force(day: date) -> set[str]:
    return {code for code, row in MUNICIPALITIES.items() if row.is_in_force(day)}


@pytest.mark.django_db
@pytest.mark.parametrize(("year", "count"), YEARS.items())
def test_each_year_has_its_number_of_municipalities(norway: None, year: int, count: int) -> None:
    assert Municipality.objects.in_force(on=date(year, 1, 1)).count() == count


@pytest.mark.django_db
def test_districts_are_apart(norway: None) -> None:
    day = date(2024, 1, 1)
    assert Municipality.objects.places_in_force(on=day).count() == 357 + 36
    assert Municipality.objects.districts().filter(parent__code="0301").count() == 15


@given(codes, days)
def test_every_code_lands_on_codes_in_force(code: str, day: date) -> None:
    start = max(day, MUNICIPALITIES[code].valid_from or day)
    assert set(CHAIN.carry(code, on=start, to=LAST).codes) <= in_force(LAST)


@given(codes, days, days)
def test_what_is_one_to_one_comes_back(code: str, one: date, other: date) -> None:
    start, end = sorted((one, other))
    row = MUNICIPALITIES[code]
    if not row.is_in_force(start):
        return
    there = CHAIN.carry(code, on=start, to=end)
    if there.is_split:
        return
    back = CHAIN.carry(there.codes[0], on=end, to=start)
    assert code in back.codes
    assert back.is_split == (len(back.codes) > 1)


@given(codes, days, days, days)
def test_two_steps_are_as_one(code: str, one: date, two: date, three: date) -> None:
    start, middle, end = sorted((one, two, three))
    if not MUNICIPALITIES[code].is_in_force(start):
        return
    half = CHAIN.carry(code, on=start, to=middle)
    steps = [CHAIN.carry(found, on=middle, to=end) for found in half.codes]
    whole = CHAIN.carry(code, on=start, to=end)
    assert set(whole.codes) == {found for step in steps for found in step.codes}
    assert whole.is_split == (half.is_split or any(step.is_split for step in steps))


@pytest.mark.parametrize("year", range(2017, 2027))
def test_the_changes_replayed_give_the_set_of_each_year(year: int) -> None:
    day = date(year, 1, 1)
    carried = (CHAIN.carry(code, on=FIRST, to=day).codes for code in in_force(FIRST))
    assert {code for found in carried for code in found} == in_force(day)


@pytest.mark.parametrize(
    ("code", "on", "to", "receivers"),
    [
        ("1507", date(2023, 12, 31), date(2024, 1, 1), {"1508", "1580"}),
        ("1850", date(2019, 12, 31), date(2020, 1, 1), {"1806", "1875"}),
        ("5012", date(2019, 1, 1), date(2024, 6, 1), {"5055", "5056", "5059"}),
        ("1523", date(2017, 1, 1), date(2026, 1, 1), {"1508", "1580"}),
    ],
)
def test_a_split_says_so(code: str, on: date, to: date, receivers: set[str]) -> None:
    found = CHAIN.carry(code, on=on, to=to)
    assert (set(found.codes), found.is_split) == (receivers, True)


@pytest.mark.parametrize(
    ("code", "on", "to", "successor"),
    [
        ("2012", date(2017, 1, 1), date(2020, 1, 1), "5403"),
        ("2012", date(2017, 1, 1), date(2024, 1, 1), "5601"),
        ("1141", date(2019, 12, 31), date(2020, 1, 1), "1103"),
        ("1103", date(2017, 1, 1), date(2026, 1, 1), "1103"),
        ("0702", date(2017, 6, 1), date(2024, 1, 1), "3903"),
        ("3118", date(2025, 12, 31), date(2026, 1, 1), "3118"),
        ("5001", date(2022, 9, 8), date(2022, 9, 9), "5001"),
        ("5601", date(2024, 1, 1), date(2018, 1, 1), "2012"),
    ],
)
def test_a_code_goes_on_as_one(code: str, on: date, to: date, successor: str) -> None:
    found = CHAIN.carry(code, on=on, to=to)
    assert (found.codes, found.is_split) == ((successor,), False)


@pytest.mark.parametrize(
    ("code", "older"),
    [("1103", {"1103", "1141", "1142"}), ("1580", {"1507"}), ("1506", {"1502", "1543", "1545"})],
)
def test_backwards_only_what_is_one_to_one_has_one_answer(code: str, older: set[str]) -> None:
    to = date(2023, 1, 1) if code == "1580" else date(2019, 1, 1)
    found = CHAIN.carry(code, on=date(2024, 1, 1), to=to)
    assert (set(found.codes), found.is_split) == (older, True)


def test_a_day_outside_the_validity_means_the_nearest() -> None:
    assert CHAIN.carry("2012", on=LAST, to=LAST).codes == ("5601",)
    assert CHAIN.carry("5601", on=FIRST, to=LAST).codes == ("5601",)


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        CHAIN.carry("9999", on=FIRST, to=LAST)


@pytest.mark.django_db
def test_the_chain_of_the_database_is_that_of_the_files(norway: None) -> None:
    found = carry("5012", on=date(2019, 1, 1), to=date(2020, 1, 1))
    assert (found.codes, found.is_split) == (("5055", "5056", "5059"), True)
    assert carry("030105", on=date(2024, 1, 1), to=LAST).codes == ("030105",)


@pytest.mark.django_db
def test_places_of_today(norway: None) -> None:
    ids = dict(Municipality.objects.values_list("code", "pk"))
    found = place_today_ids(ids.values())
    assert found[ids["2012"]] == ids["5601"]
    assert found[ids["1507"]] == ids["1507"]
    assert found[ids["1504"]] == ids["1504"]
    assert found[ids["030105"]] == ids["030105"]
    assert place_today_ids([-1]) == {-1: -1}


@pytest.mark.django_db
def test_asking_again_takes_one_query(
    norway: None, django_assert_num_queries: Callable[[int], Any]
) -> None:
    ids = list(Municipality.objects.values_list("pk", flat=True))
    place_today_ids(ids)
    with django_assert_num_queries(1):
        place_today_ids(ids)


@pytest.mark.django_db
def test_a_change_of_the_register_is_seen_at_once() -> None:
    old = MunicipalityFactory.create(code="0001", valid_to=date(2023, 12, 31))
    new = MunicipalityFactory.create(code="0002", valid_from=date(2024, 1, 1))
    assert place_today_ids([old.pk]) == {old.pk: old.pk}
    change = MunicipalityChange.objects.create(
        date=date(2024, 1, 1), change_type="renumber", old=old, new=new, old_name="A", new_name="A"
    )
    assert place_today_ids([old.pk]) == {old.pk: new.pk}
    change.date += timedelta(days=3000)
    change.save()
    assert place_today_ids([old.pk]) == {old.pk: old.pk}
