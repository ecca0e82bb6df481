"""What municipalities have received and centres have reached, read from the summary rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assignments.coverage.models import CoverageRow, Level, Structure
from centres import catchments
from centres.models import Centre
from korus_portal.pages import figures
from municipalities.models import Municipality


@dataclass(frozen=True, slots=True)
class YearHere:
    """One year of one municipality."""

    year: int
    level: Level
    korus_level: Level
    activities: int
    last_contact_on: date | None
    centres: list[tuple[Centre, Level]]


@dataclass(frozen=True, slots=True)
class YearOfCentre:
    """One year of one centre. `denominator` is None where there is no share to give (rule 12)."""

    year: int
    activities: int
    activities_with_hours: int
    hours: Decimal
    attendances: int
    used: int
    contacted: int
    known: int
    outside: int
    denominator: int | None

    @property
    def has_data(self) -> bool:
        """Rule 14: a year without a confirmed activity is «ingen data», never 0 %."""
        return self.activities > 0

    @property
    def shown_hours(self) -> str:
        return figures.number(self.hours) if self.activities_with_hours else "–"

    @property
    def hours_note(self) -> str:
        """Rule 15: empty hours are unknown, so the sum says how many it is made of."""
        counts = {"given": self.activities_with_hours, "all": self.activities}
        return _("Oppgitt for %(given)d av %(all)d aktiviteter.") % counts

    @property
    def used_note(self) -> str:
        """Rules 10, 12 and 14 in plain words."""
        if self.share is None:
            return _(
                "Senteret har gjort noe for kommunen. Ingen andel: ansvarsområdet er ikke kjent."
            )
        counts = {"share": self.share, "total": self.denominator}
        return _("%(share)d %% av de %(total)d kommunene i ansvarsområdet 1. januar.") % counts

    @property
    def share(self) -> int | None:
        """Whole per cent of the catchment that was reached (rule 8)."""
        if not self.denominator or not self.has_data:
            return None
        return round(100 * self.used / self.denominator)


def structure_of(municipality: Municipality, *, on: date) -> str:
    """A municipality of today carries its predecessors' rows; an expired code has its own."""
    return Structure.TODAY if municipality.is_in_force(on) else Structure.THEN


def years_of(municipality: Municipality, *, on: date) -> list[YearHere]:
    """What a municipality or district has received, newest year first. One query."""
    structure = structure_of(municipality, on=on)
    rows = CoverageRow.objects.whole().filter(place=municipality, structure=structure)
    by_year: dict[int, list[CoverageRow]] = defaultdict(list)
    for row in rows.select_related("centre").order_by("-year", "-level", "centre__short_name"):
        by_year[row.year].append(row)
    return [_year_here(year, rows) for year, rows in by_year.items()]


def _year_here(year: int, rows: list[CoverageRow]) -> YearHere:
    doers = {(row.centre_id, row.kind): row for row in rows}
    anyone, korus = doers.get((None, "")), doers.get((None, Centre.Kind.KORUS))
    return YearHere(
        year=year,
        level=Level(anyone.level if anyone else 0),
        korus_level=Level(korus.level if korus else 0),
        activities=anyone.activities if anyone else 0,
        last_contact_on=anyone.last_contact_on if anyone else None,
        centres=[(row.centre, Level(row.level)) for row in rows if row.centre and row.level],
    )


def districts_of(municipality: Municipality, *, on: date) -> list[dict[str, Any]]:
    """A city's districts with the level by any centre, this year and last. Two queries."""
    districts = list(municipality.districts.places_in_force(on=on))
    if not districts:
        return []
    years = [on.year, on.year - 1]
    rows = CoverageRow.objects.whole().by().filter(place__in=districts, structure=Structure.THEN)
    levels = {
        (place, year): Level(level)
        for place, year, level in rows.filter(year__in=years).values_list(
            "place_id", "year", "level"
        )
    }
    return [
        {
            "district": one,
            "levels": [levels.get((one.pk, year), Level.UNKNOWN) for year in years],
        }
        for one in districts
    ]


def levels_by_place(year: int, *, kind: str = "") -> dict[int, Level]:
    """The level of each municipality in a year, by any centre or by those of a kind. One query."""
    rows = CoverageRow.objects.of_year(year).whole().by(kind=kind).municipalities()
    return {place: Level(level) for place, level in rows.values_list("place_id", "level")}


def at_least(levels: Iterable[int], level: Level) -> int:
    """Levels nest: whoever used was also in contact (rule 4)."""
    return sum(1 for one in levels if one >= level)


def years_of_centre(centre: Centre, years: list[int]) -> list[YearOfCentre]:
    return [_year_of_centre(centre, year) for year in years]


def _year_of_centre(centre: Centre, year: int) -> YearOfCentre:
    rows = CoverageRow.objects.of_year(year).whole().by(centre=centre)
    places = dict(rows.municipalities().values_list("place_id", "level"))
    country = rows.country().first() or CoverageRow()
    own = catchments.municipality_ids(centre, on=date(year, 1, 1))
    inside = [level for place, level in places.items() if place in own]
    return YearOfCentre(
        year=year,
        activities=country.activities,
        activities_with_hours=country.activities_with_hours,
        hours=country.hours,
        attendances=country.attendances,
        used=at_least(inside if own else places.values(), Level.USED),
        contacted=at_least(inside if own else places.values(), Level.CONTACTED),
        known=at_least(inside if own else places.values(), Level.KNOWN),
        outside=at_least((lv for place, lv in places.items() if place not in own), Level.USED)
        if own
        else 0,
        denominator=None if centre.is_national_only or not own else len(own),
    )
