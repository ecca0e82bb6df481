"""What other parts of the portal ask about figures: the newest ones, and those of one place.

Only what the viewer may see goes in, so a sum holds nothing hidden. Few queries, however many
municipalities.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from korus_portal.accounts.access import Viewer
from municipalities.indicators.carrying import Carrier, Shown, Told
from municipalities.indicators.lineage import relatives
from municipalities.indicators.models import Indicator, IndicatorValue
from municipalities.models import County, Municipality
from municipalities.structure import Chain, current_chain

__all__ = ["Point", "Series", "Shown", "latest", "of_year", "series"]
COLUMNS = ("indicator", "municipality", "year", "value", "mark", "batch__applied_at")


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one year in a series."""

    year: int
    value: Decimal | None
    mark: str
    note: str = ""


@dataclass(slots=True)
class Series:
    """One indicator over the years: the place's own figures, its county's and the country's."""

    indicator: Indicator
    own: list[Point] = field(default_factory=list)
    county: list[Point] = field(default_factory=list)
    country: list[Point] = field(default_factory=list)
    is_demo: bool = False


def latest(
    viewer: Viewer, indicators: Iterable[Indicator], *, on: date
) -> dict[tuple[int, int], Shown]:
    """The newest figure of each indicator and place in force on a day, by (indicator, place)."""
    asked = list(indicators)
    visible = IndicatorValue.objects.visible_to(viewer).current()
    rows = (
        visible.filter(indicator__in=asked, municipality__isnull=False, year__lte=on.year)
        .order_by("indicator", "municipality", "-year", "-batch__applied_at")
        .distinct("indicator", "municipality")
    )
    carrier = Carrier(current_chain(), on=on, additive=additive_among(asked))
    found: dict[tuple[int, int], Shown] = {}
    for (indicator, place, year), shown in carrier.carry(told(rows.values_list(*COLUMNS))).items():
        held = found.get((indicator, place))
        if held is None or held.year < year:
            found[indicator, place] = shown
    return found


def of_year(viewer: Viewer, indicator: Indicator, *, year: int, on: date) -> dict[int, Shown]:
    """The figures of one year by place, in the structure of a day."""
    visible = IndicatorValue.objects.visible_to(viewer).current()
    rows = visible.filter(indicator=indicator, year=year, municipality__isnull=False)
    carrier = Carrier(current_chain(), on=on, additive=additive_among([indicator]))
    carried = carrier.carry(told(rows.order_by("batch__applied_at").values_list(*COLUMNS)))
    return {place: shown for (_indicator, place, _year), shown in carried.items()}


def series(municipality: Municipality, viewer: Viewer, *, on: date) -> list[Series]:
    """Every indicator that tells something of the place, in the order of the indicators."""
    chain = current_chain()
    history = History(chain, municipality, on)
    visible = IndicatorValue.objects.visible_to(viewer).current().filter(history.related())
    columns = (*COLUMNS, "county", "batch__is_demo")
    rows = list(visible.order_by("batch__applied_at").values_list(*columns))
    by_id = Indicator.objects.select_related("source").in_bulk({row[0] for row in rows})
    own = [Told(*row[:6]) for row in rows if row[1] is not None]
    carrier = Carrier(chain, on=on, additive=additive_among(by_id.values()))
    found = {pk: Series(indicator) for pk, indicator in by_id.items()}
    for (pk, place, year), shown in sorted(carrier.carry(own).items()):
        if place == municipality.pk:
            found[pk].own.append(Point(year, shown.value, shown.mark, shown.note))
    for row in rows:
        found[row[0]].is_demo |= row[-1]
    _add_behind(found, rows, history)
    told_of = [one for one in found.values() if one.own]
    return sorted(told_of, key=lambda one: (one.indicator.position, one.indicator.code))


def told(rows: Iterable[tuple[Any, ...]]) -> list[Told]:
    return [Told(*row) for row in rows]


def additive_among(indicators: Iterable[Indicator]) -> set[int]:
    return {indicator.pk for indicator in indicators if indicator.is_additive}


class History:
    """Where one municipality has stood: its codes and counties through the years."""

    def __init__(self, chain: Chain, municipality: Municipality, on: date) -> None:
        self.chain, self.municipality, self.on = chain, municipality, on
        codes = relatives(chain, municipality.code) | {municipality.code}
        self.ids = {chain.places[code].pk for code in codes if code in chain.places}
        rows = Municipality.objects.filter(pk__in=self.ids).select_related("county")
        self.counties: dict[str, County] = {row.code: row.county for row in rows}

    def related(self) -> Q:
        """The place's own values, those of its counties, and the country's."""
        counties = {county.pk for county in self.counties.values()}
        country = Q(municipality=None, county=None)
        return Q(municipality__in=self.ids) | Q(county__in=counties) | country

    def county_in(self, year: int) -> County | None:
        """The county it lay in on 1 January, None where that is not one."""
        day = date(year, 1, 1)
        codes: Collection[str] = [self.municipality.code]
        if self.municipality.code in self.chain.places:
            codes = self.chain.carry(self.municipality.code, on=self.on, to=day).codes
        found = {self.counties[code].pk: self.counties[code] for code in codes}
        return next(iter(found.values())) if len(found) == 1 else None


def _add_behind(found: dict[int, Series], rows: list[tuple[Any, ...]], history: History) -> None:
    """The lines of county and country. A county is that of the year, unless the source says the
    year's figure for today's county."""
    counties: dict[tuple[int, int], dict[int, Point]] = defaultdict(dict)
    country: dict[tuple[int, int], Point] = {}
    for pk, place, year, value, mark, _applied, county, _is_demo in rows:
        point = Point(year, value, mark)
        if county is not None:
            counties[pk, year][county] = point
        elif place is None:
            country[pk, year] = point
    for (pk, year), points in sorted(counties.items()):
        found[pk].county += _county_point(points, year, history)
    for (pk, _year), point in sorted(country.items()):
        found[pk].country.append(point)


def _county_point(points: dict[int, Point], year: int, history: History) -> list[Point]:
    today = history.municipality.county_id
    if today in points:
        return [points[today]]
    then = history.county_in(year)
    if then is None or then.pk not in points:
        return []
    point = points[then.pk]
    note = _("Gjelder %(county)s.") % {"county": then.name}
    return [Point(year, point.value, point.mark, note)]
