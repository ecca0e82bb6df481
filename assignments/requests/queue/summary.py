"""A choice of the queue in a few counts, for a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from assignments.requests.models import SupportRequest
from assignments.requests.queue.choice import Choice
from assignments.requests.queue.desk import Desk
from assignments.requests.queue.narrowing import is_late
from assignments.requests.queue.table import Queue


@dataclass(frozen=True)
class Summary:
    count: int
    late: int
    undecided: int
    nobodys: int
    new: int


def summary_of(desk: Desk, query: str, *, since: date) -> Summary:
    """How many there are now, and of them the late, the undecided, those without adviser, and
    those sent since a day."""
    rows = Queue(desk, Choice.of_query(query)).rows.order_by()
    undecided = Q(status__in=SupportRequest.UNDECIDED)
    nobodys = Q(status__in=SupportRequest.OPEN, adviser=None)
    counted = rows.aggregate(
        count=Count("pk"),
        late=Count("pk", filter=is_late()),
        undecided=Count("pk", filter=undecided),
        nobodys=Count("pk", filter=nobodys),
        new=Count("pk", filter=Q(submitted_at__date__gte=since)),
    )
    return Summary(**counted)
