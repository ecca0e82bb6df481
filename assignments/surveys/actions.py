"""Everything that changes the register of surveys. One function per thing a person can do."""

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from assignments.plans.conflicts import StaleVersionError
from assignments.surveys import rules
from assignments.surveys.models import FollowUpTask, SurveyRound
from assignments.surveys.values import RoundValues, values_of
from korus_portal.accounts.models import User

COLUMNS = (
    "municipality",
    "survey",
    "year",
    "carried_out_on",
    "presented_on",
    "parties",
    "reference",
)


class RoundExistsError(Exception):
    """The municipality already has a round of that survey in that year."""

    def __init__(self, first: SurveyRound) -> None:
        super().__init__(first.pk)
        self.first = first


@transaction.atomic
def register_round(*, values: RoundValues, by: User) -> SurveyRound:
    """Register a round. The same form sent twice makes one."""
    if not rules.can_register_for(by, values.municipality):
        raise PermissionDenied
    found = SurveyRound(registered_by=by)
    copy_columns(values, found)
    first = save_or_find(found)
    if first is None:
        return found
    if first.registered_by_id != by.pk or values_of(first) != values:
        raise RoundExistsError(first)
    return first


@transaction.atomic
def change_round(
    *, survey_round: SurveyRound, values: RoundValues, version: int, by: User
) -> SurveyRound:
    """Store what was entered, unless somebody else saved first."""
    locked = lock(survey_round, by=by)
    if locked.version != version:
        raise StaleVersionError
    moves = locked.municipality_id != values.municipality.pk
    if moves and not rules.can_register_for(by, values.municipality):
        raise PermissionDenied
    copy_columns(values, locked)
    locked.version += 1
    first = save_or_find(locked)
    if first is not None:
        raise RoundExistsError(first)
    return locked


@transaction.atomic
def add_task(
    *,
    survey_round: SurveyRound,
    text: str,
    owner: str,
    due_on: date | None,
    by: User,
    token: UUID | None = None,
) -> FollowUpTask:
    """Add a task that follows up the round. The same form sent twice makes one."""
    locked = lock(survey_round, by=by)
    sent_before = locked.tasks.filter(form_token=token, added_by=by).first() if token else None
    return sent_before or locked.tasks.create(
        text=text, owner=owner, due_on=due_on, added_by=by, form_token=token
    )


@transaction.atomic
def mark_task(*, task: FollowUpTask, is_done: bool, by: User) -> FollowUpTask:
    """Say that a task is done, or that it was not after all. Twice is the same as once."""
    lock(task.survey_round, by=by)
    locked = FollowUpTask.objects.select_for_update().get(pk=task.pk)
    if (locked.done_on is not None) != is_done:
        locked.done_on = timezone.localdate() if is_done else None
        locked.save(update_fields=["done_on"])
    return locked


def lock(survey_round: SurveyRound, *, by: User) -> SurveyRound:
    """The round's row, held until the transaction ends, if `by` may change it."""
    rows = SurveyRound.objects.select_for_update(of=("self",)).select_related("municipality")
    locked = rows.get(pk=survey_round.pk)
    if not rules.can_edit_round(by, locked):
        raise PermissionDenied
    return locked


def copy_columns(values: RoundValues, found: SurveyRound) -> None:
    for name in COLUMNS:
        setattr(found, name, getattr(values, name))


def save_or_find(found: SurveyRound) -> SurveyRound | None:
    """Save the row, or return the one that stands in its place."""
    try:
        with transaction.atomic():
            found.save()
    except IntegrityError:
        same = SurveyRound.objects.filter(
            municipality=found.municipality, survey=found.survey, year=found.year
        )
        first = same.exclude(pk=found.pk).select_related("municipality").first()
        if first is None:
            raise
        return first
    return None
