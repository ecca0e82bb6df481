"""Carrying out one step of the machine: lock, check, write, tell."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied

from assignments.requests import letters, rules
from assignments.requests.actions.errors import (
    AlreadyDecidedError,
    EndedError,
    MovedError,
    OutOfStepError,
)
from assignments.requests.archive import archive_copies
from assignments.requests.models import RequestEvent, SupportRequest
from assignments.requests.states import Step
from korus_portal.accounts.models import Organisation, User


def lock(support_request: SupportRequest) -> SupportRequest:
    """The row as it is now, held until the transaction ends.

    The row is locked by itself first and its relations read afterwards: had they been joined, and
    the owner changed while we waited, PostgreSQL would drop the row from the answer.
    """
    SupportRequest.objects.select_for_update().order_by().get(pk=support_request.pk)
    related = ("centre__organisation", "municipality__organisation", "submitted_by", "adviser")
    return SupportRequest.objects.select_related(*related).get(pk=support_request.pk)


def lock_for_owner(
    support_request: SupportRequest,
    by: User,
    may: Callable[[User, SupportRequest], bool] = rules.can_decide_request,
) -> SupportRequest:
    """The locked row, for somebody at the centre that has it and who `may` do what comes next.

    Raises MovedError when it went from the person's centre to another while we waited, also for
    those who work at both: the caller has held the year of the centre that had it.
    """
    locked = lock(support_request)
    if locked.centre_id != support_request.centre_id and may(by, support_request):
        raise MovedError(locked)
    if not may(by, locked):
        raise PermissionDenied
    return locked


def check(step: Step, locked: SupportRequest) -> None:
    """Raise when the request's state does not allow the step (a subclass of OutOfStepError)."""
    if locked.status in step.before:
        return
    if locked.is_open and not locked.is_undecided and step.before <= SupportRequest.UNDECIDED:
        raise AlreadyDecidedError(locked)
    if not locked.is_open:
        is_answer = step.before <= SupportRequest.UNDECIDED and locked.status == "declined"
        raise AlreadyDecidedError(locked) if is_answer else EndedError(locked)
    raise OutOfStepError(locked)


def perform(
    step: Step,
    locked: SupportRequest,
    *,
    by: User | None,
    for_party: Organisation | None = None,
    by_name: str = "",
    text: str = "",
    about: str = "",
    also: Iterable[User] = (),
    **columns: Any,
) -> RequestEvent:
    """Write the step's state and `columns`, put it on the timeline and tell those concerned.

    `by` is None for a guest (a step of the municipality, with `by_name`) and for the portal
    itself; `also` are people to tell beside those that the step names. The caller holds the lock
    and has asked the rule. Raises OutOfStepError when the state has moved on, and ValueError when
    words are owed and missing: forms see to those.
    """
    check(step, locked)
    if step.owes_words and not text.strip():
        raise ValueError(step.event)
    columns["status"] = step.leads_to(locked.status)
    columns["version"] = locked.version + 1
    for name, value in columns.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(columns))
    event = tell_timeline(
        locked, step.event, by=by, for_party=for_party, by_name=by_name, text=text, about=about
    )
    letters.tell(step, locked, event, also=also)
    return event


def tell_timeline(
    locked: SupportRequest,
    kind: RequestEvent.Kind,
    *,
    by: User | None,
    for_party: Organisation | None,
    by_name: str = "",
    text: str = "",
    about: str = "",
) -> RequestEvent:
    """Put a step on the timeline, and tell both archives of those that are to be filed."""
    event = RequestEvent.objects.create(
        support_request=locked,
        kind=kind,
        by=by,
        by_name=by.name if by else by_name,
        by_organisation=str(for_party or ""),
        status=locked.status,
        centre=locked.centre,
        text=text,
        about=about,
    )
    archive_copies(locked, event)
    return event
