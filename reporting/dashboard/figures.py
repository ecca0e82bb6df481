"""The figures of coverage, each by its rule (docs and page give the same text). Reads only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, NamedTuple

from assignments.coverage.models import Level, is_reached
from centres.models import Centre
from municipalities.models import County
from reporting.dashboard import asked, counting
from reporting.dashboard.asked import Answer, Rows
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers

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


def coverage(choice: Choice, answer: Answer | None = None) -> Coverage:
    """Everything on the page, in a fixed number of queries however much has been done."""
    known = answer or asked.ask(choice)
    (numbers, total), last = numbers_and_total(known.numbers), dict(known.days)
    places = places_of(known.places, known.catchment, numbers, last)
    why = no_share(choice, has_catchment=known.catchment is not None, has_data=known.has_data)
    found = Summary(choice, places, total, reach_of(places, why))
    county_of = counties_by_id(known.counties)
    return Coverage(
        *(choice, places, total, found.reach),
        undistributed=undistributed(known.undistributed, numbers, last),
        districts=districts(known.districts, numbers, last),
        counties=by_county(found, county_of),
        county_of=county_of,
        missing=centres_of(known.missing),
    )


def brief(choice: Choice) -> Coverage:
    """Without days, districts and counties, for pages that show none of them."""
    found, missing = summary(choice), centres_without_data(choice)
    return Coverage(choice, found.places, found.total, found.reach, missing=missing)


def summary(choice: Choice, *, last: dict[int, date] | None = None) -> Summary:
    """What every page says of a choice, so that all say the same. Days are given by `last`."""
    catchment = catchment_of(choice)
    numbers, total = counted(choice)
    places = places_in(choice, catchment, numbers, last or {})
    return Summary(choice, places, total, reach_of(places, why_no_share(choice, catchment, total)))


def catchment_of(choice: Choice) -> frozenset[int] | None:
    """A centre's denominator: its catchment on the structure day (rule 10); None where none is."""
    return asked.catchment_of(choice)


def counted(choice: Choice) -> tuple[dict[int, Numbers], Numbers]:
    """By municipality and district, and in all: one query where summary rows hold both.

    Totals count each activity once; they are never sums of municipality rows (rule 3).
    """
    return numbers_and_total(asked.numbers_of(choice))


def numbers_and_total(rows: Rows) -> tuple[dict[int, Numbers], Numbers]:
    """By the id of the place, and what has none: the county or the country."""
    found = {pk: Numbers(LEVELS[level], *rest) for pk, level, *rest in rows}
    return found, found.pop(None, NOTHING)


def places_in(
    choice: Choice,
    catchment: Collection[int] | None,
    numbers: dict[int, Numbers],
    last: dict[int, date],
) -> list[Place]:
    """The municipalities of the structure day (rule 10), of the chosen counties, sorted by name."""
    return places_of(asked.rows(asked.places_asked, choice), catchment, numbers, last)


def places_of(
    rows: Rows,
    catchment: Collection[int] | None,
    numbers: dict[int, Numbers],
    last: dict[int, date],
) -> list[Place]:
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
        for pk, code, name, county_id, population, centrality, sami, language in rows
    ]


def place_of(row: Sequence[Any], numbers: dict[int, Numbers], last: dict[int, date]) -> Place:
    """With no denominator of its own. `row` are the values of `COLUMNS`."""
    pk, code, name, county_id, population = row
    own = numbers.get(pk, NOTHING)
    return Place(pk, code, name, county_id, population, None, own, last.get(pk))


def undistributed(rows: Rows, numbers: dict[int, Numbers], last: dict[int, date]) -> list[Place]:
    """Old codes that today's structure cannot place: they wait for a decision (rule 23)."""
    return [place_of(row, numbers, last)._replace(is_undistributed=True) for row in rows]


def districts(rows: Rows, numbers: dict[int, Numbers], last: dict[int, date]) -> list[Place]:
    """City districts have a table of their own (rule 11): a centre's, and where it has been."""
    return [place_of(row, numbers, last)._replace(city=city or "") for *row, city in rows]


def counties_by_id(rows: Rows) -> dict[int, County]:
    return {row[0]: County.from_db(None, asked.COUNTY_COLUMNS, row) for row in rows}


def is_counted_now(choice: Choice) -> bool:
    """No summary row holds the sum: the facts are counted, and the page says so."""
    return asked.is_counted_now(choice)


def total_of(choice: Choice) -> Numbers:
    """Totals count each activity once; they are never sums of municipality rows (rule 3)."""
    if is_counted_now(choice):
        return counting.total(choice)
    _numbers, total = numbers_and_total(asked.rows(asked.total_asked, choice))
    return total


def why_no_share(choice: Choice, catchment: Collection[int] | None, total: Numbers) -> str:
    """Nothing done in a county is 0 %; nothing registered anywhere is no data (rule 14)."""
    has_data = bool(total.activities) or asked.has_any(choice)
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
    country = country_of(found.choice)
    return found if country == found.choice else summary(country)


def country_of(choice: Choice) -> Choice:
    kind = choice.centre.kind if choice.centre is not None else choice.kind
    return replace(choice, centre=None, kind=kind, counties=())


def by_county(found: Summary, county_of: dict[int, County]) -> list[CountyReach]:
    """One row per county that holds municipalities of the denominator."""
    by_id: dict[int, list[Place]] = {}
    for place in found.places:
        if place.counts:
            by_id.setdefault(place.county_id, []).append(place)
    return [
        CountyReach(county, reach_of(by_id[pk], found.reach.no_share))
        for pk, county in county_of.items()
        if pk in by_id
    ]


def centres_without_data(choice: Choice) -> list[Centre]:
    """Totals name the centres of the kind that have logged nothing in the year (rule 14)."""
    return centres_of(asked.missing_of(choice))


def centres_of(rows: Rows) -> list[Centre]:
    return [Centre.from_db(None, asked.CENTRE_COLUMNS, row) for row in rows]
