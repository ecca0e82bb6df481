"""Reach from year to year, and over several years together (rules 23 and 24). Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from django.db.models import Max
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assignments.coverage.models import CoverageRow, Fact, Level, Structure, is_reached
from assignments.coverage.periods import is_majority, years_until
from centres.models import Catchment, Centre
from municipalities import structure
from municipalities.models import Municipality
from reporting.dashboard import asked, counting, figures, markup, wording
from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import Coverage, Reach, Summary
from reporting.dashboard.markup import Cell

Levels = dict[int, dict[int, int]]


class Span(NamedTuple):
    """Something in force from one day to another, None where the bound is open."""

    pk: int
    county: int | None
    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or self.last >= day)


@dataclass(frozen=True)
class Register:
    """All municipalities there ever were, and the catchment, so that no year asks anew."""

    municipalities: list[Span]
    catchment: list[Span]
    # None: every municipality is chosen.
    chosen: set[int] | None

    def in_force(self, day: date) -> list[Span]:
        return [span for span in self.municipalities if span.holds(day)]

    def in_catchment(self, there: list[Span], day: date) -> set[int]:
        """The same as `centres.catchments`, from what has been read."""
        if not self.catchment:
            return set()
        covering = [span for span in self.catchment if span.holds(day)]
        counties = {span.county for span in covering if span.county is not None}
        named = {span.pk for span in covering if span.county is None}
        return {span.pk for span in there if span.county in counties or span.pk in named}

    def is_chosen(self, pk: int) -> bool:
        return self.chosen is None or pk in self.chosen


@dataclass(frozen=True)
class History:
    """What is read once for a choice, whatever the number of years."""

    register: Register
    levels: Levels
    # Years in which the doer has a confirmed activity somewhere (rule 14).
    active: set[int]


@dataclass(frozen=True)
class YearReach:
    year: int
    reach: Reach


@dataclass(frozen=True)
class OverTime:
    """The municipalities reached at least once in the years."""

    first: int
    last: int
    used: frozenset[int]
    reach: Reach
    # Years of the period in which the doer has logged nothing.
    silent: list[int]
    # Reached under an old code that a split leaves undecided.
    undistributed: int

    @property
    def has_data(self) -> bool:
        """Nothing logged in any of the years is unknown, not 0 (rule 14)."""
        return len(self.silent) < self.last - self.first + 1

    @property
    def is_majority(self) -> bool:
        """More than half of the denominator of the year shown (rule 24)."""
        return is_majority(self.reach.used, self.reach.total)

    @property
    def never(self) -> int:
        return self.reach.total - self.reach.used


def history_of(choice: Choice) -> History:
    return History(register_of(choice), levels_by_year(choice), years_with_data(choice))


def levels_by_year(choice: Choice) -> Levels:
    """The level of each municipality in each year up to today's, wherever it lies."""
    found: Levels = defaultdict(dict)
    for year, pk, level in level_rows(choice):
        found[year][pk] = level
    return found


def level_rows(choice: Choice) -> Iterable[tuple[int, int, int]]:
    if choice.is_crossed:
        everywhere = replace(choice, counties=(), size="", centrality=())
        column = counting.place_column(choice)
        facts = Fact.objects.filter(year__lte=choice.today.year, level__gte=Level.KNOWN)
        facts = counting.facts_in(everywhere, facts).exclude(**{column: None}).order_by()
        return facts.values_list("year", column).annotate(highest=Max("level"))
    rows = CoverageRow.objects.filter(structure=choice.structure, year__lte=choice.today.year)
    rows = asked.cut(rows, choice).by(centre=choice.centre, kind=choice.kind)
    rows = rows.filter(place__isnull=False, level__gte=Level.KNOWN)
    return rows.values_list("year", "place_id", "level")


def years_with_data(choice: Choice) -> set[int]:
    rows = CoverageRow.objects.filter(structure=choice.structure, year__lte=choice.today.year)
    rows = asked.whole_of(rows, choice).country().filter(activities__gt=0)
    return set(rows.order_by().values_list("year", flat=True).distinct())


def register_of(choice: Choice) -> Register:
    rows = Municipality.objects.municipalities().order_by()
    wanted = counting.chosen_places(choice)
    columns = ("pk", "county_id", "valid_from", "valid_to")
    return Register(
        municipalities=[Span(*row) for row in rows.values_list(*columns)],
        catchment=catchment_spans(choice.centre),
        chosen=set(rows.filter(wanted).values_list("pk", flat=True)) if wanted else None,
    )


def catchment_spans(centre: Centre | None) -> list[Span]:
    """None for a national centre: it has no catchment to lie in (rule 12)."""
    if centre is None or centre.is_national_only:
        return []
    rows = Catchment.objects.filter(centre=centre).order_by()
    columns = ("municipality_id", "county_id", "valid_from", "valid_to")
    return [
        Span(pk or 0, county, first, last) for pk, county, first, last in rows.values_list(*columns)
    ]


def trend(choice: Choice, history: History) -> list[YearReach]:
    """Each year from the first with data to today's; the newest first."""
    if not history.active:
        return []
    years = range(choice.today.year, min(history.active) - 1, -1)
    return [YearReach(year, reach_in(choice, history, year)) for year in years]


def reach_in(choice: Choice, history: History, year: int) -> Reach:
    """As `figures.summary` says of the same choice in that year."""
    day = choice.of_year(year).structure_day
    register, levels = history.register, history.levels.get(year, {})
    there = register.in_force(day)
    own = register.in_catchment(there, day)
    why = figures.no_share(choice, has_catchment=bool(own), has_data=year in history.active)
    places = own or {span.pk for span in there}
    counted = [levels.get(pk, 0) for pk in places if register.is_chosen(pk)]
    return Reach(
        total=len(counted),
        known=sum(level >= Level.KNOWN for level in counted),
        contacted=sum(level >= Level.CONTACTED for level in counted),
        used=sum(map(is_reached, counted)),
        no_share=why,
    )


def over_time(found: Summary, history: History) -> OverTime:
    """Rule 24, in the structure shown; a merged municipality has what its parts had (rule 23)."""
    choice = found.choice
    years = years_until(choice.year, choice.years)
    silent = sorted(set(years) - history.active)
    used = used_in(choice, history.levels, years)
    places = {place.pk for place in found.places if place.counts}
    there = history.register.in_force(choice.structure_day)
    own = history.register.in_catchment(there, choice.structure_day)
    why = figures.no_share(choice, has_catchment=bool(own), has_data=len(silent) < len(years))
    return OverTime(
        first=years.start,
        last=choice.year,
        used=frozenset(used & places),
        reach=Reach(len(places), 0, 0, len(used & places), why),
        silent=silent,
        undistributed=undistributed(choice, history.register, used),
    )


def used_in(choice: Choice, levels: Levels, years: Iterable[int]) -> set[int]:
    used = {pk for year in years for pk, level in levels.get(year, {}).items() if is_reached(level)}
    if choice.structure == Structure.TODAY:
        return used
    return set(structure.place_ids(used, to=choice.structure_day).values())


def undistributed(choice: Choice, register: Register, used: set[int]) -> int:
    """Codes that a split has ended; none is shown of a size or a centrality."""
    if choice.has_some_places:
        return 0
    day = choice.structure_day
    ended = [span for span in register.municipalities if span.last and span.last < day]
    return sum(span.pk in used and register.is_chosen(span.pk) for span in ended)


def used_over_time(found: Summary) -> frozenset[int]:
    return over_time(found, history_of(found.choice)).used


def period(choice: Choice) -> str:
    """«2023–2025»; one year alone is that year."""
    first = years_until(choice.year, choice.years).start
    return str(choice.year) if first == choice.year else f"{first}–{choice.year}"


def shown(found: Coverage) -> dict[str, Any]:
    """What the template needs: ready rows and sentences."""
    choice = found.choice
    history = history_of(choice)
    years = over_time(found, history)
    return {
        "trend": markup.body(trend_row(choice, row) for row in trend(choice, history)),
        "over_time": years,
        "period": period(choice),
        "over_time_share": wording.per_cent(years.reach),
        "over_time_sentence": sentence(years),
        "over_time_silent": ", ".join(map(str, years.silent)),
    }


def trend_row(choice: Choice, row: YearReach) -> tuple[Cell, list[Cell]]:
    own, reach = choice.of_year(row.year), row.reach
    year = str(row.year)
    if not reach.total:
        return Cell(year), [Cell(why_nowhere(own)), *[Cell("–")] * 3]
    head = Cell(year, markup.address(own, "coverage"), note=mark(choice, row.year))
    if reach.no_share == "no_data":
        return head, [Cell(_("ingen data")), *[Cell("–")] * 3]
    numbers = [("brukt", reach.used), ("kontakt", reach.contacted), ("kjent", reach.known)]
    cells = [
        Cell(
            wording.number(count),
            markup.address(own, "coverage_places", niva=level),
            markup.levels(reach) if level == "brukt" else "",
            share_of(count, reach),
        )
        for level, count in numbers
    ]
    total = Cell(wording.number(reach.total), markup.address(own, "coverage_places"))
    return head, [*cells, total]


def why_nowhere(choice: Choice) -> str:
    """A county that was not there that year; else no municipality is all that was chosen."""
    spans = [Span(each.pk, each.pk, each.valid_from, each.valid_to) for each in choice.counties]
    if spans and not any(span.holds(choice.structure_day) for span in spans):
        return _("ikke i kommuneinndelingen")
    return _("Ingen kommuner")


def mark(choice: Choice, year: int) -> str:
    if year == choice.year:
        return _("året som vises")
    return _("året er ikke omme") if year == choice.today.year else ""


def share_of(count: int, reach: Reach) -> str:
    """Per cent of the year's denominator; nothing where there is no share (rule 12)."""
    if reach.no_share or not reach.total:
        return ""
    share = (Decimal(100) * count / reach.total).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{number_format(share, 1)} %"


def sentence(years: OverTime) -> str:
    """Is it a majority? Said of a share, never of counts without one."""
    if years.reach.no_share or not years.reach.total:
        return ""
    if years.is_majority:
        return _("Det er et flertall: mer enn halvparten av kommunene.")
    return _("Det er ikke et flertall: halvparten av kommunene eller færre.")
