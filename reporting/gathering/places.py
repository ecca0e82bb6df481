"""Municipalities and districts by the coverage rows, and the centre's catchment."""

from collections.abc import Iterable
from datetime import date

from assignments.coverage.models import CoverageRow, is_reached
from centres import catchments
from centres.models import Centre
from reporting.gathering.rows import ActivityRow, PlaceRow


def place_rows(centre: Centre, year: int) -> list[PlaceRow]:
    """Municipalities and districts in the structure of the year, as the coverage rows have them."""
    rows = CoverageRow.objects.of_year(year).whole().by(centre=centre)
    placed = rows.exclude(place=None).select_related("place__county").order_by("place__code")
    return [place_row(row) for row in placed]


def place_row(row: CoverageRow) -> PlaceRow:
    place = row.place
    if place is None:
        raise ValueError("a coverage row of a county or the country has no place")
    return PlaceRow(
        municipality_id=place.pk,
        code=place.code,
        name=place.name,
        county=place.county.name,
        is_district=place.is_district,
        level=row.level,
        activities=row.activities,
        hours=row.hours if row.activities_with_hours or not row.activities else None,
        attendances=row.attendances,
        requests=row.requests,
        last_contact_on=row.last_contact_on,
    )


def catchment_of(centre: Centre, year: int) -> frozenset[int] | None:
    """Municipalities (districts apart) of the catchment on 1 January (rules 10, 12 and 14)."""
    if centre.is_national_only:
        return None
    return frozenset(catchments.municipality_ids(centre, on=date(year, 1, 1))) or None


def used_codes(rows: Iterable[ActivityRow]) -> list[str]:
    """Codes of the municipalities that got an offer («brukt», rules 7 and 8)."""
    return sorted({place.code for row in rows for place in row.places if is_reached(place.level)})
