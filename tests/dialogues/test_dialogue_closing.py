"""A centre of a dialogue is merged or closed: the others are held up by it in nothing."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from assignments.dialogues import actions, rules
from assignments.dialogues.actions import Outcome
from assignments.dialogues.concerned import About, centres_concerned
from assignments.dialogues.models import Dialogue
from assignments.dialogues.redaction import redact_texts, texts_for
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.reporting.coverage_year import did

pytestmark = pytest.mark.django_db


def close(centre: Centre) -> None:
    Centre.objects.filter(pk=centre.pk).update(status="merged", valid_to=date(2020, 1, 1))


def test_a_closed_centre_holds_up_no_proposal(
    proposed: Dialogue, second: Centre, second_leader: User, third: Centre, third_leader: User
) -> None:
    actions.answer(dialogue=proposed, centre=third, is_in=True, by=third_leader)
    close(third)
    found = actions.agree(
        dialogue=proposed, centre=second, version=proposed.version, by=second_leader
    )
    assert found.state == Dialogue.State.CONCLUDED


def test_a_closed_centre_is_not_given_the_task(
    dialogue: Dialogue, centre: Centre, adviser: User, third: Centre
) -> None:
    close(third)
    outcome = Outcome(Dialogue.Result.ONE, "RKBU Nord tar det.", third)
    with pytest.raises(actions.NotInDialogueError):
        actions.propose(dialogue=dialogue, centre=centre, outcome=outcome, version=1, by=adviser)


def test_a_closed_centre_is_not_invited_to_an_overlap(
    adviser: User, centre: Centre, second: Centre, municipality: Municipality, theme: Theme
) -> None:
    for row in (centre, second):
        did(row, adviser, {municipality: None}, with_themes=[theme])
    about = About(Dialogue.Kind.OVERLAP, theme, 2025, municipality)
    assert set(centres_concerned(about, on=date(2026, 6, 1))) == {centre, second}
    close(second)
    assert centres_concerned(about, on=date(2026, 6, 1)) == [centre]


def test_where_the_opener_is_closed_who_takes_part_ends_it(
    dialogue: Dialogue,
    about: About,
    centre: Centre,
    second: Centre,
    second_leader: User,
    third_leader: User,
) -> None:
    actions.answer(dialogue=dialogue, centre=second, is_in=True, by=second_leader)
    assert not rules.can_withdraw(second_leader, dialogue)
    close(centre)
    with pytest.raises(PermissionDenied):
        actions.withdraw(dialogue=dialogue, reason="Ikke oss.", by=third_leader)
    found = actions.withdraw(dialogue=dialogue, reason="KORUS er borte.", by=second_leader)
    assert found.state == Dialogue.State.WITHDRAWN
    assert actions.open_one(about) is None


def test_the_leader_of_the_centre_that_ended_it_takes_out_the_reason(
    dialogue: Dialogue, centre: Centre, second: Centre, second_leader: User, leader: User
) -> None:
    actions.answer(dialogue=dialogue, centre=second, is_in=True, by=second_leader)
    close(centre)
    actions.withdraw(dialogue=dialogue, reason="Kari sluttet.", by=second_leader)
    now = Dialogue.objects.get()
    assert [text.key for text in texts_for(leader, now)] == ["subject"]
    assert [text.key for text in texts_for(second_leader, now)] == ["reason"]
    redact_texts(dialogue=now, keys=["reason"], reason="Navn", by=second_leader)
    assert "Kari" not in Dialogue.objects.get().withdrawn_reason


def test_who_would_take_it_answers_the_proposal_before_staying_out(
    dialogue: Dialogue, centre: Centre, adviser: User, third: Centre, third_leader: User
) -> None:
    outcome = Outcome(Dialogue.Result.ONE, "RKBU Nord tar det.", third)
    now = actions.propose(dialogue=dialogue, centre=centre, outcome=outcome, version=1, by=adviser)
    with pytest.raises(actions.ProposalWaitsError):
        actions.answer(dialogue=now, centre=third, is_in=False, by=third_leader)
    found = actions.decline(
        dialogue=now, centre=third, text="Nei.", version=now.version, by=third_leader
    )
    assert found.result == ""
