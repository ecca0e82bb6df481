"""Reading a centre's year: every row that its report counts, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch, Q
from django.utils import timezone

from assignments.activities import facts
from assignments.activities.corrections import CorrectionRow
from assignments.activities.models import (
    Activity,
    ActivityMunicipality,
    ActivityPartner,
    ActivityTheme,
)
from assignments.coverage.models import CoverageRow, Level
from assignments.plans.models import Assignment, AssignmentYear
from assignments.requests.models import Holder, SupportRequest
from centres import catchments
from centres.models import Centre
from reporting import corrections


@dataclass(frozen=True)
class Place:
    """Where an activity counts: a district stands under its municipality (rule 11)."""

    municipality_id: int
    code: str
    district_code: str
    level: int


@dataclass(frozen=True)
class ActivityRow:
    pk: int
    day: date
    kind: str
    hours: Decimal | None
    attendances: int | None
    assignment_id: int | None
    task: str
    themes: tuple[str, ...]
    places: tuple[Place, ...]
    # Led by another centre; this one has accepted that it took part (rule 18).
    is_shared: bool = False


@dataclass(frozen=True)
class RequestRow:
    pk: int
    day: date
    theme: str
    # The place that asked, and for a district its municipality too.
    codes: tuple[str, ...]
    days_to_answer: int | None


@dataclass(frozen=True)
class PlaceRow:
    """What the coverage rows say of one municipality or district."""

    municipality_id: int
    code: str
    name: str
    county: str
    is_district: bool
    level: int
    activities: int
    # None where something was done and nobody gave the hours (rule 15).
    hours: Decimal | None
    attendances: int
    requests: int
    last_contact_on: date | None


@dataclass(frozen=True)
class YearRows:
    centre: Centre
    year: int
    gathered_at: datetime
    assignments: list[Assignment]
    activities: list[ActivityRow]
    requests: list[RequestRow]
    places: list[PlaceRow]
    # Ids of the municipalities in the catchment on 1 January; None when the centre has none.
    catchment: frozenset[int] | None
    by_assignment: dict[int, list[ActivityRow]] = field(default_factory=dict)
    # Of earlier years, made since the report before.
    corrections: list[CorrectionRow] = field(default_factory=list)


def gather(centre: Centre, year: int) -> YearRows:
    """Everything the report of a centre's year is made from."""
    gathered_at = timezone.now()
    activities = activity_rows(centre, year)
    grouped: dict[int, list[ActivityRow]] = defaultdict(list)
    for row in activities:
        if row.assignment_id is not None:
            grouped[row.assignment_id].append(row)
    return YearRows(
        centre=centre,
        year=year,
        gathered_at=gathered_at,
        assignments=list(assignments_of(centre, year)),
        activities=activities,
        requests=request_rows(centre, year),
        places=place_rows(centre, year),
        catchment=catchment_of(centre, year),
        by_assignment=dict(grouped),
        corrections=corrections.for_report(centre, year),
    )


def assignments_of(centre: Centre, year: int) -> Iterable[Assignment]:
    """The year's tiltak: until grants exist every tiltak of the centre counts as funded.

    `this_year` holds the year's status, or nothing when the leader has not set it.
    """
    statuses = Prefetch(
        "years", queryset=AssignmentYear.objects.filter(year=year), to_attr="this_year"
    )
    running = Assignment.objects.kept().filter(centre=centre).running_in(year)
    return running.select_related("initiative").prefetch_related(statuses).order_by("title", "pk")


def activity_rows(centre: Centre, year: int) -> list[ActivityRow]:
    """Confirmed activities by their first day (rules 1 and 2), own and shared (rule 18)."""
    accepted = ActivityPartner.objects.filter(
        centre=centre, state=ActivityPartner.State.ACCEPTED
    ).values_list("activity", "hours")
    shared = dict(accepted.filter(activity__starts_on__range=days_of(year)))
    counting = Activity.objects.counting().filter(
        Q(centre=centre) | Q(pk__in=shared), starts_on__range=days_of(year)
    )
    found = list(counting.select_related("mandate_task").defer("note").order_by("starts_on", "pk"))
    themes: dict[int, list[str]] = defaultdict(list)
    of_year = ActivityTheme.objects.filter(activity__in=counting).order_by("position")
    for activity_id, code in of_year.values_list("activity", "theme__code"):
        themes[activity_id].append(code)
    places = places_by_activity([row.pk for row in found])
    rows = (activity_row(row, themes[row.pk], places[row.pk]) for row in found)
    return [shared_row(row, shared[row.pk]) if row.pk in shared else row for row in rows]


def days_of(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def shared_row(row: ActivityRow, hours: Decimal | None) -> ActivityRow:
    """Level and hours are the partner's own; tiltak and attendances stand with the lead."""
    return replace(row, hours=hours, attendances=None, assignment_id=None, is_shared=True)


def places_by_activity(ids: list[int]) -> dict[int, list[ActivityMunicipality]]:
    named = ActivityMunicipality.objects.filter(activity__in=ids)
    named = named.select_related("municipality__parent")
    found: dict[int, list[ActivityMunicipality]] = defaultdict(list)
    for row in named.order_by("municipality__code"):
        found[row.activity_id].append(row)
    return found


def activity_row(
    activity: Activity, themes: list[str], named: list[ActivityMunicipality]
) -> ActivityRow:
    return ActivityRow(
        pk=activity.pk,
        day=activity.starts_on,
        kind=activity.kind,
        hours=activity.hours,
        attendances=activity.attendances,
        assignment_id=activity.assignment_id,
        task=activity.mandate_task.code if activity.mandate_task else "",
        themes=tuple(themes),
        places=tuple(places_of(activity, named)),
    )


def places_of(activity: Activity, named: list[ActivityMunicipality]) -> Iterable[Place]:
    """The level by the same rule as the coverage rows: asked of the activities themselves."""
    own = facts.attendances_by_row(activity, named)
    for row, attendances in zip(named, own, strict=False):
        municipality = row.municipality.parent or row.municipality
        district_code = row.municipality.code if row.municipality.parent else ""
        level = facts.level_at(activity, attendances)
        yield Place(municipality.pk, municipality.code, district_code, int(level))


def request_rows(centre: Centre, year: int) -> list[RequestRow]:
    """Requests of the year that this centre was asked, or that it accepted (rules 2 and 6).

    What came after the year was reported stays outside its figures (rule 30).
    """
    asked = Q(asked_centre=centre, is_counted=True)
    held = Holder.objects.exclude(accepted_at=None).filter(centre=centre, is_counted=True)
    accepted = Q(pk__in=held.values("support_request"))
    of_year = SupportRequest.objects.filter(asked | accepted, submitted_at__year=year)
    shown = of_year.select_related("municipality__parent", "theme")
    shown = shown.prefetch_related("partners__municipality__parent")
    texts = ("text", "reach", "reason")
    rows = map(request_row, shown.defer(*texts).order_by("submitted_at", "pk"))
    return [row for row in rows if row.codes]


def request_row(support_request: SupportRequest) -> RequestRow:
    answered = support_request.first_answered_at
    asked_on = timezone.localdate(support_request.submitted_at)
    return RequestRow(
        pk=support_request.pk,
        day=asked_on,
        theme=support_request.theme.code if support_request.theme else "",
        codes=tuple(dict.fromkeys(codes_of(support_request))),
        days_to_answer=(timezone.localdate(answered) - asked_on).days if answered else None,
    )


def codes_of(support_request: SupportRequest) -> Iterator[str]:
    """Whoever certainly asked: the municipality and its partners, a district with its city."""
    partners = support_request.partners.all()
    named = [row.municipality for row in partners if row.is_counted]
    if support_request.is_confirmed:
        named.insert(0, support_request.municipality)
    for place in named:
        yield place.code
        if place.parent:
            yield place.parent.code


def place_rows(centre: Centre, year: int) -> list[PlaceRow]:
    """Municipalities and districts in the structure of the year, as the coverage rows have them."""
    rows = CoverageRow.objects.of_year(year).whole().by(centre=centre)
    placed = rows.exclude(place=None).select_related("place__county").order_by("place__code")
    return [place_row(row) for row in placed]


def place_row(row: CoverageRow) -> PlaceRow:
    place = row.place
    if place is None:
        raise ValueError("a coverage row of a county or the country has no place")
    return PlaceRow(
        municipality_id=place.pk,
        code=place.code,
        name=place.name,
        county=place.county.name,
        is_district=place.is_district,
        level=row.level,
        activities=row.activities,
        hours=row.hours if row.activities_with_hours or not row.activities else None,
        attendances=row.attendances,
        requests=row.requests,
        last_contact_on=row.last_contact_on,
    )


def catchment_of(centre: Centre, year: int) -> frozenset[int] | None:
    """Municipalities (districts apart) of the catchment on 1 January (rules 10, 12 and 14)."""
    if centre.is_national_only:
        return None
    return frozenset(catchments.municipality_ids(centre, on=date(year, 1, 1))) or None


def used_codes(rows: Iterable[ActivityRow]) -> list[str]:
    """Codes of the municipalities that got an offer («brukt», rules 7 and 8)."""
    return sorted({place.code for row in rows for place in row.places if place.level >= Level.USED})
