"""A case that changes hands, is clarified or ends while somebody else does something to it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from assignments.coverage.models import Fact
from assignments.requests.actions import (
    clarifying,
    deciding,
    ending,
    handing_over,
    joint,
    partners,
)
from assignments.requests.facts import facts_of
from assignments.requests.models import HandOver, Holder, SupportRequest
from assignments.requests.states import STEPS
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.requests.at_once import DONE, at_once

pytestmark = pytest.mark.django_db(transaction=True)
Work = Callable[[], object]


@pytest.fixture
def transfer(
    support_request: SupportRequest, centre_elsewhere: Centre, leader_elsewhere: User, adviser: User
) -> HandOver:
    return handing_over.offer(
        support_request=support_request,
        kind="transfer",
        to_centre=centre_elsewhere,
        reason="De kan dette.",
        by=adviser,
    )


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


def check(row: SupportRequest) -> SupportRequest:
    """The timeline gives state and owner, there is one owner, and the facts are as they should."""
    row = SupportRequest.objects.get(pk=row.pk)
    status = "submitted"
    events = list(row.events.all())
    for event in events[1:]:
        assert status in STEPS[event.kind].before
        status = STEPS[event.kind].leads_to(status)
    assert status == row.status == events[-1].status
    owner = row.holders.current().get(part=Holder.Part.OWNER)
    assert owner.centre_id == row.centre_id == events[-1].centre_id
    assert row.is_open or not row.hand_overs.open().exists()
    kept = set(Fact.objects.values_list("centre", "place_then"))
    assert kept == {(fact.centre_id, fact.place_then_id) for fact in facts_of(row)}
    return row


def one_of(results: list[str], *late: str) -> bool:
    """One was done, and the other was told why not."""
    return results.count(DONE) == 1 and set(results) - {DONE} <= set(late)


def test_a_transfer_is_accepted_or_taken_back_never_both(
    transfer: HandOver, support_request: SupportRequest, adviser: User, leader_elsewhere: User
) -> None:
    results = at_once(
        *[partial(handing_over.accept, hand_over=transfer, by=leader_elsewhere)] * 3,
        *[partial(handing_over.take_back, hand_over=transfer, by=adviser)] * 3,
    )
    assert one_of(results, "HandOverEndedError")
    row = check(support_request)
    has_moved = DONE in results[:3]
    assert (row.centre == transfer.to_centre) == has_moved


def test_a_transfer_meets_a_decline_and_one_of_them_is_told(
    transfer: HandOver, support_request: SupportRequest, adviser: User, leader_elsewhere: User
) -> None:
    results = at_once(
        partial(handing_over.accept, hand_over=transfer, by=leader_elsewhere),
        partial(
            deciding.decline_request, support_request=support_request, by=adviser, reason="Nei"
        ),
    )
    assert one_of(results, "HandOverEndedError", "MovedError")
    row = check(support_request)
    assert (row.status == "declined") == (results[1] == DONE)


def test_a_transfer_meets_an_acceptance(
    transfer: HandOver, support_request: SupportRequest, adviser: User, leader_elsewhere: User
) -> None:
    """The old owner's yes goes with it, or comes too late; the request moves all the same."""
    results = at_once(
        partial(handing_over.accept, hand_over=transfer, by=leader_elsewhere),
        partial(deciding.accept_request, support_request=support_request, by=adviser),
    )
    assert results[0] == DONE
    assert results[1] in (DONE, "MovedError")
    row = check(support_request)
    assert row.centre == transfer.to_centre
    assert row.status == ("accepted" if results[1] == DONE else "in_triage")


def test_a_transfer_meets_a_withdrawal(
    transfer: HandOver, support_request: SupportRequest, contact: User, leader_elsewhere: User
) -> None:
    results = at_once(
        partial(handing_over.accept, hand_over=transfer, by=leader_elsewhere),
        partial(ending.withdraw_request, support_request=support_request, by=contact),
    )
    assert results[1] == DONE
    assert results[0] in (DONE, "HandOverEndedError")
    assert check(support_request).status == "withdrawn"


def test_an_offer_expires_or_is_accepted_never_both(
    transfer: HandOver, support_request: SupportRequest, leader_elsewhere: User
) -> None:
    HandOver.objects.update(answer_due_on=timezone.localdate() - timedelta(days=1))
    expired: list[int] = []
    results = at_once(
        partial(handing_over.accept, hand_over=transfer, by=leader_elsewhere),
        *[lambda: expired.append(handing_over.expire_unanswered())] * 3,
    )
    assert sum(expired) == (results[0] != DONE)
    assert check(support_request).events.filter(kind__startswith="hand_over").count() <= 1


def test_two_centres_offered_at_once_are_one_move(
    support_request: SupportRequest, centre_elsewhere: Centre, leader_elsewhere: User, adviser: User
) -> None:
    def offer(kind: str) -> Work:
        return partial(
            handing_over.offer,
            support_request=support_request,
            kind=kind,
            to_centre=centre_elsewhere,
            reason="De kan dette.",
            by=adviser,
        )

    results = at_once(*[offer("transfer"), offer("share")] * 3)
    assert one_of(results, "AlreadyOfferedError")
    assert HandOver.objects.count() == 1


@pytest.mark.parametrize("end", ["withdraw", "accept", "decline"])
def test_an_answer_meets_the_end_of_the_question(
    support_request: SupportRequest, adviser: User, contact: User, end: str
) -> None:
    deciding.take_request(support_request=support_request, by=adviser)
    clarifying.ask_clarification(support_request=support_request, by=adviser, question="Hva?")
    own: dict[str, Any] = {"support_request": support_request}
    ends: dict[str, Work] = {
        "withdraw": partial(ending.withdraw_request, **own, by=contact),
        "accept": partial(deciding.accept_request, **own, by=adviser),
        "decline": partial(deciding.decline_request, **own, by=adviser, reason="Nei"),
    }
    answer = partial(clarifying.answer_clarification, **own, by=contact, text="Tolv.")
    results = at_once(answer, ends[end])
    assert results[1] == DONE
    assert results[0] in (DONE, "EndedError", "AlreadyDecidedError")
    row = check(support_request)
    assert row.paused_on is None
    assert row.messages.count() == 1 + (results[0] == DONE)


def test_a_joint_yes_meets_the_closing(
    shared: SupportRequest, adviser: User, leader_elsewhere: User
) -> None:
    deciding.accept_request(support_request=shared, by=adviser)
    results = at_once(
        partial(deciding.accept_jointly, support_request=shared, by=leader_elsewhere),
        partial(ending.close_request, support_request=shared, by=adviser, outcome="helped"),
    )
    assert results[1] == DONE
    assert results[0] in (DONE, "EndedError")
    row = check(shared)
    both = row.holders.exclude(accepted_at=None).count() == 2
    assert both == (results[0] == DONE)


def test_a_partner_confirms_while_the_centre_accepts_and_both_count(
    shared: SupportRequest,
    municipality_elsewhere: Municipality,
    contact: User,
    contact_elsewhere: User,
    leader_elsewhere: User,
) -> None:
    [partner] = partners.name_partners(
        support_request=shared, municipalities=[municipality_elsewhere], by=contact
    )
    results = at_once(
        partial(partners.confirm_partner, partner=partner, by=contact_elsewhere),
        partial(deciding.accept_jointly, support_request=shared, by=leader_elsewhere),
    )
    assert results == [DONE, DONE]
    check(shared)
    assert Fact.objects.count() == 4


def prepare(row: SupportRequest, adviser: User, *, until: str) -> None:
    if until != "submitted":
        deciding.take_request(support_request=row, by=adviser)
    if until in ("accepted", "under_way"):
        deciding.accept_request(support_request=row, by=adviser)


TWICE: dict[str, tuple[str, Callable[[SupportRequest, User, User], Work]]] = {
    "take": (
        "submitted",
        lambda row, adviser, _contact: partial(
            deciding.take_request, support_request=row, by=adviser
        ),
    ),
    "ask": (
        "in_triage",
        lambda row, adviser, _contact: partial(
            clarifying.ask_clarification, support_request=row, by=adviser, question="Hva?"
        ),
    ),
    "accept": (
        "in_triage",
        lambda row, adviser, _contact: partial(
            deciding.accept_request, support_request=row, by=adviser
        ),
    ),
    "decline": (
        "in_triage",
        lambda row, adviser, _contact: partial(
            deciding.decline_request, support_request=row, by=adviser, reason="Nei"
        ),
    ),
    "start": (
        "accepted",
        lambda row, adviser, _contact: partial(
            deciding.start_work, support_request=row, by=adviser
        ),
    ),
    "close": (
        "accepted",
        lambda row, adviser, _contact: partial(
            ending.close_request, support_request=row, by=adviser, outcome="helped"
        ),
    ),
    "withdraw": (
        "in_triage",
        lambda row, _adviser, contact: partial(
            ending.withdraw_request, support_request=row, by=contact
        ),
    ),
}


@pytest.mark.parametrize("name", TWICE)
def test_a_double_click_is_one_step(
    name: str, support_request: SupportRequest, adviser: User, leader: User, contact: User
) -> None:
    state, work_of = TWICE[name]
    prepare(support_request, adviser, until=state)
    before = support_request.events.count()
    results = at_once(*[work_of(support_request, adviser, contact)] * 4)
    assert results.count(DONE) == 1
    assert check(support_request).events.count() == before + 1


def test_a_colleague_is_given_a_request_once(
    support_request: SupportRequest, adviser: User, leader: User
) -> None:
    give = partial(
        deciding.assign_request, support_request=support_request, adviser=adviser, by=leader
    )
    assert one_of(at_once(*[give] * 4), "AlreadyDoneError")
    check(support_request)


@pytest.mark.parametrize("name", ["accept", "refuse", "take_back"])
def test_a_hand_over_is_answered_once(
    name: str,
    transfer: HandOver,
    support_request: SupportRequest,
    adviser: User,
    leader_elsewhere: User,
) -> None:
    ways: dict[str, Work] = {
        "accept": partial(handing_over.accept, hand_over=transfer, by=leader_elsewhere),
        "refuse": partial(
            handing_over.refuse, hand_over=transfer, by=leader_elsewhere, answer="Nei"
        ),
        "take_back": partial(handing_over.take_back, hand_over=transfer, by=adviser),
    }
    results = at_once(*[ways[name]] * 4)
    assert one_of(results, "HandOverEndedError")
    check(support_request)


@pytest.mark.parametrize("name", ["leave", "accept_jointly"])
def test_a_joint_centre_clicks_twice(
    name: str, shared: SupportRequest, leader_elsewhere: User
) -> None:
    do = {"leave": joint.leave_case, "accept_jointly": deciding.accept_jointly}[name]
    results = at_once(*[partial(do, support_request=shared, by=leader_elsewhere)] * 4)
    assert one_of(results, "AlreadyDoneError", "AlreadyDecidedError")
    check(shared)
