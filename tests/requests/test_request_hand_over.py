"""One centre asks another to share, take or give a request; it moves only with a yes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from assignments.coverage.models import Fact
from assignments.plans import years
from assignments.requests import guest
from assignments.requests.actions import clarifying, deciding, ending, handing_over, joint
from assignments.requests.actions.errors import (
    AlreadyOfferedError,
    EndedError,
    HandOverEndedError,
    MovedError,
    NobodyThereError,
)
from assignments.requests.models import HandOver, Holder, RequestEvent, SupportRequest
from assignments.requests.tasks import expire_hand_overs
from assignments.requests.working_days import add_working_days
from centres.models import Centre
from korus_portal.accounts.models import Role, User
from korus_portal.notifications.models import Letter
from tests.factories import CentreFactory, UserFactory

State, Status = HandOver.State, SupportRequest.Status
WHY = "Dere har et tilbud som passer."


@pytest.fixture
def adviser_elsewhere(centre_elsewhere: Centre) -> User:
    return UserFactory.create(role=(centre_elsewhere.organisation, Role.ADVISER))


def offered(row: SupportRequest, to: Centre, by: User, kind: str = "transfer") -> HandOver:
    return handing_over.offer(support_request=row, kind=kind, to_centre=to, reason=WHY, by=by)


@pytest.fixture
def transfer(
    support_request: SupportRequest, centre_elsewhere: Centre, leader_elsewhere: User, adviser: User
) -> HandOver:
    return offered(support_request, centre_elsewhere, adviser)


def kinds(row: SupportRequest) -> list[str]:
    return [event.kind for event in row.events.all()]


def told(kind: str) -> set[User | None]:
    return {letter.to for letter in Letter.objects.filter(kind=f"requests.{kind}")}


def test_an_offer_leaves_the_request_where_it_is_and_lets_the_receiver_read_it(
    transfer: HandOver, support_request: SupportRequest, centre: Centre, leader_elsewhere: User
) -> None:
    support_request.refresh_from_db()
    assert (support_request.centre, support_request.status) == (centre, Status.SUBMITTED)
    assert support_request in SupportRequest.objects.visible_to(leader_elsewhere)
    assert support_request not in SupportRequest.objects.held_by(leader_elsewhere)
    assert told("transfer_offered") == {leader_elsewhere}
    event = support_request.events.get(kind="transfer_offered")
    assert (event.text, event.about) == (WHY, str(transfer.to_centre))


def test_the_receivers_own_number_of_days_is_when_the_answer_is_due(
    support_request: SupportRequest, centre_elsewhere: Centre, leader_elsewhere: User, adviser: User
) -> None:
    Centre.objects.filter(pk=centre_elsewhere.pk).update(hand_over_days=2)
    Centre.objects.filter(pk=support_request.centre_id).update(hand_over_days=9)
    centre_elsewhere.refresh_from_db()
    today = timezone.localdate()
    row = offered(support_request, centre_elsewhere, adviser, "share")
    assert row.answer_due_on == add_working_days(today, 2)
    handing_over.accept(hand_over=row, by=leader_elsewhere)
    asked = offered(support_request, centre_elsewhere, leader_elsewhere, "ask")
    assert asked.answer_due_on == add_working_days(today, 9)


def test_a_yes_to_a_transfer_gives_the_request_a_new_owner_and_the_old_one_loses_sight_of_it(
    transfer: HandOver,
    support_request: SupportRequest,
    centre: Centre,
    adviser: User,
    contact: User,
    leader_elsewhere: User,
) -> None:
    dates = (support_request.answer_due_on, support_request.interim_due_on)
    handing_over.accept(hand_over=transfer, by=leader_elsewhere, answer="Gjerne.")
    support_request.refresh_from_db()
    assert support_request.centre == transfer.to_centre
    assert (support_request.status, support_request.adviser) == (Status.IN_TRIAGE, leader_elsewhere)
    assert (support_request.answer_due_on, support_request.interim_due_on) == dates
    former, now = support_request.holders.order_by("pk")
    assert (former.centre, former.until is None) == (centre, False)
    assert (now.centre, now.part, now.until, now.accepted_at) == (
        transfer.to_centre,
        Holder.Part.OWNER,
        None,
        None,
    )
    assert support_request not in SupportRequest.objects.visible_to(adviser)
    assert told("transferred") == {contact, adviser, *people(centre)} - {leader_elsewhere}
    letter = Letter.objects.get(kind="requests.transferred", to=adviser)
    assert support_request.get_absolute_url() not in letter.body


def people(centre: Centre) -> set[User]:
    return {row.user for row in centre.organisation.memberships.all()}


def test_a_transfer_counts_for_the_new_owner_only_when_it_helps(
    transfer: HandOver, support_request: SupportRequest, leader_elsewhere: User
) -> None:
    handing_over.accept(hand_over=transfer, by=leader_elsewhere)
    support_request.refresh_from_db()
    assert counted() == [support_request.asked_centre_id]
    deciding.accept_request(support_request=support_request, by=leader_elsewhere)
    assert counted() == sorted([support_request.asked_centre_id, transfer.to_centre_id])


def counted() -> list[int]:
    return sorted(Fact.objects.values_list("centre", flat=True))


def test_what_the_old_owner_accepted_goes_on_under_the_new_one_and_counts_for_both(
    support_request: SupportRequest, centre_elsewhere: Centre, leader_elsewhere: User, adviser: User
) -> None:
    row = deciding.accept_request(support_request=support_request, by=adviser)
    row = deciding.start_work(support_request=row, by=adviser)
    handing_over.accept(hand_over=offered(row, centre_elsewhere, adviser), by=leader_elsewhere)
    row.refresh_from_db()
    assert (row.status, row.adviser) == (Status.UNDER_WAY, leader_elsewhere)
    assert row.holders.current().get().accepted_at is not None
    assert counted() == sorted([row.asked_centre_id, centre_elsewhere.pk])


def test_a_new_owner_with_a_submitted_year_is_not_counted(
    support_request: SupportRequest, centre_elsewhere: Centre, leader_elsewhere: User, adviser: User
) -> None:
    row = deciding.accept_request(support_request=support_request, by=adviser)
    years.close(centre_elsewhere, timezone.localdate().year, by=leader_elsewhere)
    handing_over.accept(hand_over=offered(row, centre_elsewhere, adviser), by=leader_elsewhere)
    assert not row.holders.current().get().is_counted
    assert counted() == [row.asked_centre_id]


def test_a_joint_centre_that_becomes_the_owner_keeps_its_own_part(
    support_request: SupportRequest, centre_elsewhere: Centre, leader_elsewhere: User, adviser: User
) -> None:
    share = offered(support_request, centre_elsewhere, adviser, "share")
    handing_over.accept(hand_over=share, by=leader_elsewhere)
    deciding.accept_jointly(support_request=support_request, by=leader_elsewhere)
    own = support_request.holders.get(centre=centre_elsewhere)
    support_request.holders.filter(pk=own.pk).update(own_case_number="26/17")
    ask = offered(support_request, centre_elsewhere, leader_elsewhere, "ask")
    handing_over.accept(hand_over=ask, by=adviser)
    now = support_request.holders.current().get()
    assert (now.centre, now.part) == (centre_elsewhere, Holder.Part.OWNER)
    assert (now.own_case_number, now.accepted_at) == ("26/17", own.accepted_at)


def test_whoever_asked_for_it_is_its_adviser_or_a_leader_when_that_person_has_left(
    support_request: SupportRequest,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
    adviser_elsewhere: User,
    adviser: User,
) -> None:
    for row, has_left in ((support_request, False), (second(support_request), True)):
        share = offered(row, centre_elsewhere, adviser, "share")
        handing_over.accept(hand_over=share, by=leader_elsewhere)
        ask = offered(row, centre_elsewhere, adviser_elsewhere, "ask")
        if has_left:
            adviser_elsewhere.memberships.update(ended_at=timezone.now(), ended_by=leader_elsewhere)
        handing_over.accept(hand_over=ask, by=adviser)
        row.refresh_from_db()
        assert row.adviser == (leader_elsewhere if has_left else adviser_elsewhere)
        assert row.adviser in told("transferred")


def second(first: SupportRequest) -> SupportRequest:
    """Another request of the same municipality to the same centre."""
    row = SupportRequest.objects.get(pk=first.pk)
    row.pk, row.case_number = None, "2025-09999"
    row.save()
    Holder.objects.create(support_request=row, centre=row.centre, part=Holder.Part.OWNER)
    return row


def test_a_transfer_while_the_municipality_is_asked_ends_the_pause_and_moves_the_date_by_it(
    support_request: SupportRequest, centre_elsewhere: Centre, leader_elsewhere: User, adviser: User
) -> None:
    row = deciding.take_request(support_request=support_request, by=adviser)
    clarifying.ask_clarification(support_request=row, by=adviser, question="Hvor mange?")
    SupportRequest.objects.update(paused_on=timezone.localdate() - timedelta(days=14))
    due = support_request.interim_due_on
    handing_over.accept(hand_over=offered(row, centre_elsewhere, adviser), by=leader_elsewhere)
    row.refresh_from_db()
    assert (row.status, row.paused_on) == (Status.IN_TRIAGE, None)
    assert row.interim_due_on > due
    assert row.answer_due_on == support_request.answer_due_on


def test_a_no_owes_words_leaves_the_request_and_tells_who_offered_it_and_who_has_it(
    transfer: HandOver,
    support_request: SupportRequest,
    adviser: User,
    leader: User,
    leader_elsewhere: User,
) -> None:
    deciding.take_request(support_request=support_request, by=leader)
    with pytest.raises(ValueError, match="hand_over_refused"):
        handing_over.refuse(hand_over=transfer, by=leader_elsewhere, answer=" ")
    handing_over.refuse(hand_over=transfer, by=leader_elsewhere, answer="Vi har ikke tid.")
    support_request.refresh_from_db()
    assert support_request.centre == transfer.from_centre
    assert told("hand_over_refused") == {adviser, leader}
    assert support_request not in SupportRequest.objects.visible_to(leader_elsewhere)


def test_a_refused_ask_is_told_to_who_asked_without_a_link_to_what_they_may_not_read(
    support_request: SupportRequest,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
    adviser: User,
) -> None:
    share = offered(support_request, centre_elsewhere, adviser, "share")
    handing_over.accept(hand_over=share, by=leader_elsewhere)
    ask = offered(support_request, centre_elsewhere, leader_elsewhere, "ask")
    assert adviser in told("asked_for")
    handing_over.refuse(hand_over=ask, by=adviser, answer="Vi er godt i gang.")
    letter = Letter.objects.get(kind="requests.hand_over_refused", to=leader_elsewhere)
    assert support_request.get_absolute_url() not in letter.body


def test_an_offer_is_taken_back_by_the_side_that_made_it_alone(
    transfer: HandOver, support_request: SupportRequest, leader: User, leader_elsewhere: User
) -> None:
    with pytest.raises(PermissionDenied):
        handing_over.take_back(hand_over=transfer, by=leader_elsewhere)
    handing_over.take_back(hand_over=transfer, by=leader)
    assert told("hand_over_back") == {leader_elsewhere}
    with pytest.raises(HandOverEndedError):
        handing_over.accept(hand_over=transfer, by=leader_elsewhere)
    assert kinds(support_request)[-1] == RequestEvent.Kind.HAND_OVER_TAKEN_BACK


def test_nobody_but_the_receiver_answers(
    transfer: HandOver, adviser: User, contact: User, directorate: User
) -> None:
    for stranger in (adviser, contact, directorate):
        with pytest.raises(PermissionDenied):
            handing_over.accept(hand_over=transfer, by=stranger)
        with pytest.raises(PermissionDenied):
            handing_over.refuse(hand_over=transfer, by=stranger, answer="Nei")
    transfer.refresh_from_db()
    assert transfer.state == State.OPEN


def test_what_is_not_answered_in_time_goes_back_with_a_notice_to_both(
    transfer: HandOver, support_request: SupportRequest, adviser: User, leader_elsewhere: User
) -> None:
    expire_hand_overs()
    transfer.refresh_from_db()
    assert transfer.state == State.OPEN
    HandOver.objects.update(answer_due_on=timezone.localdate() - timedelta(days=1))
    for _again in range(2):
        expire_hand_overs()
    transfer.refresh_from_db()
    support_request.refresh_from_db()
    assert (transfer.state, transfer.answered_by) == (State.EXPIRED, None)
    assert support_request.centre == transfer.from_centre
    assert kinds(support_request).count(RequestEvent.Kind.HAND_OVER_EXPIRED) == 1
    assert {adviser, leader_elsewhere} <= told("hand_over_expired")


@pytest.mark.parametrize("way", ["decline", "withdraw", "close"])
def test_open_offers_lapse_when_the_request_ends(
    transfer: HandOver,
    support_request: SupportRequest,
    adviser: User,
    contact: User,
    leader_elsewhere: User,
    way: str,
) -> None:
    if way == "decline":
        deciding.decline_request(support_request=support_request, by=adviser, reason="Nei")
    elif way == "withdraw":
        ending.withdraw_request(support_request=support_request, by=contact)
    else:
        deciding.accept_request(support_request=support_request, by=adviser)
        ending.close_request(support_request=support_request, by=adviser, outcome="helped")
    transfer.refresh_from_db()
    assert transfer.state == State.LAPSED
    assert told("hand_over_lapsed") == {leader_elsewhere}
    with pytest.raises(HandOverEndedError):
        handing_over.accept(hand_over=transfer, by=leader_elsewhere)
    with pytest.raises(EndedError):
        offered(support_request, transfer.to_centre, adviser)


def test_a_centre_can_be_asked_only_when_somebody_reads_there_and_once_at_a_time(
    transfer: HandOver, support_request: SupportRequest, adviser: User, leader: User
) -> None:
    with pytest.raises(NobodyThereError):
        offered(support_request, CentreFactory.create(), adviser)
    for kind in ("transfer", "share"):
        with pytest.raises(AlreadyOfferedError):
            offered(support_request, transfer.to_centre, leader, kind)
    third = CentreFactory.create()
    UserFactory.create(role=(third.organisation, Role.LEADER))
    with pytest.raises(AlreadyOfferedError):
        offered(support_request, third, adviser)
    assert offered(support_request, third, adviser, "share").state == State.OPEN
    with pytest.raises(AlreadyOfferedError):
        offered(support_request, support_request.centre, adviser, "share")


def test_a_request_that_has_moved_is_not_offered_by_its_former_owner(
    transfer: HandOver, support_request: SupportRequest, adviser: User, leader_elsewhere: User
) -> None:
    handing_over.accept(hand_over=transfer, by=leader_elsewhere)
    for kind in ("share", "transfer"):
        with pytest.raises(MovedError):
            offered(support_request, transfer.to_centre, adviser, kind)
    with pytest.raises(MovedError):
        deciding.take_request(support_request=support_request, by=adviser)


def test_only_who_knows_of_a_request_may_ask_to_get_it(
    support_request: SupportRequest, centre_elsewhere: Centre, leader_elsewhere: User, adviser: User
) -> None:
    for who in (leader_elsewhere, adviser):
        with pytest.raises(PermissionDenied):
            offered(support_request, centre_elsewhere, who, "ask")


def test_a_centre_that_leaves_no_longer_asks_to_get_it(
    support_request: SupportRequest, centre_elsewhere: Centre, leader_elsewhere: User, adviser: User
) -> None:
    share = offered(support_request, centre_elsewhere, adviser, "share")
    handing_over.accept(hand_over=share, by=leader_elsewhere)
    ask = offered(support_request, centre_elsewhere, leader_elsewhere, "ask")
    joint.leave_case(support_request=support_request, by=leader_elsewhere)
    ask.refresh_from_db()
    assert ask.state == State.LAPSED


def test_a_guest_is_told_by_letters_with_the_personal_link(
    transfer: HandOver, support_request: SupportRequest, leader_elsewhere: User
) -> None:
    SupportRequest.objects.update(
        submitted_by=None, guest_name="Gjest", guest_email="gjest@prove.example", guest_seed=uuid4()
    )
    handing_over.accept(hand_over=transfer, by=leader_elsewhere)
    support_request.refresh_from_db()
    letter = Letter.objects.get(kind="requests.transferred", address="gjest@prove.example")
    assert guest.path_to(support_request) in letter.body
    assert support_request.get_absolute_url() not in letter.body
