"""What every writer of activities does the same way: locks in one order, columns, counting.

Locks are taken in one order everywhere: the activity's row, its tiltak, the years, the summary
rows. Every change ends by counting the activity anew.
"""

from django.utils import timezone

from assignments.activities import rules
from assignments.activities.actions.errors import TooEarlyError
from assignments.activities.facts import facts_of
from assignments.activities.models import (
    Activity,
    ActivityMunicipality,
    ActivityTheme,
    AdviserHours,
    HeadCount,
)
from assignments.activities.values import ActivityValues
from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Fact
from assignments.coverage.recount import hold_off_rebuild
from assignments.plans.models import Assignment
from korus_portal.accounts.models import User

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
    "centre_role",
    "course_phase",
    "life_stage",
    "receiving_service",
    "result",
    "evaluation",
    "institution",
    "education",
    "study_credits",
)


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
    """What hangs on the row, as entered."""
    write_places_and_themes(activity, values)
    write_numbers(activity, values)
    activity.organisations.set(values.organisations)


def write_places_and_themes(activity: Activity, values: ActivityValues) -> None:
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


def write_numbers(activity: Activity, values: ActivityValues) -> None:
    """Head counts; hours per adviser only where the centre has turned them on."""
    activity.head_counts.all().delete()
    groups = ((HeadCount.By.SECTOR, values.sectors), (HeadCount.By.ROLE, values.roles))
    HeadCount.objects.bulk_create(
        HeadCount(activity=activity, by=by, key=key, number=number)
        for by, numbers in groups
        for key, number in numbers.items()
    )
    if not activity.centre.has_adviser_hours:
        return
    activity.adviser_hours.all().delete()
    AdviserHours.objects.bulk_create(
        AdviserHours(activity=activity, adviser=adviser, hours=hours)
        for adviser, hours in values.adviser_hours.items()
    )


def count(activity: Activity) -> None:
    """Count the activity as it now stands, by the tiltak as it now stands."""
    hold_off_rebuild()
    stored = Activity.objects.select_related("centre", "assignment").get(pk=activity.pk)
    replace_facts(Fact.Source.ACTIVITY, stored.pk, facts_of(stored))
