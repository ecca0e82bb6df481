"""Taking activities out of the lists, bringing them back, and taking texts out of them."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.activities import rules
from assignments.activities.actions.errors import AlreadyDoneError
from assignments.activities.actions.holding import hold_years
from assignments.activities.actions.keeping import count, hold_assignments, lock, save
from assignments.activities.actions.linking import count_all, let_go, lock_with_linked
from assignments.activities.models import Activity
from assignments.plans.redaction import texts_left
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications.redaction import redact


@transaction.atomic
def delete_activity(*, activity: Activity, reason: str, by: User) -> Activity:
    """Take an activity out of every list and count. The leader may restore it, unlinked."""
    locked, linked = lock_with_linked(activity)
    if locked.deleted_at is not None:
        raise AlreadyDoneError
    if not rules.can_change_activity(by, locked):
        raise PermissionDenied
    hold_assignments(locked.assignment, *(row.assignment for row in linked))
    hold_years(locked, locked.year)
    locked.deleted_at, locked.deleted_by, locked.deleted_reason = timezone.now(), by, reason
    let_go(locked, linked)
    save(locked)
    count_all([locked, *linked])
    record("activities.deleted", locked, by=by, reason=reason)
    return locked


@transaction.atomic
def restore_activity(*, activity: Activity, by: User) -> Activity:
    """Bring a deleted activity back as it was."""
    locked = lock(activity)
    if locked.deleted_at is None:
        raise AlreadyDoneError
    if not rules.can_restore_activity(by, locked):
        raise PermissionDenied
    hold_assignments(locked.assignment)
    hold_years(locked, locked.year)
    locked.deleted_at, locked.deleted_by, locked.deleted_reason = None, None, ""
    save(locked)
    count(locked)
    record("activities.restored", locked, by=by)
    return locked


@transaction.atomic
def redact_activity(*, activity: Activity, fields: list[str], reason: str, by: User) -> Activity:
    """Take texts out of the row, its history, its letters and the trail.

    Also in a closed year, for no figure changes.
    """
    locked = lock(activity)
    if not rules.can_redact_activity(by, locked):
        raise PermissionDenied
    if not fields or not set(fields) <= set(rules.REDACTABLE):
        raise ValueError(fields)
    # A new version first, so that a form opened with the old text cannot bring it back.
    save(locked)
    redact(locked, texts_left(locked, fields), by=by, reason=reason)
    return locked
