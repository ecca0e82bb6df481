"""The saved filters that somebody sees at a centre, as lines of a list."""

from __future__ import annotations

from dataclasses import dataclass

from assignments.requests.forms.queue import in_words
from assignments.requests.models import SavedFilter
from assignments.requests.queue.choice import Choice
from assignments.requests.queue.desk import Desk
from assignments.requests.queue.offer import offer_of
from assignments.requests.queue.table import Queue


@dataclass(frozen=True)
class SavedRow:
    saved: SavedFilter
    said: str
    is_own: bool
    is_subscribed: bool


def saved_of(desk: Desk) -> list[SavedFilter]:
    found = SavedFilter.objects.visible_to(desk.user).filter(centre=desk.centre)
    return list(found.select_related("owner"))


def saved_rows(desk: Desk) -> list[SavedRow]:
    found = saved_of(desk)
    offer = offer_of(Queue(desk, Choice()))
    mine = SavedFilter.objects.filter(pk__in=[row.pk for row in found], subscribers=desk.user)
    subscribed = set(mine.values_list("pk", flat=True))
    return [
        SavedRow(
            saved=row,
            said=in_words(Choice.of_query(row.query), offer),
            is_own=row.owner_id == desk.user.pk,
            is_subscribed=row.pk in subscribed,
        )
        for row in found
    ]


def described(desk: Desk, choice: Choice) -> str:
    return in_words(choice, offer_of(Queue(desk, choice)))
