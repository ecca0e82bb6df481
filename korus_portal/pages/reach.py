"""What municipalities have received and centres have reached, read from the summary rows."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from assignments.coverage.models import LEVEL_CODES, CoverageRow, Level, Structure
from centres.models import Centre
from korus_portal.pages import figures
from municipalities.models import County, Municipality
from reporting.dashboard import figures as dashboard
from reporting.dashboard.asked import last_contacts
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.figures import Reach, Summary


@dataclass(frozen=True, slots=True)
class YearHere:
    """One year of one municipality."""

    year: int
    level: Level
    korus_level: Level
    activities: int
    last_contact_on: date | None
    centres: list[tuple[Centre, Level]]
    rows: str  # where the rows behind the figures are


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a doer came in a year, counted as the dashboard counts it, with its drill-down."""

    summary: Summary

    @property
    def choice(self) -> Choice:
        return self.summary.choice

    @property
    def reach(self) -> Reach:
        return self.summary.reach

    @property
    def total(self) -> Numbers:
        return self.summary.total

    @property
    def outside(self) -> int:
        return self.summary.outside

    @property
    def year(self) -> int:
        return self.choice.year

    @property
    def not_used(self) -> int:
        return self.reach.total - self.reach.used

    @property
    def has_data(self) -> bool:
        """Rule 14: a year without a confirmed activity is «ingen data», never 0 %."""
        return self.total.activities > 0

    @property
    def page(self) -> str:
        return f"{reverse('reporting:coverage')}?{self.choice.query()}"

    @property
    def rows(self) -> str:
        return f"{reverse('reporting:coverage_rows')}?{self.choice.query()}"

    @property
    def places_not_used(self) -> str:
        return f"{reverse('reporting:coverage_unreached')}?{self.choice.query()}"

    @property
    def places_never(self) -> str:
        return f"{self.places_not_used}&aldri=on"

    @property
    def places_used(self) -> str:
        return self._places(Level.USED)

    @property
    def places_contacted(self) -> str:
        return self._places(Level.CONTACTED)

    @property
    def places_known(self) -> str:
        return self._places(Level.KNOWN)

    def _places(self, level: Level) -> str:
        query = self.choice.query(niva=LEVEL_CODES[level])
        return f"{reverse('reporting:coverage_places')}?{query}"

    @property
    def shown_hours(self) -> str:
        """Unknown, not 0 (rule 15). Hours may come from linked rows alone (rule 19)."""
        return "–" if self.total.lacks_hours else figures.number(self.total.hours)

    @property
    def hours_note(self) -> str:
        """Rule 15: empty hours are unknown, so the sum says how many it is made of."""
        counts = {"given": self.total.with_hours, "all": self.total.activities}
        return _("Oppgitt for %(given)d av %(all)d aktiviteter.") % counts

    @property
    def used_note(self) -> str:
        """Rules 10, 12 and 14 in plain words."""
        if self.reach.share is None:
            return _("Senteret har gjort noe for kommunen. Ingen andel kan vises.")
        share = figures.number(self.reach.share)
        return _("%(share)s %% av de %(total)d kommunene i ansvarsområdet 1. januar.") % {
            "share": share,
            "total": self.reach.total,
        }


def structure_of(municipality: Municipality, *, on: date) -> Structure:
    """A municipality of today carries its predecessors' rows; an expired code has its own."""
    return Structure.TODAY if municipality.is_in_force(on) else Structure.THEN


def years_of(municipality: Municipality, *, on: date, until: int | None = None) -> list[YearHere]:
    """What a municipality or district has received, newest year first. One query.

    `until` shows it as it was: its own rows of the years up to that one.
    """
    structure = Structure.THEN if until else structure_of(municipality, on=on)
    rows = CoverageRow.objects.whole().filter(place=municipality, structure=structure)
    if until:
        rows = rows.filter(year__lte=until)
    by_year: dict[int, list[CoverageRow]] = defaultdict(list)
    for row in rows.select_related("centre").order_by("-year", "-level", "centre__short_name"):
        by_year[row.year].append(row)
    return [
        _year_here(rows, Choice(year=year, structure=structure, today=on), municipality.code)
        for year, rows in by_year.items()
    ]


def _year_here(rows: list[CoverageRow], choice: Choice, code: str) -> YearHere:
    doers = {(row.centre_id, row.kind): row for row in rows}
    anyone, korus = doers.get((None, "")), doers.get((None, Centre.Kind.KORUS))
    return YearHere(
        year=choice.year,
        level=Level(anyone.level if anyone else 0),
        korus_level=Level(korus.level if korus else 0),
        activities=anyone.activities if anyone else 0,
        last_contact_on=anyone.last_contact_on if anyone else None,
        centres=[(row.centre, Level(row.level)) for row in rows if row.centre and row.level],
        rows=f"{reverse('reporting:coverage_rows')}?{choice.query(kommune=code)}",
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


def reached(choice: Choice, *, with_days: bool = False) -> Reached:
    """The doer's reach in a year by the dashboard's own rules; four or five queries.

    With the day of each place's last contact there is one more.
    """
    last = last_contacts(choice) if with_days else None
    return Reached(dashboard.summary(choice, last=last))


def of_centre(centre: Centre, year: int, *, on: date) -> Reached:
    return reached(Choice(year=year, structure=Structure.THEN, today=on, centre=centre))


def of_kind(kind: str, *, on: date, counties: tuple[County, ...] = ()) -> Reached:
    return reached(
        Choice(year=on.year, structure=Structure.THEN, today=on, kind=kind, counties=counties)
    )


def levels_by_place(year: int, *, kind: str = "") -> dict[int, Level]:
    """The level of each municipality in a year, by any centre or by those of a kind. One query."""
    rows = CoverageRow.objects.of_year(year).whole().by(kind=kind).municipalities()
    return {place: Level(level) for place, level in rows.values_list("place_id", "level")}
