"""A municipality says whether a request by somebody without an account is its own."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from assignments.requests import rules
from assignments.requests.actions import steps
from assignments.requests.actions.errors import OutOfStepError
from assignments.requests.counting import hold_year, keep_facts, year_of
from assignments.requests.models import SupportRequest
from assignments.requests.states import CONFIRM, WITHDRAW
from korus_portal.accounts.models import User


class AlreadyConfirmedError(OutOfStepError):
    """A colleague has said that the request is the municipality's."""


@transaction.atomic
def confirm_request(*, support_request: SupportRequest, by: User) -> SupportRequest:
    """Say that the municipality asks. From now on the request counts, and the guest reads it all.

    Safe to repeat. Raises EndedError when it was closed or withdrawn in the meantime.
    """
    closed = _closed_years(support_request)
    locked = steps.lock(support_request)
    if not rules.stands_for_municipality(by, locked):
        raise PermissionDenied
    if locked.is_confirmed:
        return locked
    locked.holders.filter(centre__in=closed).update(is_counted=False)
    steps.perform(
        CONFIRM,
        locked,
        by=by,
        for_party=locked.municipality.organisation,
        confirmed_at=timezone.now(),
        confirmed_by=by,
        is_counted=locked.is_counted and locked.asked_centre_id not in closed,
    )
    keep_facts(locked)
    return locked


@transaction.atomic
def disown_request(*, support_request: SupportRequest, by: User) -> SupportRequest:
    """Say that the municipality has not asked: the request is withdrawn, and the centre is told.

    Raises AlreadyConfirmedError when a colleague said otherwise, EndedError when it has ended.
    """
    locked = steps.lock(support_request)
    if not rules.stands_for_municipality(by, locked):
        raise PermissionDenied
    if locked.is_confirmed:
        raise AlreadyConfirmedError(locked)
    steps.perform(
        WITHDRAW,
        locked,
        by=by,
        for_party=locked.municipality.organisation,
        text=_("Kommunen sier at henvendelsen ikke er fra dem."),
        ended_at=timezone.now(),
        ended_by=by,
        paused_on=None,
    )
    return locked


def _closed_years(support_request: SupportRequest) -> set[int]:
    """Hold the year of each centre it would count for; those whose report is submitted."""
    accepted = support_request.holders.exclude(accepted_at=None).values_list("centre", flat=True)
    centres = {support_request.asked_centre_id, *accepted}
    year = year_of(support_request)
    return {pk for pk in sorted(centres) if not hold_year(pk, year)}
