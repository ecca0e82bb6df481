"""Whose list a person has open: one of the person's own centres, or one that serves its county."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils import timezone

from assignments.access import governed_municipalities
from assignments.outreach import rules
from centres import catchments
from centres.models import Centre
from korus_portal.accounts.access import parties
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality


@dataclass(frozen=True)
class Desk:
    """A centre's list as one person may see it."""

    user: User
    centre: Centre
    centres: list[Centre]
    # The county governor sees the municipalities of its counties, and no notes.
    governed: frozenset[int] = field(default_factory=frozenset)

    @property
    def is_own(self) -> bool:
        return rules.works_at(self.user, self.centre)

    @property
    def leads(self) -> bool:
        return rules.leads(self.user, self.centre)

    def holds(self, municipality_id: int) -> bool:
        return self.is_own or municipality_id in self.governed


def desk_of(user: User, code: str = "") -> Desk | None:
    """The list that is asked for, else the first that the person has. None where there is none."""
    own = own_centres(user)
    governed = governed_ids(user)
    centres = [*own, *serving(governed, but=own)]
    for centre in centres:
        if code in ("", centre.code):
            return Desk(user, centre, centres, governed)
    return None


def own_centres(user: User) -> list[Centre]:
    """Those with a list first: a national function has no catchment to look through."""
    held = parties(user, Role.ADVISER, Role.LEADER)
    found = Centre.objects.filter(organisation__in=held) if held else Centre.objects.none()
    return sorted(found, key=lambda centre: (centre.is_national_only, centre.kind, str(centre)))


def governed_ids(user: User) -> frozenset[int]:
    """Municipalities of today in the counties of the person's office; none for other people."""
    if not parties(user, Role.GOVERNOR):
        return frozenset()
    rows = Municipality.objects.in_force(on=timezone.localdate()).order_by()
    return frozenset(rows.filter(governed_municipalities(user)).values_list("pk", flat=True))


def serving(governed: frozenset[int], *, but: list[Centre]) -> list[Centre]:
    """Centres at work today with a catchment there."""
    if not governed:
        return []
    today = timezone.localdate()
    by_centre = catchments.ids_by_centre(on=today)
    reaching = {pk for pk, ids in by_centre.items() if ids & governed}
    rows = Centre.objects.active(on=today).filter(pk__in=reaching - {row.pk for row in but})
    return [centre for centre in rows if not centre.is_national_only]
