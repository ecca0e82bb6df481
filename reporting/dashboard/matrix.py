"""Which tasks of the mandate each centre worked on, and national against regional level.

Read from the centres' own rows of the country, or of one county. What no row holds (several
counties, sizes, a task with a theme) is counted from the facts, as all of the page is then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.activities.models import Activity, ActivityPartner
from assignments.coverage.models import CoverageRow, CoverageRowQuerySet, Fact, Level, Slice
from centres.models import Centre, MandateTask
from reporting.dashboard import asked, counting, figures, markup, wording, worked
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.figures import Coverage, Reach, Summary
from reporting.dashboard.markup import Cell

# By task and centre. Instead of a task: everything. Instead of a centre: all that are shown.
Pair = tuple[int, int]
EVERYTHING = 0
EVERYONE = 0


@dataclass(frozen=True)
class Matrix:
    """Tasks down, centres across."""

    tasks: list[MandateTask]
    centres: list[Centre]
    numbers: dict[Pair, Numbers]
    # The centres with a confirmed activity in the year, of whatever task and wherever, and the
    # function of each (rule 14).
    with_data: dict[int, str] = field(default_factory=dict)

    def has_data(self, centre: int) -> bool:
        return centre == EVERYONE or centre in self.with_data

    def at(self, task: int, centre: int) -> Numbers:
        return self.numbers.get((task, centre), Numbers())


@dataclass
class FunctionNumbers:
    """What the centres of one function did; an activity that two of them had is one (rule 3)."""

    hours: Decimal = Decimal(0)
    activities: int = 0
    with_hours: int = 0
    used: set[int] = field(default_factory=set)
    # Whether they did anything in the year, of whatever theme and wherever (rule 14).
    has_data: bool = False


def is_counted(choice: Choice) -> bool:
    """Whether no row of a centre and a task holds the choice."""
    is_cut = choice.theme is not None or choice.initiative is not None
    is_several = choice.has_some_places or len(choice.counties) > 1
    return is_cut or is_several or bool(choice.function)


def matrix_of(choice: Choice) -> Matrix:
    numbers = counted(choice) if is_counted(choice) else kept(choice)
    done = {pair for pair, each in numbers.items() if each.activities or each.hours}
    centres = centres_of(choice, {centre for _task, centre in done})
    worked_on = {task for task, _centre in done}
    tasks = [
        task
        for task in MandateTask.objects.all()
        if task.pk in worked_on or is_expected(task, choice, centres)
    ]
    return Matrix(tasks, centres, numbers, functions_by_centre(choice))


def centres_of(choice: Choice, active: set[int]) -> list[Centre]:
    """Those with something in the year; of one kind also the silent, so that gaps show."""
    if choice.centre is not None:
        return [choice.centre]
    centres = Centre.objects.order_by("kind", "short_name")
    if not choice.kind:
        return list(centres.filter(pk__in=active))
    own = centres.filter(kind=choice.kind)
    if choice.function:
        own = own.filter(function=choice.function)
    at_work = Q(status=Centre.Status.ACTIVE) | Q(pk__in=active)
    return list(own.filter(at_work))


def is_expected(task: MandateTask, choice: Choice, centres: list[Centre]) -> bool:
    """A task of these centres' mandate stands there though nothing was done: that is a gap."""
    if choice.task is not None or task.retired_on is not None:
        return choice.task == task
    applies, both = MandateTask.AppliesTo, Centre.Function.BOTH
    if task.applies_to == applies.ALL:
        return True
    if task.applies_to == applies.KORUS:
        return any(centre.kind == Centre.Kind.KORUS for centre in centres)
    return any(centre.function in {task.applies_to, both} for centre in centres)


def kept(choice: Choice) -> dict[Pair, Numbers]:
    """Each centre's rows and those of all of them, in one question."""
    rows = at_place(CoverageRow.objects.of_year(choice.year, structure=choice.structure), choice)
    if choice.task is not None:
        rows = rows.sliced(Slice.MANDATE_TASK, choice.task.pk)
    rows = rows.filter(slice__in=[Slice.MANDATE_TASK, Slice.NONE])
    found = rows.filter(doers(choice)).values_list(
        "slice_key", "centre_id", *asked.PLACE_COLUMNS[1:]
    )
    return {
        (task, centre or EVERYONE): Numbers(Level(level), *rest)
        for task, centre, level, *rest in found
    }


def at_place(rows: CoverageRowQuerySet, choice: Choice) -> CoverageRowQuerySet:
    return rows.filter(county=choice.counties[0]) if choice.counties else rows.country()


def doers(choice: Choice) -> Q:
    if choice.centre is not None:
        return Q(centre=choice.centre)
    own = Q(centre__kind=choice.kind) if choice.kind else Q(centre__isnull=False)
    return own | Q(centre=None, kind=choice.kind)


def counted(choice: Choice) -> dict[Pair, Numbers]:
    """The same from the facts."""
    facts = counting.facts_of(choice).order_by()
    found: dict[Pair, Numbers] = {}
    for columns in (("mandate_task", "centre"), ("centre",), ("mandate_task",), ()):
        sums = counting.sums(choice, is_per_centre="centre" in columns)
        rows = facts.values(*columns).annotate(**sums) if columns else [facts.aggregate(**sums)]
        for row in rows:
            task, centre = row.get("mandate_task", EVERYTHING), row.get("centre", EVERYONE)
            if task is not None:  # what belongs to no task stands among everything only
                found[task, centre] = counting.numbers(row)
    return found


def by_function(choice: Choice, places: set[int]) -> dict[str, FunctionNumbers]:
    """National against regional level; reach within the places."""
    found: dict[str, FunctionNumbers] = defaultdict(FunctionNumbers)
    is_now = figures.is_counted_now(choice)
    for function, numbers in (function_sums if is_now else kept_sums)(choice):
        own = found[function]
        own.activities += numbers.activities
        own.with_hours += numbers.with_hours
        own.hours += numbers.hours
    for function, place in function_places(choice):
        if place in places:
            found[function].used.add(place)
    return found


def functions_by_centre(choice: Choice) -> dict[int, str]:
    """The centres that did anything in the year, each with its function."""
    rows = CoverageRow.objects.of_year(choice.year, structure=choice.structure).whole().country()
    rows = rows.filter(centre__isnull=False, activities__gt=0).order_by()
    return dict(rows.values_list("centre_id", "centre__function"))


def functions_with_data(choice: Choice) -> set[str]:
    return set(functions_by_centre(choice).values())


def function_sums(
    choice: Choice, facts: QuerySet[Fact] | None = None, *, is_per_centre: bool = False
) -> Iterator[tuple[str, Numbers]]:
    """From the facts: each activity once in a function, or once at each of its centres."""
    rows = counting.facts_of(choice) if facts is None else facts
    columns = ("centre__function", "centre") if is_per_centre else ("centre__function",)
    sums = counting.sums(choice, is_per_centre=is_per_centre)
    for row in rows.order_by().values(*columns).annotate(**sums):
        yield row["centre__function"], counting.numbers(dict(row))


def kept_sums(choice: Choice) -> Iterator[tuple[str, Numbers]]:
    """The sums of the centres' rows, less what stands at several of them (rules 3 and 19).

    Hours belong to one centre each (rule 18); few activities are had together, so that counting
    those anew is quicker than counting all.
    """
    columns = ("centre__function", "activities", "activities_with_hours", "hours")
    for function, *rest in at_place(centre_rows(choice), choice).values_list(*columns):
        yield function, summed(*rest)
    shared = counting.facts_of(choice).filter(
        source_kind=Fact.Source.ACTIVITY, source_id__in=shared_activities(choice.year)
    )
    for function, once in function_sums(choice, shared):
        yield function, summed(once.activities, once.with_hours)
    for function, each in function_sums(choice, shared, is_per_centre=True):
        yield function, summed(-each.activities, -each.with_hours)


def summed(activities: int, with_hours: int, hours: Decimal = Decimal(0)) -> Numbers:
    return Numbers(activities=activities, with_hours=with_hours, hours=hours)


def shared_activities(year: int) -> QuerySet[Any, Any]:
    """What a partner had with another centre, and rows of the same event."""
    accepted = ActivityPartner.objects.filter(
        state=ActivityPartner.State.ACCEPTED, activity__starts_on__year=year
    )
    linked = Activity.objects.filter(same_event_as__isnull=False, starts_on__year=year).order_by()
    ids = (linked.values("pk"), linked.values("same_event_as"))
    return accepted.order_by().values("activity").union(*ids)


def function_places(choice: Choice) -> Iterable[tuple[str, int]]:
    if figures.is_counted_now(choice):
        facts = counting.facts_of(choice).filter(level__gte=Level.USED).order_by()
        column = counting.place_column(choice)
        return facts.values_list("centre__function", column).distinct()
    rows = centre_rows(choice).filter(place__isnull=False, level__gte=Level.USED)
    return rows.order_by().values_list("centre__function", "place_id").distinct()


def centre_rows(choice: Choice) -> CoverageRowQuerySet:
    rows = CoverageRow.objects.of_year(choice.year, structure=choice.structure)
    return asked.cut(rows, choice).filter(centre__isnull=False)


def shown(found: Coverage, country: Summary) -> dict[str, Any]:
    """What the template needs. National against regional is of all centres, whatever kind."""
    choice = found.choice
    matrix = matrix_of(choice)
    every = replace(choice, centre=None, kind="", function="")
    wanted = choice.county_ids
    places = {place.pk for place in country.places if not wanted or place.county_id in wanted}
    levels = by_function(every, places)
    for function in set(matrix.with_data.values()):
        levels.setdefault(function, FunctionNumbers()).has_data = True
    return {
        "matrix_centres": [centre.short_name for centre in matrix.centres],
        "has_every_centre": choice.centre is None,
        "matrix": markup.body(task_rows(choice, matrix)),
        "functions": markup.body(function_rows(every, levels, len(places))),
    }


def task_rows(choice: Choice, matrix: Matrix) -> Iterable[tuple[Cell, list[Cell]]]:
    """Each task, and at last everything, with what belongs to no task."""
    behind = rows_behind(choice)
    for task in matrix.tasks:
        cells = matrix_cells(choice, matrix, behind, task.pk, f"&oppgave={task.code}")
        yield Cell(f"{task.code} {task.name}"), cells
    if choice.task is None:
        head = Cell(_("I alt"), note=_("også uten oppgave"))
        yield head, matrix_cells(choice, matrix, behind, EVERYTHING, "")


def rows_behind(choice: Choice) -> tuple[str, str]:
    """Addresses that wait for a task: of one centre's rows, and of everyone's (or none)."""
    together = replace(choice, task=None)
    apart = replace(together, centre=None, kind="", function="")
    everyone = "" if choice.centre is not None else markup.address(together, "coverage_rows")
    return markup.address(apart, "coverage_rows"), everyone


def matrix_cells(
    choice: Choice, matrix: Matrix, behind: tuple[str, str], task: int, cut: str
) -> list[Cell]:
    apart, together = behind
    ways = [(centre.pk, f"{apart}&senter={centre.code}{cut}") for centre in matrix.centres]
    if together:
        ways.insert(0, (EVERYONE, f"{together}{cut}"))
    return [
        worked.cell(choice, matrix.at(task, centre), href, empty=nothing(matrix, centre))
        for centre, href in ways
    ]


def nothing(matrix: Matrix, centre: int) -> str:
    """Nothing on a task is 0; nothing at all in the year is no data (rule 14)."""
    return "0" if matrix.has_data(centre) else _("ingen data")


def function_rows(
    choice: Choice, found: dict[str, FunctionNumbers], total: int
) -> Iterable[tuple[Cell, list[Cell]]]:
    all_hours = sum((each.hours for each in found.values()), Decimal(0))
    for function in Centre.Function:
        numbers = found.get(function, FunctionNumbers())
        own = replace(choice, function=function.value)
        yield Cell(capfirst(str(function.label))), function_cells(own, numbers, total, all_hours)


def function_cells(
    own: Choice, numbers: FunctionNumbers, total: int, all_hours: Decimal
) -> list[Cell]:
    """A national function has counts, but no share (rule 12)."""
    why = "" if numbers.has_data else "no_data"
    if numbers.has_data and own.function == Centre.Function.NATIONAL:
        why = "national"
    reach = Reach(total, 0, 0, len(numbers.used), why)
    if not numbers.has_data:
        hours = Cell(_("ingen data"))
    else:
        own_numbers = summed(numbers.activities, numbers.with_hours, numbers.hours)
        text, given = worked.hours(own, own_numbers), worked.given(own_numbers)
        hours = Cell(text, markup.address(own, "coverage_rows"), note=given)
    share = worked.share(numbers.hours, all_hours) if numbers.has_data else None
    used = Cell(_("ingen data"))
    if numbers.has_data:
        way = markup.address(own, "coverage_places", niva="brukt")
        used = Cell(wording.number(reach.used), way)
    return [
        hours,
        Cell(worked.share_text(share), bar=markup.bar(share)),
        used,
        Cell(wording.per_cent(reach)),
    ]
