"""The score of a municipality: a plain weighted sum. Pure: reads nothing, writes nothing.

Each component is between 0 and 1. What nobody has data about is not taken for no need: it counts
as one half, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assignments.outreach.models import Component

HUNDREDTH = Decimal("0.01")
NONE, HALF, FULL = Decimal("0.00"), Decimal("0.50"), Decimal("1.00")

# National weights, fixed; they add up to one hundred, and so must a centre's own.
NATIONAL: Mapping[Component, int] = {
    Component.INDICATORS: 20,
    Component.INEQUALITY: 10,
    Component.MAPPING: 10,
    Component.NEEDS: 15,
    Component.STAFFING: 10,
    Component.SILENCE: 20,
    Component.SURVEY: 5,
    Component.SMALL: 5,
    Component.REMOTE: 5,
}
WHOLE = 100
Weights = Mapping[Component, int]


@dataclass(frozen=True, slots=True)
class Part:
    """One component in one municipality: its value and, in words, where that comes from."""

    component: Component
    value: Decimal
    reason: str
    has_data: bool = True

    def points(self, weights: Weights) -> Decimal:
        return self.value * weights[self.component]


@dataclass(frozen=True, slots=True)
class Standing:
    """The score under some weights, and the place that it gives. Equal scores share a place."""

    score: Decimal
    rank: int


def unit(value: Decimal) -> Decimal:
    """Between 0 and 1 with two decimals, so that the points on the page add up to the score."""
    return min(max(value, NONE), FULL).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)


def score(parts: Iterable[Part], weights: Weights) -> Decimal:
    return sum((part.points(weights) for part in parts), NONE)


def standings(parts_of: Mapping[int, Iterable[Part]], weights: Weights) -> dict[int, Standing]:
    """The place of each municipality, the highest score first."""
    scores = {pk: score(parts, weights) for pk, parts in parts_of.items()}
    first: dict[Decimal, int] = {}
    for rank, points in enumerate(sorted(scores.values(), reverse=True), start=1):
        first.setdefault(points, rank)
    return {pk: Standing(points, first[points]) for pk, points in scores.items()}


def strongest(parts: Iterable[Part], weights: Weights, *, at_most: int) -> list[Part]:
    """What weighs most, among what is known and gives points."""
    known = [part for part in parts if part.has_data and part.points(weights)]
    return sorted(known, key=lambda part: -part.points(weights))[:at_most]


def ranks(values: Mapping[int, Decimal], *, higher_is_worse: bool) -> dict[int, Decimal]:
    """Where each stands among all that have data: 0 the best off, 1 the worst off.

    The share of the others that are better off; whoever stands equal counts half. One alone stands
    in the middle.
    """
    others = len(values) - 1
    if others < 1:
        return dict.fromkeys(values, HALF)
    ordered = sorted(values.values(), reverse=not higher_is_worse)
    first: dict[Decimal, int] = {}
    last: dict[Decimal, int] = {}
    for position, value in enumerate(ordered):
        first.setdefault(value, position)
        last[value] = position
    return {pk: Decimal(first[value] + last[value]) / 2 / others for pk, value in values.items()}


def mean(values: Iterable[Decimal]) -> Decimal:
    found = list(values)
    return sum(found, Decimal(0)) / len(found)


def mapping_value(level: Decimal) -> Decimal:
    """The mean level from 1 to 5, turned: well covered is no need."""
    return unit((Decimal(5) - level) / 4)


def needs_value(*, count: int, worst: int) -> Decimal:
    """Above one half as soon as one is open; full with three open, one of them large (3).

    One half is what not knowing gives: a registered need must never bring a municipality down.
    """
    if not count:
        return NONE
    return unit(HALF + Decimal(min(count, 3) + worst) / 12)


def silence_value(*, last_year: int | None, year: int, full_after: int) -> Decimal:
    """The share of N calendar years that has gone by without contact."""
    if last_year is None:
        return FULL
    return unit(Decimal(year - last_year) / full_after)


def yes_or_no(is_so: bool | None) -> Decimal:  # noqa: FBT001 - the answer itself
    """None where nobody knows."""
    if is_so is None:
        return HALF
    return FULL if is_so else NONE


def unknown(component: Component, reason: str) -> Part:
    return Part(component, HALF, reason, has_data=False)


def sort_order(
    standing: Mapping[int, Standing], name_key: Callable[[int], object]
) -> Callable[[int], tuple[object, ...]]:
    """Highest score first; equal scores in Norwegian order of name."""
    return lambda pk: (-standing[pk].score, name_key(pk))
