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


# What stands: the answer, and the hours.
Said = tuple[str, Decimal | None]


@transaction.atomic
def answer_partner(
    *,
    activity: Activity,
    centre: Centre,
    accepts: bool,
    hours: Decimal | None,
    was: Said,
    by: User,
) -> ActivityPartner:
    """Say that the centre took part, with its own hours if it knows them, or that it did not; or
    say so anew. `was` is what the person saw: refused when a colleague has answered since.

    Only the centre's own year must be open: nothing in the figures of the lead changes.
    """
    locked = lock(activity)
    partner = own_row(locked, centre, by)
    state, kept = (State.ACCEPTED, hours) if accepts else (State.DECLINED, None)
    before = (partner.state, partner.hours)
    if before == (state, kept):
        raise AlreadyDoneError
    if before != was:
        raise StaleVersionError
    if accepts:
        refuse_twice(locked, centre)
    hold_assignments(locked.assignment)
    hold_open(centre.pk, locked.year)
    partner.state, partner.hours = state, kept
    partner.answered_at, partner.answered_by = timezone.now(), by
    partner.save()
    count(locked)
    if before[0] != state:
        tell_lead(locked, partner, by)
    return partner


def tell_lead(activity: Activity, partner: ActivityPartner, by: User) -> None:
    name, who = f"partner_{partner.state}", partner.centre.short_name
    record(f"activities.{name}", activity, by=by, details={"centre": who})
    letters.tell(name, activity, letters.own_people(activity), partner=who)


def own_row(activity: Activity, centre: Centre, by: User) -> ActivityPartner:
    """The centre's row, for who may speak for it about an activity that stands."""
    if not rules.can_log_activity(by, centre):
        raise PermissionDenied
    rows = ActivityPartner.objects.select_related("centre")
    partner = rows.filter(activity=activity, centre=centre).first()
    if partner is None or not activity.is_counting:
        raise NotSharedError
    return partner


def refuse_twice(activity: Activity, centre: Centre) -> None:
    """A row of the centre's own for the same event counts for it already (rule 19)."""
    event = activity.same_event_as_id or activity.pk
    own = Activity.objects.counting().filter(centre=centre, same_event_as=event)
    if own.exists():
        raise NotSharedError(is_linked=True)
