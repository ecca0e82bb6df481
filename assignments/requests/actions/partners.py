"""Several municipalities ask together: one writes, the others confirm or leave."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.requests import letters, rules
from assignments.requests.actions import steps
from assignments.requests.actions.errors import AlreadyDoneError
from assignments.requests.counting import hold_years, keep_facts
from assignments.requests.models import PartnerMunicipality, SupportRequest
from assignments.requests.states import NAME_PARTNER, PARTNER_CONFIRMED, PARTNER_LEFT
from korus_portal.accounts.models import User
from municipalities.models import Municipality


@transaction.atomic
def name_partners(
    *, support_request: SupportRequest, municipalities: Iterable[Municipality], by: User | None
) -> list[PartnerMunicipality]:
    """Ask on behalf of others too; they are told at once. Safe to repeat.

    Who is named already, or has left, is passed over. `by` is None for the guest who asked.
    """
    locked = steps.lock(support_request)
    may = rules.stands_for_sender(by, locked) if by else bool(locked.guest_email)
    if not may:
        raise PermissionDenied
    known = {locked.municipality_id, *locked.partners.values_list("municipality", flat=True)}
    new = {place.pk: place for place in municipalities if place.pk not in known}
    return [_name(locked, place, by) for _pk, place in sorted(new.items())]


@transaction.atomic
def confirm_partner(*, partner: PartnerMunicipality, by: User) -> PartnerMunicipality:
    """Its own contact says that the municipality asks too: from now on it counts."""
    hold_years(partner.support_request)
    locked, own = _lock(partner, by)
    if own.confirmed_at is not None:
        raise AlreadyDoneError(locked)
    # Again, now that nothing changes: a centre may have accepted while we waited.
    is_open = hold_years(locked)
    own.confirmed_at, own.confirmed_by = timezone.now(), by
    own.is_counted = is_open and locked.is_confirmed
    party = own.municipality.organisation
    steps.perform(PARTNER_CONFIRMED, locked, by=by, for_party=party, about=str(own.municipality))
    own.save(update_fields=["confirmed_at", "confirmed_by", "is_counted"])
    keep_facts(locked)
    return own


@transaction.atomic
def leave_as_partner(*, partner: PartnerMunicipality, by: User) -> PartnerMunicipality:
    """It does not ask (any more), reads nothing further and does not count, but in closed years."""
    hold_years(partner.support_request)
    locked, own = _lock(partner, by)
    is_open = hold_years(locked)
    party = own.municipality.organisation
    steps.perform(PARTNER_LEFT, locked, by=by, for_party=party, about=str(own.municipality))
    own.left_at, own.left_by = timezone.now(), by
    own.is_counted = own.is_counted and not is_open
    own.save(update_fields=["left_at", "left_by", "is_counted"])
    keep_facts(locked)
    return own


def _name(locked: SupportRequest, place: Municipality, by: User | None) -> PartnerMunicipality:
    party = locked.municipality.organisation
    steps.perform(
        NAME_PARTNER, locked, by=by, by_name=locked.guest_name, for_party=party, about=str(place)
    )
    letters.write(locked, letters.contacts_of(place), NAME_PARTNER.letter, partner=place)
    return PartnerMunicipality.objects.create(support_request=locked, municipality=place)


def _lock(partner: PartnerMunicipality, by: User) -> tuple[SupportRequest, PartnerMunicipality]:
    locked = steps.lock(partner.support_request)
    own = PartnerMunicipality.objects.select_for_update().get(pk=partner.pk)
    if not rules.stands_for_partner(by, own):
        raise PermissionDenied
    if own.left_at is not None:
        raise AlreadyDoneError(locked)
    return locked, own
