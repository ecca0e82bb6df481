"""The rows behind a figure: the same facts that it counted, as far as the reader may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet

from assignments.activities.models import Activity
from assignments.coverage.models import Fact
from assignments.outreach.models import Contact
from assignments.requests.models import SupportRequest
from korus_portal.accounts.access import Viewer
from municipalities.models import Municipality
from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import facts_of

PER_PAGE = 50


@dataclass(frozen=True)
class RowsBehind:
    """Activities are public; requests and contacts are shown to those who may, counted for all."""

    activities: Paginator[Activity]
    # The newest of those that the viewer may see.
    requests: list[SupportRequest]
    visible_requests: int
    request_count: int
    # Answered contacts from the list of municipalities to call, without their notes.
    contacts: list[Contact]
    visible_contacts: int
    contact_count: int

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


def rows_behind(choice: Choice, place: Municipality | None, viewer: Viewer) -> RowsBehind:
    facts = facts_of(choice, place)
    activities = Activity.objects.visible_to(viewer).counting()
    activities = activities.filter(pk__in=sources(facts, Fact.Source.ACTIVITY))
    asked = sources(facts, Fact.Source.REQUEST)
    visible = SupportRequest.objects.visible_to(viewer).filter(pk__in=asked)
    answered = sources(facts, Fact.Source.OUTREACH)
    told = Contact.objects.visible_to(viewer).filter(pk__in=answered)
    return RowsBehind(
        activities=Paginator(activities.select_related("centre", "assignment"), PER_PAGE),
        requests=list(visible.for_list()[:PER_PAGE]),
        visible_requests=visible.count(),
        request_count=asked.distinct().count(),
        contacts=list(told.for_rows()[:PER_PAGE]),
        visible_contacts=told.count(),
        contact_count=answered.distinct().count(),
    )


def sources(facts: QuerySet[Fact], kind: str) -> QuerySet[Fact, int]:
    return facts.filter(source_kind=kind).values_list("source_id", flat=True)
