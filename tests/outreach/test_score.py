"""The arithmetic of the score, apart from where its figures come from."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assignments.outreach import score
from assignments.outreach.models import Component
from assignments.outreach.score import NATIONAL, Part


def parts(*values: str) -> list[Part]:
    """The first components with these values."""
    pairs = zip(Component, values, strict=False)
    return [Part(component, Decimal(value), "") for component, value in pairs]


def test_the_national_weights_weigh_every_part_and_add_up_to_one_hundred() -> None:
    assert set(NATIONAL) == set(Component)
    assert sum(NATIONAL.values()) == 100


def test_the_score_is_value_times_weight_added_up() -> None:
    # 20 × 0.75 + 10 × 0.50 + 10 × 0.00
    assert score.score(parts("0.75", "0.50", "0.00"), NATIONAL) == Decimal("20.00")


@given(st.lists(st.decimals(0, 1, places=4), min_size=9, max_size=9))
def test_the_points_on_the_page_add_up_to_the_score(values: list[Decimal]) -> None:
    rows = [
        Part(component, score.unit(value), "")
        for component, value in zip(Component, values, strict=True)
    ]
    shown = [Decimal(f"{part.points(NATIONAL):.2f}") for part in rows]
    assert sum(shown) == score.score(rows, NATIONAL) <= 100


def test_the_worst_off_stands_at_one_and_equals_share_their_place() -> None:
    values = {1: Decimal(10), 2: Decimal(20), 3: Decimal(20), 4: Decimal(40), 5: Decimal(50)}
    found = score.ranks(values, higher_is_worse=True)
    assert found == {
        1: Decimal(0),
        2: Decimal("0.375"),
        3: Decimal("0.375"),
        4: Decimal("0.75"),
        5: Decimal(1),
    }


def test_where_low_is_worse_the_lowest_stands_at_one() -> None:
    found = score.ranks({1: Decimal("4.1"), 2: Decimal("1.9")}, higher_is_worse=False)
    assert found == {1: Decimal(0), 2: Decimal(1)}


@pytest.mark.parametrize("values", [{}, {7: Decimal(3)}])
def test_one_alone_stands_in_the_middle(values: dict[int, Decimal]) -> None:
    assert set(score.ranks(values, higher_is_worse=True).values()) <= {Decimal("0.50")}


@given(st.dictionaries(st.integers(), st.decimals(-100, 100, places=1), min_size=2))
def test_turning_the_direction_turns_the_standing(values: dict[int, Decimal]) -> None:
    high = score.ranks(values, higher_is_worse=True)
    low = score.ranks(values, higher_is_worse=False)
    assert all(high[pk] + low[pk] == 1 for pk in values)
    assert all(0 <= high[pk] <= 1 for pk in values)


@pytest.mark.parametrize(
    ("level", "value"), [("1", "1.00"), ("2.1", "0.73"), ("3", "0.50"), ("5", "0.00")]
)
def test_well_covered_is_no_need(level: str, value: str) -> None:
    assert score.mapping_value(Decimal(level)) == Decimal(value)


@pytest.mark.parametrize(
    ("count", "worst", "value"),
    [(0, 0, "0.00"), (1, 1, "0.67"), (1, 3, "0.83"), (3, 3, "1.00"), (9, 3, "1.00")],
)
def test_a_registered_need_never_brings_a_municipality_down(
    count: int, worst: int, value: str
) -> None:
    found = score.needs_value(count=count, worst=worst)
    assert found == Decimal(value)
    assert not count or found > score.HALF


@pytest.mark.parametrize(
    ("last_year", "full_after", "value"),
    [
        (2026, 3, "0.00"),
        (2025, 3, "0.33"),
        (2024, 3, "0.67"),
        (2023, 3, "1.00"),
        (2010, 3, "1.00"),
        (None, 3, "1.00"),
        (2025, 1, "1.00"),
        (2023, 5, "0.60"),
    ],
)
def test_silence_grows_with_each_calendar_year(
    last_year: int | None, full_after: int, value: str
) -> None:
    found = score.silence_value(last_year=last_year, year=2026, full_after=full_after)
    assert found == Decimal(value)


def test_equal_scores_share_a_place_and_the_next_is_skipped() -> None:
    values = {1: parts("0.50"), 2: parts("1.00"), 3: parts("0.50"), 4: parts("0.20")}
    found = score.standings(values, NATIONAL)
    assert {pk: standing.rank for pk, standing in found.items()} == {2: 1, 1: 2, 3: 2, 4: 4}


def test_equal_scores_stand_in_order_of_name() -> None:
    found = score.standings({1: parts("0.50"), 2: parts("0.50"), 3: parts("1.00")}, NATIONAL)
    names = {1: b"vadso", 2: b"alta", 3: b"oslo"}
    assert sorted(names, key=score.sort_order(found, lambda pk: names[pk])) == [3, 2, 1]


def test_the_strongest_reasons_are_known_and_give_points() -> None:
    rows = [*parts("0.10", "0.90", "0.00"), score.unknown(Component.SILENCE, "Ingen data")]
    found = score.strongest(rows, NATIONAL, at_most=3)
    assert [part.component for part in found] == [Component.INEQUALITY, Component.INDICATORS]


def test_no_data_counts_as_one_half() -> None:
    part = score.unknown(Component.STAFFING, "Ingen data")
    assert (str(part.value), str(part.points(NATIONAL)), part.has_data) == ("0.50", "5.00", False)
