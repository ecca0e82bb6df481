"""A centre that is in a case together with its owner."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.coverage.models import Fact
from assignments.plans import years
from assignments.plans.models import Assignment
from assignments.requests import rules
from assignments.requests.actions import clarifying, deciding, ending, handing_over, joint
from assignments.requests.actions.errors import AlreadyDecidedError, AlreadyDoneError
from assignments.requests.models import Holder, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from tests.factories import AssignmentFactory


@pytest.fixture
def shared(
    support_request: SupportRequest, centre_elsewhere: Centre, leader_elsewhere: User, adviser: User
) -> SupportRequest:
    share = handing_over.offer(
        support_request=support_request,
        kind="share",
        to_centre=centre_elsewhere,
        reason="De kan dette.",
        by=adviser,
    )
    handing_over.accept(hand_over=share, by=leader_elsewhere)
    return support_request


def counted() -> set[int]:
    return set(Fact.objects.values_list("centre", flat=True))


def test_a_yes_to_share_brings_a_centre_in_and_leaves_the_owner(
    shared: SupportRequest, centre: Centre, contact: User, leader_elsewhere: User, adviser: User
) -> None:
    shared.refresh_from_db()
    assert (shared.centre, shared.status) == (centre, "submitted")
    joint_one = shared.holders.current().get(part=Holder.Part.JOINT)
    assert joint_one.accepted_at is None
    assert shared in SupportRequest.objects.held_by(leader_elsewhere)
    assert rules.is_joint(leader_elsewhere, shared)
    assert not rules.is_joint(adviser, shared)
    to = {letter.to for letter in Letter.objects.filter(kind="requests.shared")}
    assert {contact, adviser} <= to
    assert counted() == {centre.pk}


def test_a_joint_centre_decides_assigns_closes_and_hands_over_nothing(
    shared: SupportRequest, centre_elsewhere: Centre, leader_elsewhere: User, adviser: User
) -> None:
    who: dict[str, Any] = {"support_request": shared, "by": leader_elsewhere}
    tries = [
        lambda: deciding.take_request(**who),
        lambda: deciding.accept_request(**who),
        lambda: deciding.decline_request(**who, reason="Nei"),
        lambda: deciding.assign_request(**who, adviser=adviser),
        lambda: deciding.start_work(**who),
        lambda: clarifying.ask_clarification(**who, question="Hva?"),
        lambda: ending.close_request(**who, outcome="helped"),
        lambda: handing_over.offer(**who, kind="share", to_centre=centre_elsewhere, reason="Ja"),
    ]
    for attempt in tries:
        with pytest.raises(PermissionDenied):
            attempt()


def test_a_joint_centre_says_that_it_helps_into_its_own_tiltak_and_it_counts_for_it(
    shared: SupportRequest,
    centre: Centre,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
    contact: User,
) -> None:
    tiltak = AssignmentFactory.create(centre=centre_elsewhere, created_by=leader_elsewhere)
    row = deciding.accept_jointly(
        support_request=shared, by=leader_elsewhere, message="Vi tar kurset.", assignment=tiltak
    )
    own = row.holders.get(centre=centre_elsewhere)
    assert (own.assignment, own.is_counted) == (tiltak, True)
    assert row.status == "submitted"
    assert row.first_answered_at is not None
    assert counted() == {centre.pk, centre_elsewhere.pk}
    told = Letter.objects.filter(kind="requests.joint_accepted")
    assert contact in {letter.to for letter in told}
    with pytest.raises(AlreadyDecidedError):
        deciding.accept_jointly(support_request=shared, by=leader_elsewhere)


def test_the_owner_cannot_say_no_to_what_another_centre_has_promised(
    client: Client, shared: SupportRequest, leader_elsewhere: User, adviser: User
) -> None:
    client.force_login(adviser)
    no = reverse("requests:request_decline", args=[shared.case_number])
    assert no in client.get(shared.get_absolute_url()).content.decode()
    deciding.accept_jointly(support_request=shared, by=leader_elsewhere)
    assert no not in client.get(shared.get_absolute_url()).content.decode()
    answer = client.post(no, {"reason": "Vi har ikke tid.", "code": "capacity"})
    page = answer.content.decode()
    assert "Et annet senter i saken har sagt ja. Overfør saken til det i stedet." in page
    assert "Vi har ikke tid." in page
    shared.refresh_from_db()
    assert shared.status == "submitted"


def test_another_centres_tiltak_takes_nothing_in(
    shared: SupportRequest, centre: Centre, leader_elsewhere: User
) -> None:
    tiltak: Assignment = AssignmentFactory.create(centre=centre, created_by=leader_elsewhere)
    with pytest.raises(PermissionDenied):
        deciding.accept_jointly(support_request=shared, by=leader_elsewhere, assignment=tiltak)


def test_a_joint_centre_with_a_submitted_year_is_not_counted(
    shared: SupportRequest, centre: Centre, centre_elsewhere: Centre, leader_elsewhere: User
) -> None:
    years.close(centre_elsewhere, timezone.localdate().year, by=leader_elsewhere)
    row = deciding.accept_jointly(support_request=shared, by=leader_elsewhere)
    assert not row.holders.get(centre=centre_elsewhere).is_counted
    assert counted() == {centre.pk}


def test_a_centre_leaves_once_and_what_it_accepted_counts_still(
    shared: SupportRequest,
    centre: Centre,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
    adviser: User,
) -> None:
    deciding.accept_jointly(support_request=shared, by=leader_elsewhere)
    joint.leave_case(support_request=shared, by=leader_elsewhere)
    assert shared not in SupportRequest.objects.visible_to(leader_elsewhere)
    assert counted() == {centre.pk, centre_elsewhere.pk}
    assert adviser in {letter.to for letter in Letter.objects.filter(kind="requests.left")}
    with pytest.raises(AlreadyDoneError):
        joint.leave_case(support_request=shared, by=leader_elsewhere)
    with pytest.raises(AlreadyDoneError):
        deciding.accept_jointly(support_request=shared, by=leader_elsewhere)


def test_the_owner_does_not_leave_and_strangers_cannot(
    shared: SupportRequest, adviser: User, contact: User
) -> None:
    for nobody in (adviser, contact):
        with pytest.raises(PermissionDenied):
            joint.leave_case(support_request=shared, by=nobody)


def test_the_centres_in_a_case_hear_of_each_others_answers(
    shared: SupportRequest, adviser: User, leader: User, leader_elsewhere: User
) -> None:
    deciding.take_request(support_request=shared, by=adviser)
    deciding.accept_jointly(support_request=shared, by=leader_elsewhere)
    deciding.accept_request(support_request=shared, by=leader)
    ending.close_request(support_request=shared, by=adviser, outcome="helped")

    def told(kind: str) -> set[User | None]:
        return {letter.to for letter in Letter.objects.filter(kind=f"requests.{kind}")}

    assert adviser in told("joint_accepted")
    assert leader_elsewhere not in told("joint_accepted")
    assert {adviser, leader_elsewhere} <= told("accepted")
    assert leader_elsewhere in told("closed")


def test_a_centre_in_a_case_hears_that_the_owner_cannot_help(
    shared: SupportRequest, adviser: User, leader_elsewhere: User
) -> None:
    deciding.decline_request(support_request=shared, by=adviser, reason="Nei.")
    assert Letter.objects.filter(kind="requests.declined", to=leader_elsewhere).count() == 1
