"""What was done and asked for: totals, kinds, themes, tasks, roles, and the counted rows."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from statistics import median

from reporting.figures.places import outside
from reporting.figures.sums import (
    Figures,
    attendances_sum,
    counted,
    grouped,
    hours_of,
    hours_sum,
    hours_text,
    rounded,
    share_of,
)
from reporting.gathering import ActivityRow, RequestRow, YearRows
from reporting.gathering.rows import RoleRow

RESEARCH = frozenset({"C7", "C8"})
SUMMARIES = frozenset({"C6"})
RESEARCH_WARNING = 50


def totals(rows: YearRows) -> Figures:
    return {
        "activities": counted(rows.activities),
        "hours": hours_sum(rows.activities),
        "attendances": attendances_sum(rows.activities),
        "without_assignment": counted(
            row for row in rows.activities if row.assignment_id is None and not row.is_shared
        ),
        "outside_catchment": outside(rows),
        "requests": {"value": len(rows.requests), "rows": [row.pk for row in rows.requests]},
        "days_to_answer": days_to_answer(rows.requests),
    }


def days_to_answer(requests: Iterable[RequestRow]) -> Figures:
    answered = [row for row in requests if row.days_to_answer is not None]
    middle = median(row.days_to_answer or 0 for row in answered) if answered else None
    return {
        "value": None if middle is None else f"{Decimal(middle):.1f}",
        "rows": [row.pk for row in answered],
    }


def research(activities: Iterable[ActivityRow]) -> Figures:
    """Hours on C7 and C8 of all hours; research summaries (C6) beside it (rule 22)."""
    every = list(activities)
    own = [row for row in every if row.task in RESEARCH]
    whole, part = hours_of(every), hours_of(own)
    share = 100 * part / whole if whole else None
    return {
        "value": None if share is None else f"{rounded(share, '0.1')}",
        "hours": hours_text(own),
        "summary_hours": hours_text(row for row in every if row.task in SUMMARIES),
        "is_high": share is not None and share > RESEARCH_WARNING,
        "rows": [row.pk for row in own],
    }


def by_kind(activities: Iterable[ActivityRow]) -> list[Figures]:
    return grouped(activities, lambda row: [row.kind])


def by_task(activities: Iterable[ActivityRow]) -> list[Figures]:
    """Hours follow the main task; the empty code is what has none."""
    return grouped(activities, lambda row: [row.task])


def by_theme(activities: Iterable[ActivityRow]) -> list[Figures]:
    """The first theme takes the hours; further themes count the activity alone (rule 21)."""
    return grouped(activities, lambda row: list(row.themes) or [""])


def by_role(rows: Iterable[RoleRow]) -> list[Figures]:
    """Hours by the centre's role, this year and the two before; the empty code is not given."""
    by_year: dict[int, dict[str, list[RoleRow]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        by_year[row.year][row.role].append(row)
    return [
        {
            "year": year,
            "code": code,
            "hours": f"{hours_given(own):.2f}",
            "share": share_of(hours_given(own), sum(map(hours_given, roles.values()), Decimal(0))),
            "rows": [row.pk for row in own],
        }
        for year, roles in sorted(by_year.items())
        for code, own in sorted(roles.items())
    ]


def hours_given(rows: Iterable[RoleRow]) -> Decimal:
    return sum((row.hours for row in rows if row.hours is not None), Decimal(0))


def by_course(activities: Iterable[ActivityRow]) -> list[Figures]:
    """Place in the course (forløp) by place in the life span (livsløp)."""
    cells: dict[tuple[str, str], list[ActivityRow]] = defaultdict(list)
    for row in activities:
        cells[row.phase, row.stage].append(row)
    return [
        {"phase": phase, "life_stage": stage, **counted(rows), "hours": hours_text(rows)}
        for (phase, stage), rows in sorted(cells.items())
    ]


def activity(row: ActivityRow) -> Figures:
    """A counted row as the report froze it; its title is a text and stays in the row itself."""
    return {
        "id": row.pk,
        "day": row.day.isoformat(),
        "kind": row.kind,
        "hours": None if row.hours is None else f"{row.hours:.2f}",
        "attendances": row.attendances,
        "assignment": row.assignment_id,
        "task": row.task,
        "themes": list(row.themes),
        "municipalities": sorted({place.code for place in row.places}),
    }


def request(row: RequestRow) -> Figures:
    return {
        "id": row.pk,
        "day": row.day.isoformat(),
        "municipality": row.codes[0],
        "theme": row.theme,
        "days_to_answer": row.days_to_answer,
    }
