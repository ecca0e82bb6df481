"""How an agreement is kept: commitments, meetings, the yearly check and the case numbers."""

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from assignments.agreements import letters, rules
from assignments.agreements.actions.errors import WrongStateError
from assignments.agreements.actions.keeping import demand, lock, lock_open
from assignments.agreements.models import Agreement, Commitment, FollowUpMeeting, Verification
from korus_portal.accounts.models import User
from korus_portal.audit.log import record

State = Agreement.State
Side = Commitment.Side
COLUMNS = {Side.CENTRE: "centre_case_number", Side.MUNICIPALITY: "municipality_case_number"}


@transaction.atomic
def mark_done(
    *, commitment: Commitment, by: User, done: bool = True, on: date | None = None
) -> Commitment:
    """Say that one's own side has kept its word, or that it has not after all. Safe to repeat."""
    locked = lock_open(commitment.agreement, State.SIGNED, State.ENDED)
    row = Commitment.objects.get(pk=commitment.pk)
    demand(row.side in rules.sides_of(by, locked))
    if done == (row.done_on is not None):
        return row
    row.done_on = (on or timezone.localdate()) if done else None
    row.done_by = by if done else None
    row.save(update_fields=["done_on", "done_by"])
    return row


@transaction.atomic
def add_meeting(
    *,
    agreement: Agreement,
    held_on: date,
    present: str,
    summary: str,
    by: User,
    next_on: date | None = None,
    form_token: UUID | None = None,
) -> FollowUpMeeting:
    """Write down a meeting; either side may. The same form sent twice makes one."""
    locked = lock_open(agreement, State.SIGNED, State.ENDED)
    demand(rules.sides_of(by, locked))
    meeting = FollowUpMeeting(
        agreement=locked,
        held_on=held_on,
        present=present,
        summary=summary,
        next_on=next_on,
        registered_by=by,
        form_token=form_token,
    )
    try:
        with transaction.atomic():
            meeting.save()
    except IntegrityError:
        first = FollowUpMeeting.objects.filter(form_token=form_token, agreement=locked).first()
        if form_token is None or first is None:
            raise
        return first
    return meeting


@transaction.atomic
def verify(
    *,
    agreement: Agreement,
    year: int,
    side: Commitment.Side,
    result: Verification.Result,
    by: User,
    text: str = "",
) -> Verification:
    """What one side says of a year. The latest word stands; the history keeps the earlier."""
    locked = lock_open(agreement, State.SIGNED, State.ENDED)
    demand(side in rules.sides_to_decide(by, locked))
    if year not in years_to_verify(locked):
        raise WrongStateError
    told = {"result": result, "text": text}
    before = locked.verifications.filter(year=year, side=side).first()
    if before is not None and (before.result, before.text) == (result, text):
        return before
    row, _is_new = locked.verifications.update_or_create(
        year=year, side=side, defaults={**told, "by": by, "at": timezone.now()}
    )
    details = {"year": year, "side": str(side), "result": str(result)}
    record("agreements.verified", locked, by=by, details=details)
    letters.tell(locked, "verified", by=by, year=year)
    return row


def years_to_verify(agreement: Agreement) -> list[int]:
    """The years in which it has been in force, the last one first."""
    last = min(agreement.last_day_in_force, timezone.localdate()).year
    return list(range(last, agreement.starts_on.year - 1, -1))


@transaction.atomic
def set_case_number(
    *, agreement: Agreement, side: Commitment.Side, number: str, by: User
) -> Agreement:
    """Each side writes its own, whenever it has one. Versions that are made keep what they say."""
    locked = lock(agreement)
    demand(side in rules.sides_of(by, locked) and locked.deleted_at is None)
    if getattr(locked, COLUMNS[side]) != number:
        setattr(locked, COLUMNS[side], number)
        locked.save(update_fields=[COLUMNS[side]])
    return locked
