"""The year's activities, read as tuples: four queries, however many there are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from assignments.activities import facts
from assignments.activities.models import (
    Activity,
    ActivityMunicipality,
    ActivityPartner,
    ActivityQuerySet,
    ActivityTheme,
)
from centres.models import Centre
from reporting.gathering.rows import ActivityRow, Place

# Read from the server so many at a time.
CHUNK = 500
COLUMNS = (
    "pk",
    "starts_on",
    "kind",
    "hours",
    "attendances",
    "assignment_id",
    "assignment__initiative_id",
    "mandate_task__code",
    "centre_role",
    "course_phase",
    "life_stage",
    "form",
    "is_national_event",
    "same_event_as_id",
)


@dataclass(frozen=True, slots=True)
class Named:
    """A municipality of an activity, or a district of one, and its own attendances."""

    municipality_id: int
    code: str
    district_code: str
    attendances: int | None


def activity_rows(centre: Centre, year: int) -> list[ActivityRow]:
    """Confirmed activities by their first day (rules 1 and 2), own and shared (rule 18)."""
    shared = shared_hours(centre, year, year)
    counting = counting_in(centre, year, year, shared)
    themes = themes_by_activity(counting)
    named = named_by_activity(counting)
    found = counting.order_by("starts_on", "pk").values(*COLUMNS)
    return [
        row_of(values, themes.pop(values["pk"], ()), named.pop(values["pk"], []), shared)
        for values in found.iterator(chunk_size=CHUNK)
    ]


def shared_hours(centre: Centre, first: int, last: int) -> dict[int, Decimal | None]:
    """What the centre has accepted that it took part in, with hours of its own."""
    accepted = ActivityPartner.objects.filter(
        centre=centre, state=ActivityPartner.State.ACCEPTED
    ).values_list("activity", "hours")
    return dict(accepted.filter(activity__starts_on__range=days_of(first, last)))


def counting_in(centre: Centre, first: int, last: int, shared: Iterable[int]) -> ActivityQuerySet:
    return Activity.objects.counting().filter(
        Q(centre=centre) | Q(pk__in=list(shared)), starts_on__range=days_of(first, last)
    )


def days_of(first: int, last: int) -> tuple[date, date]:
    return date(first, 1, 1), date(last, 12, 31)


def themes_by_activity(counting: ActivityQuerySet) -> dict[int, tuple[str, ...]]:
    rows = ActivityTheme.objects.filter(activity__in=counting.order_by().values("pk"))
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    named = rows.order_by("position").values_list("activity", "theme__code")
    for activity_id, code in named.iterator(chunk_size=CHUNK):
        found[activity_id] += (code,)
    return found


def named_by_activity(counting: ActivityQuerySet) -> dict[int, list[Named]]:
    rows = ActivityMunicipality.objects.filter(activity__in=counting.order_by().values("pk"))
    found: dict[int, list[Named]] = defaultdict(list)
    columns = (
        "activity",
        "municipality",
        "municipality__code",
        "municipality__parent",
        "municipality__parent__code",
        "attendances",
    )
    ordered = rows.order_by("municipality__code").values_list(*columns)
    for activity_id, pk, code, city, city_code, attendances in ordered.iterator(chunk_size=CHUNK):
        own = Named(city or pk, city_code or code, code if city else "", attendances)
        found[activity_id].append(own)
    return found


def row_of(
    values: dict[str, Any],
    themes: tuple[str, ...],
    named: list[Named],
    shared: dict[int, Decimal | None],
) -> ActivityRow:
    """Of what another centre leads, level and hours are the partner's own; tiltak and attendances
    stand with the lead."""
    is_shared = values["pk"] in shared
    return ActivityRow(
        pk=values["pk"],
        day=values["starts_on"],
        kind=values["kind"],
        hours=shared[values["pk"]] if is_shared else values["hours"],
        attendances=None if is_shared else values["attendances"],
        assignment_id=None if is_shared else values["assignment_id"],
        task=values["mandate_task__code"] or "",
        themes=themes,
        places=tuple(places_of(values, named)),
        is_shared=is_shared,
        initiative_id=None if is_shared else values["assignment__initiative_id"],
        role=values["centre_role"],
        phase=values["course_phase"],
        stage=values["life_stage"],
        linked_to=values["same_event_as_id"],
    )


def places_of(values: dict[str, Any], named: list[Named]) -> Iterator[Place]:
    """The level by the same rule as the coverage rows: asked of the activities themselves."""
    columns = ("pk", "kind", "form", "is_national_event", "attendances")
    activity = Activity(**{name: values[name] for name in columns})
    rows = [ActivityMunicipality(attendances=row.attendances) for row in named]
    own = facts.attendances_by_row(activity, rows)
    for row, attendances in zip(named, own, strict=True):
        level = facts.level_at(activity, attendances)
        yield Place(row.municipality_id, row.code, row.district_code, int(level))
