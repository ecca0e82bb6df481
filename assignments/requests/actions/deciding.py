"""The centres that have a request take it, give it to a colleague, say yes or no, and begin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.plans.models import Assignment
from assignments.plans.years import hold_if_open
from assignments.requests import letters, rules
from assignments.requests.actions import handing_over, steps
from assignments.requests.actions.errors import (
    AlreadyDecidedError,
    AlreadyDoneError,
    AlreadyTakenError,
    NotThereError,
    OthersHelpError,
)
from assignments.requests.actions.joint import joint_holder
from assignments.requests.counting import keep_facts, year_of
from assignments.requests.guest_letters import tell_guest
from assignments.requests.models import Holder, SupportRequest
from assignments.requests.states import (
    ACCEPT,
    ACCEPT_JOINTLY,
    ASSIGN,
    DECLINE,
    START,
    TAKE,
)
from centres.models import Centre
from korus_portal.accounts.access import parties
from korus_portal.accounts.models import Role, User

Status = SupportRequest.Status


@transaction.atomic
def take_request(*, support_request: SupportRequest, by: User) -> SupportRequest:
    """Make `by` the adviser who looks into it. This is no answer: the deadline runs on."""
    locked = steps.lock_for_owner(support_request, by)
    if locked.status in (Status.IN_TRIAGE, Status.CLARIFYING):
        raise AlreadyTakenError(locked)
    steps.perform(TAKE, locked, by=by, for_party=locked.centre.organisation, adviser=by)
    return locked


@transaction.atomic
def assign_request(*, support_request: SupportRequest, adviser: User, by: User) -> SupportRequest:
    """Give it to a colleague; what nobody had is thereby taken.

    Raises NotThereError when the colleague has left, AlreadyDoneError when they have it already.
    """
    locked = steps.lock_for_owner(support_request, by, rules.can_assign)
    steps.check(ASSIGN, locked)
    if locked.adviser_id == adviser.pk:
        raise AlreadyDoneError(locked)
    if not letters.people_of_centre(locked.centre).filter(pk=adviser.pk).exists():
        raise NotThereError(locked)
    was_free = locked.status == Status.SUBMITTED
    event = steps.perform(
        ASSIGN,
        locked,
        by=by,
        for_party=locked.centre.organisation,
        about=adviser.name,
        adviser=adviser,
    )
    if was_free:
        letters.write_to_municipality(locked, TAKE.letter, event=event)
        tell_guest(locked, TAKE.letter, event=event)
    return locked


@transaction.atomic
def start_work(*, support_request: SupportRequest, by: User) -> SupportRequest:
    """The work that the centre has said yes to begins; the municipality is told."""
    locked = steps.lock_for_owner(support_request, by)
    if locked.status == Status.UNDER_WAY:
        raise AlreadyDoneError(locked)
    steps.perform(START, locked, by=by, for_party=locked.centre.organisation)
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
    is_counted = hold_if_open(support_request.centre_id, year_of(support_request))
    locked = steps.lock_for_owner(support_request, by)
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
def accept_jointly(
    *,
    support_request: SupportRequest,
    by: User,
    message: str = "",
    assignment: Assignment | None = None,
) -> SupportRequest:
    """A centre that is in it too says that it helps: the request counts for it from now on."""
    open_years = _hold_own_years(support_request, by)
    locked = steps.lock(support_request)
    own = joint_holder(locked, by)
    if own.accepted_at is not None:
        raise AlreadyDecidedError(locked)
    if assignment is not None and assignment.centre_id != own.centre_id:
        raise PermissionDenied
    now = timezone.now()
    steps.perform(
        ACCEPT_JOINTLY,
        locked,
        by=by,
        for_party=own.centre.organisation,
        text=message,
        about=str(own.centre),
        first_answered_at=locked.first_answer(now),
    )
    own.accepted_at, own.assignment = now, assignment
    own.is_counted = own.centre_id in open_years
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
    """Say that the centre cannot help, why, and who else can; tell the municipality.

    Raises OthersHelpError when another centre in the case has said that it can: a no would end
    what the municipality has been promised.
    """
    locked = steps.lock_for_owner(support_request, by)
    steps.check(DECLINE, locked)
    if Holder.objects.helping(locked).exists():
        raise OthersHelpError(locked)
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
    handing_over.lapse_open(locked)
    return locked


def _hold_own_years(support_request: SupportRequest, by: User) -> set[int]:
    """Hold the year of each of the person's centres; those where it is open."""
    own = parties(by, Role.ADVISER, Role.LEADER)
    centres = Centre.objects.filter(organisation__in=own).order_by("pk")
    year = year_of(support_request)
    return {pk for pk in centres.values_list("pk", flat=True) if hold_if_open(pk, year)}


def _decision(locked: SupportRequest, by: User) -> dict[str, Any]:
    now = timezone.now()
    return {
        "decided_at": now,
        "decided_by": by,
        "first_answered_at": locked.first_answer(now),
        "adviser": locked.adviser or by,
        "paused_on": None,
    }
