"""A centre that is in a case together with its owner."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.requests.actions import handing_over, steps
from assignments.requests.actions.errors import AlreadyDoneError
from assignments.requests.models import HandOver, Holder, SupportRequest
from assignments.requests.states import LEAVE
from korus_portal.accounts.access import parties
from korus_portal.accounts.models import Role, User


@transaction.atomic
def leave_case(*, support_request: SupportRequest, by: User) -> SupportRequest:
    """The centre is in it no longer. What it accepted counts for it still; the owner is told."""
    locked = steps.lock(support_request)
    holder = joint_holder(locked, by)
    party = holder.centre.organisation
    steps.perform(LEAVE, locked, by=by, for_party=party, about=str(holder.centre))
    holder.until = timezone.now()
    holder.save(update_fields=["until"])
    asked = locked.hand_overs.filter(kind=HandOver.Kind.ASK, to_centre=holder.centre)
    handing_over.lapse_open(locked, asked)
    return locked


def joint_holder(locked: SupportRequest, by: User) -> Holder:
    """The part of the person's centre in it. Raises AlreadyDoneError when the centre has left."""
    at = parties(by, Role.ADVISER, Role.LEADER)
    own = locked.holders.filter(part=Holder.Part.JOINT, centre__organisation__in=at)
    found = own.current().select_related("centre__organisation").first()
    if found is not None:
        return found
    raise AlreadyDoneError(locked) if own.exists() else PermissionDenied
