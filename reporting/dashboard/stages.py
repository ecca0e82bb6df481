"""How far the municipalities have come with each method, by county. Reads only.

The latest stage on or before 31 December of the year holds, of tiltak that are not deleted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.plans.models import Assignment, ImplementationStep
from korus_portal.accounts.access import Viewer
from municipalities import structure
from municipalities.models import County, Municipality
from reporting.dashboard import markup, wording
from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import Summary
from reporting.dashboard.markup import Cell

Stage = ImplementationStep.Stage
ORDER = {stage: at for at, stage in enumerate(Stage.values)}


class Standing(NamedTuple):
    """The stage of a municipality in a method, and the row that says so."""

    day: date
    rank: int
    step: int
    # The municipality in the structure shown; None where a split leaves it undecided.
    place: int | None
    county: int | None
    method: int
    method_name: str
    stage: str
    assignment: int
    # As it was registered.
    municipality: int


@dataclass(frozen=True)
class StageRow:
    """How many municipalities of a county stand at each stage; no county: left by a split."""

    county: County | None
    stages: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.stages.values())


@dataclass(frozen=True)
class MethodStages:
    """One method: its counties, and all of them together."""

    method: int
    name: str
    rows: list[StageRow]
    total: StageRow


class ChosenSteps(NamedTuple):
    """Which municipalities: of a method, at a stage (any when empty), those a split has left."""

    method: int
    stage: str = ""
    is_undistributed: bool = False


class StageTable(NamedTuple):
    """One method's table: its name and its ready rows."""

    name: str
    rows: SafeString
    total: SafeString


def steps_of(choice: Choice) -> QuerySet[ImplementationStep]:
    """By the tiltak of the chosen doer, with the chosen cuts."""
    rows = ImplementationStep.objects.filter(
        day__lte=date(choice.year, 12, 31), assignment__deleted_at=None
    )
    rows = rows.filter(of_doer(choice))
    if choice.initiative is not None:
        rows = rows.filter(assignment__initiative=choice.initiative)
    if choice.task is not None:
        rows = rows.filter(assignment__mandate_task=choice.task)
    if choice.theme is not None:
        rows = rows.filter(assignment__assignment_themes__theme=choice.theme)
    return rows


def of_doer(choice: Choice) -> Q:
    if choice.centre is not None:
        return Q(assignment__centre=choice.centre)
    found = Q(assignment__centre__kind=choice.kind) if choice.kind else Q()
    if choice.function:
        found &= Q(assignment__centre__function=choice.function)
    return found


def standings(found: Summary, method: int | None = None) -> list[Standing]:
    """One for each municipality and method: the latest, of municipalities that became one too."""
    choice = found.choice
    rows = steps_of(choice)
    if method is not None:
        rows = rows.filter(method=method)
    pair = ("municipality_id", "method_id")
    rows = rows.order_by(*pair, "-day", "-pk").distinct(*pair)
    columns = ("day", "stage", "pk", "method_id", "method__name", "assignment_id")
    places = ("municipality_id", "municipality__parent_id")
    told = list(rows.values_list(*columns, *places))
    # A district's row is its municipality's (rule 11).
    whole = {(row[7] or row[6]) for row in told}
    shown = structure.place_ids(whole, to=choice.structure_day)
    counties = {place.pk: place.county_id for place in found.places}
    latest: dict[tuple[int, int], Standing] = {}
    for day, stage, step, own, name, assignment, municipality, parent in told:
        place = shown[parent or municipality]
        county = counties.get(place)
        if county is None and is_of_some_places(choice):
            continue
        at = place if county is not None else None
        row = Standing(
            day, ORDER[stage], step, at, county, own, name, stage, assignment, municipality
        )
        latest[place, own] = max(row, latest.get((place, own), row))
    return list(latest.values())


def is_of_some_places(choice: Choice) -> bool:
    return bool(choice.counties) or choice.has_some_places


def counted(found: Summary) -> list[MethodStages]:
    """Each method with a municipality, by name; counties in their order."""
    told = standings(found)
    counties = list(County.objects.filter(pk__in={row.county for row in told if row.county}))
    names = {row.method: row.method_name for row in told}
    return [
        of_method(method, name, [row for row in told if row.method == method], counties)
        for method, name in sorted(names.items(), key=lambda each: each[1].casefold())
    ]


def of_method(
    method: int, name: str, told: list[Standing], counties: Iterable[County]
) -> MethodStages:
    ids = {row.county for row in told}
    rows = [stage_row(told, county) for county in counties if county.pk in ids]
    if None in ids:
        rows.append(stage_row(told, None))
    total = StageRow(None, count(told))
    return MethodStages(method, name, rows, total)


def stage_row(told: list[Standing], county: County | None) -> StageRow:
    own = county.pk if county is not None else None
    return StageRow(county, count(row for row in told if row.county == own))


def count(told: Iterable[Standing]) -> dict[str, int]:
    found = dict.fromkeys(Stage.values, 0)
    for row in told:
        found[row.stage] += 1
    return found


def shown(found: Summary) -> dict[str, Any]:
    choice = found.choice
    return {
        "stage_names": [capfirst(str(label)) for label in Stage.labels],
        "stages": [
            StageTable(
                each.name,
                markup.body(row(choice, each, county) for county in each.rows),
                markup.body([row(choice, each, each.total, _("I alt"))]),
            )
            for each in counted(found)
        ],
    }


def row(
    choice: Choice, method: MethodStages, numbers: StageRow, name: str = ""
) -> tuple[Cell, list[Cell]]:
    """Every number leads to its municipalities; what a split has left stands in no county."""
    more = {"metode": str(method.method)}
    if not name:
        name = numbers.county.name if numbers.county else _("Ufordelt etter deling")
        more |= {"fylke": numbers.county.code} if numbers.county else {"ufordelt": "ja"}
    cells = [
        stage_cell(number, markup.address(choice, "coverage_stages", **more, fase=stage))
        for stage, number in numbers.stages.items()
    ]
    everyone = markup.address(choice, "coverage_stages", **more)
    return Cell(name), [*cells, stage_cell(numbers.total, everyone)]


def stage_cell(number: int, href: str) -> Cell:
    return Cell(wording.number(number), href if number else "")


@dataclass(frozen=True)
class StandingBehind:
    """A municipality of a number, for those who may see the tiltak that says so."""

    place: Municipality
    stage: str
    day: date
    assignment: Assignment


@dataclass(frozen=True)
class StagesBehind:
    rows: list[StandingBehind]
    count: int

    @property
    def hidden(self) -> int:
        return self.count - len(self.rows)


def behind(found: Summary, chosen: ChosenSteps, viewer: Viewer) -> StagesBehind:
    """The number is everyone's; which municipalities it is, theirs who may see the tiltak."""
    told = [
        row
        for row in standings(found, chosen.method)
        if chosen.stage in {"", row.stage} and (row.place is None or not chosen.is_undistributed)
    ]
    seen = Assignment.objects.visible_to(viewer).filter(pk__in={row.assignment for row in told})
    assignments = seen.select_related("centre").in_bulk()
    ids = {row.place or row.municipality for row in told if row.assignment in assignments}
    places = Municipality.objects.select_related("county").in_bulk(ids)
    rows = [
        StandingBehind(
            places[row.place or row.municipality],
            str(Stage(row.stage).label),
            row.day,
            assignments[row.assignment],
        )
        for row in told
        if row.assignment in assignments
    ]
    rows.sort(key=lambda each: (bytes(each.place.sort_key), each.place.code))
    return StagesBehind(rows, len(told))
