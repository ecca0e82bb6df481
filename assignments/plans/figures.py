"""What has come of a tiltak so far, counted from its activities, each once (rule 3)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet, Sum

from assignments.coverage.models import Fact, Level
from assignments.plans.models import Assignment


@dataclass(frozen=True)
class Figures:
    activities: int = 0
    # How many have hours: empty hours are unknown, not 0 (rule 15).
    with_hours: int = 0
    hours: Decimal = Decimal(0)
    attendances: int = 0
    # Municipalities that were given something: «nådd» means brukt (rule 8).
    reached: int = 0


SUMS: dict[str, Any] = {
    "activity_count": Count("pk"),
    "with_hours": Count("hours"),
    "hour_sum": Sum("hours", default=Decimal(0)),
    "attendance_sum": Sum("attendances", default=0),
}


def figures_of(assignment: Assignment) -> Figures:
    """The whole life of the tiltak."""
    sums = assignment.activities.counting().aggregate(**SUMS)
    reached = use_of(assignment).values("place_then").distinct().count()
    return built(sums, reached)


def figures_by_year(assignment: Assignment) -> dict[int, Figures]:
    """Only years with confirmed activities."""
    counting = assignment.activities.counting().order_by()
    rows = counting.values("starts_on__year").annotate(**SUMS)
    reached = dict(
        use_of(assignment).values_list("year").annotate(Count("place_then", distinct=True))
    )
    found: dict[int, Figures] = {}
    for row in rows:
        sums: dict[str, Any] = dict(row)
        year = sums["starts_on__year"]
        found[year] = built(sums, reached.get(year, 0))
    return found


def use_of(assignment: Assignment) -> QuerySet[Fact]:
    return Fact.objects.filter(
        source_kind=Fact.Source.ACTIVITY,
        source_id__in=assignment.activities.values("pk"),
        level=Level.USED,
    )


def built(sums: dict[str, Any], reached: int) -> Figures:
    return Figures(
        activities=sums["activity_count"],
        with_hours=sums["with_hours"],
        hours=sums["hour_sum"],
        attendances=sums["attendance_sum"],
        reached=reached,
    )
