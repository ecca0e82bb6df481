"""What came of it: which rows were delivered, which came back, and who received them."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from assignments.rounds.actions.errors import MissingReasonError
from assignments.rounds.actions.keeping import count, lock_to_change, save
from assignments.rounds.models import InformationRound, InformationRow
from korus_portal.accounts.models import User

State = InformationRow.State


@transaction.atomic
def mark_bounced(
    *, information_round: InformationRound, rows: Collection[int], reason: str, by: User
) -> int:
    """A bounce is not delivery (rule 5). Those marked so already keep their reason. Returns how
    many changed."""
    if not reason.strip():
        raise MissingReasonError
    locked = lock_to_change(information_round, by)
    changing = locked.rows.filter(pk__in=rows, state=State.DELIVERED)
    return _write(
        locked, changing.values_list("pk", flat=True), by, state=State.BOUNCED, reason=reason
    )


@transaction.atomic
def mark_delivered(*, information_round: InformationRound, rows: Collection[int], by: User) -> int:
    """It arrived after all, or the mark was a mistake."""
    locked = lock_to_change(information_round, by)
    changing = locked.rows.filter(pk__in=rows, state=State.BOUNCED)
    return _write(
        locked, changing.values_list("pk", flat=True), by, state=State.DELIVERED, reason=""
    )


@transaction.atomic
def set_receiver(
    *, information_round: InformationRound, rows: Collection[int], receiver: str, by: User
) -> int:
    """Who received it there; empty for the function that the round names."""
    locked = lock_to_change(information_round, by)
    own = "" if receiver == locked.receiver else receiver
    changing = locked.rows.filter(pk__in=rows).filter(~Q(receiver=own))
    return _write(locked, changing.values_list("pk", flat=True), by, receiver=own)


def _write(
    information_round: InformationRound, ids: Collection[int], by: User, **columns: str
) -> int:
    stamp = {"changed_by": by, "changed_at": timezone.now()}
    changed = InformationRow.objects.filter(pk__in=list(ids)).update(**columns, **stamp)
    if changed:
        save(information_round)
        count(information_round)
    return changed
