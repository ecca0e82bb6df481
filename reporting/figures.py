"""The figures of a report, each with the ids of the rows that it was counted from.

Pure: rows in, plain data out. Hours and shares are strings with a fixed number of decimals, so
that the frozen figures have one written form. Rule numbers are those of the counting rules.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from statistics import median
from typing import Any

from assignments.coverage.models import Level
from reporting import corrections
from reporting.gathering import ActivityRow, PlaceRow, RequestRow, YearRows

Figures = dict[str, Any]
SCHEMA = 1
RESEARCH = frozenset({"C7", "C8"})
SUMMARIES = frozenset({"C6"})
RESEARCH_WARNING = 50
LEVELS = {"known": Level.KNOWN, "contacted": Level.CONTACTED, "used": Level.USED}


def of_year(rows: YearRows) -> Figures:
    """All figures of the report as a whole. Totals come from the activities (rule 3)."""
    return {
        "schema": SCHEMA,
        "totals": totals(rows),
        "research": research(rows.activities),
        "levels": levels(rows),
        "municipalities": places(rows, districts=False),
        "districts": places(rows, districts=True),
        "kinds": by_kind(rows.activities),
        "themes": by_theme(rows.activities),
        "mandate_tasks": by_task(rows.activities),
        "rows": [activity(row) for row in rows.activities],
        "request_rows": [request(row) for row in rows.requests],
        "corrections": [corrections.frozen(row) for row in rows.corrections],
    }


def of_assignment(rows: Iterable[ActivityRow], used: list[str]) -> Figures:
    """The figures of one tiltak."""
    own = list(rows)
    return {
        "activities": counted(own),
        "hours": hours_sum(own),
        "attendances": attendances_sum(own),
        "kinds": by_kind(own),
        "municipalities": {"value": len(used), "codes": used},
    }


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


def counted(rows: Iterable[ActivityRow]) -> Figures:
    ids = [row.pk for row in rows]
    return {"value": len(ids), "rows": ids}


def hours_sum(rows: Iterable[ActivityRow]) -> Figures:
    """Empty is unknown, not 0: the sum says how many gave it (rule 15)."""
    every = list(rows)
    given = [row for row in every if row.hours is not None]
    return {
        "value": hours_text(given),
        "given": len(given),
        "of": len(every),
        "rows": [row.pk for row in given],
    }


def attendances_sum(rows: Iterable[ActivityRow]) -> Figures:
    """Attendances, not persons (rule 17)."""
    every = list(rows)
    given = [row for row in every if row.attendances is not None]
    return {
        "value": sum(row.attendances or 0 for row in given),
        "given": len(given),
        "of": len(every),
        "rows": [row.pk for row in given],
    }


def outside(rows: YearRows) -> Figures:
    """Activities for municipalities that another centre is responsible for (rule 13)."""
    inside = rows.catchment
    if inside is None:
        return {"value": None, "rows": []}
    return counted(
        row
        for row in rows.activities
        if any(place.municipality_id not in inside for place in row.places)
    )


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


def levels(rows: YearRows) -> Figures:
    """Municipalities by level: all that the centre reached, and those of its own catchment."""
    own = [row for row in rows.places if not row.is_district]
    return {
        "denominator": len(rows.catchment) if rows.catchment else None,
        "is_national": rows.centre.is_national_only,
        # A year without any confirmed activity has no share: «ingen data», never 0 % (rule 14).
        "has_data": bool(rows.activities),
        **{name: level_figure(own, level, rows) for name, level in LEVELS.items()},
    }


def level_figure(places: list[PlaceRow], level: Level, rows: YearRows) -> Figures:
    reached = [row for row in places if row.level >= level]
    inside = None
    if rows.catchment is not None:
        inside = sum(row.municipality_id in rows.catchment for row in reached)
    return {
        "value": len(reached),
        "inside": inside,
        "share": share_text(inside, rows),
        "codes": [row.code for row in reached],
    }


def share_text(inside: int | None, rows: YearRows) -> str | None:
    if inside is None or not rows.catchment or not rows.activities:
        return None
    return f"{rounded(Decimal(100 * inside) / len(rows.catchment), '0.1')}"


def places(rows: YearRows, *, districts: bool) -> list[Figures]:
    """Municipalities, or districts, as the coverage rows have them, with the sources behind."""
    activities: dict[str, list[int]] = defaultdict(list)
    for row in rows.activities:
        for code in sorted({code for at in row.places for code in (at.code, at.district_code)}):
            activities[code].append(row.pk)
    requests: dict[str, list[int]] = defaultdict(list)
    for asked in rows.requests:
        for code in asked.codes:
            requests[code].append(asked.pk)
    return [
        place(row, rows.catchment, activities[row.code], requests[row.code])
        for row in rows.places
        if row.is_district == districts
    ]


def place(
    row: PlaceRow, catchment: frozenset[int] | None, activities: list[int], requests: list[int]
) -> Figures:
    return {
        "code": row.code,
        "name": row.name,
        "county": row.county,
        "level": row.level,
        "is_inside": None if catchment is None else row.municipality_id in catchment,
        "activities": row.activities,
        "hours": None if row.hours is None else f"{rounded(row.hours, '0.01')}",
        "attendances": row.attendances,
        "requests": row.requests,
        "last_contact_on": row.last_contact_on.isoformat() if row.last_contact_on else None,
        "rows": activities,
        "request_rows": requests,
    }


def by_kind(activities: Iterable[ActivityRow]) -> list[Figures]:
    return grouped(activities, lambda row: [row.kind])


def by_task(activities: Iterable[ActivityRow]) -> list[Figures]:
    """Hours follow the main task; the empty code is what has none."""
    return grouped(activities, lambda row: [row.task])


def by_theme(activities: Iterable[ActivityRow]) -> list[Figures]:
    """The first theme takes the hours; further themes count the activity alone (rule 21)."""
    return grouped(activities, lambda row: list(row.themes) or [""])


def grouped(
    activities: Iterable[ActivityRow], codes_of: Callable[[ActivityRow], list[str]]
) -> list[Figures]:
    """Activities and hours per code, in the order of the codes; one code takes the hours."""
    counting: dict[str, list[ActivityRow]] = defaultdict(list)
    giving: dict[str, list[ActivityRow]] = defaultdict(list)
    for row in activities:
        codes = codes_of(row)
        giving[codes[0]].append(row)
        for code in codes:
            counting[code].append(row)
    return [
        {"code": code, **counted(rows), "hours": hours_text(giving[code])}
        for code, rows in sorted(counting.items())
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


def hours_of(rows: Iterable[ActivityRow]) -> Decimal:
    return sum((row.hours for row in rows if row.hours is not None), Decimal(0))


def hours_text(rows: Iterable[ActivityRow]) -> str:
    return f"{hours_of(rows):.2f}"


def rounded(value: Decimal, unit: str) -> Decimal:
    return value.quantize(Decimal(unit), rounding=ROUND_HALF_UP)
