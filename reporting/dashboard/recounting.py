"""Counting everything a second time, by code that shares nothing with what keeps the rows.

It reads activities, requests, answered contacts, rounds and agreements themselves, never the facts,
and spells the rules out again in plain dictionaries. Slow on purpose, simple on purpose: when the
two disagree, one is wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from assignments.activities.models import (
    Activity,
    ActivityMunicipality,
    ActivityPartner,
    ActivityTheme,
)
from assignments.agreements.models import Agreement
from assignments.outreach.models import Contact
from assignments.plans.models import ClosedYear
from assignments.requests.models import Holder, PartnerMunicipality, SupportRequest
from assignments.rounds.models import InformationRow
from centres.models import Centre
from reporting.dashboard.recount_places import Place, all_places

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
    # Events that a centre may have been at by several rows (19), and whether hours are known.
    joint: dict[int, bool] = field(default_factory=dict)

    def take(
        self,
        parts: list[Part],
        day: date,
        *,
        source: str,
        is_main: bool = True,
        is_event: bool = True,
        joint: int = 0,
    ) -> None:
        """One source with all that it did in this cell. Further themes take no hours (21); a row
        of the same event as another brings its hours alone where several count together (19).
        `joint`: the lead's row, where a centre by itself is counted, once for all the rows."""
        self.level = max(self.level, *(part.level for part in parts))
        if any(part.level >= 2 for part in parts):
            self.last = max(self.last or day, day)
        self.requests += source == "request"
        self.agreements += source == "agreement"
        if source != "activity":
            return
        hours = [part.hours for part in parts if part.hours is not None]
        has_hours = is_main and bool(hours)
        if joint:
            self.joint[joint] = self.joint.get(joint, False) or has_hours
        else:
            self.activities += is_event
            self.with_hours += has_hours and is_event
        if is_main:
            self.hours += sum(hours)
            self.people += sum(part.people for part in parts) if is_event else 0

    def numbers(self) -> tuple[object, ...]:
        return (
            self.level,
            self.activities + len(self.joint),
            self.with_hours + sum(self.joint.values()),
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
    leads = rows_of_events()
    for activity, by_centre, themes in activities(places):
        day, cuts = activity.starts_on, slices(activity, themes)
        for (centre, kind), parts in by_doer(by_centre, kinds).items():
            is_event = bool(centre) or activity.same_event_as_id is None
            joint = leads.get(activity.pk, 0) if centre else 0
            for where, own in by_row(parts).items():
                for (name, key), is_main in cuts.items():
                    cell = (where[0], day.year, *where[1:], centre, kind, name, key)
                    take = partial(found[cell].take, own, day, source="activity")
                    take(is_main=is_main, is_event=is_event, joint=joint)
    for source, read in OTHERS.items():
        for cell, parts, day in read(places, kinds):
            found[cell].take(parts, day, source=source)
    return found


def rows_of_events() -> dict[int, int]:
    """Every row of an event that has several, with the row that leads (19)."""
    linked = Activity.objects.exclude(same_event_as=None).order_by()
    pairs = linked.values_list("pk", "same_event_as")
    return {row: lead for pk, lead in pairs if lead is not None for row in (pk, lead)}


def by_doer(
    by_centre: dict[int, list[Part]], kinds: dict[int, str]
) -> dict[tuple[int, str], list[Part]]:
    """Each centre by itself, the centres of a kind together, and all together."""
    found: dict[tuple[int, str], list[Part]] = defaultdict(list)
    for centre, parts in by_centre.items():
        for doer in ((centre, ""), (0, kinds[centre]), (0, "")):
            found[doer] += parts
    return found


def activities(
    places: dict[int, Place],
) -> Iterator[tuple[Activity, dict[int, list[Part]], list[int]]]:
    """Confirmed, not deleted (1) and not put right since (30), with what each centre did where,
    and the themes in order."""
    named: dict[int, list[tuple[Place, int | None]]] = defaultdict(list)
    columns = ("activity_id", "municipality_id", "attendances")
    for activity, place, people in ActivityMunicipality.objects.values_list(*columns):
        named[activity].append((places[place], people))
    themes: dict[int, list[int]] = defaultdict(list)
    links = ActivityTheme.objects.order_by("activity_id", "position")
    for activity, theme in links.values_list("activity_id", "theme_id"):
        themes[activity].append(theme)
    joined: dict[int, list[tuple[int, Decimal | None]]] = defaultdict(list)
    accepted = ActivityPartner.objects.filter(state="accepted")
    for activity, centre, hours in accepted.values_list("activity_id", "centre_id", "hours"):
        joined[activity].append((centre, hours))
    rows = Activity.objects.filter(status="confirmed", deleted_at__isnull=True)
    for row in rows.select_related("assignment").order_by("pk").iterator(2000):
        if row.is_replaced or row.correction == "voids":
            continue
        own = sorted(named[row.pk], key=lambda pair: pair[0].code)
        by_centre = {row.centre_id: parts_of(row, own)}
        for centre, hours in joined[row.pk]:
            by_centre[centre] = parts_of_partner(row, own, hours)
        yield row, by_centre, themes[row.pk]


def parts_of_partner(
    activity: Activity, named: list[tuple[Place, int | None]], hours: Decimal | None
) -> list[Part]:
    """The same places and levels, hours of its own, and nobody who took part (18)."""
    if not named:
        return [Part(None, 0, hours, 0)]
    if len(named) == 1 and named[0][1] is None:
        named = [(named[0][0], activity.attendances)]
    each = zip(named, shares(hours, len(named)), strict=True)
    return [Part(place, level_of(activity, people), share, 0) for (place, people), share in each]


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


def rounds(
    places: dict[int, Place], kinds: dict[int, str]
) -> Iterator[tuple[Cell, list[Part], date]]:
    """Rule 5: known where it was delivered, a bounce is not; never contact."""
    rows = InformationRow.objects.exclude(state="bounced").filter(round__deleted_at__isnull=True)
    for row in rows.select_related("round").iterator(2000):
        sent, part = row.round, Part(places[row.municipality_id], 1, None, 0)
        cuts = [("none", 0), *([("theme", sent.theme_id)] if sent.theme_id else [])]
        for where in by_row([part]):
            for doer, kind in ((0, ""), (sent.centre_id, ""), (0, kinds[sent.centre_id])):
                for name, key in cuts:
                    cell = (where[0], sent.day.year, *where[1:], doer, kind, name, key)
                    yield cell, [part], sent.day


def agreements(
    places: dict[int, Place], kinds: dict[int, str]
) -> Iterator[tuple[Cell, list[Part], date]]:
    """Rule 26: every year with a day in force, until the municipality is no more; it is no use.
    A year that was reported before both had signed stays as it was reported (30)."""
    closed = {(row.centre_id, row.year): row.closed_at for row in ClosedYear.objects.all()}
    rows = Agreement.objects.filter(signed_at__isnull=False, deleted_at__isnull=True)
    for row in rows.select_related("municipality").iterator(2000):
        last = min(filter(None, (row.ends_on, row.ended_on, row.municipality.valid_to)))
        wheres = by_row([Part(places[row.municipality_id], 0, None, 0)])
        for year in range(row.starts_on.year, last.year + 1) if last >= row.starts_on else ():
            reported = closed.get((row.centre_id, year))
            if reported and row.signed_at and reported < row.signed_at:
                continue
            for where, parts in wheres.items():
                for doer, kind in ((0, ""), (row.centre_id, ""), (0, kinds[row.centre_id])):
                    yield (where[0], year, *where[1:], doer, kind, "none", 0), parts, last


OTHERS = {
    "request": requests,
    "outreach": contacts,
    "round": rounds,
    "agreement": agreements,
}
