"""Which rows and municipalities stand behind a number: the choice, and what it is cut down to.

The same facts that the number was counted from. What is told of each activity here (hours,
attendances, in how many of the municipalities) adds up to the number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, Sum

from assignments.coverage.models import LEVEL_CODES, Fact
from assignments.coverage.sides import side_shares
from municipalities.models import Municipality
from reporting.dashboard import counting, figures, groups, overtime
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.figures import Coverage, Place
from reporting.dashboard.forms import (
    NEVER_IN_CONTACT,
    NEVER_OVER_TIME,
    UNREACHED,
    USED_OVER_TIME,
)
from reporting.dashboard.unreached import never_in_contact
from reporting.dashboard.worked import WorkCut

OVER_TIME = {USED_OVER_TIME, NEVER_OVER_TIME}
CHUNK = 1000


@dataclass(frozen=True)
class Selection:
    """What a reader has opened: all of a choice, or what one place, group or kind of work has."""

    choice: Choice
    place: Municipality | None = None
    # Municipalities of a group or at a level; None where all are meant.
    places: frozenset[int] | None = None
    work: WorkCut = field(default_factory=WorkCut)

    @property
    def facts(self) -> QuerySet[Fact]:
        rows = self.work.of(counting.facts_of(self.choice, self.place))
        return rows if self.places is None else rows.filter(self.in_places)

    @property
    def in_places(self) -> Q:
        return Q(**{f"{counting.place_column(self.choice)}__in": self.places})

    @property
    def is_everything(self) -> bool:
        return self.place is None and self.places is None and self.work.is_everything

    @property
    def is_several_centres(self) -> bool:
        """Another's row stands for the same event there, and this one adds its hours (rule 19)."""
        return self.choice.centre is None


class Counted(NamedTuple):
    """What one activity gave to the number that was opened."""

    pk: int
    day: date
    hours: Decimal | None
    attendances: int | None
    # In how many municipalities of the selection it stands.
    places: int
    # False where another's row is counted as the same event.
    counts: bool


def totals(selection: Selection) -> Numbers:
    """The sums of exactly these rows; of a whole choice those of the page."""
    if selection.is_everything:
        return figures.total_of(selection.choice)
    found = selection.facts.order_by().aggregate(**counting.sums(selection.choice))
    return counting.numbers(found)


def registrations(selection: Selection) -> int:
    """Activities counted once in each municipality, as the groups of municipalities do."""
    rows = selection.facts.filter(source_kind=Fact.Source.ACTIVITY)
    if selection.is_several_centres:
        rows = rows.filter(is_linked=False)
    column = counting.place_column(selection.choice)
    rows = rows.exclude(**{column: None}).order_by()
    found: int = rows.values(column, event=counting.EVENT).distinct().count()
    return found


def repeated(selection: Selection) -> set[int]:
    """Activities of one centre in which it was at the same event as in another one here: that
    counts once, in the row that leads, or else in the first of those that are here (rule 19)."""
    if selection.is_several_centres:
        return set()
    facts = selection.facts.filter(source_kind=Fact.Source.ACTIVITY).order_by()
    pairs = facts.filter(linked_to__isnull=False).values_list("linked_to", "source_id")
    found: set[int] = set()
    there: set[int | None] = set()
    if linked := sorted(set(pairs)):
        leads = facts.filter(source_id__in={lead for lead, _pk in linked})
        there = set(leads.values_list("source_id", flat=True))
    for lead, pk in linked:
        if lead in there:
            found.add(pk)
        there.add(lead)
    return found


def counted(selection: Selection, ids: Iterable[int] | None = None) -> Iterator[Counted]:
    """Each activity, newest first, read from the server as it is asked for."""
    facts = selection.facts.filter(source_kind=Fact.Source.ACTIVITY)
    if ids is not None:
        facts = facts.filter(source_id__in=ids)
    rows = facts.order_by("-day", "-source_id").values_list(
        "day", "source_id", "is_linked", "centre_id", "sides"
    )
    again = repeated(selection)
    place = counting.place_column(selection.choice)
    found = rows.annotate(Sum("hours"), Sum("attendances"), Count(place, distinct=True))
    activities = groupby(found.iterator(chunk_size=CHUNK), key=lambda row: row[:3])
    for (day, pk, is_linked), own in activities:
        counts = not is_linked if selection.is_several_centres else pk not in again
        yield one(selection, pk, day, [row[4:] for row in own], counts=counts)


def one(
    selection: Selection, pk: int, day: date, own: list[tuple[object, ...]], *, counts: bool
) -> Counted:
    """An activity from its centres' sums."""
    hours: list[Decimal] = []
    people: list[int] = []
    places = 0
    is_told = counts or not selection.is_several_centres
    for sides, given, attended, count in own:
        share = share_of(selection, sides, given)
        hours += [share] if share is not None else []
        people += [attended] if is_told and isinstance(attended, int) else []
        places = max(places, count if isinstance(count, int) else 0)
    total = sum(hours, Decimal(0)) if hours else None
    return Counted(pk, day, total, sum(people) if people else None, places, counts)


def share_of(selection: Selection, sides: object, given: object) -> Decimal | None:
    """All the hours, or the part that belongs to the chosen side."""
    if not isinstance(given, Decimal):
        return None
    if not selection.work.side or not isinstance(sides, list):
        return given
    return side_shares(given, sides)[selection.work.side]


def places_at(found: Coverage, level: str, group: str) -> list[Place]:
    """Those of a group among the denominator's, then those of them at the level."""
    own = groups.in_group([place for place in found.places if place.counts], group)
    if level == UNREACHED:
        wanted = {place.pk for place in own}
        return [place for place in found.not_reached if place.pk in wanted]
    if level == NEVER_IN_CONTACT:
        return never_in_contact(own)
    if level in OVER_TIME:
        used = overtime.used_over_time(found)
        return [place for place in own if (place.pk in used) is (level == USED_OVER_TIME)]
    least = {code: at for at, code in LEVEL_CODES.items()}.get(level, 0)
    return [place for place in own if place.numbers.level >= least]


def chosen_places(choice: Choice, level: str, group: str) -> frozenset[int] | None:
    """None where neither a level nor a group is chosen."""
    if not level and not group:
        return None
    return frozenset(place.pk for place in places_at(figures.coverage(choice), level, group))
