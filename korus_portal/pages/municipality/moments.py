"""«Slik den var»: the day a page is shown for, and what its code stood for on that day."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone

from korus_portal.pages import places
from municipalities import structure
from municipalities.models import Municipality


@dataclass(frozen=True, slots=True)
class Moment:
    """`year` is None for today; else the page is as of 1 January of it."""

    today: date
    year: int | None = None
    # What was asked for cannot be shown: the page is today's, and says so.
    is_refused: bool = False
    # What the code was on that day, when that is not itself.
    places: list[Municipality] = field(default_factory=list)
    is_split: bool = False
    # Each of them was divided on the way to the code, which is a part of what stood there.
    is_part: bool = False

    @property
    def day(self) -> date:
        return self.today if self.year is None else date(self.year, 1, 1)

    @property
    def is_past(self) -> bool:
        return self.year is not None

    @property
    def year_text(self) -> str:
        return str(self.year or "")

    @property
    def years(self) -> list[int]:
        """The years to choose from, newest first."""
        return places.years(self.today)

    @property
    def moved_to(self) -> Municipality | None:
        """The one municipality that the code was then, under another number."""
        return self.places[0] if len(self.places) == 1 and not self.is_split else None


def chosen(text: str, municipality: Municipality) -> Moment:
    """The moment a reader asks for by `?aar=`; nothing asked for is today."""
    today = timezone.localdate()
    if not text:
        return Moment(today)
    known = {str(year): year for year in places.years(today)}
    if text not in known:
        return Moment(today, is_refused=True)
    year = known[text]
    if municipality.is_district or municipality.is_in_force(date(year, 1, 1)):
        return Moment(today, year)
    return _elsewhere(municipality, Moment(today, year))


def _elsewhere(municipality: Municipality, moment: Moment) -> Moment:
    """Where the code's people were on the day: one place, or several that cannot be told apart."""
    day, chain = moment.day, structure.current_chain()
    carried = chain.carry(municipality.code, on=day, to=day)
    codes = [code for code in carried.codes if code != municipality.code]
    found = list(Municipality.objects.filter(code__in=codes).select_related("county"))
    if not found:
        return Moment(moment.today, is_refused=True)
    own_day = min(municipality.valid_to or moment.today, moment.today)
    is_part = all(chain.carry(code, on=day, to=own_day).is_split for code in codes)
    return replace(moment, places=found, is_split=carried.is_split, is_part=is_part)
