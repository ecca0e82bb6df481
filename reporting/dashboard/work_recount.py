"""Counting work by side and course a second time, by code that shares nothing with what keeps it.

It reads the activities themselves, never the facts. Slow on purpose, simple on purpose.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from assignments.activities.models import Activity, ActivityMunicipality, ActivityPartner
from centres.models import Centre
from reporting.dashboard.recounting import rows_of_events

# (year, centre id, kind, cut, key); 0 and "" are empty.
WorkCell = tuple[int, int, str, str, str]

ORDER = ("municipal", "specialist", "county_authority", "state", "other")
# By name: a kind of organisation that is missing here is a KeyError, not a guess.
SIDES = {
    "municipality": "municipal",
    "city_district": "municipal",
    "health_trust": "specialist",
    "clinic": "specialist",
    "county_authority": "county_authority",
    "county_governor": "state",
    "directorate": "state",
    "ministry": "state",
    "child_welfare": "state",
    "centre": "other",
    "user_organisation": "other",
    "voluntary": "other",
    "university": "other",
    "operator": "other",
}


class Work(NamedTuple):
    """How many activities, how many of them with hours, and the hours, of one row."""

    activities: int = 0
    with_hours: int = 0
    hours: Decimal = Decimal(0)

    def and_also(self, hours: list[Decimal], *, is_event: bool, is_given: bool) -> Work:
        """With one activity more; a row of another's event brings its hours alone (19)."""
        return Work(self.activities + is_event, self.with_hours + is_given, self.hours + sum(hours))


class EventsHad:
    """What a centre has had of events with several rows: each counts once for it (19), and once
    among those with hours (the event's number below zero)."""

    def __init__(self) -> None:
        self.cells: set[tuple[WorkCell, int]] = set()

    def is_new(self, cell: WorkCell, event: int) -> bool:
        """True the first time; always where the event is 0."""
        is_new = (cell, event) not in self.cells
        if event:
            self.cells.add((cell, event))
        return is_new


def recount_work() -> dict[WorkCell, Work]:
    """Every row of work that says something, counted from the activities."""
    found: dict[WorkCell, Work] = defaultdict(Work)
    kinds = dict(Centre.objects.values_list("pk", "kind"))
    recipients, joined = sides_by_activity(), hours_of_partners()
    leads, had = rows_of_events(), EventsHad()
    rows = Activity.objects.filter(status="confirmed", deleted_at__isnull=True, is_replaced=False)
    for row in rows.exclude(correction="voids").order_by("pk").iterator(2000):
        own = {row.centre_id: row.hours, **joined[row.pk]}
        sides = [side for side in ORDER if side in recipients[row.pk]] or [""]
        course = f"{row.course_phase}:{row.life_stage}"
        for (centre, kind), hours in by_doer(own, kinds).items():
            event = leads.get(row.pk, 0) if centre else 0
            is_event = centre != 0 or row.same_event_as_id is None
            for cut, key, part in parts_of(sides, course, hours):
                cell = (row.starts_on.year, centre, kind, cut, key)
                counts = is_event and had.is_new(cell, event)
                is_given = is_event and bool(part) and had.is_new(cell, -event)
                found[cell] = found[cell].and_also(part, is_event=counts, is_given=is_given)
    return found


def by_doer(
    own: dict[int, Decimal | None], kinds: dict[int, str]
) -> dict[tuple[int, str], list[Decimal]]:
    """The known hours of each centre by itself, of the centres of a kind, and of all."""
    found: dict[tuple[int, str], list[Decimal]] = defaultdict(list)
    for centre, hours in own.items():
        for doer in ((centre, ""), (0, kinds[centre]), (0, "")):
            found[doer] += [] if hours is None else [hours]
    return found


def parts_of(
    sides: list[str], course: str, hours: list[Decimal]
) -> Iterator[tuple[str, str, list[Decimal]]]:
    """The hours of each centre are cut by side for itself, to two decimals; what is over goes to
    the first side. The course takes them whole."""
    for index, side in enumerate(sides):
        yield "side", side, [part_of(one, index, len(sides)) for one in hours]
    yield "course", course, hours


def part_of(hours: Decimal, index: int, sides: int) -> Decimal:
    each, over = divmod(int(hours * 100), sides)
    return Decimal(each + (over if index == 0 else 0)) / 100


def sides_by_activity() -> dict[int, set[str]]:
    """Municipal where a municipality or district is named; else by who the others are."""
    found: dict[int, set[str]] = defaultdict(set)
    for activity in ActivityMunicipality.objects.values_list("activity_id", flat=True).distinct():
        found[activity].add("municipal")
    through: Any = Activity.organisations.through
    for activity, kind in through.objects.values_list("activity_id", "organisation__kind"):
        found[activity].add(SIDES[kind])
    return found


def hours_of_partners() -> dict[int, dict[int, Decimal | None]]:
    """What the centres that have said yes did, by activity and centre (18)."""
    found: dict[int, dict[int, Decimal | None]] = defaultdict(dict)
    accepted = ActivityPartner.objects.filter(state="accepted")
    for activity, centre, hours in accepted.values_list("activity_id", "centre_id", "hours"):
        found[activity][centre] = hours
    return found
