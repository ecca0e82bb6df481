"""A request is assigned, worked on and closed, or withdrawn by the municipality."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assignments.coverage.models import Fact
from assignments.requests.actions import deciding, ending
from assignments.requests.actions.errors import (
    AlreadyDoneError,
    EndedError,
    NotThereError,
    OutOfStepError,
)
from assignments.requests.models import PartnerMunicipality, SupportRequest
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality


def told(kind: str) -> set[User | None]:
    return {letter.to for letter in Letter.objects.filter(kind=f"requests.{kind}")}


def test_the_leader_gives_a_new_request_to_an_adviser_who_thereby_has_it(
    support_request: SupportRequest, leader: User, adviser: User, contact: User
) -> None:
    row = deciding.assign_request(support_request=support_request, adviser=adviser, by=leader)
    assert (row.status, row.adviser) == ("in_triage", adviser)
    assert told("assigned") == {adviser}
    assert told("taken") == {contact}
    with pytest.raises(AlreadyDoneError):
        deciding.assign_request(support_request=support_request, adviser=adviser, by=leader)


def test_the_adviser_who_has_it_gives_it_on_and_nobody_else_does(
    support_request: SupportRequest, leader: User, adviser: User, contact: User
) -> None:
    with pytest.raises(PermissionDenied):
        deciding.assign_request(support_request=support_request, adviser=adviser, by=adviser)
    deciding.take_request(support_request=support_request, by=adviser)
    row = deciding.assign_request(support_request=support_request, adviser=leader, by=adviser)
    assert (row.adviser, row.status) == (leader, "in_triage")
    with pytest.raises(PermissionDenied):
        deciding.assign_request(support_request=support_request, adviser=adviser, by=adviser)
    assert told("taken") == {contact}


def test_nobody_from_elsewhere_and_nobody_who_has_left_is_given_a_request(
    support_request: SupportRequest, leader: User, adviser: User, leader_elsewhere: User
) -> None:
    adviser.memberships.update(ended_at=timezone.now(), ended_by=leader)
    for nobody in (adviser, leader_elsewhere):
        with pytest.raises(NotThereError):
            deciding.assign_request(support_request=support_request, adviser=nobody, by=leader)
    support_request.refresh_from_db()
    assert support_request.adviser is None


def test_the_work_begins_once(
    support_request: SupportRequest, adviser: User, contact: User
) -> None:
    with pytest.raises(OutOfStepError):
        deciding.start_work(support_request=support_request, by=adviser)
    deciding.accept_request(support_request=support_request, by=adviser)
    row = deciding.start_work(support_request=support_request, by=adviser)
    assert row.status == "under_way"
    with pytest.raises(AlreadyDoneError):
        deciding.start_work(support_request=support_request, by=adviser)
    assert told("started") == {contact}


@pytest.mark.parametrize("is_under_way", [True, False])
def test_the_owner_closes_with_what_came_of_it(
    support_request: SupportRequest, adviser: User, contact: User, is_under_way: bool
) -> None:
    deciding.accept_request(support_request=support_request, by=adviser)
    if is_under_way:
        deciding.start_work(support_request=support_request, by=adviser)
    row = ending.close_request(
        support_request=support_request, by=adviser, outcome="partly", text="To kurs ble holdt."
    )
    assert (row.status, row.outcome, row.ended_by) == ("closed", "partly", adviser)
    assert row.events.get(kind="closed").text == row.outcome_text == "To kurs ble holdt."
    assert told("closed") == {contact}
    assert "To kurs" not in Letter.objects.get(kind="requests.closed").body
    with pytest.raises(EndedError):
        ending.close_request(support_request=support_request, by=adviser, outcome="helped")


def test_an_undecided_request_is_not_closed_and_a_closing_says_what_came_of_it(
    support_request: SupportRequest, adviser: User, contact: User
) -> None:
    with pytest.raises(OutOfStepError):
        ending.close_request(support_request=support_request, by=adviser, outcome="helped")
    deciding.accept_request(support_request=support_request, by=adviser)
    for outcome in ("avlyst", "noe annet"):
        with pytest.raises(ValueError, match=outcome):
            ending.close_request(support_request=support_request, by=adviser, outcome=outcome)
    with pytest.raises(PermissionDenied):
        ending.close_request(support_request=support_request, by=contact, outcome="helped")


def test_the_municipality_withdraws_and_it_counts_as_contact_still(
    support_request: SupportRequest, contact: User, adviser: User, contact_elsewhere: User
) -> None:
    for stranger in (adviser, contact_elsewhere, None):
        with pytest.raises(PermissionDenied):
            ending.withdraw_request(support_request=support_request, by=stranger)
    facts = list(Fact.objects.values())
    row = ending.withdraw_request(support_request=support_request, by=contact, reason="Løst.")
    assert (row.status, row.ended_by, row.outcome) == ("withdrawn", contact, "")
    assert adviser in told("withdrawn")
    assert list(Fact.objects.values()) == facts != []
    with pytest.raises(EndedError):
        ending.withdraw_request(support_request=support_request, by=contact)


def test_an_accepted_request_can_be_withdrawn_and_keeps_its_decision(
    support_request: SupportRequest, contact: User, adviser: User
) -> None:
    deciding.accept_request(support_request=support_request, by=adviser)
    row = ending.withdraw_request(support_request=support_request, by=contact)
    assert (row.status, row.decided_by) == ("withdrawn", adviser)


def test_a_guest_withdraws_its_own_request_alone(support_request: SupportRequest) -> None:
    SupportRequest.objects.update(
        submitted_by=None, guest_name="Gjest", guest_email="gjest@prove.example"
    )
    row = ending.withdraw_request(support_request=support_request, by=None)
    event = row.events.get(kind="withdrawn")
    assert (event.by, event.by_name, row.ended_by) == (None, "Gjest", None)


def test_partners_and_the_guest_hear_that_the_municipality_has_withdrawn(
    support_request: SupportRequest,
    contact: User,
    municipality_elsewhere: Municipality,
    contact_elsewhere: User,
) -> None:
    address = "gjest@prove.example"
    SupportRequest.objects.update(
        submitted_by=None, guest_name="Gjest", guest_email=address, guest_seed=uuid4()
    )
    PartnerMunicipality.objects.create(
        support_request=support_request, municipality=municipality_elsewhere
    )
    ending.withdraw_request(support_request=support_request, by=contact)
    assert contact_elsewhere in told("withdrawn")
    assert contact not in told("withdrawn")
    assert Letter.objects.filter(kind="requests.withdrawn", address=address).count() == 1
