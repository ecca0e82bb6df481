"""Taking personal details out: one's own words, everywhere they stand."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from assignments.needs import actions
from assignments.needs.models import Evidence, Need, NeedEvent, Side
from assignments.needs.redaction import redact_texts, texts_for
from assignments.needs.values import Cited, NeedText
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.notifications.redaction import REDACTED, history_models
from tests.needs.conftest import SAID, TEXT, Register

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
SAID_BY_GOVERNOR: dict[str, Any] = {"kind": Evidence.Kind.GOVERNOR, "day": date(2025, 9, 3)}


def test_the_text_is_gone_from_row_history_and_page(
    need: Need, adviser: User, leader: User, signed_in: SignIn
) -> None:
    values = NeedText(severity=Need.Severity.LOW, text="Kari Nordmann sa det.")
    actions.change_need(need=need, values=values, version=1, by=adviser)
    redact_texts(need=need, keys=["text"], reason="Navn på en person", by=leader)
    need.refresh_from_db()
    assert (need.text, need.version) == (REDACTED, 3)
    (history,) = history_models(Need)
    assert set(history._base_manager.values_list("text", flat=True)) == {REDACTED}
    page = signed_in(leader).get(need.get_absolute_url()).text
    assert "Kari Nordmann" not in page
    assert TEXT not in page
    assert "Navn på en person" in page
    assert Event.objects.filter(kind="redaction.text_redacted", by_id=leader.pk).exists()


def test_a_disputes_reason_is_gone_from_the_word_and_the_timeline(
    need: Need, governor: User
) -> None:
    actions.give_verdict(need=need, agrees=False, reason="Ola sa nei.", by=governor)
    event = need.events.get(kind=NeedEvent.Kind.DISPUTED)
    redact_texts(need=need, keys=[f"event-{event.pk}"], reason="Navn", by=governor)
    event.refresh_from_db()
    assert event.text == REDACTED
    assert need.verdicts.get(side=Side.GOVERNOR).reason == REDACTED


def test_the_same_words_of_another_organisation_stay(
    need: Need, leader: User, governor: User
) -> None:
    """Else a centre could repeat a disagreement, and take both out."""
    no = "Vi ser ikke dette behovet."
    actions.give_verdict(need=need, agrees=False, reason=no, by=governor)
    actions.add_evidence(need=need, evidence=[Cited(**SAID_BY_GOVERNOR, text=no)], by=governor)
    actions.speak(need=need, text=no, by=leader)
    own = need.events.get(kind=NeedEvent.Kind.ANSWERED)
    redact_texts(need=need, keys=[f"event-{own.pk}"], reason="Feil", by=leader)
    assert need.events.get(kind=NeedEvent.Kind.ANSWERED).text == REDACTED
    assert need.events.get(kind=NeedEvent.Kind.DISPUTED).text == no
    assert need.verdicts.get(side=Side.GOVERNOR).reason == no
    assert need.evidence.filter(text=no).count() == 1


def test_each_takes_out_its_own_and_in_a_centre_the_leader_does(
    need: Need, adviser: User, leader: User, contact: User, governor: User
) -> None:
    actions.speak(need=need, text="Kommunens ord", by=contact)
    actions.speak(need=need, text="Statsforvalterens ord", by=governor)
    assert texts_for(adviser, need) == []
    assert {row.text for row in texts_for(leader, need)} == {TEXT, SAID.text, "Kommunens ord"}
    assert {row.text for row in texts_for(contact, need)} == {"Kommunens ord"}
    assert {row.text for row in texts_for(governor, need)} == {"Statsforvalterens ord"}


def test_nobody_takes_out_a_centres_words_but_its_leader(
    need: Need, contact: User, adviser: User, governor: User, leader_elsewhere: User
) -> None:
    for user in (contact, adviser, governor, leader_elsewhere):
        with pytest.raises(PermissionDenied):
            redact_texts(need=need, keys=["text"], reason="x", by=user)


def test_twice_is_once(need: Need, leader: User) -> None:
    for _ in range(2):
        redact_texts(need=need, keys=["text"], reason="Navn", by=leader)
    assert need.events.filter(kind=NeedEvent.Kind.REDACTED).count() == 1


def test_a_form_opened_before_does_not_bring_the_text_back(
    need: Need, leader: User, signed_in: SignIn
) -> None:
    redact_texts(need=need, keys=["text"], reason="Navn", by=leader)
    sent = {"severity": "3", "text": TEXT + " Mer.", "version": "1"}
    page = signed_in(leader).post(f"/behov/{need.pk}/endre/", sent)
    assert "Noen lagret før deg" in page.text
    need.refresh_from_db()
    assert need.text == REDACTED


def test_the_page_takes_out_evidence(register: Register, leader: User, signed_in: SignIn) -> None:
    need = register(by=leader)
    row = need.evidence.get()
    sent = {"texts": [f"evidence-{row.pk}"], "reason": "Navn"}
    assert signed_in(leader).post(f"/behov/{need.pk}/sladd/", sent).status_code == 302
    row.refresh_from_db()
    assert row.text == REDACTED
