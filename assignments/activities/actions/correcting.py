"""Putting a reported year right: always by a new row with a reason, never by changing one.

What was submitted stays frozen in its report. Today's figures count the new row in place of the
old one, and the next report tells of both (rule 30).
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.activities import letters, rules
from assignments.activities.actions.errors import AlreadyDoneError, YearOpenError
from assignments.activities.actions.keeping import (
    copy_columns,
    count,
    hold_assignments,
    save,
    set_confirmed,
    write_rows,
)
from assignments.activities.actions.linking import (
    count_all,
    hand_on,
    let_go,
    lock_with_event,
    lock_with_linked,
    part_from_other_days,
)
from assignments.activities.actions.sharing import ask_partners
from assignments.activities.actions.writing import insert_or_find
from assignments.activities.models import Activity, ActivityPartner
from assignments.activities.values import ActivityValues, values_of, with_presets
from assignments.plans.years import is_closed
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record

Correction = Activity.Correction


@transaction.atomic
def correct_activity(
    *,
    activity: Activity,
    values: ActivityValues,
    reason: str,
    by: User,
    token: UUID | None = None,
) -> Activity:
    """Let a new row count in place of one that is reported. The links of the old one follow."""
    old, others = lock_with_event(activity)
    values = with_presets(values)
    hold_assignments(old.assignment, values.assignment, *(row.assignment for row in others))
    if sent := sent_before(old, token, by):
        return sent
    refuse(old, by, old.year, values.starts_on.year)
    new = begin(old.centre, values, by, token, reason)
    new.correction, new.corrects = Correction.REPLACES, old
    new.series, new.same_event_as = old.series, old.same_event_as
    new.save()
    write_rows(new, values)
    bring_partners(old, new)
    ask_partners(new, values.partners, by)
    hand_on(old, new)
    replace(old)
    part_from_other_days(new, others, by)
    count_all([old, new, *others])
    told(new, old, by)
    return new


@transaction.atomic
def withdraw_activity(
    *, activity: Activity, reason: str, by: User, token: UUID | None = None
) -> Activity:
    """Say that a reported activity should not have been counted. The new row counts nothing."""
    old, linked = lock_with_linked(activity)
    hold_assignments(old.assignment, *(row.assignment for row in linked))
    if sent := sent_before(old, token, by):
        return sent
    refuse(old, by, old.year)
    values = values_of(old)
    new = begin(old.centre, values, by, token, reason)
    new.correction, new.corrects = Correction.VOIDS, old
    new.save()
    write_rows(new, values)
    let_go(old, linked)
    replace(old)
    count_all([old, *linked])
    told(new, old, by)
    return new


@transaction.atomic
def add_to_reported_year(
    *, centre: Centre, values: ActivityValues, reason: str, by: User, token: UUID | None = None
) -> Activity:
    """Register what was forgotten when the year was reported. The same form twice makes one."""
    if not rules.can_log_activity(by, centre):
        raise PermissionDenied
    values = with_presets(values)
    hold_assignments(values.assignment)
    refuse_open(centre, values.starts_on.year)
    new = begin(centre, values, by, token, reason)
    new.correction = Correction.ADDS
    if first := insert_or_find(new):
        return first
    write_rows(new, values)
    ask_partners(new, values.partners, by)
    count(new)
    record("activities.corrected", new, by=by, reason=reason)
    return new


def sent_before(old: Activity, token: UUID | None, by: User) -> Activity | None:
    """The row that the same form made, when it is sent once more."""
    if token is None:
        return None
    return Activity.objects.filter(form_token=token, registered_by=by, corrects=old).first()


def refuse(old: Activity, by: User, *years: int) -> None:
    if not rules.can_correct_activity(by, old):
        raise PermissionDenied
    if not old.is_counting:
        raise AlreadyDoneError
    refuse_open(old.centre, *years)


def refuse_open(centre: Centre, *years: int) -> None:
    """An open year is changed as usual. Closed ones are never opened again, so nothing is held."""
    for year in years:
        if not is_closed(centre.pk, year):
            raise YearOpenError(year)


def begin(
    centre: Centre, values: ActivityValues, by: User, token: UUID | None, reason: str
) -> Activity:
    new = Activity(
        centre=centre,
        registered_by=by,
        form_token=token,
        correction_reason=reason,
        is_replaced=False,
    )
    copy_columns(values, new)
    set_confirmed(new, by)
    return new


def bring_partners(old: Activity, new: Activity) -> None:
    """Who took part, and what each answered, stays answered; nobody is asked twice."""
    now = timezone.now()
    ActivityPartner.objects.bulk_create(
        ActivityPartner(
            activity=new,
            centre_id=row.centre_id,
            state=row.state,
            hours=row.hours,
            asked_by_id=row.asked_by_id,
            asked_at=row.asked_at if row.answered_at else now,
            answered_by_id=row.answered_by_id,
            answered_at=row.answered_at,
        )
        for row in old.partners.all()
    )


def replace(old: Activity) -> None:
    old.is_replaced = True
    save(old)


def told(new: Activity, old: Activity, by: User) -> None:
    """Partners whose figures change with it are told."""
    record("activities.corrected", new, by=by, reason=new.correction_reason)
    for row in old.partners.filter(state=ActivityPartner.State.ACCEPTED).select_related("centre"):
        letters.tell("shared_corrected", new, letters.leaders_of(row.centre))
