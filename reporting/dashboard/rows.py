"""The rows behind a figure: the same facts that it counted, as far as the reader may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import QuerySet

from assignments.activities.models import Activity
from assignments.coverage.models import Fact
from assignments.requests.models import SupportRequest
from korus_portal.accounts.access import Viewer
from municipalities.models import Municipality
from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import facts_of

PER_PAGE = 50


@dataclass(frozen=True)
class RowsBehind:
    """Activities are public; requests are shown to those who may, and counted for all."""

    activities: Paginator[Activity]
    # The newest of those that the viewer may see.
    requests: list[SupportRequest]
    visible_requests: int
    request_count: int

    @property
    def hidden_requests(self) -> int:
        return self.request_count - self.visible_requests

    @property
    def has_more_requests(self) -> bool:
        return self.visible_requests > len(self.requests)


def rows_behind(choice: Choice, place: Municipality | None, viewer: Viewer) -> RowsBehind:
    facts = facts_of(choice, place)
    activities = Activity.objects.visible_to(viewer).counting()
    activities = activities.filter(pk__in=sources(facts, Fact.Source.ACTIVITY))
    asked = sources(facts, Fact.Source.REQUEST)
    visible = SupportRequest.objects.visible_to(viewer).filter(pk__in=asked)
    return RowsBehind(
        activities=Paginator(activities.select_related("centre", "assignment"), PER_PAGE),
        requests=list(visible.for_list()[:PER_PAGE]),
        visible_requests=visible.count(),
        request_count=asked.distinct().count(),
    )


def sources(facts: QuerySet[Fact], kind: str) -> QuerySet[Fact, int]:
    return facts.filter(source_kind=kind).values_list("source_id", flat=True)
