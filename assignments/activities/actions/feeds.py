"""Making, replacing and ending the secret address of a calendar."""

import secrets

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.activities import rules
from assignments.activities.calendar_feed import digest_of
from assignments.activities.models import FeedKey
from assignments.plans.rules import own_centres
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


@transaction.atomic
def make_feed(*, centre: Centre | None, by: User) -> str:
    """A new key for one's own calendar, or a centre's; the one before it ends. Told only here."""
    _ask(centre, by)
    key = secrets.token_urlsafe(32)
    FeedKey.objects.update_or_create(
        user=by,
        centre=centre,
        defaults={"digest": digest_of(key), "made_at": timezone.now(), "last_read_on": None},
    )
    _record("activities.feed_made", centre, by)
    return key


@transaction.atomic
def end_feed(*, centre: Centre | None, by: User) -> bool:
    """Nobody can read the calendar by its address any more. False when there was none."""
    _ask(centre, by)
    gone, _each = FeedKey.objects.filter(user=by, centre=centre).delete()
    if gone:
        _record("activities.feed_ended", centre, by)
    return bool(gone)


def note_reading(feed: FeedKey) -> None:
    """On which day the calendar was last read; written once a day."""
    today = timezone.localdate()
    if feed.last_read_on != today:
        FeedKey.objects.filter(pk=feed.pk).update(last_read_on=today)


def _ask(centre: Centre | None, by: User) -> None:
    is_own = rules.can_list_activities(by) if centre is None else rules.can_log_activity(by, centre)
    if not is_own:
        raise PermissionDenied


def _record(kind: str, centre: Centre | None, by: User) -> None:
    """On the centre; one's own calendar stands on the first of one's centres."""
    at = centre or own_centres(by).first()
    if at is None:
        raise PermissionDenied
    details = {"calendar": "centre" if centre else "own"}
    record(kind, at, by=by, details=details)
