"""How the hours fall on the sides of the services. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Sum
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assignments.coverage.models import Cut, Fact, WorkRow
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
    SELECT s.side,
           count(DISTINCT coalesce(linked_to, source_id)) FILTER (WHERE {counts}),
           count(DISTINCT coalesce(linked_to, source_id))
               FILTER (WHERE own_hours IS NOT NULL AND {counts}),
           coalesce(sum(CASE s.place WHEN 1 THEN own_hours - part * (parts - 1) ELSE part END), 0)
    FROM (
        SELECT *, greatest(cardinality(sides), 1) AS parts,
               trunc(own_hours / greatest(cardinality(sides), 1), 2) AS part
        FROM ({facts}) AS had
    ) AS worked
    CROSS JOIN LATERAL unnest(
        CASE WHEN sides = '{{}}' THEN ARRAY['']::varchar[] ELSE sides END
    ) WITH ORDINALITY AS s(side, place)
    GROUP BY s.side
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
    """The same from the facts, in one question."""
    return of_facts(counting.facts_of(choice), choice)


def of_facts(facts: QuerySet[Fact], choice: Choice) -> dict[str, Numbers]:
    """Of fewer of them too: what a reader has opened."""
    activities = facts.filter(source_kind=Fact.Source.ACTIVITY).order_by()
    own = activities.values("sides", "source_id", "centre_id", "is_linked", "linked_to")
    inner, values = own.annotate(own_hours=Sum("hours")).query.sql_with_params()
    counts = "true" if choice.centre is not None else "NOT is_linked"
    with connection.cursor() as cursor:
        cursor.execute(BY_SIDES.format(counts=counts, facts=inner), values)
        return {
            side: Numbers(activities=told, with_hours=with_hours, hours=hours)
            for side, told, with_hours, hours in cursor.fetchall()
        }


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
