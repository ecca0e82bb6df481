"""One indicator in one year as CSV (RFC 4180), with the signs in a column of their own."""

import csv
from collections.abc import Iterable
from decimal import Decimal
from io import StringIO

from django.conf import settings

from municipalities.indicators import wording
from municipalities.indicators.models import Indicator
from municipalities.indicators.page import Place

COLUMNS = [
    "kommunenummer",
    "kommune",
    "fylkesnummer",
    "fylke",
    "indikator",
    "aar",
    "verdi",
    "merke",
    "merknad",
    "enhet",
    "kilde",
    "lest_inn",
]


def as_csv(indicator: Indicator, year: int, places: Iterable[Place], *, closed: str) -> str:
    """Every municipality has its row, sorted by code. What is not shown on the page is not here."""
    buffer = StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for place in sorted(places, key=lambda place: place.code):
        writer.writerow(
            [
                *(place.code, place.name, place.county_code, place.county, indicator.code, year),
                *figure(place, closed),
                *(indicator.unit, indicator.source.code),
                wording.iso_day(place.shown.applied_at) if place.shown else "",
            ]
        )
    return buffer.getvalue()


def figure(place: Place, closed: str) -> tuple[str, str, str]:
    """Value, sign and note: never more than the page shows."""
    if place.shown is None:
        return "", "", closed if place.is_closed else ""
    return plain(place.shown.value), place.shown.mark, place.shown.note


def plain(value: Decimal | None) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}" if value else "0"


def file_name(indicator: Indicator, year: int) -> str:
    mark = "demo-" if settings.DEMO_MODE else ""
    return f"{mark}{indicator.code}-{year}.csv"
