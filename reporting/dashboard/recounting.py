"""Counting everything a second time, by code that shares nothing with what keeps the rows.

It reads activities, requests and answered contacts themselves, never the facts, and spells the
rules out again in plain dictionaries. Slow on purpose, simple on purpose: when the two disagree,
one is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from assignments.activities.models import Activity, ActivityMunicipality, ActivityTheme
from assignments.outreach.models import Contact
from assignments.requests.models import Holder, PartnerMunicipality, SupportRequest
from centres.models import Centre
from municipalities.models import Municipality
from municipalities.structure import carry

# (structure, year, place id, county id, centre id, kind, slice, slice id); 0 and "" are empty.
Cell = tuple[str, int, int, int, int, str, str, int]
Where = tuple[str, int, int]

# Rules 6, 7 and 20, spelled out by name: a kind that is missing here is a KeyError, not a guess.
GIVES = {
    "course": 3,
    "professional_day": 3,
    "seminar": 3,
    "conference": 3,
    "guidance": 3,
    "consultation": 3,
    "network_meeting": 3,
    "implementation_support": 3,
    "mapping": 3,
    "presentation": 3,
    "contact_meeting": 2,
    "dialogue_meeting": 2,
    "development_work": 0,
    "advice_to_authorities": 3,
    "teaching": 3,
    "supervision": 3,
    "research_summary": 0,
    "research": 0,
    "dissemination": 0,
}
GATHERINGS = frozenset(
    {"course", "professional_day", "seminar", "conference", "presentation", "network_meeting"}
)
# Rule 6: only an answer is contact.
ANSWERS = {
    "no_answer": False,
    "wants_support": True,
    "talk_later": True,
    "has_help": True,
    "no_need": True,
    "no_capacity": True,
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a municipality or district stands, in the structure of the day and in today's."""

    code: str
    then: int
    today: int
    county_then: int
    county_today: int
    district: int


@dataclass(frozen=True, slots=True)
class Part:
    """What one source did in one place. Empty numbers are unknown."""

    place: Place | None
    level: int
    hours: Decimal | None
    people: int


@dataclass(slots=True)
class Counted:
    """The numbers of one summary row, as they should be."""

    level: int = 0
    activities: int = 0
    with_hours: int = 0
    hours: Decimal = field(default_factory=Decimal)
    people: int = 0
    requests: int = 0
    agreements: int = 0
    last: date | None = None

    def take(self, parts: list[Part], day: date, *, source: str, is_main: bool = True) -> None:
        """One source with all that it did in this cell. Further themes take no hours (21)."""
        self.level = max(self.level, *(part.level for part in parts))
        if any(part.level >= 2 for part in parts):
            self.last = max(self.last or day, day)
        if source == "request":
            self.requests += 1
        if source != "activity":
            return
        self.activities += 1
        hours = [part.hours for part in parts if part.hours is not None]
        if is_main:
            self.with_hours += bool(hours)
            self.hours += sum(hours)
            self.people += sum(part.people for part in parts)

    def numbers(self) -> tuple[object, ...]:
        return (
            self.level,
            self.activities,
            self.with_hours,
            self.hours,
            self.people,
            self.requests,
            self.agreements,
            self.last,
        )


def recount() -> dict[Cell, Counted]:
    """Every summary row that says something, counted from the sources."""
    places = all_places()
    kinds = dict(Centre.objects.values_list("pk", "kind"))
    found: dict[Cell, Counted] = defaultdict(Counted)
    for activity, parts, themes in activities(places):
        doers = {(activity.centre_id, ""), (0, kinds[activity.centre_id]), (0, "")}
        day, cuts = activity.starts_on, slices(activity, themes)
        for where, own in by_row(parts).items():
            for centre, kind in doers:
                for (name, key), is_main in cuts.items():
                    cell = (where[0], day.year, *where[1:], centre, kind, name, key)
                    found[cell].take(own, day, source="activity", is_main=is_main)
    for cell, parts, day in requests(places, kinds):
        found[cell].take(parts, day, source="request")
    for cell, parts, day in contacts(places, kinds):
        found[cell].take(parts, day, source="outreach")
    return found


def all_places() -> dict[int, Place]:
    """Districts stand in their municipality (11); today's code where it is plain which (23)."""
    rows = {row.pk: row for row in Municipality.objects.all()}
    by_code = {row.code: row for row in rows.values()}
    today = timezone.localdate()

    @cache
    def now(code: str) -> Municipality:
        carried = carry(code, on=today, to=today)
        return by_code[code if carried.is_split else carried.codes[0]]

    found = {}
    for row in rows.values():
        then = rows[row.parent_id or row.pk]
        later = now(then.code)
        district = row.pk if row.parent_id else 0
        counties = (then.county_id, later.county_id)
        found[row.pk] = Place(row.code, then.pk, later.pk, *counties, district)
    return found


def activities(
    places: dict[int, Place],
) -> Iterator[tuple[Activity, list[Part], list[int]]]:
    """Confirmed and not deleted (1), with what was done where and the themes in order."""
    named: dict[int, list[tuple[Place, int | None]]] = defaultdict(list)
    columns = ("activity_id", "municipality_id", "attendances")
    for activity, place, people in ActivityMunicipality.objects.values_list(*columns):
        named[activity].append((places[place], people))
    themes: dict[int, list[int]] = defaultdict(list)
    links = ActivityTheme.objects.order_by("activity_id", "position")
    for activity, theme in links.values_list("activity_id", "theme_id"):
        themes[activity].append(theme)
    rows = Activity.objects.filter(status="confirmed", deleted_at__isnull=True)
    for row in rows.select_related("assignment").order_by("pk").iterator(2000):
        own = sorted(named[row.pk], key=lambda pair: pair[0].code)
        yield row, parts_of(row, own), themes[row.pk]


def parts_of(activity: Activity, named: list[tuple[Place, int | None]]) -> list[Part]:
    """Hours in equal parts, the remainder to the lowest code (16); people as recorded (17)."""
    if len(named) == 1 and named[0][1] is None:
        named = [(named[0][0], activity.attendances)]
    recorded = sum(people or 0 for _place, people in named)
    rest = max((activity.attendances or 0) - recorded, 0)
    if not named:
        return [Part(None, 0, activity.hours, rest)]
    parts = [
        Part(place, level_of(activity, people), share, people or 0)
        for (place, people), share in zip(named, shares(activity.hours, len(named)), strict=True)
    ]
    return [*parts, Part(None, 0, None, rest)]


def shares(hours: Decimal | None, places: int) -> list[Decimal | None]:
    if hours is None:
        return [None] * places
    cents = int(hours * 100)
    each, over = divmod(cents, places)
    return [Decimal(each + (over if index == 0 else 0)) / 100 for index in range(places)]


def level_of(activity: Activity, people: int | None) -> int:
    level = GIVES[activity.kind]
    is_open = activity.is_national_event or (
        activity.form == "digital" and activity.kind in GATHERINGS
    )
    return 0 if level == 3 and is_open and not people else level


def slices(activity: Activity, themes: list[int]) -> dict[tuple[str, int], bool]:
    """What the activity is cut by, and whether it brings its hours there (21)."""
    found = {("none", 0): True}
    found.update({("theme", theme): index == 0 for index, theme in enumerate(themes)})
    if activity.assignment and activity.assignment.initiative_id:
        found["initiative", activity.assignment.initiative_id] = True
    if activity.mandate_task_id:
        found["mandate_task", activity.mandate_task_id] = True
    return found


def by_row(parts: list[Part]) -> dict[Where, list[Part]]:
    """The parts sorted into country, counties, municipalities and districts, in both structures.

    An activity in two old codes of one municipality of today is one activity there.
    """
    found: dict[Where, list[Part]] = defaultdict(list)
    for part in parts:
        found["then", 0, 0].append(part)
        found["today", 0, 0].append(part)
        if (place := part.place) is None:
            continue
        found["then", 0, place.county_then].append(part)
        found["then", place.then, 0].append(part)
        found["today", 0, place.county_today].append(part)
        found["today", place.today, 0].append(part)
        if place.district:
            found["then", place.district, 0].append(part)
            found["today", place.district, 0].append(part)
    return found


def requests(
    places: dict[int, Place], kinds: dict[int, str]
) -> Iterator[tuple[Cell, list[Part], date]]:
    """Rule 6: contact, also when declined, for the centre asked and each that accepted; for the
    municipality that certainly asked, and its partners that have confirmed."""
    accepted = pairs(Holder.objects.exclude(accepted_at=None).filter(is_counted=True), "centre")
    partners = pairs(PartnerMunicipality.objects.filter(is_counted=True), "municipality")
    for row in SupportRequest.objects.iterator(2000):
        day = timezone.localtime(row.submitted_at).date()
        centres = accepted[row.pk] | ({row.asked_centre_id} if row.is_counted else set())
        asked = partners[row.pk] | ({row.municipality_id} if row.confirmed_at else set())
        doers = {(0, "")} | {(pk, "") for pk in centres} | {(0, kinds[pk]) for pk in centres}
        cuts = [("none", 0), *([("theme", row.theme_id)] if row.theme_id else [])]
        parts = [Part(places[pk], 2, None, 0) for pk in sorted(asked)]
        for where, here in by_row(parts).items() if centres else ():
            for centre, kind in doers:
                for name, key in cuts:
                    cell = (where[0], day.year, *where[1:], centre, kind, name, key)
                    yield cell, here, day


def pairs(rows: QuerySet[Any], other: str) -> defaultdict[int, set[int]]:
    """Ids of the other side, by request."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    for request, pk in rows.order_by().values_list("support_request", other):
        found[request].add(pk)
    return found


def contacts(
    places: dict[int, Place], kinds: dict[int, str]
) -> Iterator[tuple[Cell, list[Part], date]]:
    """Rule 6: contact on the day, for the centre that got the answer; never cut by theme."""
    rows = Contact.objects.filter(is_counted=True).select_related("approach")
    for row in rows.iterator(2000):
        if not ANSWERS[row.result]:
            continue
        part = Part(places[row.approach.municipality_id], 2, None, 0)
        centre = row.approach.centre_id
        for where in by_row([part]):
            for doer, kind in ((0, ""), (centre, ""), (0, kinds[centre])):
                yield (where[0], row.day.year, *where[1:], doer, kind, "none", 0), [part], row.day
