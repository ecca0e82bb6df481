"""A municipality says whether a request by somebody without an account is its own."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.requests import rules
from assignments.requests.actions import steps
from assignments.requests.actions.ending import withdraw_request
from assignments.requests.actions.errors import AlreadyDoneError
from assignments.requests.counting import hold_years, keep_facts
from assignments.requests.guest_letters import tell_guest
from assignments.requests.models import SupportRequest
from assignments.requests.states import CONFIRM
from korus_portal.accounts.models import User


@transaction.atomic
def confirm_request(*, support_request: SupportRequest, by: User) -> SupportRequest:
    """Say that the municipality asks. From now on the request counts, and the guest reads it all.

    Safe to repeat. Raises EndedError when it was closed or withdrawn in the meantime.
    """
    hold_years(support_request)
    locked = steps.lock(support_request)
    if not rules.stands_for_sender(by, locked):
        raise PermissionDenied
    if locked.is_confirmed:
        return locked
    # Again, now that nothing changes: a centre may have accepted while we waited.
    is_open = hold_years(locked)
    if is_open:
        locked.partners.named().exclude(confirmed_at=None).update(is_counted=True)
    else:
        locked.holders.exclude(accepted_at=None).update(is_counted=False)
    steps.perform(
        CONFIRM,
        locked,
        by=by,
        for_party=locked.municipality.organisation,
        confirmed_at=timezone.now(),
        confirmed_by=by,
        is_counted=locked.is_counted and is_open,
    )
    keep_facts(locked)
    tell_guest(locked, CONFIRM.letter)
    return locked


@transaction.atomic
def disown_request(*, support_request: SupportRequest, by: User) -> SupportRequest:
    """Say that the municipality has not asked: the request is withdrawn, and the centre is told.

    Raises AlreadyDoneError when a colleague said otherwise, EndedError when it has ended.
    """
    locked = steps.lock(support_request)
    if not rules.stands_for_sender(by, locked):
        raise PermissionDenied
    if locked.is_confirmed:
        raise AlreadyDoneError(locked)
    reason = _("Kommunen sier at henvendelsen ikke er fra dem.")
    withdrawn = withdraw_request(support_request=locked, by=by, reason=reason)
    tell_guest(withdrawn, "disowned")
    return withdrawn
