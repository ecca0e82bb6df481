"""Reading what the score is made of, for the whole country at once, in a bounded set of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max
from django.utils import timezone

from assignments.coverage.models import CoverageRow, Level, Structure
from assignments.coverage.periods import YEARS
from assignments.mapping.results import PlaceResult, needs_by_place
from assignments.needs.models import Need
from assignments.needs.summaries import open_by_place
from assignments.outreach import score
from assignments.outreach.models import Component, Contact, Weight
from assignments.outreach.reasons import Material, Measure, Place, parts_of
from assignments.outreach.score import NATIONAL, Part, Weights
from assignments.requests.models import SupportRequest
from assignments.surveys.listing import overdue_by_place
from assignments.surveys.models import SurveyRound
from centres import catchments
from centres.models import Centre
from korus_portal.accounts.access import Viewer
from municipalities import structure
from municipalities.indicators.models import Indicator, IndicatorValue
from municipalities.indicators.reading import Shown, latest
from municipalities.models import Municipality

# Without contact for so long, the silence is full, unless chosen (rule 24).
FULL_AFTER = YEARS
# Whoever has asked in the last twelve months does not need to be called.
A_YEAR = timedelta(days=365)
USES = (Indicator.Use.NEED, Indicator.Use.INEQUALITY, Indicator.Use.STAFFING)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A municipality of the centre's catchment with all that speaks for calling it."""

    place: Place
    parts: list[Part]
    last_contact: date | None
    has_asked: bool
    is_used: bool

    @property
    def asks_already(self) -> bool:
        """They come by themselves: left out of the list unless wanted."""
        return self.has_asked or self.is_used


def gather(
    centre: Centre,
    viewer: Viewer,
    *,
    on: date,
    full_after: int = FULL_AFTER,
    figures_for: Viewer | None = None,
) -> list[Candidate]:
    """The catchment's municipalities of the day, in Norwegian order.

    Everything is what `viewer` may see. Figures may be those that another may see: what is kept
    is read by others than whoever read the page.
    """
    places = places_of(centre, on=on)
    if not places:
        return []
    material = read(centre, viewer, figures_for or viewer, on=on, full_after=full_after)
    asked, used = askers(on), used_this_year(centre, on)
    return [
        Candidate(
            place=place,
            parts=parts_of(place, material),
            last_contact=material.last_contact.get(place.pk),
            has_asked=place.pk in asked,
            is_used=place.pk in used,
        )
        for place in places
    ]


def places_of(centre: Centre, *, on: date) -> list[Place]:
    """Empty where there is no catchment: a national centre, or one whose nobody knows (12, 14)."""
    if centre.is_national_only:
        return []
    rows = Municipality.objects.filter(pk__in=catchments.municipality_ids(centre, on=on))
    columns = (
        *("pk", "code", "name", "sort_key", "county__code", "county__name"),
        *("population", "population_date", "centrality_class"),
    )
    return [
        Place(pk, code, name, bytes(sort_key), *rest)
        for pk, code, name, sort_key, *rest in rows.values_list(*columns)
    ]


def read(
    centre: Centre, viewer: Viewer, figures_for: Viewer, *, on: date, full_after: int
) -> Material:
    return Material(
        year=on.year,
        full_after=full_after,
        measures=measures(figures_for, on=on),
        mapping=mappings(centre, viewer, figures_for),
        needs=open_by_place(viewer),
        needs_known=places_today(Need.objects.visible_to(viewer).order_by().values_list(*PLACE)),
        overdue=overdue_by_place(on=on),
        surveyed=places_today(SurveyRound.objects.order_by().values_list(*PLACE)),
        last_contact=last_contacts(centre),
    )


def mappings(centre: Centre, viewer: Viewer, figures_for: Viewer) -> dict[int, PlaceResult]:
    """What is kept holds the centre's own mappings alone: whoever took the municipality may also
    belong to another centre, or to the municipality."""
    found = needs_by_place(viewer)
    if figures_for == viewer:
        return found
    return {pk: result for pk, result in found.items() if result.campaign.centre_id == centre.pk}


PLACE = ("municipality", "municipality__parent")


def places_today(rows: Iterable[tuple[int, int | None]]) -> set[int]:
    """Districts stand in their municipality, and old codes in today's."""
    return set(structure.place_today_ids({parent or place for place, parent in rows}).values())


def measures(viewer: Viewer, *, on: date) -> dict[str, list[Measure]]:
    """Indicators that say something about need, with where every municipality stands.

    What is hidden or missing gives no standing; districts stand among no municipalities.
    """
    everywhere = set(Municipality.objects.in_force(on=on).order_by().values_list("pk", flat=True))
    rows = Indicator.objects.filter(use__in=USES, retired_on=None)
    rows = rows.exclude(direction=Indicator.Direction.NEUTRAL).select_related("source")
    indicators = list(rows)
    shown: dict[int, dict[int, Shown]] = {row.pk: {} for row in indicators}
    for (indicator, place), found in latest(viewer, indicators, on=on).items():
        if place in everywhere:
            shown[indicator][place] = found
    country = countries(viewer, indicators, on=on)
    found_by_use: dict[str, list[Measure]] = {use: [] for use in USES}
    for row in indicators:
        found_by_use[row.use].append(measure(row, shown[row.pk], country.get(row.pk)))
    return found_by_use


def measure(indicator: Indicator, shown: dict[int, Shown], country: Shown | None) -> Measure:
    values = {pk: found.value for pk, found in shown.items() if found.value is not None}
    worse = indicator.direction == Indicator.Direction.HIGHER_IS_WORSE
    return Measure(indicator, shown, score.ranks(values, higher_is_worse=worse), country)


def countries(viewer: Viewer, indicators: Iterable[Indicator], *, on: date) -> dict[int, Shown]:
    """The newest figure of the whole country for each indicator."""
    rows = IndicatorValue.objects.visible_to(viewer).current()
    rows = rows.filter(indicator__in=list(indicators), municipality=None, county=None)
    rows = rows.filter(year__lte=on.year)
    columns = ("indicator", "value", "mark", "year")
    return {
        indicator: Shown(value=value, mark=mark, year=year, note="")
        for indicator, value, mark, year in rows.order_by("year").values_list(*columns)
    }


def last_contacts(centre: Centre) -> dict[int, date]:
    """The latest day of kontakt or brukt by the centre, over all years, in today's structure."""
    rows = CoverageRow.objects.whole().by(centre=centre)
    rows = rows.filter(
        structure=Structure.TODAY, place__isnull=False, last_contact_on__isnull=False
    )
    counted = rows.order_by().values_list("place").annotate(last=Max("last_contact_on"))
    found: dict[int, date] = {}
    for place, day in [*counted, *contacts_not_counted(centre)]:
        found[place] = max(day, found.get(place, day))
    return found


def contacts_not_counted(centre: Centre) -> list[tuple[int, date]]:
    """Answers noted after the year was reported: outside its figures, and yet no silence."""
    rows = Contact.objects.answered().filter(approach__centre=centre, is_counted=False)
    days = list(rows.order_by().values_list("approach__municipality", "day"))
    today = structure.place_today_ids({place for place, _day in days}) if days else {}
    return [(today[place], day) for place, day in days]


def used_this_year(centre: Centre, on: date) -> set[int]:
    rows = CoverageRow.objects.of_year(on.year, structure=Structure.TODAY).whole()
    used = rows.by(centre=centre).filter(level=Level.USED, place__isnull=False)
    return {place for place in used.values_list("place", flat=True) if place is not None}


def askers(on: date) -> set[int]:
    """Who has sent a request to any centre in the last twelve months, districts with their city."""
    since = timezone.now() - A_YEAR
    confirmed = SupportRequest.objects.exclude(confirmed_at=None)
    rows = confirmed.filter(submitted_at__gte=since).order_by()
    return places_today(rows.values_list(*PLACE).distinct())


def weights_of(centre: Centre) -> Weights:
    """The centre's own; the national one where it has not set any."""
    own = Weight.objects.filter(centre=centre).values_list("component", "weight")
    return {**NATIONAL, **{Component(component): weight for component, weight in own}}
