"""How evenly what was done is spread: are a few municipalities heavy users? Reads only.

Counted from the municipalities' own rows, which the page has read already. An activity in two
municipalities is one in each; hours were divided between them when they were registered.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import number_format

from assignments.coverage.models import Level
from reporting.dashboard import groups, markup, wording
from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import Coverage, Place
from reporting.dashboard.groups import ACTIVITIES, HOURS, Division
from reporting.dashboard.markup import Cell

HALF = 50


@dataclass(frozen=True)
class Taken:
    """What the tenth of the municipalities with most has taken."""

    count: int
    href: str
    # Per cent of all, one decimal; None where there is nothing to take, or no tenth to take it.
    share: Decimal | None

    @property
    def text(self) -> str:
        return "" if self.share is None else f"{number_format(self.share, 1)} %"

    @property
    def is_heavy(self) -> bool:
        """More than half goes to a tenth."""
        return self.share is not None and self.share > HALF


@dataclass(frozen=True)
class PerReached:
    """Hours per reached municipality. Given for `with_hours` of `activities` (rule 15)."""

    hours: Decimal | None
    with_hours: int
    activities: int

    @property
    def text(self) -> str:
        return "" if self.hours is None else number_format(self.hours, 1, force_grouping=True)


def counted(found: Coverage) -> list[Place]:
    return [place for place in found.places if place.counts]


def activities_in(places: Iterable[Place]) -> int:
    return sum(place.numbers.activities for place in places)


def hours_in(places: Iterable[Place]) -> Decimal:
    return sum((place.numbers.hours for place in places), Decimal(0))


def part(some: Decimal | int, whole: Decimal | int) -> Decimal | None:
    """Per cent with one decimal."""
    if not whole:
        return None
    share = Decimal(100) * Decimal(some) / Decimal(whole)
    return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def taken(choice: Choice, places: list[Place], division: Division) -> Taken:
    most = groups.most(places, division.code)
    measure = hours_in if division is HOURS else activities_in
    href = markup.address(choice, "coverage_places", gruppe=f"mest-{division.code}")
    share = part(measure(most), measure(places)) if len(places) >= groups.TENTH else None
    return Taken(len(most), href, share)


def per_reached(places: list[Place]) -> PerReached:
    reached = [place for place in places if place.numbers.level >= Level.USED]
    with_hours = sum(place.numbers.with_hours for place in reached)
    given = hours_in(reached)
    hours = given / len(reached) if with_hours or given else None
    if hours is not None:
        hours = hours.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return PerReached(hours, with_hours, activities_in(reached))


def shown(found: Coverage) -> dict[str, Any]:
    """What the template needs: ready rows and the figures of its sentences."""
    places, choice = counted(found), found.choice
    return {
        "spread_count": len(places),
        "spread_activities": rows(choice, places, ACTIVITIES),
        "spread_hours": rows(choice, places, HOURS),
        "most_activities": taken(choice, places, ACTIVITIES),
        "most_hours": taken(choice, places, HOURS),
        "per_reached": per_reached(places),
    }


def rows(choice: Choice, places: list[Place], division: Division) -> Any:
    """One row per group; groups of the unknown only where there are any."""
    names = dict(division.groups)
    parted = division.parted(places)
    return markup.body(
        (Cell(str(names[code])), cells(choice, own, len(places), groups.address(division, code)))
        for code, own in parted.items()
        if own or code != groups.UNKNOWN
    )


def cells(choice: Choice, own: list[Place], total: int, group: str) -> Sequence[Cell]:
    share = part(len(own), total)
    href = markup.address(choice, "coverage_places", gruppe=group)
    behind = markup.address(choice, "coverage_rows", gruppe=group)
    return [
        Cell(wording.number(len(own)), href),
        Cell("–" if share is None else f"{number_format(share, 1)} %", bar=markup.bar(share)),
        Cell(wording.number(activities_in(own)), behind),
        Cell(hours_text(own), f"{behind}#timer"),
    ]


def hours_text(places: list[Place]) -> str:
    """Hours that nobody gave are unknown, not 0 (rule 15)."""
    hours = hours_in(places)
    given = hours or any(place.numbers.with_hours for place in places)
    if activities_in(places) and not given:
        return wording.hours_unknown()
    return wording.number(hours.quantize(Decimal(1), ROUND_HALF_UP))
