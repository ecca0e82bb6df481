"""Rule 24: over time is three calendar years, and a majority is more than half."""

from datetime import date

import pytest

from assignments.coverage.periods import is_majority, years_until
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import overtime
from tests.reporting.coverage_year import did
from tests.rules.counted import choice, counted


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(1, 2, False), (2, 3, True), (0, 0, False)]
)
def test_half_is_no_majority(part: int, whole: int, expected: bool) -> None:
    assert is_majority(part, whole) is expected


def test_three_years_end_with_the_year_shown() -> None:
    assert list(years_until(2025)) == [2023, 2024, 2025]
    assert list(years_until(2025, 1)) == [2025]


def test_a_municipality_counts_once_in_the_three_years_and_not_before(
    centre: Centre, adviser: User, municipality: Municipality, neighbour: Municipality
) -> None:
    for day in (date(2024, 5, 1), date(2025, 5, 1)):
        did(centre, adviser, {municipality: None}, starts_on=day)
    found = counted(centre=centre)
    own = overtime.over_time(found, overtime.history_of(found.choice))
    assert (own.first, own.last, own.reach.used, own.is_majority) == (2023, 2025, 1, False)
    did(centre, adviser, {neighbour: None}, starts_on=date(2022, 5, 1))
    assert overtime.over_time(found, overtime.history_of(found.choice)).reach.used == 1
    longer = counted(centre=centre, years=4)
    four = overtime.over_time(longer, overtime.history_of(longer.choice))
    # Alta and its neighbour were not there before 2024; what they did then stands under them.
    assert (four.reach.used, four.is_majority) == (2, True)
    assert overtime.period(choice()) == "2023–2025"
