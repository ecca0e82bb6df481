"""The municipalities: all of them with what was done, and those that were not reached."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from assignments.coverage.models import LEVEL_CODES
from municipalities.models import County
from reporting.dashboard import counting
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.exports.tables import Column, Table, Type, Value
from reporting.dashboard.exports.wording import about
from reporting.dashboard.figures import Coverage, Place

YES, NO = "ja", "nei"


def place_columns(*, signed_in: bool) -> list[Column]:
    """The published contract: neither names nor order change."""
    return [
        Column("kommunenummer", _("Kommunenummer"), width=15),
        Column("kommune", _("Kommune"), width=24),
        Column("fylkesnummer", _("Fylkesnummer"), width=13),
        Column("fylke", _("Fylke"), width=20),
        Column("i_ansvarsomraade", _("I ansvarsområdet"), width=16),
        *done_columns(signed_in=signed_in),
    ]


def done_columns(*, signed_in: bool) -> list[Column]:
    """What was done in a place."""
    return [
        Column("aktiviteter", _("Aktiviteter"), Type.NUMBER, unit=_("aktiviteter")),
        Column("timer", _("Timer"), Type.DECIMAL, unit=_("timer"), decimals=2),
        Column("deltakere", _("Deltakelser"), Type.NUMBER, unit=_("deltakelser")),
        Column(
            *("henvendelser", _("Henvendelser"), Type.NUMBER),
            unit=_("henvendelser"),
            is_withheld=not signed_in,
        ),
        Column("avtale", _("Avtale"), width=8),
        Column("siste_kontakt", _("Siste kontakt"), Type.DAY),
        Column("status", _("Nivå"), width=12),
    ]


def municipalities(found: Coverage, *, signed_in: bool) -> Table:
    """One row for each municipality of the structure, whatever centre is chosen."""
    return Table(
        about=about("kommuner", found),
        columns=place_columns(signed_in=signed_in),
        rows=list(rows(found, signed_in=signed_in)),
        of=_("Kommune"),
        rest="ufordelt",
    )


def not_reached(found: Coverage, *, signed_in: bool) -> Table:
    """Everyone below brukt, never in contact first: the list of the page."""
    listed = [] if found.reach.no_share == "no_data" else found.not_reached
    counties = {county.pk: county for county in County.objects.all()}
    return Table(
        about=about("ikke-nadd", found),
        columns=place_columns(signed_in=signed_in),
        rows=[
            row(place, counties[place.county_id], found.choice, signed_in=signed_in)
            for place in listed
        ],
        of=_("Kommune"),
    )


def rows(found: Coverage, *, signed_in: bool) -> Iterator[list[Value]]:
    """Sorted by code; what a split leaves undistributed follows as one last row."""
    counties = {county.pk: county for county in County.objects.all()}
    for place in sorted(found.places, key=lambda place: place.code):
        yield row(place, counties[place.county_id], found.choice, signed_in=signed_in)
    if found.undistributed:
        yield undistributed_row(found, signed_in=signed_in)


def row(place: Place, county: County, choice: Choice, *, signed_in: bool) -> list[Value]:
    return [
        place.code,
        place.name,
        county.code,
        county.name,
        catchment_text(place, choice),
        *numbers(place.numbers, signed_in=signed_in),
        place.last_contact_on,
        LEVEL_CODES[place.numbers.level],
    ]


def catchment_text(place: Place, choice: Choice) -> str:
    """Without a centre the whole country is asked about; an unknown catchment stays empty."""
    if choice.centre is None:
        return YES
    if place.in_catchment is None:
        return NO if choice.centre.is_national_only else ""
    return YES if place.in_catchment else NO


def numbers(found: Numbers, *, signed_in: bool) -> list[Value]:
    """Counts are 0 where nothing was done. Visitors see neither requests nor agreements."""
    return [
        found.activities,
        hours(found),
        found.attendances,
        found.requests if signed_in else None,
        (YES if found.agreements else NO) if signed_in else None,
    ]


def hours(found: Numbers) -> Decimal | None:
    """0 where nothing was done; unknown where something was, but nobody gave the hours."""
    return None if found.lacks_hours else found.hours


def undistributed_row(found: Coverage, *, signed_in: bool) -> list[Value]:
    """What stands under codes that were split, together and without a municipality number.

    Counted once more: an activity in two of them is one (rule 3).
    """
    places = found.undistributed
    total = counting.total_at(found.choice, {place.pk for place in places})
    last = max((place.last_contact_on for place in places if place.last_contact_on), default=None)
    counted = numbers(total, signed_in=signed_in)
    return ["", "ufordelt", "", "", "", *counted, last, LEVEL_CODES[total.level]]
