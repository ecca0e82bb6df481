"""Registering, correcting and confirming activities. One function per thing a person can do."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from assignments.activities import rules
from assignments.activities.actions.errors import (
    AlreadyDoneError,
    AlreadyLoggedError,
    ResultMissingError,
)
from assignments.activities.actions.holding import hold_years
from assignments.activities.actions.keeping import (
    copy_columns,
    count,
    hold_assignments,
    lock,
    save,
    set_confirmed,
    write_rows,
)
from assignments.activities.actions.linking import (
    count_all,
    lock_with_event,
    part_from_other_days,
)
from assignments.activities.actions.sharing import ask_partners, tell_partners
from assignments.activities.actions.typed import forget_typed
from assignments.activities.models import Activity
from assignments.activities.values import ActivityValues, values_of, with_presets
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.years import hold_open
from centres.models import Centre
from korus_portal.accounts.models import User


@transaction.atomic
def log_activity(
    *,
    centre: Centre,
    values: ActivityValues,
    by: User,
    is_confirmed: bool = False,
    token: UUID | None = None,
    series: UUID | None = None,
) -> Activity:
    """Register what was done, as a draft or confirmed. The same form sent twice makes one row.

    The form asks for the result of a dialogue meeting; a sheet that is taken in has none.
    """
    if not rules.can_log_activity(by, centre):
        raise PermissionDenied
    forget_typed(token, by)
    values = with_presets(values)
    hold_assignments(values.assignment)
    hold_open(centre.pk, values.starts_on.year)
    activity = Activity(centre=centre, registered_by=by, form_token=token, series=series)
    copy_columns(values, activity)
    if is_confirmed:
        set_confirmed(activity, by)
    first = insert_or_find(activity)
    if first is not None:
        return sent_again(first, values, by, is_confirmed=is_confirmed)
    write_rows(activity, values)
    ask_partners(activity, values.partners, by)
    count(activity)
    return activity


def insert_or_find(activity: Activity) -> Activity | None:
    """Insert the row, or return the one that the same form made before."""
    try:
        with transaction.atomic():
            activity.save()
    except IntegrityError:
        sent = Activity.objects.filter(
            form_token=activity.form_token, registered_by=activity.registered_by_id
        )
        first = sent.first() if activity.form_token else None
        if first is None:
            raise
        return first
    return None


def sent_again(
    activity: Activity, values: ActivityValues, by: User, *, is_confirmed: bool
) -> Activity:
    """The second of two equal forms changes nothing, but may confirm what the first saved."""
    if values_of(activity) != values:
        raise AlreadyLoggedError(activity)
    if is_confirmed and activity.status == Activity.Status.DRAFT:
        return confirm_activity(activity=activity, by=by)
    return activity


@transaction.atomic
def change_activity(
    *,
    activity: Activity,
    values: ActivityValues,
    version: int,
    by: User,
    is_confirmed: bool = False,
) -> Activity:
    """Correct an activity, and confirm a draft when asked. Refused when somebody saved first."""
    locked, others = lock_to_change(activity, values)
    if locked.version != version:
        raise StaleVersionError
    if not rules.can_change_activity(by, locked):
        raise PermissionDenied
    values = with_presets(values)
    hold_assignments(locked.assignment, values.assignment, *(row.assignment for row in others))
    hold_years(locked, locked.year, values.starts_on.year)
    copy_columns(values, locked)
    if is_confirmed or locked.status == Activity.Status.CONFIRMED:
        refuse_without_result(locked)
        set_confirmed(locked, by)
    save(locked)
    write_rows(locked, values)
    ask_partners(locked, values.partners, by)
    count_all([locked, *part_from_other_days(locked, others, by)])
    return locked


def lock_to_change(activity: Activity, values: ActivityValues) -> tuple[Activity, list[Activity]]:
    """The row; where its days are moved, the others of the same event too."""
    if (activity.starts_on, activity.ends_on) == (values.starts_on, values.ends_on):
        return lock(activity), []
    return lock_with_event(activity)


@transaction.atomic
def confirm_activity(*, activity: Activity, by: User) -> Activity:
    """Let a draft count from now on."""
    locked = lock(activity)
    if not rules.can_change_activity(by, locked):
        raise PermissionDenied
    if locked.status == Activity.Status.CONFIRMED:
        raise AlreadyDoneError
    hold_assignments(locked.assignment)
    hold_years(locked, locked.year)
    refuse_without_result(locked)
    set_confirmed(locked, by)
    save(locked)
    tell_partners(locked)
    count(locked)
    return locked


def refuse_without_result(activity: Activity) -> None:
    if activity.kind == Activity.Kind.DIALOGUE_MEETING and not activity.result:
        raise ResultMissingError
