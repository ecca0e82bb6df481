"""A request ends: the municipality withdraws it, or the centre closes it with what came of it."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.requests import letters, rules
from assignments.requests.actions import handing_over, steps
from assignments.requests.guest_letters import tell_guest
from assignments.requests.models import SupportRequest
from assignments.requests.states import CLOSE, WITHDRAW
from korus_portal.accounts.models import User


@transaction.atomic
def withdraw_request(
    *, support_request: SupportRequest, by: User | None, reason: str = ""
) -> SupportRequest:
    """For the municipality that asked, or its guest (`by` is None). It counts as contact still.

    All who asked are told too: colleagues, partners, and the guest whom the municipality knows.
    """
    locked = steps.lock(support_request)
    may = rules.stands_for_sender(by, locked) if by else bool(locked.guest_email)
    if not may:
        raise PermissionDenied
    event = steps.perform(
        WITHDRAW,
        locked,
        by=by,
        by_name=locked.guest_name,
        for_party=locked.municipality.organisation,
        text=reason,
        also=letters.people_of_municipality(locked),
        ended_at=timezone.now(),
        ended_by=by,
        paused_on=None,
    )
    if by and locked.is_confirmed:
        tell_guest(locked, WITHDRAW.letter, event=event)
    handing_over.lapse_open(locked)
    return locked


@transaction.atomic
def close_request(
    *, support_request: SupportRequest, by: User, outcome: str, text: str = ""
) -> SupportRequest:
    """The owner says what came of it. Raises EndedError when it had ended, as after a click."""
    locked = steps.lock_for_owner(support_request, by)
    if outcome not in SupportRequest.Outcome.values:
        raise ValueError(outcome)
    steps.perform(
        CLOSE,
        locked,
        by=by,
        for_party=locked.centre.organisation,
        text=text,
        ended_at=timezone.now(),
        ended_by=by,
        outcome=outcome,
        outcome_text=text,
    )
    handing_over.lapse_open(locked)
    return locked
