"""Municipalities by level, and the table of each of them."""

from collections import defaultdict
from decimal import Decimal

from assignments.coverage.models import Level
from reporting.figures.sums import Figures, counted, rounded
from reporting.gathering import PlaceRow, YearRows

LEVELS = {"known": Level.KNOWN, "contacted": Level.CONTACTED, "used": Level.USED}


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
