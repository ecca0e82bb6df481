"""What one may know of others' requests in one's own reach: theme, state, centre, place and month.

Never a text, an adviser or a name. A centre that had the case once also reads its own notes.
"""

from typing import Any

from django.db.models import Q, QuerySet

from assignments.plans.rules import own_centres
from assignments.requests import rules
from assignments.requests.models import HandOver, Holder, Note, SupportRequest
from assignments.requests.models import SupportRequestQuerySet as Requests
from centres.models import Centre
from korus_portal.accounts.access import parties
from korus_portal.accounts.models import Role, User


def outlined(user: User) -> Requests:
    """Those in reach that certainly come from the municipality, and those one's centre had."""
    at = parties(user, Role.ADVISER, Role.LEADER)
    former = Holder.objects.filter(centre__organisation__in=at).values("support_request")
    in_reach = SupportRequest.objects.outlined_to(user).exclude(confirmed_at=None)
    known = Q(pk__in=in_reach.order_by().values("pk")) | Q(pk__in=former)
    rows = SupportRequest.objects.filter(known)
    return rows.select_related("municipality__county", "centre__organisation", "theme__parent")


def others(user: User) -> Requests:
    """The list: without those that the person may open as a whole."""
    own = SupportRequest.objects.visible_to(user).order_by().values("pk")
    return outlined(user).exclude(pk__in=own).order_by("-submitted_at", "pk")


def askers(found: SupportRequest, user: User) -> QuerySet[Centre]:
    """The person's centres that could ask to get it: not the owner, nor who has asked already."""
    waiting = found.hand_overs.open().values("to_centre")
    own = own_centres(user).exclude(pk=found.centre_id).exclude(pk__in=waiting)
    able = [row.pk for row in own if rules.can_ask_for(user, found, row)]
    return own.filter(pk__in=able)


def has_asked(found: SupportRequest, user: User) -> bool:
    """One of the person's centres waits for an answer already."""
    at = parties(user, Role.ADVISER, Role.LEADER)
    return found.hand_overs.open().filter(to_centre__organisation__in=at).exists()


def outline_of(found: SupportRequest, user: User) -> dict[str, Any]:
    is_free = not found.hand_overs.open().filter(kind__in=HandOver.MOVING).exists()
    asked = list(asked_between(found, user))
    return {
        "support_request": found,
        "asked": asked,
        "can_ask": found.is_open and is_free and askers(found, user).exists(),
        "to_take_back": [
            row
            for row in asked
            if row.state == HandOver.State.OPEN and rules.can_take_back_hand_over(user, row)
        ],
        "notes": Note.objects.visible_to(user)
        .filter(support_request=found)
        .select_related("author", "centre"),
    }


def asked_between(found: SupportRequest, user: User) -> QuerySet[HandOver]:
    """What the person's own centre has asked the owner, or was asked, and the answers."""
    at = parties(user, Role.ADVISER, Role.LEADER)
    sides = Q(to_centre__organisation__in=at) | Q(from_centre__organisation__in=at)
    rows = found.hand_overs.filter(sides)
    return rows.select_related("from_centre", "to_centre")


def hand_over_for(user: User, case_number: str, pk: int) -> HandOver | None:
    """A hand-over for somebody at one of its two centres, also when it is answered by now."""
    at = parties(user, Role.ADVISER, Role.LEADER)
    rows = HandOver.objects.filter(pk=pk, support_request__case_number=case_number)
    rows = rows.filter(Q(to_centre__organisation__in=at) | Q(from_centre__organisation__in=at))
    related = ("support_request__centre", "from_centre", "to_centre", "asked_by")
    return rows.select_related(*related).first()
