"""How the agreements of a year are spread: over counties, over time, and over those with special
needs first (rules 10, 11, 24 and 26)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from assignments.agreements.models import Agreement, Commitment, Verification
from assignments.coverage.periods import is_majority, years_until
from assignments.needs.models import Need
from centres import catchments
from centres.models import Centre
from municipalities import structure
from municipalities.models import Municipality


@dataclass(frozen=True)
class Scope:
    """Whose agreements, and of which municipalities. `centre` None: every centre's."""

    year: int
    centre: Centre | None = None
    # Only these counties, by id; None is all.
    counties: frozenset[int] | None = None

    @property
    def first_day(self) -> date:
        return date(self.year, 1, 1)


@dataclass(frozen=True)
class PlaceLine:
    """A municipality of the denominator, and what there is of agreement with it."""

    pk: int
    code: str
    name: str
    county: str
    county_code: str
    agreements: tuple[Agreement, ...]
    # An open need that is large, or that centre and county governor agree about.
    has_need: bool

    @property
    def is_with(self) -> bool:
        return bool(self.agreements)


@dataclass(frozen=True)
class CountyLine:
    code: str
    name: str
    with_agreement: int
    total: int


@dataclass(frozen=True)
class YearLine:
    year: int
    with_agreement: int


@dataclass(frozen=True)
class Spread:
    """`total` is 0 where there is no denominator: then there is no share (rules 12 and 14)."""

    scope: Scope
    places: tuple[PlaceLine, ...]
    counties: tuple[CountyLine, ...]
    years: tuple[YearLine, ...]
    # With an agreement in any of the years, in the denominator of the year shown.
    over_time: int
    agreements: int
    special: int
    outside: int
    ending: tuple[Agreement, ...]
    verified: int
    half_verified: int

    @property
    def total(self) -> int:
        return len(self.places)

    @property
    def with_agreement(self) -> int:
        return sum(place.is_with for place in self.places)

    @property
    def is_majority(self) -> bool:
        """More than half of the year's denominator (rule 24)."""
        return is_majority(self.over_time, self.total)

    @property
    def waiting(self) -> list[PlaceLine]:
        """With a large or agreed need, and no agreement."""
        return [place for place in self.places if place.has_need and not place.is_with]

    @property
    def unverified(self) -> int:
        return self.agreements - self.verified - self.half_verified


def spread_of(scope: Scope) -> Spread:
    """A fixed number of queries, however many agreements there are."""
    ids = denominator(scope)
    by_year = {year: agreements_in(scope, year) for year in years_of(scope)}
    now = by_year[scope.year]
    chained = at_first_day(scope, {row.pk: row for rows in by_year.values() for row in rows})
    with_in = {year: {chained[row.pk] for row in rows} & ids for year, rows in by_year.items()}
    places = tuple(place_lines(scope, ids, [(chained[row.pk], row) for row in now]))
    both, one = verified_in(scope.year, now)
    return Spread(
        scope=scope,
        places=places,
        counties=tuple(county_lines(places)),
        years=tuple(YearLine(year, len(found)) for year, found in sorted(with_in.items())),
        over_time=len(set().union(*with_in.values())),
        agreements=len(now),
        special=sum(row.has_special_needs for row in now),
        outside=len([row for row in now if chained[row.pk] not in ids]),
        ending=tuple(ending_in(scope.year, now)),
        verified=both,
        half_verified=one,
    )


def years_of(scope: Scope) -> range:
    return years_until(scope.year)


def denominator(scope: Scope) -> set[int]:
    """The municipalities of the catchment, or the country, on 1 January of the year (rule 10)."""
    if scope.centre is not None:
        ids = catchments.municipality_ids(scope.centre, on=scope.first_day)
    else:
        in_force = Municipality.objects.in_force(on=scope.first_day).order_by()
        ids = set(in_force.values_list("pk", flat=True))
    if scope.counties is None:
        return ids
    rows = Municipality.objects.filter(pk__in=ids, county__in=scope.counties)
    return set(rows.order_by().values_list("pk", flat=True))


def agreements_in(scope: Scope, year: int) -> list[Agreement]:
    """Those that count in the year (rule 26)."""
    rows = Agreement.objects.counting_in(year)
    rows = rows.select_related("municipality__county", "centre", "renewed_by")
    if scope.centre is not None:
        rows = rows.filter(centre=scope.centre)
    if scope.counties is not None:
        rows = rows.filter(municipality__county__in=scope.counties)
    return list(rows.order_by("municipality__code", "pk"))


def at_first_day(scope: Scope, rows: dict[int, Agreement]) -> dict[int, int]:
    """By agreement, its municipality in the structure of the year; a district's city (rule 11)."""
    own = {pk: row.municipality.counts_as_id for pk, row in rows.items()}
    then = structure.place_ids(set(own.values()), to=scope.first_day) if own else {}
    return {pk: then[place] for pk, place in own.items()}


def place_lines(
    scope: Scope, ids: set[int], placed: list[tuple[int, Agreement]]
) -> list[PlaceLine]:
    agreements: dict[int, list[Agreement]] = defaultdict(list)
    for place, row in placed:
        agreements[place].append(row)
    needs = with_needs(ids)
    rows = Municipality.objects.filter(pk__in=ids).order_by("county__sort_key", "sort_key", "code")
    found = rows.values_list("pk", "code", "name", "county__name", "county__code")
    return [PlaceLine(*row, tuple(agreements[row[0]]), row[0] in needs) for row in found]


def with_needs(ids: set[int]) -> set[int]:
    """Municipalities with an open need that is large or agreed; a district's city."""
    needs = Need.objects.open().with_standing()
    strong = Q(severity=Need.Severity.HIGH) | Q(is_agreed=True)
    rows = needs.filter(strong & Q(is_disputed=False)).order_by()
    found = rows.values_list("municipality", "municipality__parent").distinct()
    return {parent or pk for pk, parent in found} & ids


def county_lines(places: tuple[PlaceLine, ...]) -> list[CountyLine]:
    found: dict[tuple[str, str], list[PlaceLine]] = defaultdict(list)
    for place in places:
        found[place.county_code, place.county].append(place)
    return [
        CountyLine(code, name, sum(place.is_with for place in some), len(some))
        for (code, name), some in found.items()
    ]


def ending_in(year: int, rows: list[Agreement]) -> list[Agreement]:
    """Those that run out in the year, or with their municipality, and are not renewed."""
    return [
        row
        for row in rows
        if row.ended_on is None
        and row.last_day_in_force.year <= year
        and not hasattr(row, "renewed_by")
    ]


def verified_in(year: int, rows: list[Agreement]) -> tuple[int, int]:
    """How many both sides have verified in the year, and how many one side has."""
    said = Verification.objects.filter(year=year, agreement__in=[row.pk for row in rows])
    sides: dict[int, set[str]] = defaultdict(set)
    for agreement, side in said.order_by().values_list("agreement", "side"):
        sides[agreement].add(side)
    both = sum(len(found) == len(Commitment.Side) for found in sides.values())
    return both, len(sides) - both
