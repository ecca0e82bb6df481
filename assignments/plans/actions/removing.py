"""Deleting a tiltak with a reason, and taking that back. Nothing is lost."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.plans import rules
from assignments.plans.actions.rows import locked_row
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.models import Assignment, ClosedYear
from assignments.plans.years import PeriodClosedError, hold_period, reportable_years
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


@transaction.atomic
def delete_assignment(*, assignment: Assignment, reason: str, version: int, by: User) -> Assignment:
    """Take a tiltak out of every list and choice. Deleting twice keeps the first reason.

    Raises PeriodClosedError when a submitted report tells of it, its own centre's or that of a
    centre with activities in it.
    """
    locked = locked_row(assignment)
    if not rules.can_delete_assignment(by, locked):
        raise PermissionDenied
    if locked.deleted_at is not None:
        return locked
    if locked.version != version:
        raise StaleVersionError
    hold_period(locked.centre_id, reportable_years(locked.starts_on, locked.ends_on), set())
    refuse_reported_activities(locked)
    locked.deleted_at, locked.deleted_by, locked.deleted_reason = timezone.now(), by, reason
    locked.version += 1
    locked.save()
    record("plans.deleted", locked, by=by, reason=reason)
    return locked


@transaction.atomic
def restore_assignment(*, assignment: Assignment, by: User) -> Assignment:
    """Bring a deleted tiltak back as it was. Restoring twice is one."""
    locked = locked_row(assignment)
    if not rules.can_delete_assignment(by, locked):
        raise PermissionDenied
    if locked.deleted_at is None:
        return locked
    locked.deleted_at, locked.deleted_by, locked.deleted_reason = None, None, ""
    locked.version += 1
    locked.save()
    record("plans.restored", locked, by=by)
    return locked


def refuse_reported_activities(assignment: Assignment) -> None:
    rows = assignment.activities.filter(deleted_at=None).order_by()
    logged = set(rows.values_list("centre", "starts_on__year").distinct())
    closed = ClosedYear.objects.filter(centre__in={centre for centre, _year in logged})
    for row in closed.order_by("year"):
        if (row.centre_id, row.year) in logged:
            raise PeriodClosedError(row.year)
