"""Making, changing and redacting a tiltak, and saying what it is in a year's report."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Fact
from assignments.coverage.recount import hold_off_rebuild
from assignments.plans import rules
from assignments.plans.conflicts import AlreadySentError, StaleVersionError
from assignments.plans.models import Assignment, AssignmentTheme, AssignmentYear
from assignments.plans.redaction import texts_left
from assignments.plans.values import AssignmentValues, YearValues, values_of
from assignments.plans.years import hold_open, hold_period, reportable_years
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.redaction import redact

COLUMNS = (
    "title",
    "description",
    "initiative",
    "mandate_task",
    "starts_on",
    "ends_on",
    "quality_aim",
    "centre_role",
    "receiving_service",
)
LISTS = ("course_phases", "life_stages")


@transaction.atomic
def create_assignment(
    *, centre: Centre, values: AssignmentValues, by: User, token: UUID | None = None
) -> Assignment:
    """Make a tiltak for the centre. The same form sent twice makes one.

    Raises AlreadySentError when the form was sent before with another content.
    """
    if not rules.can_lead_centre(by, centre):
        raise PermissionDenied
    hold_period(centre.pk, set(), reportable_years(values.starts_on, values.ends_on))
    assignment = Assignment(centre=centre, created_by=by, form_token=token)
    copy_columns(values, assignment)
    first = insert_or_find(assignment)
    if first is None:
        write_rows(assignment, values)
        return assignment
    if first.centre_id != centre.pk or values_of(first) != values:
        raise AlreadySentError(first)
    return first


def insert_or_find(assignment: Assignment) -> Assignment | None:
    """Insert the row, or return the one that the same form made before."""
    try:
        with transaction.atomic():
            assignment.save()
    except IntegrityError:
        token, by = assignment.form_token, assignment.created_by
        first = Assignment.objects.filter(form_token=token, created_by=by).first()
        if token is None or first is None:
            raise
        return first
    return None


@transaction.atomic
def change_assignment(
    *, assignment: Assignment, values: AssignmentValues, version: int, by: User
) -> Assignment:
    """Store what the leader entered, unless somebody else saved first."""
    locked = lock(assignment, version=version, by=by)
    hold_changed_years(locked, values)
    moves_initiative = locked.initiative != values.initiative
    copy_columns(values, locked)
    locked.version += 1
    locked.save()
    write_rows(locked, values)
    if moves_initiative:
        move_initiative(locked)
    return locked


@transaction.atomic
def set_year_status(
    *, assignment: Assignment, year: int, values: YearValues, version: int, by: User
) -> AssignmentYear:
    """Say what the tiltak is in one year's report. A submitted year no longer changes."""
    locked = lock(assignment, version=version, by=by)
    hold_open(locked.centre_id, year)
    stored, _created = AssignmentYear.objects.update_or_create(
        assignment=locked,
        year=year,
        defaults={"status": values.status, "change_text": values.change_text},
    )
    locked.version += 1
    locked.save(update_fields=["version"])
    return stored


@transaction.atomic
def redact_assignment(
    *, assignment: Assignment, fields: list[str], reason: str, by: User
) -> Assignment:
    """Take texts out of the row, its history, its letters and the trail. No figure changes."""
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("centre")
    locked = rows.get(pk=assignment.pk)
    if not rules.can_redact_assignment(by, locked):
        raise PermissionDenied
    if not fields or not set(fields) <= set(rules.REDACTABLE):
        raise ValueError(fields)
    # A new version first, so that a form opened with the old text cannot bring it back.
    locked.version += 1
    locked.save(update_fields=["version"])
    redact(locked, texts_left(locked, fields), by=by, reason=reason)
    return locked


def lock(assignment: Assignment, *, version: int, by: User) -> Assignment:
    """The tiltak's row, held until the transaction ends, if `by` may change this version of it."""
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("centre")
    locked = rows.select_related("initiative").get(pk=assignment.pk)
    if not rules.can_edit_assignment(by, locked):
        raise PermissionDenied
    if locked.version != version:
        raise StaleVersionError
    return locked


def hold_changed_years(assignment: Assignment, values: AssignmentValues) -> None:
    before = reportable_years(assignment.starts_on, assignment.ends_on)
    after = reportable_years(values.starts_on, values.ends_on)
    hold_period(assignment.centre_id, before, after)


def copy_columns(values: AssignmentValues, assignment: Assignment) -> None:
    for name in COLUMNS:
        setattr(assignment, name, getattr(values, name))
    for name in LISTS:
        setattr(assignment, name, [str(code) for code in getattr(values, name)])


def write_rows(assignment: Assignment, values: AssignmentValues) -> None:
    """Only what differs is written, so that the history tells of changes alone."""
    assignment.municipalities.set(values.municipalities)
    assignment.other_tasks.set(values.other_tasks)
    rows = assignment.assignment_themes.all()
    if [row.theme_id for row in rows] == [theme.pk for theme in values.themes]:
        return
    rows.delete()
    AssignmentTheme.objects.bulk_create(
        AssignmentTheme(assignment=assignment, theme=theme, position=position)
        for position, theme in enumerate(values.themes)
    )


def move_initiative(assignment: Assignment) -> None:
    """Count the tiltak's activities for its new initiative. Raises YearClosedError.

    Activities of a submitted year hold the initiative they were reported with, so the change is
    refused. Writers of activities lock the tiltak they leave and the one they enter, so nobody
    else writes these facts. Rows are taken year by year, as a writer moving a day takes them.
    """
    hold_off_rebuild()
    counting = Fact.objects.filter(
        source_kind=Fact.Source.ACTIVITY,
        source_id__in=assignment.activities.values("pk"),
    )
    by_source: dict[int, list[Fact]] = {}
    for fact in counting.order_by("year", "source_id"):
        fact.pk, fact.initiative = None, assignment.initiative
        by_source.setdefault(fact.source_id, []).append(fact)
    hold_open(assignment.centre_id, *{facts[0].year for facts in by_source.values()})
    for source_id, facts in by_source.items():
        replace_facts(Fact.Source.ACTIVITY, source_id, facts)
