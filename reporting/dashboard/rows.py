"""The rows behind a figure: the same facts that it counted, as far as the reader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from assignments.activities.models import Activity
from assignments.agreements.models import Agreement
from assignments.coverage.models import Fact
from assignments.outreach.models import Contact, ContactQuerySet
from assignments.requests.models import SupportRequest, SupportRequestQuerySet
from assignments.rounds.models import InformationRow
from korus_portal.accounts.access import Viewer
from reporting.dashboard import sides, wording
from reporting.dashboard.behind import (
    Counted,
    Selection,
    counted,
    registrations,
    repeated,
    totals,
)
from reporting.dashboard.counting import Numbers, place_column

PER_PAGE = 50
Row = TypeVar("Row")


@dataclass(frozen=True)
class Told(Generic[Row]):
    """The newest of those that the viewer may see, of all that were counted."""

    rows: list[Row]
    visible: int
    count: int

    @property
    def hidden(self) -> int:
        return self.count - self.visible

    @property
    def has_more(self) -> bool:
        return self.visible > len(self.rows)


@dataclass(frozen=True)
class RowsBehind:
    """Activities are public; the others are shown to those who may, counted for all."""

    activities: Paginator[Activity]
    # Rows of the same event as another's, told for their hours: they count with it (rule 19).
    linked: int
    # The newest of those that the viewer may see.
    requests: list[SupportRequest]
    visible_requests: int
    request_count: int
    # Answered contacts from the list of municipalities to call, without their notes.
    contacts: list[Contact]
    visible_contacts: int
    contact_count: int
    # Municipalities told in a round of information, and agreements in force.
    informed: Told[InformationRow]
    agreements: Told[Agreement]

    @property
    def activity_count(self) -> int:
        return self.activities.count - self.linked

    @property
    def hidden_requests(self) -> int:
        return self.request_count - self.visible_requests

    @property
    def has_more_requests(self) -> bool:
        return self.visible_requests > len(self.requests)

    @property
    def hidden_contacts(self) -> int:
        return self.contact_count - self.visible_contacts

    @property
    def has_more_contacts(self) -> bool:
        return self.visible_contacts > len(self.contacts)


def rows_behind(selection: Selection, viewer: Viewer) -> RowsBehind:
    facts = selection.facts
    activities = activities_of(selection, viewer)
    asked, visible = requests_of(facts, viewer)
    answered, told = contacts_of(facts, viewer)
    return RowsBehind(
        activities=Paginator(activities.select_related("centre", "assignment"), PER_PAGE),
        linked=linked_in(activities, selection),
        requests=list(visible.for_list()[:PER_PAGE]),
        visible_requests=visible.count(),
        request_count=asked,
        contacts=list(told.for_rows()[:PER_PAGE]),
        visible_contacts=told.count(),
        contact_count=answered,
        informed=informed_behind(selection, viewer),
        agreements=agreements_behind(facts, viewer),
    )


def activities_of(selection: Selection, viewer: Viewer) -> QuerySet[Activity]:
    rows = Activity.objects.visible_to(viewer).counting()
    return rows.filter(pk__in=sources(selection.facts, Fact.Source.ACTIVITY))


def requests_of(facts: QuerySet[Fact], viewer: Viewer) -> tuple[int, SupportRequestQuerySet]:
    """How many were counted, and those that the viewer may see."""
    asked = sources(facts, Fact.Source.REQUEST)
    visible = SupportRequest.objects.visible_to(viewer).filter(pk__in=asked)
    return asked.distinct().count(), visible


def contacts_of(facts: QuerySet[Fact], viewer: Viewer) -> tuple[int, ContactQuerySet]:
    answered = sources(facts, Fact.Source.OUTREACH)
    visible = Contact.objects.visible_to(viewer).filter(pk__in=answered)
    return answered.distinct().count(), visible


def linked_in(activities: QuerySet[Activity], selection: Selection) -> int:
    """At one centre those alone where it was at the event by another row too (rule 19)."""
    if selection.is_several_centres:
        return activities.filter(same_event_as__isnull=False).count()
    again = repeated(selection)
    return activities.filter(pk__in=again).count() if again else 0


def informed_behind(selection: Selection, viewer: Viewer) -> Told[InformationRow]:
    count, visible = informed_of(selection, viewer)
    found = visible.count()
    return Told(list(visible[:PER_PAGE]), found, max(count, found))


def informed_of(selection: Selection, viewer: Viewer) -> tuple[int, QuerySet[InformationRow]]:
    """One row for each municipality that was told; counted by the facts, which are as many."""
    own = selection.facts.filter(source_kind=Fact.Source.ROUND)
    choice, is_whole = selection.choice, selection.is_everything
    visible = InformationRow.objects.visible_to(viewer).delivered()
    visible = visible.filter(round__in=own.values("source_id"))
    if not is_whole or choice.counties or choice.has_some_places:
        whole = own.filter(district=None).values("place_then")
        named = Q(municipality__in=whole) | Q(municipality__in=own.values("district"))
        visible = visible.filter(named)
    rows = visible.select_related("round__centre", "municipality").order_by("-round__day", "pk")
    return own.values("source_id", place_column(choice), "district").distinct().count(), rows


def agreements_behind(facts: QuerySet[Fact], viewer: Viewer) -> Told[Agreement]:
    count, visible = agreements_of(facts, viewer)
    return Told(list(visible[:PER_PAGE]), visible.count(), count)


def agreements_of(facts: QuerySet[Fact], viewer: Viewer) -> tuple[int, QuerySet[Agreement]]:
    signed = sources(facts, Fact.Source.AGREEMENT)
    visible = Agreement.objects.visible_to(viewer).filter(pk__in=signed)
    return signed.distinct().count(), visible.select_related("centre", "municipality")


def sources(facts: QuerySet[Fact], kind: str) -> QuerySet[Fact, int]:
    return facts.filter(source_kind=kind).values_list("source_id", flat=True)


@dataclass(frozen=True)
class ActivityRow:
    """An activity as it stands in the table, with what it gave to the number."""

    activity: Activity
    counted: Counted | None

    @property
    def hours(self) -> Decimal | None:
        return self.counted.hours if self.counted else None

    @property
    def attendances(self) -> int | None:
        return self.counted.attendances if self.counted else None

    @property
    def is_linked(self) -> bool:
        return self.counted is not None and not self.counted.counts


def shown(selection: Selection, activities: list[Activity]) -> list[ActivityRow]:
    """One page of them; one query for what they gave."""
    found = {row.pk: row for row in counted(selection, [each.pk for each in activities])}
    return [ActivityRow(each, found.get(each.pk)) for each in activities]


def on_side(selection: Selection, sums: Numbers) -> Numbers:
    """The hours of an activity are parted between its sides: of a chosen one only its part."""
    side = selection.work.side
    if not side:
        return sums
    return sides.of_facts(selection.facts, selection.choice).get(side, Numbers())


def behind_of(selection: Selection, activities: list[Activity]) -> dict[str, Any]:
    """The sums of the rows, as the number that was opened says them."""
    sums = totals(selection)
    by_place = registrations(selection) if selection.places is not None else None
    return {
        "shown": shown(selection, activities),
        "sums": sums,
        "sum_hours": wording.hours(on_side(selection, sums)),
        "sum_attendances": wording.number(sums.attendances),
        "registrations": by_place,
    }
