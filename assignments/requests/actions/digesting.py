"""Once a week: a letter to each subscriber of a saved filter, with counts and no text."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assignments.requests import letters
from assignments.requests.actions.saving import monday_of
from assignments.requests.models import SavedFilter
from assignments.requests.queue.desk import desk_of
from assignments.requests.queue.summary import summary_of
from korus_portal.accounts.models import User
from korus_portal.notifications.outbox import notify

# Letters lie there when people come to work on Monday.
FROM_HOUR = 6


def digest(*, now: datetime | None = None) -> int:
    """Write this week's letters that are not yet written. Returns how many were.

    Swept every hour: a portal that stood still on Monday writes them when it is back.
    """
    now = timezone.localtime(now)
    monday = monday_of(now.date())
    if now.date() == monday and now.hour < FROM_HOUR:
        return 0
    due = SavedFilter.objects.filter(subscribers__isnull=False).filter(not_since(monday))
    ids = due.order_by("pk").values_list("pk", flat=True).distinct()
    return sum(digest_one(pk, monday) for pk in list(ids))


def not_since(monday: date) -> Q:
    return Q(digested_on=None) | Q(digested_on__lt=monday)


@transaction.atomic
def digest_one(pk: int, monday: date) -> int:
    """One filter's letters. Of two workers the second finds the row taken, or done."""
    free = SavedFilter.objects.select_for_update(skip_locked=True, of=("self",))
    saved = free.filter(not_since(monday), pk=pk).select_related("centre__organisation").first()
    if saved is None:
        return 0
    saved.digested_on = monday
    saved.save(update_fields=["digested_on"])
    return sum(write(saved, user, monday) for user in readers_of(saved))


def readers_of(saved: SavedFilter) -> list[User]:
    """Subscribers who still work at the centre and still see the filter."""
    here = letters.people_of_centre(saved.centre).values("pk")
    found = saved.subscribers.filter(pk__in=here).order_by("pk")
    return list(found if saved.is_shared else found.filter(pk=saved.owner_id))


def write(saved: SavedFilter, user: User, monday: date) -> int:
    desk = desk_of(user, saved.centre.code)
    if desk is None:
        return 0
    since = monday - timedelta(days=7)
    written = notify(
        [user],
        kind="requests.weekly_digest",
        template="requests/emails/weekly_digest",
        about=saved,
        path=saved.get_absolute_url(),
        context={"saved": saved, "summary": summary_of(desk, saved.query, since=since)},
    )
    return len(written)
