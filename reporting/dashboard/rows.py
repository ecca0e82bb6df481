"""The rows behind a figure: the same facts that it counted, as far as the reader may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet

from assignments.activities.models import Activity
from assignments.agreements.models import Agreement
from assignments.coverage.models import Fact, Structure
from assignments.outreach.models import Contact
from assignments.requests.models import SupportRequest
from assignments.rounds.models import InformationRow
from korus_portal.accounts.access import Viewer
from municipalities.models import Municipality
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import facts_of
from reporting.dashboard.worked import WorkCut

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


def rows_behind(
    choice: Choice, place: Municipality | None, viewer: Viewer, work: WorkCut | None = None
) -> RowsBehind:
    facts = (work or WorkCut()).of(facts_of(choice, place))
    activities = Activity.objects.visible_to(viewer).counting()
    activities = activities.filter(pk__in=sources(facts, Fact.Source.ACTIVITY))
    asked = sources(facts, Fact.Source.REQUEST)
    visible = SupportRequest.objects.visible_to(viewer).filter(pk__in=asked)
    answered = sources(facts, Fact.Source.OUTREACH)
    told = Contact.objects.visible_to(viewer).filter(pk__in=answered)
    return RowsBehind(
        activities=Paginator(activities.select_related("centre", "assignment"), PER_PAGE),
        linked=linked_in(activities, choice),
        requests=list(visible.for_list()[:PER_PAGE]),
        visible_requests=visible.count(),
        request_count=asked.distinct().count(),
        contacts=list(told.for_rows()[:PER_PAGE]),
        visible_contacts=told.count(),
        contact_count=answered.distinct().count(),
        informed=informed_behind(facts, choice, place, viewer),
        agreements=agreements_behind(facts, viewer),
    )


def linked_in(activities: QuerySet[Activity], choice: Choice) -> int:
    """None at one centre: its own rows count there, linked or not."""
    return 0 if choice.centre else activities.filter(same_event_as__isnull=False).count()


def informed_behind(
    facts: QuerySet[Fact], choice: Choice, place: Municipality | None, viewer: Viewer
) -> Told[InformationRow]:
    """One row for each municipality that was told; counted by the facts, which are as many."""
    own = facts.filter(source_kind=Fact.Source.ROUND)
    column = "place_today" if choice.structure == Structure.TODAY else "place_then"
    visible = InformationRow.objects.visible_to(viewer).delivered()
    visible = visible.filter(round__in=own.values("source_id"))
    if place is not None or choice.counties or choice.has_some_places:
        whole = own.filter(district=None).values("place_then")
        named = Q(municipality__in=whole) | Q(municipality__in=own.values("district"))
        visible = visible.filter(named)
    rows = visible.select_related("round__centre", "municipality").order_by("-round__day", "pk")
    count = own.values("source_id", column, "district").distinct().count()
    found = visible.count()
    return Told(list(rows[:PER_PAGE]), found, max(count, found))


def agreements_behind(facts: QuerySet[Fact], viewer: Viewer) -> Told[Agreement]:
    signed = sources(facts, Fact.Source.AGREEMENT)
    visible = Agreement.objects.visible_to(viewer).filter(pk__in=signed)
    rows = visible.select_related("centre", "municipality")[:PER_PAGE]
    return Told(list(rows), visible.count(), signed.distinct().count())


def sources(facts: QuerySet[Fact], kind: str) -> QuerySet[Fact, int]:
    return facts.filter(source_kind=kind).values_list("source_id", flat=True)
