"""What a centre answers when another says that it took part, and its own hours (rule 18)."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.activities import letters, rules
from assignments.activities.actions.errors import AlreadyDoneError, NotSharedError
from assignments.activities.actions.keeping import count, hold_assignments, lock
from assignments.activities.models import Activity, ActivityPartner
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.years import hold_open
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record

State = ActivityPartner.State


@transaction.atomic
def answer_partner(
    *, activity: Activity, centre: Centre, accepts: bool, by: User, hours: Decimal | None = None
) -> ActivityPartner:
    """Say that the centre took part, with its own hours if it knows them, or that it did not.

    Only the centre's own year must be open: nothing in the figures of the lead changes.
    """
    locked = lock(activity)
    partner = own_row(locked, centre, by)
    state = State.ACCEPTED if accepts else State.DECLINED
    if partner.state == state:
        raise AlreadyDoneError
    if accepts:
        refuse_twice(locked, centre)
    hold_assignments(locked.assignment)
    hold_open(centre.pk, locked.year)
    partner.state, partner.hours = state, hours if accepts else None
    partner.answered_at, partner.answered_by = timezone.now(), by
    partner.save()
    count(locked)
    record(f"activities.partner_{state}", locked, by=by, details={"centre": centre.short_name})
    to = letters.own_people(locked)
    letters.tell(f"partner_{state}", locked, to, partner=centre.short_name)
    return partner


@transaction.atomic
def set_partner_hours(
    *, activity: Activity, centre: Centre, hours: Decimal | None, was: Decimal | None, by: User
) -> ActivityPartner:
    """Register the centre's own hours anew. Refused when a colleague has changed what `was`."""
    locked = lock(activity)
    partner = own_row(locked, centre, by)
    if partner.state != State.ACCEPTED:
        raise AlreadyDoneError
    if partner.hours != was:
        raise StaleVersionError
    hold_assignments(locked.assignment)
    hold_open(centre.pk, locked.year)
    partner.hours = hours
    partner.save()
    count(locked)
    return partner


def own_row(activity: Activity, centre: Centre, by: User) -> ActivityPartner:
    """The centre's row, for who may speak for it about an activity that stands."""
    if not rules.can_log_activity(by, centre):
        raise PermissionDenied
    partner = ActivityPartner.objects.filter(activity=activity, centre=centre).first()
    if partner is None or not activity.is_counting:
        raise NotSharedError
    return partner


def refuse_twice(activity: Activity, centre: Centre) -> None:
    """A row of the centre's own for the same event counts for it already (rule 19)."""
    event = activity.same_event_as_id or activity.pk
    own = Activity.objects.counting().filter(centre=centre, same_event_as=event)
    if own.exists():
        raise NotSharedError(is_linked=True)
