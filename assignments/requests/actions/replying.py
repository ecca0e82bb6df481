"""The interim reply: that the centre has the request, and when the municipality can expect more.

It is no first answer (rule 28): the clock of the answer runs on.
"""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.requests.actions import steps
from assignments.requests.actions.errors import OutOfStepError
from assignments.requests.models import Message, SupportRequest
from assignments.requests.states import SEND_INTERIM
from korus_portal.accounts.models import User


class AlreadyRepliedError(OutOfStepError):
    """The municipality has had its interim reply: a second click, or a colleague was first."""


@transaction.atomic
def send_interim_reply(
    *, support_request: SupportRequest, by: User, text: str, form_token: UUID | None = None
) -> Message:
    """Send it once. The same form sent twice gives the message of the first time.

    Raises OutOfStepError when the request is decided, has moved or has had its reply.
    """
    locked = steps.lock_for_owner(support_request, by)
    earlier = _sent_earlier(locked, by, form_token)
    if earlier is not None:
        return earlier
    steps.check(SEND_INTERIM, locked)
    if locked.interim_sent_at is not None:
        raise AlreadyRepliedError(locked)
    return _send(locked, by, text, form_token)


def _send(locked: SupportRequest, by: User, text: str, form_token: UUID | None) -> Message:
    now = timezone.now()
    # The letter holds the whole text: the portal's own words, read through by the adviser.
    steps.perform(
        SEND_INTERIM,
        locked,
        by=by,
        for_party=locked.centre.organisation,
        text=text,
        interim_sent_at=now,
    )
    return Message.objects.create(
        support_request=locked,
        kind=Message.Kind.INTERIM,
        side=Message.Side.CENTRE,
        centre=locked.centre,
        author=by,
        author_name=by.name,
        text=text,
        at=now,
        form_token=form_token,
    )


def _sent_earlier(locked: SupportRequest, by: User, form_token: UUID | None) -> Message | None:
    if form_token is None:
        return None
    earlier = Message.objects.filter(form_token=form_token).first()
    if earlier is not None and (earlier.support_request_id, earlier.author_id) != (
        locked.pk,
        by.pk,
    ):
        raise PermissionDenied
    return earlier
