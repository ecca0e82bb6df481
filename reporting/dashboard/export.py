"""Coverage as a plain table: one row for every municipality of the structure (RFC 4180)."""

import csv
from collections.abc import Iterable, Iterator
from decimal import Decimal
from io import StringIO

from django.forms import BaseForm

from assignments.coverage.models import LEVEL_CODES, Level
from municipalities.models import County
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.figures import Coverage, Place

COLUMNS = [
    "kommunenummer",
    "kommune",
    "fylkesnummer",
    "fylke",
    "i_ansvarsomraade",
    "aktiviteter",
    "timer",
    "deltakere",
    "henvendelser",
    "avtale",
    "siste_kontakt",
    "status",
]


def csv_rows(found: Coverage, *, signed_in: bool) -> Iterator[list[str]]:
    """Sorted by code; what a split leaves undistributed follows as one last row."""
    counties = {county.pk: county for county in County.objects.all()}
    yield COLUMNS
    for place in sorted(found.places, key=lambda place: place.code):
        own = catchment_text(place, found.choice)
        yield csv_row(place, counties[place.county_id], own, signed_in=signed_in)
    if found.undistributed:
        yield undistributed_row(found.undistributed, signed_in=signed_in)


def catchment_text(place: Place, choice: Choice) -> str:
    """Without a centre the whole country is asked about; an unknown catchment stays empty."""
    if choice.centre is None:
        return "ja"
    if place.in_catchment is None:
        return "nei" if choice.centre.is_national_only else ""
    return "ja" if place.in_catchment else "nei"


def csv_row(place: Place, county: County, own: str, *, signed_in: bool) -> list[str]:
    return [
        place.code,
        place.name,
        county.code,
        county.name,
        own,
        *numbers(place.numbers, signed_in=signed_in),
        place.last_contact_on.isoformat() if place.last_contact_on else "",
        LEVEL_CODES[place.numbers.level],
    ]


def numbers(found: Numbers, *, signed_in: bool) -> list[str]:
    """Counts are 0 where nothing was done, unknown hours are empty.

    Visitors see neither requests nor agreements.
    """
    agreement = "ja" if found.agreements else "nei"
    return [
        str(found.activities),
        hours(found),
        str(found.attendances),
        str(found.requests) if signed_in else "",
        agreement if signed_in else "",
    ]


def hours(found: Numbers) -> str:
    """0 where nothing was done; empty where something was, but nobody gave the hours."""
    if found.activities and not found.with_hours:
        return ""
    return f"{found.hours.normalize():f}" if found.hours else "0"


def undistributed_row(places: list[Place], *, signed_in: bool) -> list[str]:
    """What stands under codes that were split, added up without a municipality number."""
    total = Numbers(
        level=Level(max(place.numbers.level for place in places)),
        activities=sum(place.numbers.activities for place in places),
        with_hours=sum(place.numbers.with_hours for place in places),
        hours=sum((place.numbers.hours for place in places), Decimal(0)),
        attendances=sum(place.numbers.attendances for place in places),
        requests=sum(place.numbers.requests for place in places),
        agreements=sum(place.numbers.agreements for place in places),
    )
    last = max((place.last_contact_on for place in places if place.last_contact_on), default=None)
    return [
        "",
        "ufordelt",
        "",
        "",
        "",
        *numbers(total, signed_in=signed_in),
        last.isoformat() if last else "",
        LEVEL_CODES[total.level],
    ]


def errors_as_text(form: BaseForm) -> str:
    """One line for each parameter that cannot be used, by the name that it has in the address."""
    return "".join(
        f"{name}: {message}\n" for name, found in form.errors.items() for message in found
    )


def as_csv(rows: Iterable[list[str]]) -> str:
    buffer = StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()
