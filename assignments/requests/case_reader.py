"""One case as it is read: its rows, and which sides of it the reader stands on."""

from dataclasses import dataclass
from functools import cached_property

from assignments.access import with_own_past
from assignments.requests import rules
from assignments.requests.models import (
    HandOver,
    Holder,
    PartnerMunicipality,
    RequestEvent,
    SupportRequest,
    SupportRequestQuerySet,
)
from centres.models import Centre
from korus_portal.accounts.access import parties
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality


def readable(user: User) -> SupportRequestQuerySet:
    """The cases that the person may open, with what their page shows."""
    return SupportRequest.objects.visible_to(user).select_related(
        "municipality__organisation",
        "centre__organisation",
        "asked_centre",
        "theme__parent",
        "adviser",
        "submitted_by",
        "decided_by",
        "ended_by",
        "pointer_centre",
    )


@dataclass(frozen=True)
class Case:
    """A request with the rows that belong to it, and its reader. Each is asked for once."""

    request: SupportRequest
    user: User

    @cached_property
    def events(self) -> list[RequestEvent]:
        return list(self.request.events.select_related("by", "centre"))

    @cached_property
    def holders(self) -> list[Holder]:
        """The centres that have it now, the owner first."""
        rows = self.request.holders.current().select_related("centre__organisation", "assignment")
        return sorted(rows, key=lambda row: (row.part != Holder.Part.OWNER, row.since, row.pk))

    @property
    def joint(self) -> list[Holder]:
        return [row for row in self.holders if row.part == Holder.Part.JOINT]

    @cached_property
    def partners(self) -> list[PartnerMunicipality]:
        return list(self.request.partners.named().select_related("municipality"))

    @cached_property
    def hand_overs(self) -> list[HandOver]:
        """Those that wait for an answer."""
        rows = self.request.hand_overs.open()
        return list(rows.select_related("from_centre", "to_centre", "asked_by"))

    @cached_property
    def own_parties(self) -> set[int]:
        return parties(self.user, Role.ADVISER, Role.LEADER)

    @cached_property
    def own_places(self) -> set[int]:
        """Municipalities for which the reader is a contact, under earlier numbers too."""
        held = parties(self.user, Role.CONTACT)
        if not held:
            return set()
        own = Municipality.objects.filter(organisation__in=held).order_by()
        return with_own_past(set(own.values_list("pk", flat=True)))

    def works_at(self, centre: Centre) -> bool:
        return centre.organisation_id in self.own_parties

    @property
    def owns(self) -> bool:
        """The reader works at the centre that has the case."""
        return self.works_at(self.request.centre)

    @property
    def holding(self) -> Holder | None:
        """The reader's own centre among those that have it, the owner first."""
        return next((row for row in self.holders if self.works_at(row.centre)), None)

    @property
    def joined(self) -> Holder | None:
        """The reader's own centre among those that are in it together with the owner."""
        return next((row for row in self.joint if self.works_at(row.centre)), None)

    @property
    def asked(self) -> bool:
        """The reader is a contact of the municipality that asked."""
        return self.request.municipality_id in self.own_places

    @property
    def partner(self) -> PartnerMunicipality | None:
        """The reader's own municipality among those it is asked for too."""
        own = (row for row in self.partners if row.municipality_id in self.own_places)
        return next(own, None)

    @property
    def is_of_municipality(self) -> bool:
        return self.asked or self.partner is not None

    @property
    def is_of_centre(self) -> bool:
        """At a centre that has it, or is offered it."""
        return not self.is_of_municipality or self.holding is not None

    def to_answer(self) -> list[HandOver]:
        """Open hand-overs that wait for the reader's centre."""
        return [row for row in self.hand_overs if rules.can_answer_hand_over(self.user, row)]

    def to_take_back(self) -> list[HandOver]:
        return [row for row in self.hand_overs if rules.can_take_back_hand_over(self.user, row)]
