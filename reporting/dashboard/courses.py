"""Where in the course and the life span the work was, and where there was none. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.coverage.models import Cut, Fact, WorkRow
from assignments.plans.choices import CoursePhase, LifeStage
from reporting.dashboard import counting, markup, wording, worked
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.figures import Summary
from reporting.dashboard.markup import Cell
from reporting.dashboard.worked import PHASES, STAGES, WorkCut

# Part of the course, part of the life span; either may be empty (not told).
Place = tuple[str, str]
# So many gaps are named; of the rest the number is told.
NAMED = 6


@dataclass(frozen=True)
class Grid:
    """Each activity stands in one place, so that sums of places are sums of activities."""

    places: dict[Place, Numbers]

    def at(self, phase: str | None = None, stage: str | None = None) -> Numbers:
        """One place, or the sum of a row, a column, everything."""
        return added(
            numbers
            for (own_phase, own_stage), numbers in self.places.items()
            if phase in {None, own_phase} and stage in {None, own_stage}
        )

    @property
    def gaps(self) -> list[Place]:
        """Told places where nothing was done."""
        places = [(phase, stage) for phase in CoursePhase.values for stage in LifeStage.values]
        return [place for place in places if worked.is_empty(self.at(*place))]

    @property
    def not_told(self) -> int:
        """Activities that lack the one or the other: they may lie in a gap."""
        return sum(numbers.activities for place, numbers in self.places.items() if not all(place))


def added(parts: Iterable[Numbers]) -> Numbers:
    every = list(parts)
    return Numbers(
        activities=sum(each.activities for each in every),
        with_hours=sum(each.with_hours for each in every),
        hours=sum((each.hours for each in every), Numbers().hours),
    )


def counted(found: Summary) -> Grid:
    choice = found.choice
    return Grid(counted_now(choice) if worked.is_counted_now(choice) else kept(choice))


def facts_of_course(facts: QuerySet[Fact], phase: str | None, stage: str | None) -> QuerySet[Fact]:
    """Activities of a part of the course and of the life span; None is any of them."""
    return WorkCut(phase=phase, stage=stage).of(facts)


def kept(choice: Choice) -> dict[Place, Numbers]:
    rows = WorkRow.objects.filter(year=choice.year, cut=Cut.COURSE)
    rows = rows.by(centre=choice.centre, kind=choice.kind)
    found = {}
    for key, activities, with_hours, hours in rows.values_list(
        "key", "activities", "activities_with_hours", "hours"
    ):
        phase, _colon, stage = key.partition(":")
        found[phase, stage] = Numbers(activities=activities, with_hours=with_hours, hours=hours)
    return found


def counted_now(choice: Choice) -> dict[Place, Numbers]:
    """The same from the facts, in one question."""
    facts = counting.facts_of(choice).filter(source_kind=Fact.Source.ACTIVITY).order_by()
    rows = facts.values("course_phase", "life_stage").annotate(**counting.sums(choice))
    return {(row["course_phase"], row["life_stage"]): counting.numbers(dict(row)) for row in rows}


def shown(found: Summary) -> dict[str, Any]:
    grid = counted(found)
    return {
        "course_stages": [capfirst(str(STAGES[stage])) for stage in LifeStage.values],
        "courses": body(found.choice, grid),
        "courses_total": markup.body([grid_row(found.choice, grid, None, _("I alt"))]),
        "courses_gaps": gap_sentence(grid),
        "courses_not_told": not_told_sentence(grid),
    }


def body(choice: Choice, grid: Grid) -> SafeString:
    return markup.body(
        grid_row(choice, grid, phase, capfirst(str(name))) for phase, name in PHASES.items()
    )


def grid_row(choice: Choice, grid: Grid, phase: str | None, name: str) -> tuple[Cell, list[Cell]]:
    """The places of one part of the course, then what it has in all."""
    behind = markup.address(choice, "coverage_rows")
    cells = []
    for stage in (*STAGES, None):
        is_gap = bool(phase and stage)
        href = f"{behind}{WorkCut(phase=phase, stage=stage).query}"
        numbers = grid.at(phase, stage)
        cells.append(worked.cell(choice, numbers, href, empty=_("ingen") if is_gap else "0"))
    return Cell(name), cells


def gap_sentence(grid: Grid) -> str:
    """The first gaps by name. What is empty all through is named once."""
    gaps = grid.gaps
    if not gaps:
        return _("Det er aktivitet i alle rutene.")
    if len(gaps) == len(CoursePhase) * len(LifeStage):
        return _("Ingen aktivitet har fått plass både i forløpet og i livsløpet.")
    names = gap_names(gaps)
    named, rest = names[:NAMED], len(names) - NAMED
    text = ", ".join(named)
    if rest > 0:
        more = ngettext("%(count)s rute til", "%(count)s ruter til", rest) % {"count": rest}
        text = _("%(names)s og %(more)s") % {"names": text, "more": more}
    return _("Ingen aktivitet i: %(names)s.") % {"names": text}


def gap_names(gaps: list[Place]) -> list[str]:
    empty_phases = [
        phase for phase in CoursePhase if sum(own == phase for own, _s in gaps) == len(LifeStage)
    ]
    empty_stages = [
        stage for stage in LifeStage if sum(own == stage for _p, own in gaps) == len(CoursePhase)
    ]
    names = [_("%(phase)s (hele livsløpet)") % {"phase": each.label} for each in empty_phases]
    names += [_("%(stage)s (hele forløpet)") % {"stage": each.label} for each in empty_stages]
    for phase, stage in gaps:
        if phase not in empty_phases and stage not in empty_stages:
            names.append(gap_name(phase, stage))
    return names


def gap_name(phase: str, stage: str) -> str:
    """«behandling for eldre», «behandling i svangerskap og første leveår»."""
    words = {"phase": PHASES[phase], "stage": STAGES[stage]}
    if stage == LifeStage.PREGNANCY:
        return _("%(phase)s i %(stage)s") % words
    return _("%(phase)s for %(stage)s") % words


def not_told_sentence(grid: Grid) -> str:
    if not grid.not_told:
        return ""
    text = ngettext(
        "%(count)s aktivitet mangler forløp eller livsløp. Den kan høre til i en tom rute.",
        "%(count)s aktiviteter mangler forløp eller livsløp. De kan høre til i en tom rute.",
        grid.not_told,
    )
    return text % {"count": wording.number(grid.not_told)}
