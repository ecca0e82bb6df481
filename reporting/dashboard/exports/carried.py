"""Municipalities in a structure that is neither the year's own nor today's (rule 23).

No summary row holds it. What is one to one keeps its row of the day; what merges is counted once
more from the facts, so that an activity in two that became one is one. What has no single
counterpart, backwards too, is left undistributed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Case, Max, Value, When

from assignments.coverage.models import CoverageRow, Fact, Level, Structure
from municipalities import structure
from municipalities.models import County, Municipality
from reporting.dashboard import asked, counting, figures
from reporting.dashboard.asked import COLUMNS
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.figures import Coverage, Place, place_of
from reporting.dashboard.forms import same_structure


@dataclass
class Placed:
    """Ids of the day under those that they are in the structure shown, and those without one."""

    sources: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    left: set[int] = field(default_factory=set)


def is_asked(choice: Choice) -> bool:
    if choice.structure == Structure.TODAY:
        return False
    return not same_structure(choice.year, choice.structure_day.year)


def coverage(choice: Choice) -> Coverage:
    whole = replace(choice, counties=(), size="", centrality=(), structure_year=0)
    numbers, total = figures.counted(whole)
    # A row stays with zeroes when what it counted is taken away: nothing of it waits for a place.
    placed = placed_in(choice, (pk for pk, own in numbers.items() if any(own)))
    last, last_left = last_contacts(choice)
    catchment = figures.catchment_of(choice)
    places = figures.places_in(choice, catchment, together(whole, placed, numbers), last)
    why = figures.why_no_share(whole, catchment, total)
    found = figures.Summary(choice, places, total, figures.reach_of(places, why))
    county_of = {county.pk: county for county in County.objects.all()}
    return Coverage(
        *(choice, places, total, found.reach),
        undistributed=undistributed(choice, placed.left, numbers, last_left),
        counties=figures.by_county(found, county_of),
        county_of=county_of,
        missing=figures.centres_without_data(choice),
    )


def targets(ids: Iterable[tuple[int, int]], *, to: date) -> Iterator[int | None]:
    """Of each place with the year in which it was named; None without a single counterpart."""
    chain = structure.current_chain()
    for pk, year in ids:
        code = chain.codes.get(pk)
        if code is None:
            yield None
            continue
        found = chain.carry(code, on=date(year, 1, 1), to=to)
        yield None if found.is_split else chain.places[found.codes[0]].pk


def placed_in(choice: Choice, ids: Iterable[int]) -> Placed:
    placed = Placed()
    listed = list(ids)
    named = ((pk, choice.year) for pk in listed)
    for pk, target in zip(listed, targets(named, to=choice.structure_day), strict=True):
        if target is None:
            placed.left.add(pk)
        else:
            placed.sources[target].append(pk)
    return placed


def together(whole: Choice, placed: Placed, numbers: dict[int, Numbers]) -> dict[int, Numbers]:
    one = {new: numbers[old[0]] for new, old in placed.sources.items() if len(old) == 1}
    merged = {new: old for new, old in placed.sources.items() if len(old) > 1}
    return one | counted_once(whole, merged)


def counted_once(whole: Choice, merged: dict[int, list[int]]) -> dict[int, Numbers]:
    """Each source once in what several codes became: one query on the facts."""
    if not merged:
        return {}
    became = Case(*(When(place_then__in=old, then=Value(new)) for new, old in merged.items()))
    ids = {pk for old in merged.values() for pk in old}
    facts = counting.facts_of(whole).filter(place_then__in=ids).order_by()
    rows = facts.annotate(became=became).values("became").annotate(**counting.sums(whole))
    return {row["became"]: counting.numbers(dict(row)) for row in rows}


def last_contacts(choice: Choice) -> tuple[dict[int, date], dict[int, date]]:
    """The latest day over all years: of the places shown, and of what is left, by its old id."""
    shown: dict[int, date] = {}
    left: dict[int, date] = {}
    days = list(days_by_year(choice))
    found = targets(((pk, year) for pk, year, _day in days), to=choice.structure_day)
    for (pk, _year, day), target in zip(days, found, strict=True):
        kept, key = (left, pk) if target is None else (shown, target)
        kept[key] = max(day, kept.get(key, date.min))
    return shown, left


def days_by_year(choice: Choice) -> Iterable[tuple[int, int, date]]:
    if choice.is_crossed:
        everywhere = replace(choice, counties=(), size="", centrality=())
        facts = Fact.objects.filter(year__lte=choice.year, level__gte=Level.CONTACTED)
        by_year = counting.facts_in(everywhere, facts).values_list("place_then", "year")
        return by_year.annotate(last=Max("day")).order_by()
    rows = asked.cut(CoverageRow.objects.all(), choice).by(centre=choice.centre, kind=choice.kind)
    rows = rows.filter(structure=Structure.THEN, year__lte=choice.year)
    found = rows.order_by().values_list("place_id", "year", "last_contact_on")
    return [(pk, year, day) for pk, year, day in found if pk and day]


def undistributed(
    choice: Choice, left: set[int], numbers: dict[int, Numbers], last: dict[int, date]
) -> list[Place]:
    if choice.has_some_places:
        return []
    rows = Municipality.objects.municipalities().filter(pk__in=left)
    if choice.counties:
        rows = rows.filter(county__in=choice.county_ids)
    return [
        place_of(row, numbers, last)._replace(is_undistributed=True)
        for row in rows.values_list(*COLUMNS)
    ]
