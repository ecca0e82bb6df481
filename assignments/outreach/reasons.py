"""The components of one municipality, each with its value and its reason in words and numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.mapping.results import PlaceResult
from assignments.outreach import score
from assignments.outreach.models import Component
from assignments.outreach.score import Part
from assignments.surveys.listing import Overdue
from municipalities.indicators.models import Indicator
from municipalities.indicators.reading import Shown
from municipalities.size import is_remote, is_small

WEAKEST_QUARTER = Decimal("0.75")


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality of today's structure."""

    pk: int
    code: str
    name: str
    sort_key: bytes
    county_code: str
    county: str
    population: int | None
    population_date: date | None
    centrality_class: int | None

    @property
    def is_small(self) -> bool | None:
        return is_small(self.population)

    @property
    def is_remote(self) -> bool | None:
        return is_remote(self.centrality_class)


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator over the whole country: the figures, and where each municipality stands."""

    indicator: Indicator
    shown: dict[int, Shown]
    ranks: dict[int, Decimal]
    country: Shown | None


@dataclass(frozen=True, slots=True)
class Material:
    """All that is known to the viewer about the municipalities, by their id."""

    year: int
    # After this many calendar years without contact the silence is full (rule 24).
    full_after: int
    measures: dict[str, list[Measure]]
    mapping: dict[int, PlaceResult]
    # How many needs are open, and how large the worst is.
    needs: dict[int, tuple[int, int]]
    needs_known: set[int]
    overdue: dict[int, list[Overdue]]
    surveyed: set[int]
    last_contact: dict[int, date]


def parts_of(place: Place, material: Material) -> list[Part]:
    """In the order of `Component`."""
    measures, use = material.measures, Indicator.Use
    return [
        of_need(place, measures[use.NEED]),
        of_inequality(place, measures[use.INEQUALITY]),
        of_mapping(material.mapping.get(place.pk)),
        of_needs(place, material),
        of_staffing(place, measures[use.STAFFING]),
        of_silence(material.last_contact.get(place.pk), material),
        of_surveys(place, material),
        of_size(place),
        of_centrality(place),
    ]


def of_need(place: Place, measures: Iterable[Measure]) -> Part:
    found = standing_of(place, measures)
    if not found:
        return no_data(Component.INDICATORS)
    reason = ngettext(
        "%(weak)s av %(all)s indikator ligger blant den svakeste fjerdedelen (%(sources)s)",
        "%(weak)s av %(all)s indikatorer ligger blant den svakeste fjerdedelen (%(sources)s)",
        len(found),
    )
    return of_indicators(Component.INDICATORS, place, found, reason)


def of_inequality(place: Place, measures: Iterable[Measure]) -> Part:
    found = standing_of(place, measures)
    if not found:
        return no_data(Component.INEQUALITY)
    reason = ngettext(
        "%(weak)s av %(all)s indikator for sosial ulikhet ligger blant den svakeste fjerdedelen "
        "(%(sources)s)",
        "%(weak)s av %(all)s indikatorer for sosial ulikhet ligger blant den svakeste fjerdedelen "
        "(%(sources)s)",
        len(found),
    )
    return of_indicators(Component.INEQUALITY, place, found, reason)


def standing_of(place: Place, measures: Iterable[Measure]) -> list[Measure]:
    """Those that have a figure for the place."""
    return [measure for measure in measures if place.pk in measure.ranks]


def of_indicators(component: Component, place: Place, found: list[Measure], reason: str) -> Part:
    """The mean of where the municipality stands among all that have data."""
    standing = [measure.ranks[place.pk] for measure in found]
    weak = sum(rank >= WEAKEST_QUARTER for rank in standing)
    counts = {"weak": weak, "all": len(found), "sources": sources(place, found)}
    return Part(component, score.unit(score.mean(standing)), reason % counts)


def sources(place: Place, measures: Iterable[Measure]) -> str:
    """Each source with the years of its figures, in the order of the indicators."""
    years: dict[str, set[int]] = {}
    for measure in measures:
        years.setdefault(measure.indicator.source.name, set()).add(measure.shown[place.pk].year)
    return ", ".join(f"{name} {spelled(found)}" for name, found in years.items())


def spelled(years: set[int]) -> str:
    return "–".join(str(year) for year in sorted({min(years), max(years)}))


def of_staffing(place: Place, measures: Iterable[Measure]) -> Part:
    """The mean standing; told by the figure that stands worst."""
    found = standing_of(place, measures)
    if not found:
        return no_data(Component.STAFFING)
    worst = max(found, key=lambda measure: measure.ranks[place.pk])
    value = score.unit(score.mean(measure.ranks[place.pk] for measure in found))
    return Part(Component.STAFFING, value, told(worst, worst.shown[place.pk]))


def told(measure: Measure, own: Shown) -> str:
    """«Årsverk …: 1,9 per 10 000 innbyggere, landet 4,1 (KOSTRA 2025)»."""
    indicator, country = measure.indicator, measure.country
    words = {
        "name": indicator.name,
        "value": number(own.value, indicator.decimals),
        "unit": indicator.get_unit_display(),
        "source": indicator.source.name,
        "year": own.year,
    }
    if country is None or country.year != own.year:
        return _("%(name)s: %(value)s %(unit)s (%(source)s %(year)s)") % words
    words["country"] = number(country.value, indicator.decimals)
    return _("%(name)s: %(value)s %(unit)s, landet %(country)s (%(source)s %(year)s)") % words


def of_mapping(result: PlaceResult | None) -> Part:
    if result is None:
        return no_data(Component.MAPPING)
    reason = _("%(theme)s er dekket %(mean)s av 5 (%(campaign)s)") % {
        "theme": result.theme,
        "mean": number(result.mean, 1),
        "campaign": result.campaign,
    }
    return Part(Component.MAPPING, score.mapping_value(result.mean), reason)


def of_needs(place: Place, material: Material) -> Part:
    if place.pk not in material.needs:
        if place.pk not in material.needs_known:
            return no_data(Component.NEEDS)
        return Part(Component.NEEDS, score.NONE, _("Ingen av de registrerte behovene er åpne"))
    count, worst = material.needs[place.pk]
    reason = ngettext(
        "%(count)s åpent behov, størrelse %(worst)s av 3",
        "%(count)s åpne behov, det største %(worst)s av 3",
        count,
    )
    value = score.needs_value(count=count, worst=worst)
    return Part(Component.NEEDS, value, reason % {"count": count, "worst": worst})


def of_silence(last: date | None, material: Material) -> Part:
    value = score.silence_value(
        last_year=last.year if last else None, year=material.year, full_after=material.full_after
    )
    if last is None:
        return Part(Component.SILENCE, value, _("Senteret har ingen registrert kontakt"))
    reason = _("Siste kontakt %(day)s") % {"day": date_format(last, "j. F Y")}
    return Part(Component.SILENCE, value, reason)


def of_surveys(place: Place, material: Material) -> Part:
    late = material.overdue.get(place.pk)
    if late:
        reason = "; ".join(
            _("%(survey)s var sist i %(year)s") % {"survey": row.label, "year": row.last_year}
            for row in late
        )
        return Part(Component.SURVEY, score.FULL, reason)
    if place.pk not in material.surveyed:
        return no_data(Component.SURVEY)
    return Part(Component.SURVEY, score.NONE, _("Ingen undersøkelse er på overtid"))


def of_size(place: Place) -> Part:
    if place.population is None:
        return no_data(Component.SMALL)
    words = {"number": number(place.population, 0)}
    reason = _("%(number)s innbyggere") % words
    if place.population_date:
        words["day"] = date_format(place.population_date, "j. F Y")
        reason = _("%(number)s innbyggere per %(day)s") % words
    return Part(Component.SMALL, score.yes_or_no(place.is_small), reason)


def of_centrality(place: Place) -> Part:
    if place.centrality_class is None:
        return no_data(Component.REMOTE)
    reason = _("Sentralitet %(number)s av 6") % {"number": place.centrality_class}
    return Part(Component.REMOTE, score.yes_or_no(place.is_remote), reason)


def no_data(component: Component) -> Part:
    return score.unknown(component, _("Ingen data"))


def number(value: Decimal | int | None, decimals: int) -> str:
    return "–" if value is None else number_format(value, decimals, force_grouping=True)


def label(component: Component) -> str:
    return str(capfirst(component.label))
