"""Reading a centre's year: every row that its report counts, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from django.utils import timezone

from centres.models import Centre
from reporting import corrections, newness
from reporting.gathering import around, tiltak
from reporting.gathering.activities import activity_rows
from reporting.gathering.asked import request_rows
from reporting.gathering.places import catchment_of, place_row, place_rows, used_codes
from reporting.gathering.rows import ActivityRow, PlaceRow, RequestRow, YearRows

__all__ = ["ActivityRow", "PlaceRow", "RequestRow", "YearRows", "gather", "place_row", "used_codes"]


def gather(centre: Centre, year: int) -> YearRows:
    """Everything the report of a centre's year is made from."""
    gathered_at = timezone.now()
    activities = activity_rows(centre, year)
    running = tiltak.assignments_of(centre, year)
    funding = tiltak.funding_rows(centre, year)
    reported = tiltak.to_report(running, funding)
    catchment = catchment_of(centre, year)
    return YearRows(
        centre=centre,
        year=year,
        gathered_at=gathered_at,
        running=running,
        assignments=reported,
        activities=activities,
        requests=request_rows(centre, year),
        places=place_rows(centre, year),
        catchment=catchment,
        by_assignment=grouped(activities, lambda row: row.assignment_id),
        corrections=corrections.for_report(centre, year),
        initiatives=tiltak.initiatives_of(reported, activities),
        by_initiative=grouped(activities, lambda row: row.initiative_id),
        funding=funding,
        standings=tiltak.standings_of(centre, year),
        previous=newness.previous_report(centre.pk, year),
        **around.every(centre, year, activities, catchment),
    )


def grouped(
    rows: Iterable[ActivityRow], key_of: Callable[[ActivityRow], int | None]
) -> dict[int, list[ActivityRow]]:
    found: dict[int, list[ActivityRow]] = defaultdict(list)
    for row in rows:
        key = key_of(row)
        if key is not None:
            found[key].append(row)
    return dict(found)
