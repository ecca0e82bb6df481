"""The centre that has a request takes it, says yes or says no."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.plans.models import Assignment
from assignments.requests import rules
from assignments.requests.actions import steps
from assignments.requests.actions.errors import AlreadyTakenError, MovedError
from assignments.requests.counting import hold_year, keep_facts, year_of
from assignments.requests.models import Holder, SupportRequest
from assignments.requests.states import ACCEPT, DECLINE, TAKE
from centres.models import Centre
from korus_portal.accounts.models import User

Status = SupportRequest.Status


@transaction.atomic
def take_request(*, support_request: SupportRequest, by: User) -> SupportRequest:
    """Make `by` the adviser who looks into it. This is no answer: the deadline runs on."""
    locked = steps.lock(support_request)
    if not rules.can_decide_request(by, locked):
        raise PermissionDenied
    if locked.status in (Status.IN_TRIAGE, Status.CLARIFYING):
        raise AlreadyTakenError(locked)
    steps.perform(TAKE, locked, by=by, for_party=locked.centre.organisation, adviser=by)
    return locked


@transaction.atomic
def accept_request(
    *,
    support_request: SupportRequest,
    by: User,
    message: str = "",
    assignment: Assignment | None = None,
) -> SupportRequest:
    """Say that the centre can help, with a few words if wanted, and tell the municipality.

    `assignment` is the tiltak of the centre that the help is part of; None for advice that is
    part of none.
    """
    is_counted, locked = _hold_and_lock(support_request)
    _check_decider(by, locked, support_request)
    if assignment is not None and assignment.centre_id != locked.centre_id:
        raise PermissionDenied
    steps.perform(
        ACCEPT,
        locked,
        by=by,
        for_party=locked.centre.organisation,
        text=message,
        reason=message,
        **_decision(locked, by),
    )
    own = Holder.objects.current().get(support_request=locked, part=Holder.Part.OWNER)
    own.accepted_at, own.assignment = locked.decided_at, assignment
    own.is_counted = is_counted
    own.save(update_fields=["accepted_at", "assignment", "is_counted"])
    keep_facts(locked)
    return locked


@transaction.atomic
def decline_request(
    *,
    support_request: SupportRequest,
    by: User,
    reason: str,
    code: str = SupportRequest.DeclineCode.OTHER,
    pointer_centre: Centre | None = None,
    pointer_text: str = "",
) -> SupportRequest:
    """Say that the centre cannot help, why, and who else can; tell the municipality."""
    _counted, locked = _hold_and_lock(support_request)
    _check_decider(by, locked, support_request)
    steps.perform(
        DECLINE,
        locked,
        by=by,
        for_party=locked.centre.organisation,
        text=reason,
        reason=reason,
        decline_code=code,
        pointer_centre=pointer_centre,
        pointer_text=pointer_text,
        **_decision(locked, by),
    )
    return locked


def _hold_and_lock(support_request: SupportRequest) -> tuple[bool, SupportRequest]:
    """The owner's year is held before the row is locked, as everywhere.

    Raises MovedError when the request went to another centre while we waited.
    """
    is_counted = hold_year(support_request.centre_id, year_of(support_request))
    locked = steps.lock(support_request)
    return is_counted, locked


def _check_decider(by: User, locked: SupportRequest, seen: SupportRequest) -> None:
    if locked.centre_id != seen.centre_id and rules.works_at(by, seen.centre):
        raise MovedError(locked)
    if not rules.can_decide_request(by, locked):
        raise PermissionDenied


def _decision(locked: SupportRequest, by: User) -> dict[str, Any]:
    now = timezone.now()
    return {
        "decided_at": now,
        "decided_by": by,
        "first_answered_at": locked.first_answered_at or now,
        "adviser": locked.adviser or by,
        "paused_on": None,
    }
