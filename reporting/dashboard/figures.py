"""The figures of coverage, each by its rule (docs and page give the same text). Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Max, Q

from assignments.coverage.models import (
    CoverageRow,
    CoverageRowQuerySet,
    Level,
    Slice,
    Structure,
    is_reached,
)
from centres import catchments
from centres.models import Centre
from municipalities import structure
from municipalities.models import County, Municipality
from reporting.dashboard import counting
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers

# In the order of the first fields of `Place`, and what municipalities have besides.
COLUMNS = ("pk", "code", "name", "county_id", "population")
OWN_COLUMNS = ("centrality_class", "sami_admin_area", "language_form")
PLACE_COLUMNS = (
    "place_id",
    "level",
    "activities",
    "activities_with_hours",
    "hours",
    "attendances",
    "requests",
    "agreements",
)
NOTHING = Numbers()
LEVELS = {level.value: level for level in Level}


class Place(NamedTuple):
    """A municipality or district with its numbers.

    `in_catchment` is None where there is no catchment to lie in: no centre was chosen, the centre
    is a national one, or nobody knows its catchment.
    """

    pk: int
    code: str
    name: str
    county_id: int
    population: int | None
    in_catchment: bool | None
    numbers: Numbers
    last_contact_on: date | None
    # Under an old code after a split, until someone distributes it (rule 23).
    is_undistributed: bool = False
    # The city of a district.
    city: str = ""
    centrality: int | None = None
    sami: bool | None = None
    language: str = ""

    @property
    def counts(self) -> bool:
        """Whether it stands in the denominator."""
        return not self.is_undistributed and self.in_catchment is not False


@dataclass(frozen=True)
class Reach:
    """How many of the denominator's municipalities are at each level or above."""

    total: int
    known: int
    contacted: int
    used: int
    # Why there is no share: "", "national" (rule 12), "unknown" or "no_data" (rule 14).
    no_share: str = ""

    @property
    def share(self) -> Decimal | None:
        """Per cent with one decimal of the municipalities that were reached (rule 8)."""
        if self.no_share or not self.total:
            return None
        share = Decimal(100) * self.used / self.total
        return share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class CountyReach:
    county: County
    reach: Reach


@dataclass(frozen=True)
class Summary:
    """The key figures with the municipalities that they are counted from."""

    choice: Choice
    places: list[Place]
    total: Numbers
    reach: Reach

    @property
    def outside(self) -> int:
        """Reached outside the catchment: they count, but not in the share (rule 13)."""
        beyond = [place for place in self.places if place.in_catchment is False]
        return sum(is_reached(place.numbers.level) for place in beyond)


@dataclass(frozen=True)
class Coverage(Summary):
    undistributed: list[Place] = field(default_factory=list)
    districts: list[Place] = field(default_factory=list)
    counties: list[CountyReach] = field(default_factory=list)
    # Every county that ever was, by its id.
    county_of: dict[int, County] = field(default_factory=dict)
    missing: list[Centre] = field(default_factory=list)

    @cached_property
    def not_reached(self) -> list[Place]:
        """Everyone below brukt in the denominator, never in contact first, then oldest contact."""
        below = [place for place in self.places if place.counts]
        below = [place for place in below if not is_reached(place.numbers.level)]
        return sorted(below, key=lambda place: place.last_contact_on or date.min)


def coverage(choice: Choice) -> Coverage:
    """Everything on the page, in a fixed number of queries however much has been done."""
    (numbers, total), last = counted(choice), last_contacts(choice)
    found = summary(choice, (numbers, total), last)
    county_of = {county.pk: county for county in County.objects.all()}
    return Coverage(
        choice=choice,
        places=found.places,
        total=found.total,
        reach=found.reach,
        undistributed=undistributed(choice, found.places, numbers, last),
        districts=districts(choice, numbers, last),
        counties=by_county(found, county_of),
        county_of=county_of,
        missing=centres_without_data(choice),
    )


def brief(choice: Choice) -> Coverage:
    """Without days, districts and counties, for pages that show none of them."""
    found, missing = summary(choice), centres_without_data(choice)
    return Coverage(choice, found.places, found.total, found.reach, missing=missing)


def summary(
    choice: Choice,
    known: tuple[dict[int, Numbers], Numbers] | None = None,
    last: dict[int, date] | None = None,
) -> Summary:
    """What every page says of a choice, so that all say the same. Days are given by `last`."""
    catchment = catchment_of(choice)
    numbers, total = known or counted(choice)
    places = places_in(choice, catchment, numbers, last or {})
    return Summary(choice, places, total, reach_of(places, why_no_share(choice, catchment, total)))


def catchment_of(choice: Choice) -> set[int] | None:
    """A centre's denominator: its catchment on the structure day (rule 10); None where none is."""
    if choice.centre is None or choice.centre.is_national_only:
        return None
    return catchments.municipality_ids(choice.centre, on=choice.structure_day) or None


def rows_of(choice: Choice) -> CoverageRowQuerySet:
    rows = CoverageRow.objects.of_year(choice.year, structure=choice.structure)
    return cut(rows, choice).by(centre=choice.centre, kind=choice.kind)


def whole_rows(choice: Choice) -> CoverageRowQuerySet:
    """Everything that the doer did in the year, whatever theme: nothing of a theme is 0 %."""
    rows = CoverageRow.objects.of_year(choice.year, structure=choice.structure)
    return whole_of(rows, choice)


def whole_of(rows: CoverageRowQuerySet, choice: Choice) -> CoverageRowQuerySet:
    if not choice.function:
        return rows.whole().by(centre=choice.centre, kind=choice.kind)
    own = rows.whole().filter(centre__function=choice.function)
    return own.filter(centre__kind=choice.kind) if choice.kind else own


def cut(rows: CoverageRowQuerySet, choice: Choice) -> CoverageRowQuerySet:
    """The rows of what is chosen: all of it, or one theme, initiative or mandate task."""
    for slice_, key in choice.cuts.items():
        return rows.sliced(slice_, key)
    return rows.whole()


def counted(choice: Choice) -> tuple[dict[int, Numbers], Numbers]:
    """By municipality and district, and in all: one query where summary rows hold both.

    Totals count each activity once; they are never sums of municipality rows (rule 3).
    """
    if choice.is_crossed:
        return counting.by_place(choice), counting.total(choice)
    rows = rows_of(choice)
    if not is_counted_now(choice):
        wide = Q(county=choice.counties[0]) if choice.counties else Q(county=None)
        found = numbers_of(rows.filter(wide | Q(place__isnull=False)))
        return found, found.pop(None, Numbers())
    return numbers_of(rows.filter(place__isnull=False)), counting.total(choice)


def numbers_of(rows: CoverageRowQuerySet) -> dict[Any, Numbers]:
    """By the id of the place; None for the county or the country."""
    listed = rows.values_list(*PLACE_COLUMNS)
    return {pk: Numbers(LEVELS[level], *rest) for pk, level, *rest in listed}


def last_contacts(choice: Choice) -> dict[int, date]:
    """The latest day of contact or use up to the end of the year, over all years.

    A municipality that had another number keeps the contact that it had then.
    """
    days = counting.last_days(choice) if choice.is_crossed else last_days(choice)
    if choice.structure == Structure.TODAY:
        return days
    carried: dict[int, date] = {}
    for old, pk in structure.place_ids(days, to=choice.structure_day).items():
        carried[pk] = max(days[old], carried.get(pk, date.min))
    return carried


def last_days(choice: Choice) -> dict[int, date]:
    rows = cut(CoverageRow.objects.all(), choice).by(centre=choice.centre, kind=choice.kind)
    rows = rows.filter(structure=choice.structure, year__lte=choice.year, place__isnull=False)
    found = rows.values_list("place_id").annotate(last=Max("last_contact_on"))
    return {pk: last for pk, last in found.order_by() if last}


def places_in(
    choice: Choice,
    catchment: set[int] | None,
    numbers: dict[int, Numbers],
    last: dict[int, date],
) -> list[Place]:
    """The municipalities of the structure day (rule 10), of the chosen counties, sorted by name."""
    rows = Municipality.objects.in_force(on=choice.structure_day)
    rows = rows.filter(counting.chosen_places(choice))
    listed = rows.values_list(*COLUMNS, *OWN_COLUMNS)
    return [
        Place(
            pk,
            code,
            name,
            county_id,
            population,
            None if catchment is None else pk in catchment,
            numbers.get(pk, NOTHING),
            last.get(pk),
            centrality=centrality,
            sami=sami,
            language=language,
        )
        for pk, code, name, county_id, population, centrality, sami, language in listed
    ]


def place_of(row: Sequence[Any], numbers: dict[int, Numbers], last: dict[int, date]) -> Place:
    """With no denominator of its own. `row` are the values of `COLUMNS`."""
    pk, code, name, county_id, population = row
    own = numbers.get(pk, NOTHING)
    return Place(pk, code, name, county_id, population, None, own, last.get(pk))


def undistributed(
    choice: Choice,
    places: Iterable[Place],
    numbers: dict[int, Numbers],
    last: dict[int, date],
) -> list[Place]:
    """Old codes that today's structure cannot place: they wait for a decision (rule 23)."""
    if choice.structure != Structure.TODAY or choice.has_some_places:
        return []
    known = {place.pk for place in places}
    rows = Municipality.objects.municipalities().filter(pk__in=set(numbers) - known)
    rows = rows.filter(valid_to__lt=choice.structure_day)
    if choice.counties:
        rows = rows.filter(county__in=choice.county_ids)
    return [
        place_of(row, numbers, last)._replace(is_undistributed=True)
        for row in rows.values_list(*COLUMNS)
    ]


def districts(choice: Choice, numbers: dict[int, Numbers], last: dict[int, date]) -> list[Place]:
    """City districts have a table of their own (rule 11): a centre's, and where it has been."""
    if choice.has_some_places:
        return []  # size and centrality are those of municipalities
    rows = Municipality.objects.districts().places_in_force(on=choice.structure_day)
    if choice.counties:
        rows = rows.filter(county__in=choice.county_ids)
    catchment = catchment_of(choice)
    if catchment is not None:
        rows = rows.filter(Q(parent__in=catchment) | Q(pk__in=set(numbers)))
    listed = rows.order_by("code").values_list(*COLUMNS, "parent__name")
    return [place_of(row, numbers, last)._replace(city=city or "") for *row, city in listed]


def is_counted_now(choice: Choice) -> bool:
    """No summary row holds the sum: the facts are counted, and the page says so."""
    return len(choice.counties) > 1 or choice.is_crossed or choice.has_some_places


def total_of(choice: Choice) -> Numbers:
    """Totals count each activity once; they are never sums of municipality rows (rule 3)."""
    if is_counted_now(choice):
        return counting.total(choice)
    rows = rows_of(choice)
    rows = rows.filter(county=choice.counties[0]) if choice.counties else rows.country()
    return numbers_of(rows).get(None, Numbers())


def why_no_share(choice: Choice, catchment: set[int] | None, total: Numbers) -> str:
    """Nothing done in a county is 0 %; nothing registered anywhere is no data (rule 14)."""
    has_data = bool(total.activities) or (
        whole_rows(choice).country().filter(activities__gt=0).exists()
    )
    return no_share(choice, has_catchment=catchment is not None, has_data=has_data)


def no_share(choice: Choice, *, has_catchment: bool, has_data: bool) -> str:
    """Empty where there is a share. A national function has none (rule 12), nor has a catchment
    that nobody knows, nor a year without any confirmed activity (rule 14)."""
    if choice.centre is not None and not has_catchment and not choice.is_national:
        return "unknown"
    if not has_data:
        return "no_data"
    return "national" if choice.is_national else ""


def reach_of(places: Iterable[Place], no_share: str = "") -> Reach:
    """Levels nest: who has used a centre is in contact with it and knows it (rule 4)."""
    levels = [place.numbers.level for place in places if place.counts]
    return Reach(
        total=len(levels),
        known=sum(level >= Level.KNOWN for level in levels),
        contacted=sum(level >= Level.CONTACTED for level in levels),
        used=sum(map(is_reached, levels)),
        no_share=no_share,
    )


def country_beside(found: Summary) -> Summary:
    """The whole country with the same cuts: what a county, or a centre, is seen beside.

    A centre is seen beside all centres of its kind. The choice itself where it is the country.
    """
    choice = found.choice
    kind = choice.centre.kind if choice.centre is not None else choice.kind
    country = replace(choice, centre=None, kind=kind, counties=())
    return found if country == choice else summary(country)


def by_county(found: Summary, county_of: dict[int, County]) -> list[CountyReach]:
    """One row per county that holds municipalities of the denominator."""
    by_id: dict[int, list[Place]] = {}
    for place in found.places:
        if place.counts:
            by_id.setdefault(place.county_id, []).append(place)
    why = found.reach.no_share
    return [
        CountyReach(county, reach_of(by_id[pk], why))
        for pk, county in county_of.items()
        if pk in by_id
    ]


def centres_without_data(choice: Choice) -> list[Centre]:
    """Totals name the centres of the kind that have logged nothing in the year (rule 14).

    Those that were at work on any day of the year, whichever structure it is shown in.
    """
    if choice.centre is not None:
        return []
    centres = Centre.objects.active(on=date(choice.year, 1, 1))
    if choice.kind:
        centres = centres.filter(kind=choice.kind)
    if choice.function:
        centres = centres.filter(function=choice.function)
    active = (
        CoverageRow.objects.of_year(choice.year)
        .country()
        .filter(slice=Slice.NONE, centre__isnull=False, activities__gt=0)
    )
    return list(centres.exclude(pk__in=active.values("centre")))
