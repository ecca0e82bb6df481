"""Whose queue a person has open: one of the centres where the person works."""

from __future__ import annotations

from dataclasses import dataclass

from assignments.requests import rules
from assignments.requests.models import Holder, SupportRequest, SupportRequestQuerySet
from centres.models import Centre
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.models import Role, User


@dataclass(frozen=True)
class Desk:
    """A centre's queue as one of its people sees it."""

    user: User
    centre: Centre
    centres: list[Centre]

    @property
    def leads(self) -> bool:
        return rules.leads(self.user, self.centre)

    def requests(self) -> SupportRequestQuerySet:
        """All that the centre has, as owner or together with the owner."""
        held = Holder.objects.current().filter(centre=self.centre)
        mine = SupportRequest.objects.held_by(self.user)
        return mine.filter(pk__in=held.values("support_request")).order_by()


def desk_of(user: User, code: str = "") -> Desk | None:
    """The queue that is asked for, else the first that the person has; None where there is none."""
    centres = own_centres(user)
    for centre in centres:
        if code in ("", centre.code):
            return Desk(user, centre, centres)
    return None


def own_centres(user: Viewer) -> list[Centre]:
    held = parties(user, Role.ADVISER, Role.LEADER)
    return list(Centre.objects.filter(organisation__in=held)) if held else []
