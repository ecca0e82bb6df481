"""The municipality says what it thought of the help, once, when the case is closed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.requests import rules
from assignments.requests.actions import steps
from assignments.requests.actions.errors import OutOfStepError
from assignments.requests.models import RequestFeedback, SupportRequest
from assignments.requests.states import GIVE_FEEDBACK
from centres.models import Centre
from korus_portal.accounts.models import User


class AlreadyGivenError(OutOfStepError):
    """The three questions were answered before: a second click, or a colleague was first."""


@transaction.atomic
def give(
    *, support_request: SupportRequest, by: User | None, met_need: int, in_time: int, of_use: int
) -> RequestFeedback:
    """Store three answers from 1 to 5. `by` is None for the guest who asked, whose link says who;
    a guest of whom it is not certain that the municipality asks, has no say.

    Raises AlreadyGivenError, and OutOfStepError when the case is not closed.
    """
    locked = steps.lock(support_request)
    if by is None and not (locked.guest_email and locked.is_confirmed):
        raise PermissionDenied
    if by is not None and not rules.stands_for_municipality(by, locked):
        raise PermissionDenied
    steps.check(GIVE_FEEDBACK, locked)
    if RequestFeedback.objects.filter(support_request=locked).exists():
        raise AlreadyGivenError(locked)
    # One answer at a time for each centre: what is published follows the order of the answers.
    Centre.objects.select_for_update(no_key=True).get(pk=locked.centre_id)
    party = locked.municipality.organisation
    steps.perform(GIVE_FEEDBACK, locked, by=by, by_name=locked.guest_name, for_party=party)
    return RequestFeedback.objects.create(
        support_request=locked,
        centre=locked.centre,
        met_need=met_need,
        in_time=in_time,
        of_use=of_use,
        answered_at=timezone.now(),
        answered_by=by,
    )
