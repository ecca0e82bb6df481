"""The centre asks for a clarification: the clock stands still until the municipality answers."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.plans.conflicts import AlreadySentError
from assignments.requests import rules
from assignments.requests.actions import steps
from assignments.requests.models import Message, SupportRequest
from assignments.requests.states import ASK_CLARIFICATION, CLARIFY
from assignments.requests.voices import place_of
from assignments.requests.working_days import add_working_days, working_days_between
from korus_portal.accounts.models import User
from municipalities.models import Municipality


@transaction.atomic
def ask_clarification(
    *, support_request: SupportRequest, by: User, question: str, form_token: UUID | None = None
) -> Message:
    """Ask the municipality. The question is a first answer (rule 28) and stops the clock.

    The same form sent twice is one question. Raises OutOfStepError.
    """
    locked = steps.lock_for_owner(support_request, by)
    if earlier := _sent_earlier(form_token, locked, by, question):
        return earlier
    steps.perform(
        ASK_CLARIFICATION,
        locked,
        by=by,
        for_party=locked.centre.organisation,
        text=question,
        paused_on=timezone.localdate(),
        first_answered_at=locked.first_answer(timezone.now()),
    )
    return Message.objects.create(
        support_request=locked,
        kind=Message.Kind.CLARIFICATION,
        side=Message.Side.CENTRE,
        centre=locked.centre,
        author=by,
        author_name=by.name,
        text=question,
        form_token=form_token,
    )


@transaction.atomic
def answer_clarification(
    *,
    support_request: SupportRequest,
    by: User | None,
    text: str,
    form_token: UUID | None = None,
    municipality: Municipality | None = None,
) -> Message:
    """Answer for the municipality; `by` is None for the guest who asked. The clock runs again.

    The same form sent twice is one answer. Raises OutOfStepError.
    """
    locked = steps.lock(support_request)
    place = municipality_of(by, locked, municipality)
    if earlier := _sent_earlier(form_token, locked, by, text):
        return earlier
    steps.perform(
        CLARIFY,
        locked,
        by=by,
        by_name=locked.guest_name,
        for_party=place.organisation,
        text=text,
        **ended_pause(locked),
    )
    return Message.objects.create(
        support_request=locked,
        side=Message.Side.MUNICIPALITY,
        municipality=place,
        author=by,
        author_name=by.name if by else locked.guest_name,
        text=text,
        form_token=form_token,
    )


def municipality_of(
    by: User | None, locked: SupportRequest, municipality: Municipality | None = None
) -> Municipality:
    """For which of the municipalities that ask somebody acts. Raises PermissionDenied."""
    if by is None:
        if not locked.guest_email:
            raise PermissionDenied
        return municipality or locked.municipality
    if not rules.stands_for_municipality(by, locked):
        raise PermissionDenied
    return municipality or place_of(by, locked) or locked.municipality


def ended_pause(locked: SupportRequest) -> dict[str, Any]:
    """The columns of a pause that ends: dates not yet met move by its working days (rule 28)."""
    if locked.paused_on is None:
        return {}
    days = working_days_between(locked.paused_on, timezone.localdate())
    moved: dict[str, Any] = {"paused_on": None}
    if locked.first_answered_at is None:
        moved["answer_due_on"] = add_working_days(locked.answer_due_on, days)
    if locked.interim_sent_at is None:
        moved["interim_due_on"] = add_working_days(locked.interim_due_on, days)
    return moved


def _sent_earlier(
    form_token: UUID | None, locked: SupportRequest, by: User | None, text: str
) -> Message | None:
    earlier = Message.objects.filter(form_token=form_token).first() if form_token else None
    if earlier is None:
        return None
    if earlier.support_request_id != locked.pk or earlier.author != by:
        raise PermissionDenied
    if earlier.text != text:
        raise AlreadySentError(earlier)
    return earlier
