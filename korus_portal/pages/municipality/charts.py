"""What the indicators say of a municipality: small multiples with the county and the country."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from korus_portal.accounts.access import Viewer
from korus_portal.design import sparkline
from korus_portal.design.sparkline import Line
from korus_portal.pages import links
from municipalities.indicators import reading
from municipalities.indicators.models import Indicator, Mark
from municipalities.indicators.reading import Point, Series
from municipalities.models import Municipality

SIGNS = {
    Mark.SUPPRESSED: gettext_lazy("skjult"),
    Mark.MISSING: gettext_lazy("mangler"),
    Mark.NOT_APPLICABLE: gettext_lazy("finnes ikke"),
}
UNITS = {
    Indicator.Unit.PERCENT: "\N{NO-BREAK SPACE}%",
    Indicator.Unit.PER_1000: gettext_lazy(" per 1 000 innbyggere"),
    Indicator.Unit.PER_10000: gettext_lazy(" per 10 000 innbyggere"),
}
HEADINGS = {
    Indicator.Use.NEED: gettext_lazy("Tall som kan tyde på behov"),
    Indicator.Use.INEQUALITY: gettext_lazy("Sosial ulikhet"),
    Indicator.Use.STAFFING: gettext_lazy("Fagfolk"),
    Indicator.Use.BACKGROUND: gettext_lazy("Bakgrunn"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One year in the table under a chart."""

    year: int
    own: str
    county: str
    country: str
    note: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One indicator, ready to be shown."""

    indicator: Indicator
    svg: SafeString
    year: int
    own: str
    unit: str
    county: str
    country: str
    comparison: str
    rows: list[Row]
    signs: list[str]
    is_demo: bool
    href: str

    @property
    def behind(self) -> list[tuple[str, str]]:
        """County and country beside the municipality's own figure, of the same year."""
        return [(label, value) for label, value in self._behind if value]

    @property
    def _behind(self) -> list[tuple[str, str]]:
        return [(_("Fylket"), self.county), (_("Landet"), self.country)]


@dataclass(frozen=True, slots=True)
class Group:
    heading: str
    charts: list[Chart]


def charts_of(
    municipality: Municipality, viewer: Viewer, *, on: date, last_year: int
) -> list[Chart]:
    """What the viewer may see, in the structure of a day, up to a year."""
    found = reading.series(municipality, viewer, on=on)
    made = [_chart(one, municipality, last_year) for one in found]
    return [chart for chart in made if chart is not None]


def grouped(charts: Iterable[Chart]) -> list[Group]:
    by_use: dict[str, list[Chart]] = defaultdict(list)
    for chart in charts:
        by_use[chart.indicator.use].append(chart)
    return [Group(str(HEADINGS[use]), by_use[use]) for use in HEADINGS if use in by_use]


def _chart(series: Series, municipality: Municipality, last_year: int) -> Chart | None:
    own = [point for point in series.own if point.year <= last_year]
    if not own:
        return None
    indicator, last = series.indicator, own[-1]
    county = {point.year: point for point in series.county if point.year <= last_year}
    country = {point.year: point for point in series.country if point.year <= last_year}
    rows = _rows(indicator, own, county, country)
    shown = next(row for row in rows if row.year == last.year)
    return Chart(
        indicator=indicator,
        svg=_drawn(indicator, own, county, country, municipality),
        year=last.year,
        own=shown.own,
        unit=unit_of(last, indicator),
        county=shown.county.strip("–"),
        country=shown.country.strip("–"),
        comparison=_comparison(indicator, last, country.get(last.year)),
        rows=rows,
        signs=_signs([*own, *county.values(), *country.values()]),
        is_demo=series.is_demo,
        href=links.to("indicators:indicator_detail", indicator.code),
    )


def _rows(
    indicator: Indicator,
    own: Sequence[Point],
    county: dict[int, Point],
    country: dict[int, Point],
) -> list[Row]:
    """Newest first; a year stands when any of the three has something for it."""
    by_year = {point.year: point for point in own}
    years = sorted({*by_year, *county, *country}, reverse=True)
    return [
        Row(
            year=year,
            own=written(by_year.get(year), indicator),
            county=written(county.get(year), indicator),
            country=written(country.get(year), indicator),
            note=_notes(by_year.get(year), county.get(year)),
        )
        for year in years
    ]


def _notes(*points: Point | None) -> str:
    return " ".join(point.note for point in points if point and point.note)


def _drawn(
    indicator: Indicator,
    own: Sequence[Point],
    county: dict[int, Point],
    country: dict[int, Point],
    municipality: Municipality,
) -> SafeString:
    """Counts are the municipality's alone: those of the country would press its line flat."""
    lines = [_line("own", own)]
    is_count = indicator.unit == Indicator.Unit.NUMBER
    if not is_count:
        lines += [_line("county", county.values()), _line("country", country.values())]
    scale = sparkline.scale_of(lines)
    if scale is None:
        return SafeString("")
    label = _("%(name)s i %(place)s fra %(first)d til %(last)d. Siste tall: %(value)s.") % {
        "name": indicator,
        "place": municipality,
        "first": own[0].year,
        "last": own[-1].year,
        "value": with_unit(own[-1], indicator),
    }
    low, high = (decimals(value, indicator) for value in scale)
    return sparkline.draw(lines, label=label, low=low, high=high)


def _line(kind: str, points: Iterable[Point]) -> Line:
    rows = sorted(points, key=lambda point: point.year)
    hidden = [point.year for point in rows if point.mark == Mark.SUPPRESSED]
    return Line(kind, [(point.year, point.value) for point in rows], hidden)


def _comparison(indicator: Indicator, own: Point, country: Point | None) -> str:
    """How the last figure stands to the country's of the same year, as written."""
    if own.value is None or country is None or country.value is None:
        return ""
    if indicator.unit == Indicator.Unit.NUMBER:
        return ""
    mine, theirs = (round(value, indicator.decimals) for value in (own.value, country.value))
    if mine == theirs:
        return _("Som landet")
    is_higher = mine > theirs
    is_worse = {
        Indicator.Direction.HIGHER_IS_WORSE: is_higher,
        Indicator.Direction.LOWER_IS_WORSE: not is_higher,
    }.get(Indicator.Direction(indicator.direction), False)
    text = _("Høyere enn landet") if is_higher else _("Lavere enn landet")
    return _("%(text)s, kan tyde på større behov") % {"text": text} if is_worse else text


def _signs(points: Iterable[Point]) -> list[str]:
    """What the words that stand instead of figures mean."""
    marks = {point.mark for point in points}
    meanings = {
        Mark.SUPPRESSED: _("Skjult: så få at tallet kunne vist hvem det gjelder."),
        Mark.MISSING: _("Mangler: ingen har oppgitt tallet, eller det kan ikke føres videre."),
        Mark.NOT_APPLICABLE: _("Finnes ikke: tallet kan ikke forekomme her."),
    }
    return [text for mark, text in meanings.items() if mark in marks]


def unit_of(point: Point, indicator: Indicator) -> str:
    return str(UNITS.get(Indicator.Unit(indicator.unit), "")) if point.value is not None else ""


def with_unit(point: Point, indicator: Indicator) -> str:
    return f"{written(point, indicator)}{unit_of(point, indicator)}"


def written(point: Point | None, indicator: Indicator) -> str:
    """The figure, the word that stands instead of one, or a dash where nothing was said."""
    if point is None:
        return "–"
    if point.value is None:
        return str(SIGNS.get(Mark(point.mark), "–"))
    return decimals(point.value, indicator)


def decimals(value: Decimal, indicator: Indicator) -> str:
    shown = f"{value:,.{indicator.decimals}f}"
    return shown.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")
