"""Opening, answering, writing, proposing and agreeing: said once, twice, too late and by others."""

from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from assignments.dialogues import actions
from assignments.dialogues.actions import Outcome
from assignments.dialogues.concerned import About
from assignments.dialogues.models import Dialogue, DialogueMessage
from assignments.plans.conflicts import AlreadySentError, StaleVersionError
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality, Theme
from tests.dialogues.conftest import JOINT, TEXT, Open

pytestmark = pytest.mark.django_db


def letters(kind: str) -> list[str]:
    rows = Letter.objects.filter(kind=f"dialogues.{kind}").order_by("address")
    return list(rows.values_list("address", flat=True))


def said(dialogue: Dialogue) -> list[str]:
    return list(dialogue.messages.values_list("kind", flat=True))


def test_opening_invites_the_others_and_writes_to_them(
    dialogue: Dialogue, centre: Centre, adviser: User, leader: User
) -> None:
    answers = dict(dialogue.invited.values_list("centre__short_name", "is_in"))
    assert answers == {"KORUS Nord": True, "RVTS Nord": None, "RKBU Nord": None}
    assert letters("opened") == ["second@prove.example", "third@prove.example"]
    assert dialogue.opened_for == centre.organisation


def test_letters_say_where_to_read_and_not_what_was_written(dialogue: Dialogue) -> None:
    body = Letter.objects.filter(kind="dialogues.opened")[0].body
    assert TEXT not in body
    assert dialogue.get_absolute_url() in body


def test_the_same_form_sent_twice_is_one_dialogue(open_one: Open, adviser: User) -> None:
    token = uuid4()
    first = open_one(by=adviser, form_token=token)
    assert open_one(by=adviser, form_token=token) == first
    with pytest.raises(AlreadySentError):
        open_one(by=adviser, form_token=token, text="Noe annet")


def test_a_second_one_on_the_same_is_refused_while_the_first_is_open(
    open_one: Open, dialogue: Dialogue, adviser: User, theme: Theme, municipality: Municipality
) -> None:
    with pytest.raises(actions.AlreadyOpenError) as known:
        open_one(by=adviser)
    assert known.value.dialogue == dialogue
    assert open_one(by=adviser, about=About("gap", theme, 2025, municipality)) != dialogue
    actions.withdraw(dialogue=dialogue, reason="Løst på telefon.", by=adviser)
    assert open_one(by=adviser) != dialogue


def test_whole_country_is_a_place_with_one_open_dialogue_too(
    open_one: Open, adviser: User, theme: Theme
) -> None:
    open_one(by=adviser, about=About("gap", theme, 2025))
    with pytest.raises(actions.AlreadyOpenError):
        open_one(by=adviser, about=About("gap", theme, 2025))


def test_it_takes_two_to_talk(open_one: Open, adviser: User, centre: Centre) -> None:
    with pytest.raises(actions.TooFewCentresError):
        open_one(by=adviser, centres=[centre])


def test_a_centre_elsewhere_opens_none_here(
    open_one: Open, leader_elsewhere: User, contact: User, directorate: User
) -> None:
    for user in (leader_elsewhere, contact, directorate):
        with pytest.raises(PermissionDenied):
            open_one(by=user)


def test_the_governor_points_it_out_and_takes_no_part(
    open_one: Open, governor: User, second: Centre, second_leader: User
) -> None:
    made = open_one(by=governor)
    assert set(made.invited.values_list("is_in", flat=True)) == {None}
    with pytest.raises(PermissionDenied):
        actions.write(dialogue=made, centre=second, text="Hei", by=governor)
    assert actions.withdraw(dialogue=made, reason="Ikke lenger aktuelt.", by=governor)


def test_answers_are_safe_to_repeat(
    dialogue: Dialogue, second: Centre, second_leader: User
) -> None:
    for _time in range(2):
        actions.answer(dialogue=dialogue, centre=second, is_in=True, by=second_leader)
    assert said(dialogue) == ["joined"]
    assert letters("answered") == ["adviser@prove.example", "third@prove.example"]


def test_nobody_answers_for_another_centre(
    dialogue: Dialogue, second: Centre, third_leader: User, leader_elsewhere: User
) -> None:
    for user in (third_leader, leader_elsewhere):
        with pytest.raises(PermissionDenied):
            actions.answer(dialogue=dialogue, centre=second, is_in=True, by=user)


def test_who_writes_takes_part_and_one_form_is_one_message(
    dialogue: Dialogue, second: Centre, second_leader: User
) -> None:
    token = uuid4()
    for _time in range(2):
        actions.write(
            dialogue=dialogue, centre=second, text="Gjerne.", by=second_leader, form_token=token
        )
    assert said(dialogue) == ["written"]
    assert dialogue.invited.get(centre=second).is_in


def test_a_proposal_is_agreed_when_everybody_who_takes_part_has_said_yes(
    proposed: Dialogue, second: Centre, third: Centre, second_leader: User, third_leader: User
) -> None:
    actions.answer(dialogue=proposed, centre=third, is_in=True, by=third_leader)
    version = proposed.version
    for _time in range(2):
        found = actions.agree(dialogue=proposed, centre=second, version=version, by=second_leader)
    assert found.state == Dialogue.State.OPEN
    found = actions.agree(dialogue=proposed, centre=third, version=found.version, by=third_leader)
    assert (found.state, found.result) == ("concluded", "joint")
    assert (found.closed_by, found.closed_at is None) == (third_leader, False)
    assert said(found) == ["proposed", "joined", "agreed", "agreed"]
    assert letters("concluded") == ["adviser@prove.example", "second@prove.example"]


def test_a_centre_that_never_answered_does_not_hold_it_up(
    proposed: Dialogue, second: Centre, second_leader: User
) -> None:
    found = actions.agree(
        dialogue=proposed, centre=second, version=proposed.version, by=second_leader
    )
    assert found.state == Dialogue.State.CONCLUDED


def test_nobody_agrees_with_oneself(
    proposed: Dialogue, centre: Centre, adviser: User, leader: User
) -> None:
    for user in (adviser, leader):
        with pytest.raises(PermissionDenied):
            actions.agree(dialogue=proposed, centre=centre, version=proposed.version, by=user)


def test_a_person_of_two_centres_does_not_agree_with_the_own_proposal(
    proposed: Dialogue, adviser: User, second: Centre
) -> None:
    adviser.memberships.create(organisation=second.organisation, role="leader")
    del adviser.current_memberships
    with pytest.raises(PermissionDenied):
        actions.agree(dialogue=proposed, centre=second, version=proposed.version, by=adviser)


def test_a_yes_to_another_proposal_than_the_one_read_is_refused(
    proposed: Dialogue, centre: Centre, adviser: User, second: Centre, second_leader: User
) -> None:
    seen = proposed.version
    actions.take_back(dialogue=proposed, by=adviser)
    with pytest.raises(actions.NoProposalError):
        actions.agree(dialogue=proposed, centre=second, version=seen, by=second_leader)
    now = Dialogue.objects.get(pk=proposed.pk)
    other = Outcome(Dialogue.Result.ONE, "Dere tar det.", second)
    actions.propose(dialogue=now, centre=centre, outcome=other, version=now.version, by=adviser)
    with pytest.raises(StaleVersionError):
        actions.agree(dialogue=now, centre=second, version=seen, by=second_leader)


def test_a_no_lets_the_proposal_fall_and_says_why(
    proposed: Dialogue, second: Centre, second_leader: User
) -> None:
    found = actions.decline(
        dialogue=proposed,
        centre=second,
        text="Vi har ikke folk.",
        version=proposed.version,
        by=second_leader,
    )
    assert (found.state, found.result, found.proposed_by_centre) == ("open", "", None)
    assert not found.invited.filter(agrees=True).exists()
    kept = found.messages.filter(kind="proposed").get()
    assert (kept.result, kept.text) == ("joint", JOINT.text)


def test_nothing_ends_and_nobody_leaves_while_a_proposal_waits(
    proposed: Dialogue, centre: Centre, adviser: User, second: Centre, second_leader: User
) -> None:
    with pytest.raises(actions.ProposalWaitsError):
        actions.withdraw(dialogue=proposed, reason="Nei.", by=adviser)
    with pytest.raises(actions.ProposalWaitsError):
        actions.answer(dialogue=proposed, centre=centre, is_in=False, by=adviser)
    with pytest.raises(actions.ProposalWaitsError):
        actions.propose(
            dialogue=proposed,
            centre=second,
            outcome=Outcome(Dialogue.Result.NO_NEED, "Ikke behov."),
            version=proposed.version,
            by=second_leader,
        )


def test_the_others_are_told_once_that_a_proposal_is_taken_back(
    proposed: Dialogue, adviser: User
) -> None:
    for _time in range(2):
        actions.take_back(dialogue=proposed, by=adviser)
    assert letters("taken_back") == ["second@prove.example", "third@prove.example"]
    body = Letter.objects.filter(kind="dialogues.taken_back")[0].body
    assert "KORUS Nord" in body
    assert JOINT.text not in body


def test_the_same_proposal_again_changes_nothing(
    proposed: Dialogue, centre: Centre, adviser: User
) -> None:
    again = actions.propose(dialogue=proposed, centre=centre, outcome=JOINT, version=1, by=adviser)
    assert again.version == proposed.version
    assert said(proposed) == ["proposed"]


def test_who_is_to_take_it_is_in_the_dialogue(
    dialogue: Dialogue, centre: Centre, adviser: User, centre_elsewhere: Centre
) -> None:
    outcome = Outcome(Dialogue.Result.ONE, "De tar det.", centre_elsewhere)
    with pytest.raises(actions.NotInDialogueError):
        actions.propose(dialogue=dialogue, centre=centre, outcome=outcome, version=1, by=adviser)


def test_who_is_to_take_it_has_to_say_yes(
    dialogue: Dialogue,
    centre: Centre,
    adviser: User,
    second: Centre,
    second_leader: User,
    third: Centre,
    third_leader: User,
) -> None:
    outcome = Outcome(Dialogue.Result.ONE, "RKBU Nord tar det.", third)
    found = actions.propose(
        dialogue=dialogue, centre=centre, outcome=outcome, version=1, by=adviser
    )
    seen = found.version
    found = actions.agree(dialogue=found, centre=second, version=seen, by=second_leader)
    assert found.is_open
    found = actions.agree(dialogue=found, centre=third, version=seen, by=third_leader)
    assert found.state == Dialogue.State.CONCLUDED


def test_earlier_proposals_are_told_from_the_history_who_would_take_it(
    dialogue: Dialogue,
    centre: Centre,
    adviser: User,
    second: Centre,
    third: Centre,
    second_leader: User,
) -> None:
    for taker in (third, second):
        now = Dialogue.objects.get()
        one = Outcome(Dialogue.Result.ONE, "Dere tar det.", taker)
        actions.propose(dialogue=now, centre=centre, outcome=one, version=now.version, by=adviser)
        actions.take_back(dialogue=now, by=adviser)
    proposals = dialogue.messages.filter(kind="proposed")
    proposals.update(taken_by=None)
    filling = import_module("assignments.dialogues.migrations.0003_fill_who_would_take_it")
    filling.fill(apps, None)
    assert list(proposals.values_list("taken_by", flat=True)) == [third.pk, second.pk]


def test_who_has_said_no_is_not_given_the_task(
    dialogue: Dialogue, centre: Centre, adviser: User, third: Centre, third_leader: User
) -> None:
    actions.answer(dialogue=dialogue, centre=third, is_in=False, by=third_leader)
    outcome = Outcome(Dialogue.Result.ONE, "RKBU Nord tar det.", third)
    with pytest.raises(actions.NotInDialogueError):
        actions.propose(dialogue=dialogue, centre=centre, outcome=outcome, version=1, by=adviser)
    own = Outcome(Dialogue.Result.ONE, "Vi tar det likevel.", third)
    found = actions.propose(
        dialogue=dialogue, centre=third, outcome=own, version=1, by=third_leader
    )
    assert found.taken_by == third


def test_only_who_opened_it_withdraws_it(
    dialogue: Dialogue, adviser: User, leader: User, second_leader: User, governor: User
) -> None:
    for user in (second_leader, governor):
        with pytest.raises(PermissionDenied):
            actions.withdraw(dialogue=dialogue, reason="Nei.", by=user)
    for _time in range(2):
        actions.withdraw(dialogue=dialogue, reason="Løst.", by=leader)
    assert letters("withdrawn") == [
        "adviser@prove.example",
        "second@prove.example",
        "third@prove.example",
    ]


def test_nothing_is_said_in_a_closed_dialogue(
    dialogue: Dialogue, adviser: User, second: Centre, second_leader: User
) -> None:
    actions.withdraw(dialogue=dialogue, reason="Løst.", by=adviser)
    with pytest.raises(actions.DialogueClosedError):
        actions.write(dialogue=dialogue, centre=second, text="Hei", by=second_leader)
    with pytest.raises(actions.DialogueClosedError):
        actions.answer(dialogue=dialogue, centre=second, is_in=True, by=second_leader)
    with pytest.raises(actions.DialogueClosedError):
        actions.propose(
            dialogue=dialogue, centre=second, outcome=JOINT, version=2, by=second_leader
        )


WRONG = {
    "concluded without a result": {"state": "concluded"},
    "closed by nobody": {"state": "withdrawn", "withdrawn_reason": "Nei"},
    "withdrawn without a reason": {"state": "withdrawn"},
    "a result that nobody proposed": {"result": "joint"},
    "an open one with an end": {"withdrawn_reason": "Nei"},
}


@pytest.mark.parametrize("values", WRONG.values(), ids=WRONG.keys())
def test_the_database_refuses_what_no_action_does(
    dialogue: Dialogue, values: dict[str, str]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Dialogue.objects.filter(pk=dialogue.pk).update(**values)


def test_the_history_keeps_a_proposal_that_fell(
    proposed: Dialogue, second: Centre, second_leader: User
) -> None:
    actions.decline(
        dialogue=proposed, centre=second, text="Nei.", version=proposed.version, by=second_leader
    )
    history = apps.get_model("dialogues", "DialogueHistory")._base_manager
    kept = history.filter(pgh_obj_id=proposed.pk)
    assert list(kept.order_by("pgh_id").values_list("result", flat=True)) == ["", "joint", ""]


def test_waiting_for_is_an_answer_or_a_yes(
    proposed: Dialogue, centre: Centre, second: Centre, third: Centre, second_leader: User
) -> None:
    def waits(*centres: Centre) -> bool:
        return Dialogue.objects.waiting_for({row.pk for row in centres}).exists()

    assert (waits(centre), waits(second)) == (False, True)
    actions.answer(dialogue=proposed, centre=second, is_in=True, by=second_leader)
    assert waits(second)
    actions.agree(dialogue=proposed, centre=second, version=proposed.version, by=second_leader)
    assert not waits(second, third)
    assert DialogueMessage.objects.count() == 3
