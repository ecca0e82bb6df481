"""Several people at the same moment: real threads, each with a connection of its own."""

from collections.abc import Callable

import pytest

from assignments.dialogues import actions
from assignments.dialogues.actions import Outcome
from assignments.dialogues.models import Dialogue
from assignments.plans.conflicts import StaleVersionError
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from tests.at_once import at_once as run_at_once
from tests.dialogues.conftest import Open

pytestmark = pytest.mark.django_db(transaction=True)
REFUSALS = (
    actions.AlreadyOpenError,
    actions.ProposalWaitsError,
    actions.NoProposalError,
    actions.DialogueClosedError,
    StaleVersionError,
)


def at_once(*works: Callable[[], object]) -> list[str]:
    return sorted(run_at_once(*works, refusals=REFUSALS))


def test_of_two_who_open_the_same_at_once_one_is_told_of_the_other(
    open_one: Open, adviser: User, leader: User, second_leader: User
) -> None:
    found = at_once(lambda: open_one(by=adviser), lambda: open_one(by=leader))
    assert found == ["AlreadyOpenError", "done"]
    assert Dialogue.objects.count() == 1
    assert Letter.objects.filter(kind="dialogues.opened").count() == 1


def test_of_two_proposals_at_once_one_waits_for_the_other(
    dialogue: Dialogue, centre: Centre, second: Centre, adviser: User, second_leader: User
) -> None:
    def propose(by: User, own: Centre, result: str) -> Callable[[], object]:
        outcome = Outcome(result, "Slik blir det.")
        return lambda: actions.propose(
            dialogue=dialogue, centre=own, outcome=outcome, version=dialogue.version, by=by
        )

    found = at_once(propose(adviser, centre, "joint"), propose(second_leader, second, "divided"))
    assert found == ["ProposalWaitsError", "done"]
    assert dialogue.messages.filter(kind="proposed").count() == 1
    assert dialogue.invited.filter(agrees=True).count() == 1


def test_a_yes_and_taking_it_back_at_once_leave_one_of_them(
    proposed: Dialogue, second: Centre, adviser: User, second_leader: User
) -> None:
    found = at_once(
        lambda: actions.agree(
            dialogue=proposed, centre=second, version=proposed.version, by=second_leader
        ),
        lambda: actions.take_back(dialogue=proposed, by=adviser),
    )
    now = Dialogue.objects.get(pk=proposed.pk)
    assert "done" in found
    assert len(set(found)) == 2
    assert (now.state == Dialogue.State.CONCLUDED) == (now.result == "joint")


def test_the_last_two_yes_at_once_conclude_it_once(
    proposed: Dialogue, second: Centre, third: Centre, second_leader: User, third_leader: User
) -> None:
    for by, own in ((second_leader, second), (third_leader, third)):
        actions.answer(dialogue=proposed, centre=own, is_in=True, by=by)

    def agree(by: User, own: Centre) -> Callable[[], object]:
        seen = proposed.version
        return lambda: actions.agree(dialogue=proposed, centre=own, version=seen, by=by)

    found = at_once(agree(second_leader, second), agree(third_leader, third))
    assert found == ["done", "done"]
    assert Dialogue.objects.get().state == Dialogue.State.CONCLUDED
    assert proposed.messages.filter(kind="agreed").count() == 2
    closer = Dialogue.objects.get().closed_by
    told = Letter.objects.filter(kind="dialogues.concluded").values_list("to", flat=True)
    assert closer is not None
    assert len(told) == 2
    assert closer.pk not in told


def test_eight_yes_at_once_are_one(proposed: Dialogue, second: Centre, second_leader: User) -> None:
    def agree() -> object:
        return actions.agree(
            dialogue=proposed, centre=second, version=proposed.version, by=second_leader
        )

    assert at_once(*[agree] * 8) == ["done"] * 8
    assert proposed.messages.filter(kind="agreed").count() == 1
    told = Letter.objects.filter(kind="dialogues.concluded").values_list("address", flat=True)
    assert sorted(told) == ["adviser@prove.example", "third@prove.example"]
