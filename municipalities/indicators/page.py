"""One indicator in one year: a row for each municipality, and how many are told about."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from korus_portal.accounts.access import Viewer
from municipalities.indicators import reading, wording
from municipalities.indicators.carrying import Carrier, Shown
from municipalities.indicators.models import Indicator, IndicatorValue, Mark, Source
from municipalities.models import County, Municipality
from municipalities.structure import current_chain

CODE = "0000"


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality with its figure. `is_closed`: there is one, but not for this viewer."""

    pk: int
    code: str
    name: str
    county_code: str
    county: str
    shown: Shown | None
    is_closed: bool


@dataclass(frozen=True)
class Coverage:
    """How many municipalities are told about, and why the others are not."""

    total: int
    given: int
    suppressed: int
    closed: int

    @property
    def missing(self) -> int:
        return self.total - self.given - self.suppressed - self.closed


def places(
    viewer: Viewer, indicator: Indicator, *, year: int, on: date, county: County | None
) -> list[Place]:
    """Municipalities in force on a day in Norwegian order, all or those of a county."""
    known = reading.of_year(viewer, indicator, year=year, on=on)
    there = closed_places(indicator, year=year, on=on)
    rows = Municipality.objects.in_force(on=on)
    if county is not None:
        rows = rows.filter(county=county)
    columns = ("pk", "code", "name", "county__code", "county__name")
    return [
        Place(
            pk, code, name, number, area, known.get(pk), is_closed=pk in there and pk not in known
        )
        for pk, code, name, number, area in rows.values_list(*columns)
    ]


def closed_places(indicator: Indicator, *, year: int, on: date) -> set[int]:
    """Where there is a figure, whoever may see it. One under embargo is not there yet."""
    if indicator.source.publication == Source.Publication.PUBLIC:
        return set()
    free = Q(embargo_until=None) | Q(embargo_until__lte=timezone.localdate())
    rows = IndicatorValue.objects.current().filter(
        free, indicator=indicator, year=year, municipality__isnull=False
    )
    carrier = Carrier(current_chain(), on=on, additive=())
    told = reading.told(rows.values_list(*reading.COLUMNS))
    return {place for _indicator, place, _year in carrier.carry(told)}


def coverage(found: Iterable[Place]) -> Coverage:
    counts = Counter(state(place) for place in found)
    return Coverage(counts.total(), counts["given"], counts[Mark.SUPPRESSED.name], counts["closed"])


def state(place: Place) -> str:
    if place.shown is None:
        return "closed" if place.is_closed else "missing"
    if place.shown.value is not None:
        return "given"
    return Mark.SUPPRESSED.name if place.shown.mark == Mark.SUPPRESSED else "missing"


def table_rows(found: Iterable[Place], indicator: Indicator, closed: str) -> list[tuple[str, ...]]:
    """Ready texts: address, name, number, county, figure, note, date."""
    before, after = reverse("pages:municipality_detail", args=[CODE]).split(CODE)
    return [
        (
            f"{before}{place.code}{after}",
            place.name,
            place.code,
            place.county,
            closed if place.is_closed else wording.figure(place.shown, indicator),
            place.shown.note if place.shown else "",
            wording.day(place.shown.applied_at) if place.shown else "",
        )
        for place in found
    ]


def behind(
    viewer: Viewer, indicator: Indicator, *, year: int, county: County | None
) -> list[tuple[str, str]]:
    """The country's figure, and the chosen county's, where the source tells them."""
    visible = IndicatorValue.objects.visible_to(viewer).current()
    wanted = Q(county=None) if county is None else Q(county=None) | Q(county=county)
    rows = visible.filter(wanted, indicator=indicator, year=year, municipality=None)
    columns = ("county__name", "value", "mark")
    told = dict.fromkeys([""]) | {
        name or "": Shown(value, mark, year)
        for name, value, mark in rows.order_by("batch__applied_at").values_list(*columns)
    }
    return [
        (name, wording.figure(shown, indicator))
        for name, shown in told.items()
        if shown is not None
    ]
