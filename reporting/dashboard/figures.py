"""The figures of coverage, each by its rule (docs and page give the same text). Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Max, Q, QuerySet

from assignments.coverage.models import (
    CoverageRow,
    CoverageRowQuerySet,
    Fact,
    Level,
    Slice,
    Structure,
)
from centres import catchments
from centres.models import Centre
from municipalities import structure
from municipalities.models import County, Municipality
from reporting.dashboard.choice import Choice

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


@dataclass(frozen=True)
class Numbers:
    """What was done somewhere. `hours` are given for `with_hours` of `activities` (rule 15)."""

    level: Level = Level.UNKNOWN
    activities: int = 0
    with_hours: int = 0
    hours: Decimal = Decimal(0)
    attendances: int = 0
    requests: int = 0
    # In force at least one day of the year (rule 26).
    agreements: int = 0


@dataclass(frozen=True)
class Place:
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
        """Municipalities reached outside the catchment: they count, but not in the share (13)."""
        beyond = [place for place in self.places if place.in_catchment is False]
        return sum(place.numbers.level >= Level.USED for place in beyond)


@dataclass(frozen=True)
class Coverage(Summary):
    undistributed: list[Place] = field(default_factory=list)
    districts: list[Place] = field(default_factory=list)
    counties: list[CountyReach] = field(default_factory=list)
    missing: list[Centre] = field(default_factory=list)

    @property
    def not_reached(self) -> list[Place]:
        """Everyone below brukt in the denominator, never in contact first, then oldest contact."""
        below = [place for place in self.places if place.counts]
        below = [place for place in below if place.numbers.level < Level.USED]
        return sorted(below, key=lambda place: place.last_contact_on or date.min)


def coverage(choice: Choice) -> Coverage:
    """Everything on the page, in a fixed number of queries however much has been done."""
    numbers, last = numbers_by_place(choice), last_contacts(choice)
    found = summary(choice, numbers, last)
    return Coverage(
        choice=choice,
        places=found.places,
        total=found.total,
        reach=found.reach,
        undistributed=undistributed(choice, found.places, numbers, last),
        districts=districts(choice, numbers, last),
        counties=by_county(found),
        missing=centres_without_data(choice),
    )


def summary(
    choice: Choice,
    numbers: dict[int, Numbers] | None = None,
    last: dict[int, date] | None = None,
) -> Summary:
    """What every page says of a choice, so that all say the same. Days are given by `last`."""
    catchment = catchment_of(choice)
    places = places_in(choice, catchment, numbers or numbers_by_place(choice), last or {})
    total = total_of(choice)
    return Summary(choice, places, total, reach_of(places, why_no_share(choice, catchment, total)))


def catchment_of(choice: Choice) -> set[int] | None:
    """Ids of the catchment on the structure day; None where there is none to speak of."""
    if choice.centre is None or choice.centre.is_national_only:
        return None
    return catchments.municipality_ids(choice.centre, on=choice.structure_day) or None


def rows_of(choice: Choice) -> CoverageRowQuerySet:
    rows = CoverageRow.objects.of_year(choice.year, structure=choice.structure).whole()
    return rows.by(centre=choice.centre, kind=choice.kind)


def numbers_by_place(choice: Choice) -> dict[int, Numbers]:
    rows = rows_of(choice).filter(place__isnull=False).values_list(*PLACE_COLUMNS)
    return {pk: Numbers(Level(level), *rest) for pk, level, *rest in rows}


def last_contacts(choice: Choice) -> dict[int, date]:
    """The latest day of contact or use up to the end of the year, over all years.

    A municipality that had another number keeps the contact that it had then.
    """
    rows = CoverageRow.objects.whole().by(centre=choice.centre, kind=choice.kind)
    rows = rows.filter(structure=choice.structure, year__lte=choice.year, place__isnull=False)
    found = rows.values_list("place_id").annotate(last=Max("last_contact_on"))
    days = {pk: last for pk, last in found.order_by() if last}
    if choice.structure == Structure.TODAY:
        return days
    carried: dict[int, date] = {}
    for old, pk in structure.place_ids(days, to=choice.structure_day).items():
        carried[pk] = max(days[old], carried.get(pk, date.min))
    return carried


def places_in(
    choice: Choice,
    catchment: set[int] | None,
    numbers: dict[int, Numbers],
    last: dict[int, date],
) -> list[Place]:
    """Every municipality of the structure (in the chosen counties), in Norwegian order."""
    rows = Municipality.objects.in_force(on=choice.structure_day)
    if choice.counties:
        rows = rows.filter(county__in=choice.county_ids)
    return [
        Place(
            pk=pk,
            code=code,
            name=name,
            county_id=county_id,
            population=population,
            in_catchment=None if catchment is None else pk in catchment,
            numbers=numbers.get(pk, Numbers()),
            last_contact_on=last.get(pk),
        )
        for pk, code, name, county_id, population in rows.values_list(
            "pk", "code", "name", "county_id", "population"
        )
    ]


def undistributed(
    choice: Choice,
    places: Iterable[Place],
    numbers: dict[int, Numbers],
    last: dict[int, date],
) -> list[Place]:
    """Old codes that today's structure cannot place: their figures wait for a decision."""
    if choice.structure != Structure.TODAY:
        return []
    known = {place.pk for place in places}
    rows = Municipality.objects.municipalities().filter(pk__in=set(numbers) - known)
    rows = rows.filter(valid_to__lt=choice.structure_day)
    if choice.counties:
        rows = rows.filter(county__in=choice.county_ids)
    return [
        Place(
            pk=row.pk,
            code=row.code,
            name=row.name,
            county_id=row.county_id,
            population=row.population,
            in_catchment=None,
            numbers=numbers[row.pk],
            last_contact_on=last.get(row.pk),
            is_undistributed=True,
        )
        for row in rows
    ]


def districts(choice: Choice, numbers: dict[int, Numbers], last: dict[int, date]) -> list[Place]:
    """City districts have a table of their own (rule 11): a centre's, and where it has been."""
    rows = Municipality.objects.districts().places_in_force(on=choice.structure_day)
    if choice.counties:
        rows = rows.filter(county__in=choice.county_ids)
    catchment = catchment_of(choice)
    if catchment is not None:
        rows = rows.filter(Q(parent__in=catchment) | Q(pk__in=set(numbers)))
    columns = ("pk", "code", "name", "county_id", "population", "parent__name")
    return [
        Place(
            pk=pk,
            code=code,
            name=name,
            county_id=county_id,
            population=population,
            in_catchment=None,  # no denominator of its own
            numbers=numbers.get(pk, Numbers()),
            last_contact_on=last.get(pk),
            city=city or "",
        )
        for pk, code, name, county_id, population, city in rows.order_by("code").values_list(
            *columns
        )
    ]


def total_of(choice: Choice) -> Numbers:
    """Totals count each activity once; they are never sums of municipality rows (rule 3)."""
    if len(choice.counties) > 1:
        return total_from_facts(choice)
    rows = rows_of(choice)
    rows = rows.filter(county=choice.counties[0]) if choice.counties else rows.country()
    for _place, level, *rest in rows.values_list(*PLACE_COLUMNS):
        return Numbers(Level(level), *rest)
    return Numbers()


def total_from_facts(choice: Choice) -> Numbers:
    """Several counties at once: a bounded query on the facts, each source counted once."""
    seen: dict[str, set[int]] = {name: set() for name in (*Fact.Source.values, "with_hours")}
    level, hours, attendances = 0, Decimal(0), 0
    columns = ("source_kind", "source_id", "level", "hours", "attendances", "is_linked")
    for kind, source, fact_level, fact_hours, people, linked in facts_of(choice).values_list(
        *columns
    ):
        level = max(level, fact_level)
        hours += fact_hours or 0
        if linked and choice.centre is None:
            continue  # another centre's row stands for the event (rule 19)
        seen[kind].add(source)
        attendances += people or 0
        if fact_hours is not None:
            seen["with_hours"].add(source)
    return Numbers(
        Level(level),
        len(seen["activity"]),
        len(seen["with_hours"]),
        hours,
        attendances,
        len(seen["request"]),
        len(seen["agreement"]),
    )


def facts_of(choice: Choice, place: Municipality | None = None) -> QuerySet[Fact]:
    """The facts behind the figures of a choice, or behind those of one place in it."""
    column = "place_today" if choice.structure == Structure.TODAY else "place_then"
    rows = Fact.objects.filter(year=choice.year)
    if choice.centre is not None:
        rows = rows.filter(centre=choice.centre)
    elif choice.kind:
        rows = rows.filter(centre_kind=choice.kind)
    if choice.counties:
        rows = rows.filter(**{f"{column}__county__in": choice.county_ids})
    if place is not None:
        rows = rows.filter(Q(**{column: place}) | Q(district=place))
    return rows


def why_no_share(choice: Choice, catchment: set[int] | None, total: Numbers) -> str:
    """Rules 12 and 14. Nothing done in a county is 0 %; nothing registered anywhere is no data."""
    if choice.centre is not None and choice.centre.is_national_only:
        return "national"
    if choice.centre is not None and catchment is None:
        return "unknown"
    has_data = total.activities or rows_of(choice).country().filter(activities__gt=0).exists()
    return "" if has_data else "no_data"


def reach_of(places: Iterable[Place], no_share: str = "") -> Reach:
    levels = [place.numbers.level for place in places if place.counts]
    return Reach(
        total=len(levels),
        known=sum(level >= Level.KNOWN for level in levels),
        contacted=sum(level >= Level.CONTACTED for level in levels),
        used=sum(level >= Level.USED for level in levels),
        no_share=no_share,
    )


def by_county(found: Summary) -> list[CountyReach]:
    """One row per county that holds municipalities of the denominator."""
    by_id: dict[int, list[Place]] = {}
    for place in found.places:
        if place.counts:
            by_id.setdefault(place.county_id, []).append(place)
    counties = County.objects.filter(pk__in=by_id)
    why = found.reach.no_share
    return [CountyReach(county, reach_of(by_id[county.pk], why)) for county in counties]


def centres_without_data(choice: Choice) -> list[Centre]:
    """Totals name the centres of the kind that have logged nothing in the year (rule 14).

    Those that were at work on any day of the year, whichever structure it is shown in.
    """
    if choice.centre is not None:
        return []
    centres = Centre.objects.active(on=date(choice.year, 1, 1))
    if choice.kind:
        centres = centres.filter(kind=choice.kind)
    active = (
        CoverageRow.objects.of_year(choice.year)
        .country()
        .filter(slice=Slice.NONE, centre__isnull=False, activities__gt=0)
    )
    return list(centres.exclude(pk__in=active.values("centre")))
