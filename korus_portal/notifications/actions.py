"""What people do with their notices and choices, and the operator with letters."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone

from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications.models import BouncingAddress, Letter, Notice, NotificationChoice

KEEP_READ = timedelta(days=180)
# So many letters are put back at a time: a press of a button must not hold up the page.
MOST_AT_ONCE = 500


def read_notices(*, by: User, ids: Iterable[int]) -> int:
    """Mark one's own notices as read; those that are keep their time. Returns how many were not."""
    unread = Notice.objects.visible_to(by).unread()
    return unread.filter(pk__in=list(ids)).update(read_at=timezone.now())


def read_all(*, by: User, newest: int) -> int:
    """Mark everything as read up to the newest that the person was shown."""
    unread = Notice.objects.visible_to(by).unread()
    return unread.filter(pk__lte=newest).update(read_at=timezone.now())


@transaction.atomic
def choose_modes(*, by: User, modes: Mapping[str, str]) -> None:
    """Store how the person wants to be told from now on; what waits is told as it was to be."""
    NotificationChoice.objects.bulk_create(
        [NotificationChoice(user=by, group=group, mode=mode) for group, mode in modes.items()],
        update_conflicts=True,
        unique_fields=["user", "group"],
        update_fields=["mode"],
    )


def delete_old_notices() -> int:
    """Notices are a help to remember, not a record: what was read half a year ago goes."""
    count, _rows = Notice.objects.filter(read_at__lt=timezone.now() - KEEP_READ).delete()
    return count


@transaction.atomic
def retry_letters(letters: Iterable[Letter], *, by: User) -> int:
    """Send given-up letters once more, from the first attempt. Returns how many there were.

    Those to an address that refuses letters are left: that mark is cleared first.
    """
    if not is_administrator(by):
        raise PermissionDenied
    found = retryable().filter(pk__in=[row.pk for row in letters])
    return _put_back(found.order_by("pk")[:MOST_AT_ONCE], by=by)


@transaction.atomic
def retry_all(*, by: User) -> int:
    """Send all given-up letters once more, the oldest first. Returns how many there were."""
    if not is_administrator(by):
        raise PermissionDenied
    return _put_back(retryable().order_by("pk")[:MOST_AT_ONCE], by=by)


@transaction.atomic
def clear_address(address: BouncingAddress, *, by: User) -> int:
    """Believe in the address again, and send what was given up or stopped for its sake.

    Safe to repeat: an address that is cleared already has nothing left to send.
    """
    if not is_administrator(by):
        raise PermissionDenied
    locked = BouncingAddress.objects.select_for_update().filter(pk=address.pk).first()
    if locked is None:
        return 0
    record("notifications.address_cleared", locked, by=by)
    locked.delete()
    ended = Q(given_up_at__isnull=False) | Q(stopped_at__isnull=False)
    kept = Letter.objects.filter(ended, address__iexact=locked.address)
    open_to = kept.filter(Q(to=None) | Q(to__is_active=True))
    return _put_back(open_to.order_by("-pk")[:MOST_AT_ONCE], by=by)


def retryable() -> QuerySet[Letter]:
    """Given-up letters to addresses that may take them."""
    marked = BouncingAddress.objects.values("address")
    given_up = Letter.objects.exclude(given_up_at=None).alias(plain=Lower("address"))
    return given_up.exclude(plain__in=marked)


def _put_back(chosen: QuerySet[Letter], *, by: User) -> int:
    """Queue the letters from their first attempt, with a trace; the sweep finds them."""
    locked = list(Letter.objects.filter(pk__in=chosen.values("pk")).select_for_update(of=("self",)))
    Letter.objects.filter(pk__in=[letter.pk for letter in locked]).update(
        given_up_at=None, stopped_at=None, attempts=0, next_attempt_at=timezone.now()
    )
    for letter in locked:
        record("notifications.letter_retried", letter, by=by)
    return len(locked)
