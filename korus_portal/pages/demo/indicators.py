"""Demo indicators: synthetic values for every municipality, county and the country, some missing.

The figures are drawn by lot around a level of their own for each municipality. They say nothing
about the real one, and their batches are marked as demo data.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from centres import catchments
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities import structure
from municipalities.indicators.models import Batch, Indicator, IndicatorValue, Mark, Opening, Source
from municipalities.models import County, Municipality

SMALL = 1500  # inhabitants: a survey among the pupils there is not shown
CHUNK = 5000


@dataclass(frozen=True)
class Shape:
    """How an indicator's figures are drawn: around a mean, spread between municipalities."""

    mean: float
    spread: float
    yearly: float  # how much all of them move in a year
    step: int  # years between the rounds in one municipality
    chance: float  # how many municipalities have a figure at all


SHAPES = {
    "videreutdanning_rus": Shape(4.1, 1.6, 0.05, 1, 0.97),
    "videreutdanning_psykisk": Shape(11.0, 4.0, 0.1, 1, 0.97),
    "lavinntekt_barn": Shape(10.5, 3.2, 0.1, 1, 0.98),
    "frafall": Shape(22.0, 5.5, -0.3, 1, 0.95),
    "beruset": Shape(13.0, 4.0, 0.3, 3, 0.9),
    "cannabis": Shape(4.0, 1.8, 0.1, 3, 0.9),
    "psykiske_plager": Shape(17.0, 4.0, 0.4, 3, 0.9),
    "kjent_rusproblem": Shape(7.0, 2.6, 0.0, 2, 0.6),
    "alvorlig_situasjon": Shape(21.0, 7.0, 0.2, 2, 0.6),
    "arsverk_rus_psykisk": Shape(28.0, 9.0, 0.3, 1, 0.93),
}
COUNTED = {"folketall": 1.0, "alder_13_19": 0.085, "alder_67": 0.17}
YEARS = 6


@dataclass(frozen=True)
class Ground:
    """The municipalities of one year with their counterpart of today, and today's population."""

    year: int
    places: list[tuple[int, int, int, int]]  # id, id today, county id, inhabitants


def make_indicators(accounts: dict[str, User], today: date, random: Random) -> int:
    """One applied batch for each source, and one that nobody but the importer may see yet."""
    grounds = [ground_of(year) for year in range(today.year - YEARS, today.year)]
    admin, made = accounts["admin"], 0
    for source in Source.objects.prefetch_related("indicators"):
        batch = batch_of(source, admin, today)
        values = list(values_of(source, batch, grounds, random))
        IndicatorValue.objects.bulk_create(values, batch_size=CHUNK)
        Batch.objects.filter(pk=batch.pk).update(accepted=len(values))
        made += len(values)
    make_embargoed(admin, grounds[-1], today, random)
    make_openings(admin, random)
    return made


def batch_of(source: Source, by: User, today: date, embargo: date | None = None) -> Batch:
    name = f"demo-{source.code}-{'sperret' if embargo else today.year}.csv"
    at = timezone.make_aware(datetime.combine(today - timedelta(days=30), time(10)))
    return Batch.objects.create(
        source=source,
        file_name=name,
        sha256=hashlib.sha256(name.encode()).hexdigest(),
        size=0,
        file_format=Batch.Format.CSV,
        embargo_until=embargo,
        state=Batch.State.APPLIED,
        imported_by=by,
        imported_at=at,
        applied_at=at,
        is_demo=True,
    )


def ground_of(year: int) -> Ground:
    rows = Municipality.objects.in_force(on=date(year, 1, 1)).values_list("pk", "county_id")
    today = structure.place_today_ids(pk for pk, _county in rows)
    people = dict(Municipality.objects.values_list("pk", "population"))
    places = [(pk, today[pk], county, people[today[pk]] or 4000) for pk, county in rows]
    return Ground(year, places)


def values_of(
    source: Source, batch: Batch, grounds: list[Ground], random: Random
) -> Iterator[IndicatorValue]:
    for indicator in source.indicators.all():
        if indicator.code in COUNTED:
            yield from counted(indicator, batch, grounds)
        else:
            yield from drawn(indicator, batch, grounds, random)


def counted(indicator: Indicator, batch: Batch, grounds: list[Ground]) -> Iterator[IndicatorValue]:
    """Numbers of inhabitants: these can be added up, so counties and country are the sums."""
    share = COUNTED[indicator.code]
    for ground in grounds:
        age = grounds[-1].year - ground.year
        sums: dict[int, int] = {}
        for pk, _today, county, people in ground.places:
            number = round(people * share * (1 - 0.006 * age))
            sums[county] = sums.get(county, 0) + number
            yield value(indicator, batch, ground.year, number, municipality=pk)
        for county, number in sums.items():
            yield value(indicator, batch, ground.year, number, county=county)
        yield value(indicator, batch, ground.year, sum(sums.values()))


def drawn(
    indicator: Indicator, batch: Batch, grounds: list[Ground], random: Random
) -> Iterator[IndicatorValue]:
    """Shares and rates: a level for each municipality of today, and small moves around it."""
    shape = SHAPES[indicator.code]
    levels = {today: random.gauss(shape.mean, shape.spread) for today in todays(grounds)}
    rounds = {today: random.randrange(shape.step) for today in levels}
    has = {today: random.random() < shape.chance for today in levels}
    for ground in grounds:
        move = shape.yearly * (ground.year - grounds[0].year)
        for pk, today, _county, people in ground.places:
            if has[today] and (ground.year - rounds[today]) % shape.step == 0:
                level = levels[today] + move + random.gauss(0, shape.spread / 5)
                hidden = shape.step > 1 and people < SMALL
                number = None if hidden else max(level, 0.3)
                yield value(indicator, batch, ground.year, number, municipality=pk)
        yield from around(indicator, batch, ground, shape.mean + move, random)


def todays(grounds: list[Ground]) -> list[int]:
    """Ids of the municipalities of today that the years lead to."""
    return sorted({today for ground in grounds for _pk, today, _county, _people in ground.places})


def around(
    indicator: Indicator, batch: Batch, ground: Ground, mean: float, random: Random
) -> Iterator[IndicatorValue]:
    """The counties near the mean, and the country on it."""
    for county in sorted({county for _pk, _today, county, _people in ground.places}):
        number = mean * random.uniform(0.92, 1.08)
        yield value(indicator, batch, ground.year, number, county=county)
    yield value(indicator, batch, ground.year, mean)


def value(
    indicator: Indicator,
    batch: Batch,
    year: int,
    number: float | None,
    *,
    municipality: int | None = None,
    county: int | None = None,
) -> IndicatorValue:
    """A suppressed one where there is no number."""
    return IndicatorValue(
        indicator=indicator,
        batch=batch,
        year=year,
        municipality_id=municipality,
        county_id=county,
        value=None if number is None else round(Decimal(number), indicator.decimals),
        mark=Mark.SUPPRESSED if number is None else Mark.GIVEN,
        embargo_until=batch.embargo_until,
    )


def make_embargoed(by: User, ground: Ground, today: date, random: Random) -> None:
    """This year's Ungdata of Finnmark, which is to be told to the municipalities first."""
    finnmark = County.objects.get(code="56").pk
    source = Source.objects.get(code="ungdata")
    batch = batch_of(source, by, today, embargo=today + timedelta(days=40))
    values = [
        value(indicator, batch, today.year, random.uniform(3, 20), municipality=today_id)
        for indicator in source.indicators.all()
        for _pk, today_id, county, _people in ground.places
        if county == finnmark
    ]
    IndicatorValue.objects.bulk_create(values)
    Batch.objects.filter(pk=batch.pk).update(accepted=len(values))


def make_openings(by: User, random: Random) -> None:
    """Most municipalities have opened BrukerPlan for their KORUS, and the owner of IS-24/8 its
    figures for all of them."""
    brukerplan, is248 = (Source.objects.get(code=code) for code in ("brukerplan", "is248"))
    by_centre = catchments.ids_by_centre(on=timezone.localdate())
    made = []
    for centre in Centre.objects.filter(kind=Centre.Kind.KORUS).order_by("code"):
        made.append(opening(is248, None, centre, by, "Demo: brev fra eieren"))
        made += [
            opening(brukerplan, pk, centre, by, "Demo: avtale om BrukerPlan")
            for pk in sorted(by_centre[centre.pk])
            if random.random() < 0.7
        ]
    Opening.objects.bulk_create(made)


def opening(
    source: Source, municipality: int | None, centre: Centre, by: User, reference: str
) -> Opening:
    return Opening(
        source=source,
        municipality_id=municipality,
        receiver_id=centre.organisation_id,
        reference=reference,
        opened_by=by,
    )
