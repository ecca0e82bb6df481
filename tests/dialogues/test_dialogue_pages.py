"""The pages without JavaScript: opening, answering, proposing, agreeing, and what goes wrong."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.dialogues import actions
from assignments.dialogues.concerned import About
from assignments.dialogues.models import Dialogue
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.dialogues.conftest import TEXT, Open
from tests.reporting.coverage_year import did

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NEW = {"type": "overlap", "kommune": "5601", "tema": "substance_use", "aar": "2025"}


def new_address(**changes: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in ({**NEW, **changes}).items() if value)
    return f"{reverse('dialogues:dialogue_new')}?{query}"


def send(client: Client, name: str, dialogue: Dialogue, **data: Any) -> Any:
    return client.post(reverse(f"dialogues:{name}", args=[dialogue.pk]), data, follow=True)


def test_the_centres_at_work_stand_ticked_and_are_invited(
    signed_in: SignIn,
    adviser: User,
    centre: Centre,
    second: Centre,
    third: Centre,
    second_leader: User,
    municipality: Municipality,
    theme: Any,
) -> None:
    for row in (centre, second):
        did(row, adviser, {municipality: None}, with_themes=[theme])
    client = signed_in(adviser)
    page = client.get(new_address()).content.decode()
    assert "RVTS Nord" in page.split("Inviter også")[0]
    assert "RKBU Nord" not in page.split("Inviter også")[0]
    data = {"centres": [second.pk], "more": third.code, "text": TEXT}
    found = client.post(new_address(), data, follow=True)
    assert "Dialogen er åpnet" in found.content.decode()
    made = Dialogue.objects.get()
    assert set(made.invited.values_list("centre", flat=True)) == {centre.pk, second.pk, third.pk}
    assert (made.year, made.municipality, made.theme) == (2025, municipality, theme)


def test_a_form_without_a_second_centre_or_a_text_says_so_and_keeps_the_rest(
    signed_in: SignIn, adviser: User, second: Centre, theme: Any
) -> None:
    client = signed_in(adviser)
    page = client.post(new_address(), {"more": "", "text": TEXT}).content.decode()
    assert "Velg minst ett senter til" in page
    assert TEXT in page
    page = client.post(new_address(), {"more": second.code, "text": ""}).content.decode()
    assert "Skriv hva dere vil snakke om" in page
    page = client.post(new_address(), {"text": "Ring 12057900499"}).content.decode()
    assert not Dialogue.objects.exists()
    assert "fødselsnummer" in page


@pytest.mark.parametrize(
    "changes",
    [
        {"type": "annet"},
        {"kommune": "9999"},
        {"tema": "finnes-ikke"},
        {"aar": "20x5"},
        {"aar": "1950"},
        {"aar": "2999"},
        {"fylke": "56"},
        {"tema": "%00"},
        {"kommune": "%00"},
    ],
    ids=["kind", "place", "theme", "year", "too-early", "future", "two-places", "nul", "nul-place"],
)
def test_an_address_that_is_about_nothing_is_not_there(
    signed_in: SignIn, adviser: User, theme: Any, changes: dict[str, str]
) -> None:
    assert signed_in(adviser).get(new_address(**changes)).status_code == 404


def test_where_one_is_open_the_way_leads_to_it(
    dialogue: Dialogue, signed_in: SignIn, adviser: User
) -> None:
    client = signed_in(adviser)
    assert client.get(new_address()).headers["Location"] == dialogue.get_absolute_url()
    again = client.post(new_address(), {"more": "rvts-nord", "text": "En til?"})
    assert dialogue.get_absolute_url() in again.content.decode()
    assert "En til?" in again.content.decode()
    assert Dialogue.objects.count() == 1


def test_from_invitation_to_result(
    dialogue: Dialogue, signed_in: SignIn, adviser: User, second_leader: User
) -> None:
    client = signed_in(second_leader)
    page = send(client, "dialogue_answer", dialogue, **{"answer-is_in": "yes"})
    assert "Svaret er lagret" in page.content.decode()
    page = send(client, "dialogue_write", dialogue, **{"write-text": "Vi kan ta høsten."})
    assert "Vi kan ta høsten." in page.content.decode()
    sent = {"propose-result": "divided", "propose-text": "Dere vår, vi høst."}
    page = send(client, "dialogue_propose", dialogue, **sent, **{"propose-version": "1"})
    assert "Forslag som venter på svar" in page.content.decode()
    client = signed_in(adviser)
    page = client.get(dialogue.get_absolute_url())
    assert "Venter på svar fra dere" in page.content.decode()
    assert "Trekk dialogen" not in page.content.decode()
    version = Dialogue.objects.get().version
    sent = {"judge-agrees": "yes", "judge-version": str(version)}
    page = send(client, "dialogue_judge", dialogue, **sent)
    assert "Deler det mellom seg" in page.content.decode()
    assert Dialogue.objects.get().state == Dialogue.State.CONCLUDED
    assert "Skriv til de andre" not in page.content.decode()


def test_a_stale_answer_keeps_what_was_typed_and_shows_what_stands_now(
    proposed: Dialogue, signed_in: SignIn, adviser: User, centre: Centre, second_leader: User
) -> None:
    seen = proposed.version
    actions.take_back(dialogue=proposed, by=adviser)
    now = Dialogue.objects.get()
    outcome = actions.Outcome("no_need", "Det trengs ikke.")
    actions.propose(dialogue=now, centre=centre, outcome=outcome, version=now.version, by=adviser)
    client = signed_in(second_leader)
    sent = {"judge-agrees": "no", "judge-text": "Jo, det trengs."}
    page = send(client, "dialogue_judge", proposed, **sent, **{"judge-version": str(seen)})
    assert page.status_code == 409
    text = page.content.decode()
    for part in ("Noe er endret siden du åpnet siden", "Jo, det trengs.", "Det trengs ikke."):
        assert part in text
    version = Dialogue.objects.get().version
    assert f'name="judge-version" value="{version}"' in text
    page = send(client, "dialogue_judge", proposed, **sent, **{"judge-version": str(version)})
    assert page.status_code == 200
    assert Dialogue.objects.get().result == ""


def test_a_no_owes_a_reason_and_one_that_takes_it_a_name(
    proposed: Dialogue, signed_in: SignIn, adviser: User, second_leader: User
) -> None:
    client = signed_in(second_leader)
    page = send(client, "dialogue_judge", proposed, **{"judge-agrees": "no"})
    assert page.status_code == 422
    assert "Skriv hvorfor dere ikke er enige" in page.content.decode()
    actions.take_back(dialogue=proposed, by=adviser)
    sent = {"propose-result": "one", "propose-text": "Vi tar det."}
    page = send(client, "dialogue_propose", proposed, **sent)
    assert "Velg senteret som tar det" in page.content.decode()


def test_only_the_proposal_that_was_read_is_taken_back(
    proposed: Dialogue, signed_in: SignIn, adviser: User, leader: User, centre: Centre
) -> None:
    """A colleague has taken it back and proposed another since the page was opened."""
    client, seen = signed_in(adviser), proposed.version
    shown = client.get(proposed.get_absolute_url()).content.decode()
    assert f'name="version" value="{seen}"' in shown
    actions.take_back(dialogue=proposed, by=leader)
    now = Dialogue.objects.get()
    other = actions.Outcome("no_need", "Det trengs ikke.")
    actions.propose(dialogue=now, centre=centre, outcome=other, version=now.version, by=leader)
    page = send(client, "dialogue_take_back", proposed, version=str(seen))
    assert page.status_code == 409
    assert Dialogue.objects.get().result == "no_need"
    page = send(client, "dialogue_take_back", proposed, version="9" * 5000)
    assert page.status_code == 409
    version = Dialogue.objects.get().version
    page = send(client, "dialogue_take_back", proposed, version=str(version))
    assert "Forslaget er tatt tilbake" in page.content.decode()
    assert Dialogue.objects.get().result == ""


def test_an_earlier_proposal_tells_who_would_take_it_and_who_was_for_and_against(
    dialogue: Dialogue,
    signed_in: SignIn,
    adviser: User,
    centre: Centre,
    second: Centre,
    second_leader: User,
    third: Centre,
    third_leader: User,
) -> None:
    one = actions.Outcome("one", "RKBU Nord har folk til det.", third)
    now = actions.propose(dialogue=dialogue, centre=centre, outcome=one, version=1, by=adviser)
    seen = now.version
    actions.agree(dialogue=now, centre=second, version=seen, by=second_leader)
    actions.decline(dialogue=now, centre=third, text="Nei.", version=seen, by=third_leader)
    now = Dialogue.objects.get()
    later = actions.Outcome("one", "Vi tar det.", centre)
    actions.propose(dialogue=now, centre=centre, outcome=later, version=now.version, by=adviser)
    page = signed_in(second_leader).get(dialogue.get_absolute_url())
    told = [
        (step.result, step.fate, step.in_favour, step.against)
        for step in page.context["steps"]
        if step.fate
    ]
    assert told == [
        ("Ett senter tar det (RKBU Nord)", "Falt", "KORUS Nord, RVTS Nord", "RKBU Nord"),
        ("Ett senter tar det (KORUS Nord)", "Venter på svar", "KORUS Nord", ""),
    ]
    shown = page.content.decode().split("Hva som er sagt")[1]
    for part in ("Ett senter tar det (RKBU Nord)", "For: KORUS Nord, RVTS Nord", "Mot: RKBU Nord"):
        assert part in shown


@pytest.mark.parametrize(
    ("taken_back", "fate"),
    [(True, "Tatt tilbake"), (False, "Ble resultatet")],
    ids=["taken-back", "agreed"],
)
def test_a_proposal_tells_what_became_of_it(
    proposed: Dialogue,
    signed_in: SignIn,
    adviser: User,
    second: Centre,
    second_leader: User,
    taken_back: bool,
    fate: str,
) -> None:
    if taken_back:
        actions.take_back(dialogue=proposed, by=adviser)
    else:
        seen = proposed.version
        actions.agree(dialogue=proposed, centre=second, version=seen, by=second_leader)
    page = signed_in(adviser).get(proposed.get_absolute_url())
    assert [step.fate for step in page.context["steps"] if step.fate] == [fate]


def test_a_waiting_proposal_tells_who_has_said_yes_and_whom_it_waits_for(
    proposed: Dialogue,
    signed_in: SignIn,
    adviser: User,
    second: Centre,
    second_leader: User,
    third: Centre,
    third_leader: User,
) -> None:
    actions.answer(dialogue=proposed, centre=third, is_in=True, by=third_leader)
    page = signed_in(adviser).get(proposed.get_absolute_url()).content.decode()
    assert "Har sagt ja: KORUS Nord. Venter på: RKBU Nord" in page


def test_the_forms_say_who_can_read_what_is_written(
    open_one: Open, signed_in: SignIn, adviser: User, directorate: User, theme: Any, about: About
) -> None:
    """A dialogue about the whole country lies in no governor's county."""
    for where, governor_reads in ((about, True), (About("gap", theme, 2025), False)):
        made = open_one(by=adviser, about=where)
        addresses = [made.get_absolute_url(), new_address(aar="2024")]
        if not governor_reads:
            addresses[1] = new_address(aar="2024", kommune="", type="gap")
        for address in addresses:
            page = signed_in(adviser).get(address).content.decode()
            assert ("statsforvalteren kan lese det" in page) == governor_reads
            assert ("Bare sentrene i dialogen kan lese det" in page) != governor_reads
        page = signed_in(directorate).get(made.get_absolute_url()).content.decode()
        assert ("sentrene i dialogen og statsforvalteren" in page) == governor_reads


def test_a_dialogue_asks_as_often_for_much_as_for_little(
    dialogue: Dialogue,
    signed_in: SignIn,
    leader: User,
    adviser: User,
    centre: Centre,
    second: Centre,
    second_leader: User,
) -> None:
    def say(times: int) -> int:
        for _time in range(times):
            for by, own in ((adviser, centre), (second_leader, second)):
                actions.write(dialogue=dialogue, centre=own, text="Hei", by=by)
            now = Dialogue.objects.get()
            one = actions.Outcome("one", "Vi tar det.", centre)
            actions.propose(
                dialogue=now, centre=centre, outcome=one, version=now.version, by=adviser
            )
            actions.take_back(dialogue=now, by=adviser)
        client = signed_in(leader)
        client.get(dialogue.get_absolute_url())
        with CaptureQueriesContext(connection) as asked:
            client.get(dialogue.get_absolute_url())
        return len(asked)

    assert say(1) == say(12) <= 30


def test_no_heading_of_a_form_is_said_twice(
    dialogue: Dialogue, signed_in: SignIn, second_leader: User
) -> None:
    page = signed_in(second_leader).get(dialogue.get_absolute_url()).content.decode()
    said = re.findall(r"<(?:h2|legend)[^>]*>\s*([^<]+?)\s*<", page)
    assert "Blir dere med?" in said
    assert len(said) == len(set(said))


def test_what_is_written_with_a_yes_is_kept(
    proposed: Dialogue, signed_in: SignIn, second_leader: User
) -> None:
    sent = {"judge-agrees": "yes", "judge-text": "Vi tar våren.", "judge-version": "2"}
    page = send(signed_in(second_leader), "dialogue_judge", proposed, **sent)
    assert "Vi tar våren." in page.content.decode()


def test_what_is_sent_to_a_closed_dialogue_is_shown_again_unsaved(
    dialogue: Dialogue, signed_in: SignIn, adviser: User, second_leader: User
) -> None:
    actions.withdraw(dialogue=dialogue, reason="Løst.", by=adviser)
    page = send(signed_in(second_leader), "dialogue_write", dialogue, **{"write-text": "Sent ute"})
    assert page.status_code == 409
    assert "Dialogen er avsluttet" in page.content.decode()
    assert "Sent ute" in page.content.decode()
    assert not dialogue.messages.exists()


def test_the_leader_redacts_on_a_page(dialogue: Dialogue, signed_in: SignIn, leader: User) -> None:
    client = signed_in(leader)
    sent = {"texts": ["subject"], "reason": "Navn på en person"}
    page = send(client, "dialogue_redact", dialogue, **sent)
    assert "Teksten er sladdet" in page.content.decode()
    assert TEXT not in page.content.decode()
