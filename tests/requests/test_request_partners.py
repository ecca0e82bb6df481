"""Several municipalities ask together: one writes, the others confirm or leave."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assignments.coverage.models import Fact
from assignments.plans import years
from assignments.requests.actions import confirming, deciding, ending, partners
from assignments.requests.actions.errors import AlreadyDoneError, EndedError
from assignments.requests.models import PartnerMunicipality, SupportRequest
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality


@pytest.fixture
def partner(
    support_request: SupportRequest,
    municipality_elsewhere: Municipality,
    contact: User,
    contact_elsewhere: User,
) -> PartnerMunicipality:
    [row] = partners.name_partners(
        support_request=support_request, municipalities=[municipality_elsewhere], by=contact
    )
    return row


def counted() -> set[int | None]:
    return set(Fact.objects.values_list("place_then", flat=True))


def test_a_partner_is_told_at_once_reads_everything_and_does_not_count_yet(
    partner: PartnerMunicipality,
    support_request: SupportRequest,
    contact_elsewhere: User,
    municipality: Municipality,
) -> None:
    assert Letter.objects.get(kind="requests.partner_named").to == contact_elsewhere
    assert support_request in SupportRequest.objects.visible_to(contact_elsewhere)
    assert counted() == {municipality.pk}


def test_naming_again_adds_nothing(
    partner: PartnerMunicipality,
    support_request: SupportRequest,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    contact: User,
) -> None:
    named = partners.name_partners(
        support_request=support_request,
        municipalities=[municipality, municipality_elsewhere],
        by=contact,
    )
    assert named == []
    assert support_request.partners.count() == 1


def test_its_own_contact_confirms_once_and_from_then_on_it_counts(
    partner: PartnerMunicipality,
    contact: User,
    contact_elsewhere: User,
    adviser: User,
    municipality: Municipality,
) -> None:
    for stranger in (contact, adviser):
        with pytest.raises(PermissionDenied):
            partners.confirm_partner(partner=partner, by=stranger)
    partners.confirm_partner(partner=partner, by=contact_elsewhere)
    assert counted() == {municipality.pk, partner.municipality_id}
    with pytest.raises(AlreadyDoneError):
        partners.confirm_partner(partner=partner, by=contact_elsewhere)


def test_a_partner_leaves_reads_no_more_and_does_not_count(
    partner: PartnerMunicipality,
    support_request: SupportRequest,
    contact_elsewhere: User,
    municipality: Municipality,
) -> None:
    partners.confirm_partner(partner=partner, by=contact_elsewhere)
    partners.leave_as_partner(partner=partner, by=contact_elsewhere)
    assert counted() == {municipality.pk}
    assert support_request not in SupportRequest.objects.visible_to(contact_elsewhere)
    with pytest.raises(AlreadyDoneError):
        partners.leave_as_partner(partner=partner, by=contact_elsewhere)


def test_a_submitted_year_neither_gains_nor_loses_a_partner(
    partner: PartnerMunicipality,
    support_request: SupportRequest,
    contact_elsewhere: User,
    leader: User,
    municipality: Municipality,
) -> None:
    years.close(support_request.centre, timezone.localdate().year, by=leader)
    confirmed = partners.confirm_partner(partner=partner, by=contact_elsewhere)
    assert not confirmed.is_counted
    assert counted() == {municipality.pk}


def test_a_partner_that_was_counted_when_the_year_was_submitted_stays_so_when_it_leaves(
    partner: PartnerMunicipality,
    support_request: SupportRequest,
    contact_elsewhere: User,
    leader: User,
    municipality: Municipality,
) -> None:
    partners.confirm_partner(partner=partner, by=contact_elsewhere)
    years.close(support_request.centre, timezone.localdate().year, by=leader)
    partners.leave_as_partner(partner=partner, by=contact_elsewhere)
    assert counted() == {municipality.pk, partner.municipality_id}


def test_nothing_of_an_unconfirmed_request_counts_until_its_municipality_confirms_it(
    partner: PartnerMunicipality,
    support_request: SupportRequest,
    contact: User,
    contact_elsewhere: User,
    municipality: Municipality,
) -> None:
    SupportRequest.objects.update(confirmed_at=None, confirmed_by=None)
    partners.confirm_partner(partner=partner, by=contact_elsewhere)
    assert counted() == set()
    with pytest.raises(PermissionDenied):
        confirming.confirm_request(support_request=support_request, by=contact_elsewhere)
    confirming.confirm_request(support_request=support_request, by=contact)
    assert counted() == {municipality.pk, partner.municipality_id}


def test_a_partner_does_not_withdraw_for_all_and_an_ended_request_is_not_confirmed(
    partner: PartnerMunicipality,
    support_request: SupportRequest,
    contact: User,
    contact_elsewhere: User,
    adviser: User,
) -> None:
    with pytest.raises(PermissionDenied):
        ending.withdraw_request(support_request=support_request, by=contact_elsewhere)
    deciding.decline_request(support_request=support_request, by=adviser, reason="Nei")
    declined = {letter.to for letter in Letter.objects.filter(kind="requests.declined")}
    assert declined == {contact, contact_elsewhere}
    with pytest.raises(EndedError):
        partners.confirm_partner(partner=partner, by=contact_elsewhere)
