"""What the operator does with letters."""

from collections.abc import Iterable
from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications.delivery import ask_for_delivery
from korus_portal.notifications.models import Letter


@transaction.atomic
def retry_letters(letters: Iterable[Letter], *, by: User) -> int:
    """Send given-up letters once more, from the first attempt. Returns how many there were."""
    if not is_administrator(by):
        raise PermissionDenied
    given_up = Letter.objects.exclude(given_up_at=None).filter(pk__in=[row.pk for row in letters])
    locked = list(given_up.order_by("pk").select_for_update())
    for letter in locked:
        letter.given_up_at, letter.attempts = None, 0
        letter.next_attempt_at = timezone.now()
        letter.save(update_fields=["given_up_at", "attempts", "next_attempt_at"])
        record("notifications.letter_retried", letter, by=by)
        transaction.on_commit(partial(ask_for_delivery, letter.pk))
    return len(locked)
