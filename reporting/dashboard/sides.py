"""How the hours fall on the sides of the services. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.coverage.models import Cut, Fact, Side, WorkRow
from reporting.dashboard import counting, markup, wording, worked
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.figures import Summary
from reporting.dashboard.markup import Cell
from reporting.dashboard.worked import WorkCut

# An activity's hours at a centre belong to its sides in equal parts to two decimals; the remainder
# to the first. It stands in the row of each. `counts` is true where several centres are shown and
# the row is not linked to another's as the same event (rule 19).
BY_SIDES = """
    SELECT sides,
           count(DISTINCT source_id) FILTER (WHERE {counts}),
           count(DISTINCT source_id) FILTER (WHERE own_hours IS NOT NULL AND {counts}),
           coalesce(sum(own_hours), 0),
           coalesce(sum(trunc(own_hours / greatest(cardinality(sides), 1), 2)), 0)
    FROM ({facts}) AS worked
    GROUP BY sides
"""


@dataclass(frozen=True)
class SideRow:
    """One side, or where no recipient was told (`side` is empty)."""

    side: str
    name: str
    numbers: Numbers
    # Per cent of all hours; None where there are none.
    share: Decimal | None


def facts_of_side(facts: QuerySet[Fact], side: str) -> QuerySet[Fact]:
    """Activities for one side, or with no recipient told."""
    return WorkCut(side=side).of(facts)


def counted(found: Summary) -> list[SideRow]:
    """Every side in its order, and at last what was told of none."""
    choice = found.choice
    numbers = counted_now(choice) if worked.is_counted_now(choice) else kept(choice)
    rows = []
    for side, name in worked.SIDES.items():
        own = numbers.get(side, Numbers())
        rows.append(SideRow(side, str(name), own, worked.share(own.hours, found.total.hours)))
    return rows


def kept(choice: Choice) -> dict[str, Numbers]:
    rows = WorkRow.objects.filter(year=choice.year, cut=Cut.SIDE)
    rows = rows.by(centre=choice.centre, kind=choice.kind)
    columns = ("key", "activities", "activities_with_hours", "hours")
    return {
        side: Numbers(activities=activities, with_hours=with_hours, hours=hours)
        for side, activities, with_hours, hours in rows.values_list(*columns)
    }


def counted_now(choice: Choice) -> dict[str, Numbers]:
    """The same from the facts: one question, answered by as many rows as sides go together."""
    facts = counting.facts_of(choice).filter(source_kind=Fact.Source.ACTIVITY).order_by()
    own = facts.values("sides", "source_id", "centre_id", "is_linked")
    inner, values = own.annotate(own_hours=Sum("hours")).query.sql_with_params()
    counts = "true" if choice.centre is not None else "NOT is_linked"
    with connection.cursor() as cursor:
        cursor.execute(BY_SIDES.format(counts=counts, facts=inner), values)
        return spread_on_sides(cursor.fetchall())


def spread_on_sides(
    rows: Iterable[tuple[list[str], int, int, Decimal, Decimal]],
) -> dict[str, Numbers]:
    found: dict[str, Numbers] = {}
    for sides, activities, with_hours, hours, part in rows:
        named = [side for side in Side.values if side in sides] or [""]
        first = hours - part * (len(named) - 1)
        for place, side in enumerate(named):
            before = found.get(side, Numbers())
            found[side] = Numbers(
                activities=before.activities + activities,
                with_hours=before.with_hours + with_hours,
                hours=before.hours + (part if place else first),
            )
    return found


def shown(found: Summary) -> dict[str, Any]:
    choice = found.choice
    behind = markup.address(choice, "coverage_rows")
    rows = [
        (Cell(capfirst(row.name)), cells(choice, row, f"{behind}{WorkCut(side=row.side).query}"))
        for row in counted(found)
    ]
    whole = SideRow("", "", found.total, worked.share(found.total.hours, found.total.hours))
    total = Cell(_("I alt")), cells(choice, whole, behind, has_bar=False)
    return {"sides": markup.body(rows), "sides_total": markup.body([total])}


def cells(choice: Choice, row: SideRow, href: str, *, has_bar: bool = True) -> list[Cell]:
    numbers, bar = row.numbers, markup.bar(row.share) if has_bar else ""
    way = "" if worked.is_empty(numbers) else href
    return [
        Cell(worked.share_text(row.share), bar=bar),
        Cell(worked.hours(choice, numbers), way, note=worked.given(numbers)),
        Cell(wording.number(numbers.activities), way),
    ]
