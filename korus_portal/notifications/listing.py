"""What the pages of notices and of the outbox show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext

from korus_portal.notifications import kinds
from korus_portal.notifications.models import (
    BouncingAddress,
    Letter,
    LetterQuerySet,
    NoticeQuerySet,
    State,
)

NOTICES_PER_PAGE = 25
LETTERS_PER_PAGE = 50


def notices_context(notices: NoticeQuerySet, query: Mapping[str, str]) -> dict[str, Any]:
    """Newest first; `vis=uleste` shows only what has not been read."""
    only_unread = query.get("vis") == "uleste"
    found = notices.unread() if only_unread else notices
    page = Paginator(found, NOTICES_PER_PAGE).get_page(query.get("page"))
    counted = notices.aggregate(newest=Max("pk"), unread=Count("pk", filter=Q(read_at=None)))
    rows = [(notice, kinds.of(notice.kind).group.label) for notice in page]
    return {"page_obj": page, "rows": rows, "only_unread": only_unread, **counted}


@dataclass(frozen=True, slots=True)
class LetterRow:
    """Where one letter is. Never its subject, text or link."""

    pk: int
    kind: Any
    address: str
    created_at: datetime
    attempts: int
    state: Any
    error: str
    # Given up, to an address that may take letters.
    can_retry: bool


def outbox_context(
    letters: LetterQuerySet, found: LetterQuerySet, number: str | None
) -> dict[str, Any]:
    page = Paginator(found, LETTERS_PER_PAGE).get_page(number)
    marked = _marked({letter.address for letter in page})
    rows = [_row(letter, marked) for letter in page]
    return {
        "page_obj": page,
        "rows": rows,
        "can_retry": any(row.can_retry for row in rows),
        **_counts(letters),
    }


def _counts(letters: LetterQuerySet) -> dict[str, Any]:
    """Each by its own index: the sent letters are many."""
    waiting = letters.waiting().aggregate(waiting=Count("pk"), oldest=Min("created_at"))
    lately = timezone.now() - timedelta(days=1)
    return {
        **waiting,
        "given_up": letters.in_state(State.GIVEN_UP).count(),
        "stopped": letters.in_state(State.STOPPED).count(),
        "sent_lately": letters.filter(sent_at__gte=lately).count(),
    }


def _marked(found: Iterable[str]) -> set[str]:
    plain = {address.lower() for address in found}
    rows = BouncingAddress.objects.filter(address__in=plain)
    return set(rows.values_list("address", flat=True))


def _row(letter: Letter, marked: set[str]) -> LetterRow:
    state = letter.state
    return LetterRow(
        pk=letter.pk,
        kind=kinds.of(letter.kind).name,
        address=letter.address,
        created_at=letter.created_at,
        attempts=letter.attempts,
        state=state,
        error=gettext(letter.last_error) if letter.last_error else "",
        can_retry=state == State.GIVEN_UP and letter.address.lower() not in marked,
    )


def addresses(
    marked: Iterable[BouncingAddress], letters: LetterQuerySet
) -> list[tuple[BouncingAddress, int]]:
    """Addresses that refuse letters, each with how many letters would be sent when cleared."""
    rows = list(marked)
    kept = letters.filter(Q(given_up_at__isnull=False) | Q(stopped_at__isnull=False))
    counted = (
        kept.annotate(plain=Lower("address"))
        .filter(plain__in=[row.address for row in rows])
        .order_by()
        .values_list("plain")
        .annotate(n=Count("pk"))
    )
    counts = dict(counted)
    return [(row, counts.get(row.address, 0)) for row in rows]
