"""IS-24/8 beside what the portal counts, for one centre: by county and year, never with others.

«Har hørt om» is the survey's own answer. Our levels beside it are those of the dashboard, for the
same county in the municipal structure of the same year, and are never the same thing.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone

from assignments.coverage.models import Structure
from centres.models import Centre, Recognition
from reporting.dashboard import figures
from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import Reach, reach_of

Figures = dict[str, Any]
# Counties and municipalities were drawn anew on 1 January of this year: nothing is compared across.
BREAK = 2020


def gather(centre: Centre, *, until: int | None = None) -> list[Figures]:
    """Answers up to a year, the oldest first, as plain data; ours are None where there are none.

    One query, and those of the dashboard's key figures for each year that has answers.
    """
    rows = Recognition.objects.filter(centre=centre).select_related("county")
    if until is not None:
        rows = rows.filter(year__lte=until)
    found = list(rows.order_by("year", "county__sort_key", "level"))
    own = {year: by_county(centre, year) for year in sorted({row.year for row in found})}
    return [told(row, own[row.year]) for row in found]


def by_county(centre: Centre, year: int) -> dict[int, Reach]:
    """What the portal has counted for the centre in the counties of the year (rules 10 and 14)."""
    today = timezone.localdate()
    if year > today.year:
        return {}
    summary = figures.summary(Choice(year, Structure.THEN, today, centre=centre))
    counties: dict[int, list[figures.Place]] = {}
    for place in summary.places:
        counties.setdefault(place.county_id, []).append(place)
    why = summary.reach.no_share
    return {county: reach_of(places, why) for county, places in counties.items()}


def told(row: Recognition, own: dict[int, Reach]) -> Figures:
    return {
        "year": row.year,
        "county": row.county.code,
        "county_name": row.county.name,
        "level": row.level,
        "share": f"{row.share:.1f}",
        "answering": row.answering,
        "source": row.source,
        "own": counted(own.get(row.county_id)),
    }


def counted(reach: Reach | None) -> dict[str, Any] | None:
    """None where the portal has no share to set beside: rules 12 and 14."""
    if reach is None or reach.no_share or not reach.total:
        return None
    return {
        "municipalities": reach.total,
        "known": level(reach.known, reach.total),
        "contacted": level(reach.contacted, reach.total),
        "used": level(reach.used, reach.total),
    }


def level(value: int, total: int) -> dict[str, Any]:
    share = (Decimal(100) * value / total).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return {"value": value, "share": f"{share}"}


def parts(rows: Iterable[Figures]) -> list[tuple[bool, list[Figures]]]:
    """Before the reform and from it on, each by itself: whether it is from it on, and its rows."""
    every = list(rows)
    before = [row for row in every if row["year"] < BREAK]
    since = [row for row in every if row["year"] >= BREAK]
    return [(is_since, part) for is_since, part in ((False, before), (True, since)) if part]
