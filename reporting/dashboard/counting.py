"""Counting what no summary row holds: one query on the facts behind a choice.

Two cuts at once, several counties, municipalities of a size: the page says that it is counted so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from assignments.coverage.models import Fact, Level, Slice, Structure
from municipalities.models import Municipality
from reporting.dashboard.choice import SIZES, Choice

COLUMN_OF = {
    Slice.THEME: "theme",
    Slice.INITIATIVE: "initiative",
    Slice.MANDATE_TASK: "mandate_task",
}
# Rows of the same event are one (rule 19).
EVENT = Coalesce("linked_to", "source_id")


class Numbers(NamedTuple):
    """What was done somewhere. `hours` are given for `with_hours` of `activities` (rule 15)."""

    level: Level = Level.UNKNOWN
    activities: int = 0
    with_hours: int = 0
    hours: Decimal = Decimal(0)
    attendances: int = 0
    requests: int = 0
    # In force at least one day of the year (rule 26).
    agreements: int = 0

    @property
    def lacks_hours(self) -> bool:
        """Unknown, not 0 (rule 15). A linked row may give hours to the event (rule 19)."""
        return bool(self.activities) and not self.with_hours and not self.hours


def place_column(choice: Choice) -> str:
    return "place_today" if choice.structure == Structure.TODAY else "place_then"


def chosen_places(choice: Choice, prefix: str = "") -> Q:
    """Municipalities of the chosen counties, size and centrality; what is not known is neither."""
    found = Q()
    if choice.counties:
        found &= Q(**{f"{prefix}county__in": choice.county_ids})
    if choice.size:
        least, most = SIZES[choice.size]
        found &= Q(**{f"{prefix}population__gte": least})
        if most is not None:
            found &= Q(**{f"{prefix}population__lte": most})
    if choice.centrality:
        found &= Q(**{f"{prefix}centrality_class__in": choice.centrality})
    return found


def facts_of(choice: Choice, place: Municipality | None = None) -> QuerySet[Fact]:
    """The facts behind the figures of a choice, or behind those of one place in it."""
    rows = facts_in(choice, Fact.objects.filter(year=choice.year))
    if place is not None:
        rows = rows.filter(Q(**{place_column(choice): place}) | Q(district=place))
    return rows


def facts_in(choice: Choice, rows: QuerySet[Fact]) -> QuerySet[Fact]:
    """Those of the chosen doer, places and cuts, in whichever years."""
    if choice.centre is not None:
        rows = rows.filter(centre=choice.centre)
    elif choice.kind:
        rows = rows.filter(centre_kind=choice.kind)
    if choice.function:
        rows = rows.filter(centre__function=choice.function)
    rows = rows.filter(chosen_places(choice, f"{place_column(choice)}__"))
    return rows.filter(**{COLUMN_OF[cut]: key for cut, key in choice.cuts.items()})


def sums(choice: Choice, *, is_per_centre: bool = False) -> dict[str, Any]:
    """What the columns of a summary row are in SQL: each source once, however many facts. Rows of
    the same event count once among several centres, with the hours of all; and once at a centre
    that was in several of them (rule 19)."""
    is_own = is_per_centre or choice.centre is not None
    own = Q() if is_own else Q(is_linked=False)
    activity = Q(source_kind=Fact.Source.ACTIVITY)
    event = EVENT if is_own else F("source_id")

    def distinct(condition: Q, what: Coalesce | F | str = "source_id") -> Count:
        return Count(what, filter=condition, distinct=True)

    return {
        "level": Max("level"),
        "activities": distinct(activity & own, event),
        "with_hours": distinct(activity & own & Q(hours__isnull=False), event),
        "all_hours": Sum("hours"),
        "people": Sum("attendances", filter=own),
        "requests": distinct(Q(source_kind=Fact.Source.REQUEST)),
        "agreements": distinct(Q(source_kind=Fact.Source.AGREEMENT)),
    }


def numbers(row: dict[str, Any]) -> Numbers:
    return Numbers(
        Level(row["level"] or 0),
        row["activities"],
        row["with_hours"],
        row["all_hours"] or Decimal(0),
        row["people"] or 0,
        row["requests"],
        row["agreements"],
    )


def total(choice: Choice) -> Numbers:
    return numbers(facts_of(choice).order_by().aggregate(**sums(choice)))


def total_at(choice: Choice, places: set[int]) -> Numbers:
    """Of some municipalities together."""
    rows = facts_of(choice).filter(**{f"{place_column(choice)}__in": places})
    return numbers(rows.order_by().aggregate(**sums(choice)))


def last_days(choice: Choice) -> dict[int, date]:
    """The latest day of contact or use in each municipality and district up to the year's end."""
    # What has another number now may have lain in another county, or been of another size.
    everywhere = replace(choice, counties=(), size="", centrality=())
    facts = facts_in(everywhere, Fact.objects.filter(year__lte=choice.year)).order_by()
    facts = facts.filter(level__gte=Level.CONTACTED)
    found: dict[int, date] = {}
    for column in (place_column(choice), "district"):
        rows = facts.exclude(**{column: None}).values_list(column).annotate(last=Max("day"))
        found |= dict(rows)
    return found


def by_place(choice: Choice) -> dict[int, Numbers]:
    """By municipality, and by district beside it (rule 11)."""
    facts = facts_of(choice).order_by()
    found: dict[int, Numbers] = {}
    for column in (place_column(choice), "district"):
        rows = facts.exclude(**{column: None}).values(column).annotate(**sums(choice))
        found |= {row[column]: numbers(row) for row in rows}
    return found
