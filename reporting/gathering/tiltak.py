"""The year's tiltak and satsinger: who pays for them, what the leader says, what they came to."""

from collections.abc import Iterable

from django.db.models import Prefetch

from assignments.plans.models import (
    Assignment,
    AssignmentYear,
    Funding,
    GoalIndicator,
    IndicatorResult,
    InitiativeYear,
)
from centres.models import Centre, Initiative
from reporting.gathering.rows import ActivityRow, FundingRow, GoalRow, Standing


def assignments_of(centre: Centre, year: int) -> list[Assignment]:
    """Every tiltak of the centre that ran in the year, by title."""
    running = Assignment.objects.kept().filter(centre=centre).running_in(year)
    return list(running.select_related("initiative").order_by("title", "pk"))


def funding_rows(centre: Centre, year: int) -> list[FundingRow]:
    """What the year's grants pay for of the centre's tiltak."""
    paid = Funding.objects.filter(line__grant__year=year, assignment__centre=centre)
    kept = paid.filter(assignment__deleted_at=None).order_by("assignment", "line")
    columns = ("assignment", "line__chapter", "line__item", "share")
    return [FundingRow(*values) for values in kept.values_list(*columns)]


def to_report(running: list[Assignment], funding: list[FundingRow]) -> list[Assignment]:
    """The letter's rule: all that the money paid for. Until funding is registered for the year,
    every tiltak counts."""
    if not funding:
        return running
    paid = {row.assignment_id for row in funding}
    return [row for row in running if row.pk in paid]


def initiatives_of(
    assignments: Iterable[Assignment], activities: Iterable[ActivityRow]
) -> list[Initiative]:
    """The satsinger that those tiltak, or the year's activities, carried."""
    carried = {row.initiative_id for row in assignments if row.initiative_id}
    carried |= {row.initiative_id for row in activities if row.initiative_id}
    return list(Initiative.objects.filter(pk__in=carried).order_by("position", "pk"))


def standings_of(centre: Centre, year: int) -> dict[str, Standing]:
    """What the leader has said of tiltak and satsinger, by `ReportEntry.subject_key`."""
    tiltak = AssignmentYear.objects.filter(assignment__centre=centre, year=year)
    satsinger = InitiativeYear.objects.filter(centre=centre, year=year)
    columns = ("status", "change_text")
    found = {f"t{pk}": Standing(*said) for pk, *said in tiltak.values_list("assignment", *columns)}
    for pk, *said in satsinger.values_list("initiative", *columns):
        found[f"s{pk}"] = Standing(*said)
    return found


def goal_rows(assignments: Iterable[int], year: int) -> list[GoalRow]:
    """Every indicator of the tiltak's goals, with the result of the year where there is one."""
    results = Prefetch(
        "results", queryset=IndicatorResult.objects.filter(year=year), to_attr="of_the_year"
    )
    found = GoalIndicator.objects.filter(goal__assignment__in=assignments)
    found = found.select_related("goal__assignment").prefetch_related(results)
    ordered = found.order_by("goal__assignment__title", "goal__position", "goal", "pk")
    return [goal_row(indicator) for indicator in ordered]


def goal_row(indicator: GoalIndicator) -> GoalRow:
    results: list[IndicatorResult] = getattr(indicator, "of_the_year", [])
    return GoalRow(
        assignment=indicator.goal.assignment.title,
        goal=indicator.goal.text,
        indicator=indicator.name,
        unit=indicator.unit,
        baseline=indicator.baseline,
        target=indicator.target,
        due_year=indicator.due_year,
        result=results[0].value if results else None,
    )
