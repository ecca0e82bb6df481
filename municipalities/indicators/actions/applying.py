"""A batch is taken into use as a whole, thrown away as a whole, or withdrawn as a whole."""

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from municipalities.indicators import rules
from municipalities.indicators.actions.states import (
    AlreadyImportedError,
    HasErrorsError,
    WrongStateError,
    locked,
)
from municipalities.indicators.incoming import staging
from municipalities.indicators.models import Batch, BatchFile, IndicatorValue, Source
from municipalities.indicators.standing import settle

State = Batch.State
UNDECIDED = (State.UPLOADED, State.READING, State.PREVIEWED)
MOVE = """
INSERT INTO indicators_indicatorvalue
  (batch_id, indicator_id, municipality_id, county_id, year, value, mark, original_code,
   embargo_until, is_current)
SELECT batch_id, indicator_id, municipality_id, county_id, year, value, mark, original_code,
   %s, false
FROM indicators_stagedvalue WHERE batch_id = %s
ORDER BY indicator_id, year, municipality_id, county_id
"""


@transaction.atomic
def apply_batch(*, batch: Batch, by: User) -> Batch:
    """Take every value into use, or none."""
    found = held(batch, by)
    if found.state != State.PREVIEWED:
        raise WrongStateError
    if found.rejected or not found.accepted:
        raise HasErrorsError
    same = Batch.objects.filter(source=found.source, sha256=found.sha256, state=State.APPLIED)
    first = same.first()
    if first:
        raise AlreadyImportedError(first)
    found.state, found.applied_at = State.APPLIED, timezone.now()
    found.save(update_fields=["state", "applied_at"])
    embargo = found.embargo_until if rules.is_under_embargo(found) else None
    with connection.cursor() as cursor:
        cursor.execute(MOVE, [embargo, found.pk])
    settle(found)
    clear_away(found)
    record("indicators.batch_applied", found, by=by, details=told_of(found))
    return found


@transaction.atomic
def discard_batch(*, batch: Batch, by: User) -> Batch:
    """Throw the file and everything read from it away; that it was there is remembered."""
    found = held(batch, by)
    if found.state not in UNDECIDED:
        raise WrongStateError
    found.state, found.closed_by, found.closed_at = State.DISCARDED, by, timezone.now()
    found.save(update_fields=["state", "closed_by", "closed_at"])
    clear_away(found)
    record("indicators.batch_discarded", found, by=by, details=told_of(found))
    return found


@transaction.atomic
def withdraw_batch(*, batch: Batch, reason: str, by: User) -> Batch:
    """Take the values out of use; what they replaced comes back."""
    found = held(batch, by)
    if found.state != State.APPLIED:
        raise WrongStateError
    found.state, found.reason = State.WITHDRAWN, reason
    found.closed_by, found.closed_at = by, timezone.now()
    found.save(update_fields=["state", "reason", "closed_by", "closed_at"])
    IndicatorValue.objects.filter(batch=found, is_current=True).update(is_current=False)
    settle(found)
    record("indicators.batch_withdrawn", found, by=by, reason=reason, details=told_of(found))
    return found


def held(batch: Batch, by: User) -> Batch:
    """The batch under lock, its source first: one change of a source's values at a time."""
    Source.objects.select_for_update(no_key=True).get(pk=batch.source_id)
    found = locked(batch)
    if not rules.can_handle_batch(by, found):
        raise PermissionDenied
    return found


def clear_away(batch: Batch) -> None:
    """The file and what was laid ready are of no more use."""
    staging.clear(batch)
    BatchFile.objects.filter(batch=batch).delete()


def told_of(batch: Batch) -> dict[str, object]:
    return {"source": batch.source.code, "values": batch.accepted, "sha256": batch.sha256}
