"""From a row of text to the values of an activity, or to what is wrong with which of its cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assignments.activities.importing import cells as understood
from assignments.activities.importing import columns, names
from assignments.activities.importing.cells import CellProblemError
from assignments.activities.importing.places import Places, written
from assignments.activities.models import Activity
from assignments.activities.values import ActivityValues, as_compared, tiltak_gives
from assignments.plans.models import Assignment, ClosedYear
from assignments.plans.years import YearClosedError
from centres.models import Centre
from korus_portal.accounts.models import Organisation
from korus_portal.design.free_text import refuse_identity_numbers
from municipalities.models import Municipality, Theme

T = TypeVar("T")
Cells = Mapping[str, str]
LONGEST = {"tittel": 160, "notat": 4000}
LONGEST_CELL = 5000


class Register:
    """All that cells may name, read once for a whole file."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.kinds, self.forms = names.kinds(), names.forms()
        self.themes, self.tasks = names.themes(), names.tasks(centre)
        self.tiltak, self.centres = names.tiltak(centre), names.centres(centre)
        self.organisations = names.organisations()
        self.places = Places()
        closed = ClosedYear.objects.filter(centre=centre)
        self.closed_years = set(closed.values_list("year", flat=True))
        self.given: dict[int, dict[str, Any]] = {}

    def filled(self, values: ActivityValues) -> ActivityValues:
        """What is empty follows from the tiltak and the rest, as in the form (values.with_presets),
        without a question for each row."""
        values = as_compared(values)
        tiltak = values.assignment
        if tiltak is not None:
            if tiltak.pk not in self.given:
                self.given[tiltak.pk] = tiltak_gives(tiltak)
            given = self.given[tiltak.pk].items()
            empty = {name: value for name, value in given if not getattr(values, name)}
            values = replace(values, **empty)
        if values.attendances is None:
            values = replace(values, attendances=sum_known(values.municipalities.values()))
        return values


@dataclass
class Row:
    """One row while it is understood: what went well, what is wrong, what is good to know."""

    register: Register
    cells: Cells
    faults: dict[str, list[str]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)

    def wrong(self, column: str, text: str) -> None:
        self.faults.setdefault(column, []).append(text)

    def attempt(self, column: str, read: Callable[[str], T], empty: T) -> T:
        """What the cell says; `empty` where it says nothing, or nothing that is understood."""
        shown = self.cells.get(column, "")
        if not shown:
            if column in columns.REQUIRED:
                self.wrong(column, _("Cellen er tom. Den må fylles ut."))
            return empty
        try:
            return read(shown)
        except CellProblemError as problem:
            self.wrong(column, str(problem))
            return empty

    def each(self, column: str, read: Callable[[str], T]) -> tuple[T, ...]:
        """The parts of a list, each once. Every part that is wrong is told about."""
        shown = self.cells.get(column, "")
        found: list[T] = []
        for part in understood.parts(shown):
            try:
                one = read(part)
            except CellProblemError as problem:
                self.wrong(column, str(problem))
                continue
            if one in found:
                self.wrong(column, _("«%(name)s» står flere ganger.") % {"name": part[:60]})
            else:
                found.append(one)
        return tuple(found)

    def values(self) -> ActivityValues | None:
        """The activity as the row says it, or None with the reasons in `faults`."""
        first = self.attempt("dato", self.first_day, None)
        kind = self.attempt("type", self.register.kinds.find, None)
        told = {
            "title": self.free_text("tittel"),
            "note": self.free_text("notat"),
            "ends_on": self.last_day(first),
            "hours": self.attempt("timer", understood.hours, None),
            "form": self.attempt("form", self.register.forms.find, Activity.Form.ON_SITE),
            "assignment": self.tiltak(first),
            "mandate_task": self.attempt("samfunnsoppgave", self.register.tasks.find, None),
            "themes": self.themes(first),
            "organisations": self.organisations(),
            "partners": self.each("partnere", self.register.centres.find),
            **Whereabouts(self, first).told(kind),
        }
        if self.faults or first is None or kind is None:
            return None
        return ActivityValues(kind=Activity.Kind(kind), starts_on=first, **told)

    def first_day(self, shown: str) -> date:
        found = understood.day(shown)
        if found.year in self.register.closed_years:
            raise CellProblemError(str(YearClosedError(found.year)))
        return found

    def last_day(self, first: date | None) -> date | None:
        last = self.attempt("sluttdato", understood.any_day, None)
        if first and last and last < first:
            self.wrong("sluttdato", _("Sluttdatoen er før datoen aktiviteten begynte."))
        return last

    def free_text(self, column: str) -> str:
        shown = self.attempt(column, str, "")
        longest = LONGEST[column]
        if len(shown) > longest:
            self.wrong(
                column,
                _("Teksten har %(count)d tegn. Skriv høyst %(most)d.")
                % {"count": len(shown), "most": longest},
            )
        return shown

    def tiltak(self, first: date | None) -> Assignment | None:
        found = self.attempt("tiltak", self.register.tiltak.find, None)
        if found is not None and first is not None and not runs_in(found, first.year):
            self.wrong("tiltak", _("Tiltaket går ikke i %(year)s.") % {"year": first.year})
        return found

    def themes(self, first: date | None) -> tuple[Theme, ...]:
        found = self.each("temaer", self.register.themes.find)
        for theme in found:
            if theme.retired_on and first and theme.retired_on <= first:
                self.wrong(
                    "temaer",
                    _("Temaet «%(name)s» gikk ut %(day)s.")
                    % {"name": theme.name, "day": written(theme.retired_on)},
                )
        return found

    def organisations(self) -> tuple[Organisation, ...]:
        """A name may hold a semicolon: the whole cell is tried first."""
        whole = self.cells.get("organisasjoner", "")
        register = self.register.organisations
        if len(register.by_name.get(names.folded(whole), ())) == 1:
            return (register.find(whole),)
        return self.each("organisasjoner", register.find)


def runs_in(tiltak: Assignment, year: int) -> bool:
    ends = tiltak.ends_on
    return tiltak.starts_on.year <= year and (ends is None or ends.year >= year)


class Whereabouts:
    """The places of one row, and how many took part in each and in all."""

    def __init__(self, row: Row, day: date | None) -> None:
        self.row, self.day = row, day
        self.places: dict[Municipality, int | None] = {}
        self.is_national = False

    def told(self, kind: str | None) -> dict[str, Any]:
        """Without a day nobody knows which place is meant."""
        if self.day is not None:
            self.name("kommuner", self.day, is_district=False)
            self.name("bydeler", self.day, is_district=True)
        total = self.attendances() if self.day is not None else None
        self.check_named(kind)
        return {
            "municipalities": self.places,
            "attendances": total,
            "is_national_event": self.is_national,
        }

    def name(self, column: str, day: date, *, is_district: bool) -> None:
        for part in understood.parts(self.row.cells.get(column, "")):
            if names.folded(part) == columns.WHOLE_COUNTRY:
                self.is_national = True
                continue
            try:
                self.add(column, part, day, is_district=is_district)
            except CellProblemError as problem:
                self.row.wrong(column, str(problem))

    def add(self, column: str, part: str, day: date, *, is_district: bool) -> None:
        shown, number = understood.numbered(part)
        found = self.row.register.places.find(shown, day, is_district=is_district)
        place = found.place
        if found.is_carried:
            self.row.notices.append(
                _("«%(given)s» er ført til %(code)s %(name)s, som gjaldt %(day)s.")
                % {
                    "given": shown[:60],
                    "code": place.code,
                    "name": place.name,
                    "day": written(day),
                }
            )
        elif place in self.places:
            raise CellProblemError(_("«%(name)s» står flere ganger.") % {"name": shown[:60]})
        # Two that have become one since: what each had is added.
        self.places[place] = added(self.places.get(place), number)

    def attendances(self) -> int | None:
        """The total, or what each place had, or both: «20;4601=12»."""
        column = "deltakere"
        totals: list[int] = []
        for part in understood.parts(self.row.cells.get(column, "")):
            try:
                if "=" in part and not part.startswith("="):
                    self.count(part)
                else:
                    totals.append(understood.number(part))
            except CellProblemError as problem:
                self.row.wrong(column, str(problem))
        if len(totals) > 1:
            self.row.wrong(column, _("Skriv deltakelser i alt bare én gang."))
        total = totals[0] if totals else None
        by_place = sum_known(self.places.values()) or 0
        if total is not None and by_place > total:
            self.row.wrong(
                column,
                _("Summen per kommune (%(sum)s) er større enn deltakelser i alt (%(total)s).")
                % {"sum": by_place, "total": total},
            )
        return total

    def count(self, part: str) -> None:
        """`4601=12`, for a place that the row names."""
        shown, number = understood.numbered(part)
        place = self.named(shown)
        if place is None:
            raise CellProblemError(
                _("«%(name)s» står ikke blant kommunene eller bydelene i raden.")
                % {"name": shown[:60]}
            )
        if self.places[place] is not None:
            raise CellProblemError(
                _("Deltakelser for «%(name)s» står flere ganger.") % {"name": shown[:60]}
            )
        self.places[place] = number

    def named(self, shown: str) -> Municipality | None:
        """As a municipality first; the same name may be that of a district."""
        for is_district in (False, True):
            try:
                found = self.row.register.places.find(
                    shown, self.day or date.min, is_district=is_district
                )
            except CellProblemError:
                continue
            if found.place in self.places:
                return found.place
        return None

    def check_named(self, kind: str | None) -> None:
        """Who a delivering kind was for: municipalities, districts, organisations, everybody."""
        said = any(self.row.cells.get(name) for name in ("kommuner", "bydeler", "organisasjoner"))
        if kind is not None and kind not in columns.WITHOUT_MUNICIPALITY and not said:
            self.row.wrong(
                "kommuner",
                _(
                    "Skriv hvilke kommuner aktiviteten var for. Var den for andre, skriv dem under "
                    "organisasjoner. Var den for alle, skriv «hele landet»."
                ),
            )


def added(one: int | None, other: int | None) -> int | None:
    return other if one is None else one + (other or 0)


def sum_known(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def understand(register: Register, cells: Cells) -> tuple[ActivityValues | None, Row]:
    row = Row(register, cells)
    for column, shown in cells.items():
        if problem := unfit(shown):
            row.wrong(column, problem)
    if row.faults:
        return None, row
    return row.values(), row


def unfit(shown: str) -> str:
    """What may not be stored whatever the column; such a cell is not kept either."""
    if len(shown) > LONGEST_CELL:
        return _("Cellen har %(count)d tegn. Det er for mye.") % {"count": len(shown)}
    try:
        refuse_identity_numbers(shown)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
