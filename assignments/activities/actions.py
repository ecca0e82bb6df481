"""Everything that changes activities. One function per thing a person at the centre can do.

Locks are taken in one order everywhere: the activity's row, its tiltak, the years, the summary
rows. Every change ends by counting the activity anew.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.activities import rules
from assignments.activities.facts import facts_of
from assignments.activities.models import Activity, ActivityMunicipality, ActivityTheme
from assignments.activities.values import ActivityValues, values_of, with_presets
from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Fact
from assignments.coverage.recount import hold_off_rebuild
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.models import Assignment
from assignments.plans.redaction import texts_left
from assignments.plans.rules import own_centres
from assignments.plans.years import hold_open
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.notifications.redaction import redact

COLUMNS = (
    "kind",
    "title",
    "starts_on",
    "ends_on",
    "hours",
    "form",
    "attendances",
    "is_national_event",
    "assignment",
    "mandate_task",
    "note",
)


class TooEarlyError(Exception):
    """Rule 1: nothing is confirmed before its first day."""

    def __str__(self) -> str:
        return _("En aktivitet kan ikke bekreftes før dagen den skjer. Lagre den som utkast.")


class AlreadyDoneError(Exception):
    """A second click, or a colleague was first. Nothing was changed."""


class AlreadyLoggedError(Exception):
    """The form was sent before, with another content (somebody went back in the browser)."""

    def __init__(self, activity: Activity) -> None:
        super().__init__(activity.pk)
        self.activity = activity


@transaction.atomic
def log_activity(
    *,
    centre: Centre,
    values: ActivityValues,
    by: User,
    is_confirmed: bool = False,
    token: UUID | None = None,
) -> Activity:
    """Register what was done, as a draft or confirmed. The same form sent twice makes one row."""
    if not rules.can_log_activity(by, centre):
        raise PermissionDenied
    values = with_presets(values)
    hold_assignments(values.assignment)
    hold_open(centre.pk, values.starts_on.year)
    activity = Activity(centre=centre, registered_by=by, form_token=token)
    copy_columns(values, activity)
    if is_confirmed:
        set_confirmed(activity, by)
    first = insert_or_find(activity)
    if first is not None:
        return sent_again(first, values, by, is_confirmed=is_confirmed)
    write_rows(activity, values)
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
    locked = lock(activity)
    if locked.version != version:
        raise StaleVersionError
    if not rules.can_change_activity(by, locked):
        raise PermissionDenied
    values = with_presets(values)
    hold_assignments(locked.assignment, values.assignment)
    hold_open(locked.centre_id, locked.year, values.starts_on.year)
    copy_columns(values, locked)
    if is_confirmed or locked.status == Activity.Status.CONFIRMED:
        set_confirmed(locked, by)
    save(locked)
    write_rows(locked, values)
    count(locked)
    return locked


@transaction.atomic
def confirm_activity(*, activity: Activity, by: User) -> Activity:
    """Let a draft count from now on."""
    locked = lock(activity)
    if not rules.can_change_activity(by, locked):
        raise PermissionDenied
    if locked.status == Activity.Status.CONFIRMED:
        raise AlreadyDoneError
    hold_assignments(locked.assignment)
    hold_open(locked.centre_id, locked.year)
    set_confirmed(locked, by)
    save(locked)
    count(locked)
    return locked


@transaction.atomic
def delete_activity(*, activity: Activity, reason: str, by: User) -> Activity:
    """Take an activity out of every list and count. The leader may restore it."""
    locked = lock(activity)
    if locked.deleted_at is not None:
        raise AlreadyDoneError
    if not rules.can_change_activity(by, locked):
        raise PermissionDenied
    hold_assignments(locked.assignment)
    hold_open(locked.centre_id, locked.year)
    locked.deleted_at, locked.deleted_by, locked.deleted_reason = timezone.now(), by, reason
    save(locked)
    count(locked)
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
    hold_open(locked.centre_id, locked.year)
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


def record_export(*, by: User, rows: int, query: str) -> None:
    """Leave a trace of who took the list out of the portal, and which rows.

    `query` is the encoded one: an address may hold what the trail cannot store.
    """
    centre = own_centres(by).first()
    if centre is None:
        raise PermissionDenied
    record("activities.exported", centre, by=by, details={"rows": rows, "query": query})


def lock(activity: Activity) -> Activity:
    """The row, held until the transaction ends."""
    rows = Activity.objects.select_for_update(of=("self",)).select_related("centre", "assignment")
    return rows.get(pk=activity.pk)


def hold_assignments(*assignments: Assignment | None) -> None:
    """Keep the initiatives as they are until the activity is counted, in or out.

    Whoever moves a tiltak to another initiative rewrites what its activities count for under this
    same lock, so an activity neither enters, leaves nor disappears meanwhile.
    """
    held = {assignment.pk for assignment in assignments if assignment is not None}
    if held:
        rows = Assignment.objects.select_for_update(no_key=True).filter(pk__in=held)
        list(rows.order_by("pk"))


def set_confirmed(activity: Activity, by: User) -> None:
    """Who confirmed first stays; the day is checked again, for it may have been moved."""
    if not rules.can_count_from(activity.starts_on):
        raise TooEarlyError
    if activity.status == Activity.Status.DRAFT:
        activity.status = Activity.Status.CONFIRMED
        activity.confirmed_at, activity.confirmed_by = timezone.now(), by


def copy_columns(values: ActivityValues, activity: Activity) -> None:
    for name in COLUMNS:
        setattr(activity, name, getattr(values, name))


def save(activity: Activity) -> None:
    activity.version += 1
    activity.save()


def write_rows(activity: Activity, values: ActivityValues) -> None:
    activity.activity_municipalities.all().delete()
    ActivityMunicipality.objects.bulk_create(
        ActivityMunicipality(activity=activity, municipality=place, attendances=number)
        for place, number in values.municipalities.items()
    )
    activity.activity_themes.all().delete()
    ActivityTheme.objects.bulk_create(
        ActivityTheme(activity=activity, theme=theme, position=position)
        for position, theme in enumerate(values.themes)
    )


def count(activity: Activity) -> None:
    """Count the activity as it now stands, by the tiltak as it now stands."""
    hold_off_rebuild()
    stored = Activity.objects.select_related("centre", "assignment").get(pk=activity.pk)
    replace_facts(Fact.Source.ACTIVITY, stored.pk, facts_of(stored))
