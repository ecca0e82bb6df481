"""Taking personal details out of a case."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from assignments.requests import rules
from assignments.requests.actions import steps
from assignments.requests.models import RequestEvent, SupportRequest
from korus_portal.accounts.models import User
from korus_portal.notifications.redaction import REDACTED, is_left, redact

REDACTABLE = ("text", "reach", "reason", "pointer_text", "outcome_text")


@transaction.atomic
def redact_request(
    *, support_request: SupportRequest, fields: list[str], reason: str, by: User
) -> SupportRequest:
    """Take texts out of the request, its history and its letters; the timeline says why."""
    locked = steps.lock(support_request)
    if not rules.can_redact_request(by, locked):
        raise PermissionDenied
    if not fields or not set(fields) <= set(REDACTABLE):
        raise ValueError(fields)
    left = [name for name in fields if is_left(getattr(locked, name))]
    if not left:
        return locked
    gone = [getattr(locked, name) for name in left]
    redact(locked, left, by=by, reason=reason)
    locked.events.filter(text__in=gone).update(text=REDACTED)
    party = locked.centre.organisation
    steps.tell_timeline(locked, RequestEvent.Kind.REDACTED, by=by, for_party=party, text=reason)
    return locked
