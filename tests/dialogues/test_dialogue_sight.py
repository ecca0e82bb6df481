"""Who sees what: the centres in it and the governor read; the directorate sees how it ended."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from assignments.dialogues import actions
from assignments.dialogues.concerned import About
from assignments.dialogues.models import Dialogue
from assignments.dialogues.redaction import redact_texts, texts_for
from centres.models import Catchment, Centre
from korus_portal.accounts.models import Role, User
from korus_portal.notifications.redaction import REDACTED
from municipalities.models import County, Municipality, Theme
from tests.dialogues.conftest import JOINT, TEXT, Open
from tests.factories import CentreFactory, UserFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def concluded(proposed: Dialogue, second: Centre, second_leader: User) -> Dialogue:
    actions.write(dialogue=proposed, centre=second, text="Det passer oss.", by=second_leader)
    return actions.agree(
        dialogue=proposed, centre=second, version=proposed.version, by=second_leader
    )


def test_the_centres_and_the_governor_read_every_word(
    concluded: Dialogue, signed_in: SignIn, leader: User, second_leader: User, governor: User
) -> None:
    for user in (leader, second_leader, governor):
        page = signed_in(user).get(concluded.get_absolute_url()).content.decode()
        for text in (TEXT, JOINT.text, "Det passer oss.", "Arbeider sammen"):
            assert text in page


def test_the_directorate_sees_that_it_exists_and_how_it_ended(
    concluded: Dialogue, signed_in: SignIn, directorate: User
) -> None:
    page = signed_in(directorate).get(concluded.get_absolute_url()).content.decode()
    for text in ("Alta", "Rusmidler", "KORUS Nord", "RVTS Nord", "Avklart", "Arbeider sammen"):
        assert text in page
    for text in (TEXT, JOINT.text, "Det passer oss.", "second@prove.example"):
        assert text not in page


def test_the_directorate_does_not_see_a_proposal_nor_why_one_was_withdrawn(
    proposed: Dialogue, signed_in: SignIn, directorate: User, adviser: User
) -> None:
    client = signed_in(directorate)
    page = client.get(proposed.get_absolute_url()).content.decode()
    assert "Arbeider sammen" not in page
    actions.take_back(dialogue=proposed, by=adviser)
    actions.withdraw(dialogue=proposed, reason="Vi snakket på telefon.", by=adviser)
    assert "på telefon" not in client.get(proposed.get_absolute_url()).content.decode()


def test_strangers_do_not_learn_that_it_exists(
    dialogue: Dialogue,
    signed_in: SignIn,
    leader_elsewhere: User,
    contact: User,
    userorg: User,
    administrator: User,
) -> None:
    for user in (leader_elsewhere, contact, userorg, administrator):
        assert signed_in(user).get(dialogue.get_absolute_url()).status_code == 404
        assert not Dialogue.objects.visible_to(user).exists()


def test_a_governor_sees_the_counties_of_the_office_alone(
    open_one: Open,
    adviser: User,
    governor: User,
    theme: Theme,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
) -> None:
    here = open_one(by=adviser, about=About("gap", theme, 2025, None, municipality.county))
    country = open_one(by=adviser, about=About("gap", theme, 2025))
    there = open_one(
        by=leader_elsewhere, about=About("gap", theme, 2025, None, municipality_elsewhere.county)
    )
    assert County.objects.count() == 2
    assert set(Dialogue.objects.visible_to(governor)) == {here}
    assert set(Dialogue.objects.visible_to(leader_elsewhere)) == {there}
    assert country in Dialogue.objects.visible_to(adviser)


def test_the_list_is_narrowed_and_says_what_waits(
    dialogue: Dialogue, signed_in: SignIn, second_leader: User, adviser: User
) -> None:
    address = reverse("dialogues:dialogue_list")
    client = signed_in(second_leader)
    assert "Venter på svar fra dere" in client.get(address, {"venter": "on"}).content.decode()
    assert "Ingen dialoger passer" in client.get(address, {"status": "concluded"}).content.decode()
    mine = signed_in(adviser).get(address, {"egne": "on", "aar": "2025", "tema": "substance_use"})
    assert "Alta" in mine.content.decode()
    assert "Venter på svar fra dere" not in mine.content.decode()


def test_an_invitation_stands_on_the_front_page_until_it_is_answered(
    dialogue: Dialogue, signed_in: SignIn, second: Centre, second_leader: User, adviser: User
) -> None:
    told, address = "dialog venter på svar fra dere", "/samordning/dialoger/?venter=on"
    page = signed_in(second_leader).get("/").content.decode()
    assert "Svar i 1 dialog med andre sentre" in page
    assert address in page
    assert "Alta" in signed_in(second_leader).get(address).content.decode()
    actions.answer(dialogue=dialogue, centre=second, is_in=True, by=second_leader)
    for user in (second_leader, adviser):
        page = signed_in(user).get("/").content.decode()
        assert told not in page
        assert address not in page


@pytest.mark.parametrize("kind", ["overlap", "gap"])
def test_a_dialogue_leads_back_to_the_figures_that_it_was_opened_from(
    open_one: Open,
    signed_in: SignIn,
    adviser: User,
    second: Centre,
    theme: Theme,
    municipality: Municipality,
    kind: str,
) -> None:
    of_gap = kind == "gap"
    place = {"county": municipality.county} if of_gap else {"municipality": municipality}
    made = open_one(by=adviser, about=About(kind, theme, 2025, **place), centres=[second])
    client = signed_in(adviser)
    page = client.get(made.get_absolute_url()).content.decode()
    [address] = re.findall(r'href="(/dekning/overlapp/\?[^"]+)"', page)
    query = f"aar=2025&amp;tema=substance_use&amp;fylke={municipality.county.code}"
    assert address == f"/dekning/overlapp/?{query}" + ("&amp;liste=hull" if of_gap else "")
    assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_links_in_the_list_are_told_apart(
    dialogue: Dialogue, open_one: Open, signed_in: SignIn, adviser: User, about: About
) -> None:
    open_one(by=adviser, about=replace(about, year=2024))
    page = signed_in(adviser).get(reverse("dialogues:dialogue_list")).content.decode()
    links = re.findall(r'<th scope="row"><a[^>]*>(.*?)</a>', page)
    read = [re.sub(r"<[^>]+>", "", link) for link in links]
    assert read == ["Alta, Rusmidler, 2024", "Alta, Rusmidler, 2025"]


def test_the_list_costs_the_same_however_many_there_are(
    dialogue: Dialogue,
    open_one: Open,
    signed_in: SignIn,
    adviser: User,
    theme: Theme,
    municipality: Municipality,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    client, address = signed_in(adviser), reverse("dialogues:dialogue_list")
    with django_assert_max_num_queries(100) as one:  # type: ignore[attr-defined]
        client.get(address)
    for year in range(2005, 2025):
        open_one(by=adviser, about=About("overlap", theme, year, municipality))
    with django_assert_max_num_queries(len(one)) as many:  # type: ignore[attr-defined]
        assert "21 dialoger" in client.get(address).content.decode()
    assert len(many) == len(one)


def test_the_leader_takes_out_what_the_own_centre_wrote_everywhere(
    proposed: Dialogue, leader: User, adviser: User, second_leader: User, governor: User
) -> None:
    assert texts_for(adviser, proposed) == texts_for(governor, proposed) == []
    assert texts_for(second_leader, proposed) == []
    keys = [written.key for written in texts_for(leader, proposed)]
    assert keys[:2] == ["subject", "result"]
    redact_texts(dialogue=proposed, keys=["result"], reason="Navn på en person", by=leader)
    found = Dialogue.objects.get(pk=proposed.pk)
    assert found.result_text == found.messages.get().text == REDACTED
    history = apps.get_model("dialogues", "DialogueHistory")._base_manager
    history = history.filter(pgh_obj_id=proposed.pk)
    assert not history.filter(result_text=JOINT.text).exists()
    assert found.subject == TEXT


def test_a_proposal_that_fell_is_taken_out_of_the_history_too(
    proposed: Dialogue, leader: User, second: Centre, second_leader: User
) -> None:
    seen = proposed.version
    actions.decline(dialogue=proposed, centre=second, text="Nei.", version=seen, by=second_leader)
    now = Dialogue.objects.get()
    keys = [text.key for text in texts_for(leader, now) if text.text == JOINT.text]
    assert len(keys) == 1
    redact_texts(dialogue=now, keys=keys, reason="Navn på en person", by=leader)
    history = apps.get_model("dialogues", "DialogueHistory")._base_manager
    kept = history.filter(pgh_obj_id=proposed.pk).order_by("pgh_id")
    assert [row.result_text for row in kept] == ["", REDACTED, ""]


def test_who_may_not_see_the_open_one_gets_no_link_to_it(
    dialogue: Dialogue, signed_in: SignIn, about: About
) -> None:
    """Alta lies in the catchment of a third centre too, which nobody has asked."""
    other = CentreFactory.create(code="nks-nord", short_name="NKS Nord")
    Catchment.objects.create(centre=other, municipality=about.municipality)
    user = UserFactory.create(role=(other.organisation, Role.ADVISER))
    query = {"type": "overlap", "kommune": "5601", "tema": about.theme.code, "aar": "2025"}
    page = signed_in(user).get(reverse("dialogues:dialogue_new"), query)
    assert page.status_code == 409
    assert "RVTS Nord" in page.content.decode()
    assert dialogue.get_absolute_url() not in page.content.decode()
