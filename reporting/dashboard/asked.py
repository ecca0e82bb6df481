"""What the database is asked for a choice, and what it answers: rows as it tells them.

The questions are put by the ORM. To put one together takes longer than to answer it, so its SQL is
kept for each choice that it was asked for: the same choice is always the same question. Answers are
asked for each time and never kept.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max, Q, QuerySet

from assignments.coverage.models import CoverageRow, CoverageRowQuerySet, Slice, Structure
from centres import catchments
from centres.models import Centre
from municipalities import structure
from municipalities.models import County, Municipality
from reporting.dashboard import counting
from reporting.dashboard.choice import Choice

Rows = tuple[tuple[Any, ...], ...]
Question = Callable[..., "QuerySet[Any, Any]"]

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
# In the order of the first fields of `figures.Place`, and what municipalities have besides.
COLUMNS = ("pk", "code", "name", "county_id", "population")
OWN_COLUMNS = ("centrality_class", "sami_admin_area", "language_form")
COUNTY_COLUMNS = ("id", "code", "name")
CENTRE_COLUMNS = ("id", "code", "name", "short_name", "kind")


@lru_cache(maxsize=512)
def statement(question: Question, *given: Hashable) -> tuple[str, tuple[Any, ...]]:
    """The SQL of a question, which follows alone from the choice that it is asked for."""
    return question(*given).query.sql_with_params()


def rows(question: Question, *given: Hashable) -> Rows:
    sql, params = statement(question, *given)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return tuple(cursor.fetchall())


class Answer(NamedTuple):
    """All that the page of a choice is counted from. Equal answers make equal pages."""

    numbers: Rows
    days: tuple[tuple[int, date], ...]
    catchment: frozenset[int] | None
    places: Rows
    counties: Rows
    districts: Rows
    undistributed: Rows
    missing: Rows
    has_data: bool


def ask(choice: Choice) -> Answer:
    numbers = numbers_of(choice)
    days = tuple(last_contacts(choice).items())
    catchment = catchment_of(choice)
    places = rows(places_asked, choice)
    return Answer(
        numbers=numbers,
        days=days,
        catchment=catchment,
        places=places,
        counties=rows(counties_asked),
        districts=districts_of(choice, catchment, numbers),
        undistributed=undistributed_of(choice, places, numbers),
        missing=missing_of(choice),
        has_data=has_data(choice, numbers),
    )


def rows_of(choice: Choice) -> CoverageRowQuerySet:
    found = CoverageRow.objects.of_year(choice.year, structure=choice.structure)
    return cut(found, choice).by(centre=choice.centre, kind=choice.kind)


def whole_rows(choice: Choice) -> CoverageRowQuerySet:
    """Everything that the doer did in the year, whatever theme: nothing of a theme is 0 %."""
    found = CoverageRow.objects.of_year(choice.year, structure=choice.structure)
    return whole_of(found, choice)


def whole_of(found: CoverageRowQuerySet, choice: Choice) -> CoverageRowQuerySet:
    if not choice.function:
        return found.whole().by(centre=choice.centre, kind=choice.kind)
    own = found.whole().filter(centre__function=choice.function)
    return own.filter(centre__kind=choice.kind) if choice.kind else own


def cut(found: CoverageRowQuerySet, choice: Choice) -> CoverageRowQuerySet:
    """The rows of what is chosen: all of it, or one theme, initiative or mandate task."""
    for slice_, key in choice.cuts.items():
        return found.sliced(slice_, key)
    return found.whole()


def is_counted_now(choice: Choice) -> bool:
    """No summary row holds the sum: the facts are counted, and the page says so."""
    return len(choice.counties) > 1 or choice.is_crossed or choice.has_some_places


def numbers_of(choice: Choice) -> Rows:
    """By municipality and district, and in all, which has no place.

    Totals count each activity once; they are never sums of municipality rows (rule 3).
    """
    if not is_counted_now(choice):
        return rows(numbers_asked, choice)
    total = (None, *counting.total(choice))
    if choice.is_crossed:
        return *((pk, *found) for pk, found in counting.by_place(choice).items()), total
    return *rows(numbers_of_places_asked, choice), total


def numbers_asked(choice: Choice) -> QuerySet[Any, Any]:
    """One question where summary rows hold both."""
    wide = Q(county=choice.counties[0]) if choice.counties else Q(county=None)
    return rows_of(choice).filter(wide | Q(place__isnull=False)).values_list(*PLACE_COLUMNS)


def numbers_of_places_asked(choice: Choice) -> QuerySet[Any, Any]:
    return rows_of(choice).filter(place__isnull=False).values_list(*PLACE_COLUMNS)


def total_asked(choice: Choice) -> QuerySet[Any, Any]:
    """The row of the county or the country alone."""
    found = rows_of(choice)
    found = found.filter(county=choice.counties[0]) if choice.counties else found.country()
    return found.values_list(*PLACE_COLUMNS)


def last_contacts(choice: Choice) -> dict[int, date]:
    """The latest day of contact or use up to the end of the year, over all years.

    A municipality that had another number keeps the contact that it had then.
    """
    crossed = counting.last_days(choice) if choice.is_crossed else None
    days = dict(rows(last_days_asked, choice)) if crossed is None else crossed
    if choice.structure == Structure.TODAY:
        return days
    carried: dict[int, date] = {}
    for old, pk in structure.place_ids(days, to=choice.structure_day).items():
        carried[pk] = max(days[old], carried.get(pk, date.min))
    return carried


def last_days_asked(choice: Choice) -> QuerySet[Any, Any]:
    found = cut(CoverageRow.objects.all(), choice).by(centre=choice.centre, kind=choice.kind)
    found = found.filter(structure=choice.structure, year__lte=choice.year, place__isnull=False)
    days = found.order_by().values_list("place_id").annotate(last=Max("last_contact_on"))
    return days.filter(last__isnull=False)


def catchment_of(choice: Choice) -> frozenset[int] | None:
    """A centre's denominator: its catchment on the structure day (rule 10); None where none is."""
    if choice.centre is None or choice.centre.is_national_only:
        return None
    found = catchments.municipality_ids(choice.centre, on=choice.structure_day)
    return frozenset(found) or None


def places_asked(choice: Choice) -> QuerySet[Any, Any]:
    """The municipalities of the structure day (rule 10), of the chosen counties, sorted by name."""
    found = Municipality.objects.in_force(on=choice.structure_day)
    return found.filter(counting.chosen_places(choice)).values_list(*COLUMNS, *OWN_COLUMNS)


def counties_asked() -> QuerySet[Any, Any]:
    """Every county that ever was."""
    return County.objects.values_list(*COUNTY_COLUMNS)


def places_with_anything(numbers: Rows) -> set[int]:
    """A row stays with zeroes when what it counted is taken away, and says no more than none."""
    return {pk for pk, *counts in numbers if pk is not None and any(counts)}


def districts_of(choice: Choice, catchment: frozenset[int] | None, numbers: Rows) -> Rows:
    """City districts have a table of their own (rule 11): a centre's, and where it has been."""
    if choice.has_some_places:
        return ()  # size and centrality are those of municipalities
    if catchment is None:
        return rows(districts_asked, choice)
    been = places_with_anything(numbers)
    own = Q(parent__in=catchment) | Q(pk__in=been)
    return tuple(districts_asked(choice).filter(own))


def districts_asked(choice: Choice) -> QuerySet[Any, Any]:
    found = Municipality.objects.districts().places_in_force(on=choice.structure_day)
    if choice.counties:
        found = found.filter(county__in=choice.county_ids)
    return found.order_by("code").values_list(*COLUMNS, "parent__name")


def undistributed_of(choice: Choice, places: Rows, numbers: Rows) -> Rows:
    """Old codes that today's structure cannot place: they wait for a decision (rule 23)."""
    if choice.structure != Structure.TODAY or choice.has_some_places:
        return ()
    known = {pk for pk, *_rest in places}
    been = places_with_anything(numbers)
    found = Municipality.objects.municipalities().filter(pk__in=been - known)
    found = found.filter(valid_to__lt=choice.structure_day)
    if choice.counties:
        found = found.filter(county__in=choice.county_ids)
    return tuple(found.values_list(*COLUMNS))


def missing_of(choice: Choice) -> Rows:
    """Centres of the kind that have logged nothing in the year (rule 14).

    Those that were at work on any day of the year, whichever structure it is shown in.
    """
    return () if choice.centre is not None else rows(missing_asked, choice)


def missing_asked(choice: Choice) -> QuerySet[Any, Any]:
    found = Centre.objects.active(on=date(choice.year, 1, 1))
    if choice.kind:
        found = found.filter(kind=choice.kind)
    if choice.function:
        found = found.filter(function=choice.function)
    active = CoverageRow.objects.of_year(choice.year).country()
    active = active.filter(slice=Slice.NONE, centre__isnull=False, activities__gt=0)
    return found.exclude(pk__in=active.values("centre")).values_list(*CENTRE_COLUMNS)


def has_data(choice: Choice, numbers: Rows) -> bool:
    """Whether anything was done in the year, whatever theme and wherever (rule 14)."""
    at = PLACE_COLUMNS.index("activities")
    return any(row[0] is None and row[at] for row in numbers) or has_any(choice)


def has_any(choice: Choice) -> bool:
    return whole_rows(choice).country().filter(activities__gt=0).exists()
