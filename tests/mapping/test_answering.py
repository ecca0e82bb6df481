"""Answering by a personal link: saved as one goes, continued elsewhere, sent in, and closed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.mapping import links
from assignments.mapping.models import Answer, Campaign, Invitation, Question
from municipalities.models import Municipality
from tests.mapping.factories import CampaignFactory, InvitationFactory


def address(invitation: Invitation) -> str:
    return reverse("mapping:answer", args=[invitation.key])


def save(client: Client, invitation: Invitation, **answers: str) -> int:
    """As the script does: one question at a time."""
    return client.post(reverse("mapping:answer_save", args=[invitation.key]), answers).status_code


def test_who_sees_what_stands_before_the_first_question(
    client: Client, invitation: Invitation, level: Question
) -> None:
    page = client.get(address(invitation)).content.decode()
    first = page.index(level.text_nb)
    for text in (
        "Hvem spør",
        "Kompetansesenter rus – Nord-Norge",
        "også når det er det eneste svaret",
        "fører også tilsyn",
        "Konfidensielt, ikke anonymt",
        "til og med",
    ):
        assert 0 < page.index(text) < first, text


def test_employees_are_told_that_at_least_two_others_stand_beside_them(
    client: Client, opened: Campaign, invitation: Invitation
) -> None:
    Campaign.objects.filter(pk=opened.pk).update(respondent="employee")
    page = client.get(address(invitation)).content.decode()
    assert "svar fra minst to andre" in page
    assert "det eneste svaret" not in page


def test_an_answer_is_stored_when_it_is_chosen_and_found_again_elsewhere(
    invitation: Invitation, level: Question, wish: Question
) -> None:
    telephone, desk = Client(), Client()
    assert save(telephone, invitation, **{f"q{level.pk}": "4"}) == 200
    assert save(telephone, invitation, **{f"q{wish.pk}": "course"}) == 200
    page = desk.get(address(invitation)).content.decode()
    assert f'name="q{level.pk}" value="4"' in page
    assert page.count("checked") == 2
    invitation.refresh_from_db()
    assert invitation.started_at is not None
    assert invitation.submitted_at is None


def test_a_page_that_lay_open_does_not_take_newer_answers_away(
    client: Client, invitation: Invitation, level: Question, wish: Question
) -> None:
    drawn = {f"q{level.pk}": "", f"initial-q{level.pk}": ""}
    save(client, invitation, **{f"q{level.pk}": "5"})
    old = {**drawn, f"q{wish.pk}": "network", f"initial-q{wish.pk}": "", "send": "1"}
    client.post(address(invitation), old)
    assert set(invitation.answers.values_list("level", "wish")) == {(5, ""), (None, "network")}


def test_an_answer_can_be_taken_back(
    client: Client, invitation: Invitation, level: Question
) -> None:
    save(client, invitation, **{f"q{level.pk}": "4"})
    save(client, invitation, **{f"q{level.pk}": ""})
    assert not Answer.objects.exists()


def test_without_javascript_it_is_saved_and_continued_later(
    client: Client, invitation: Invitation, level: Question
) -> None:
    sent = {f"q{level.pk}": "2", f"initial-q{level.pk}": "", "save": "1"}
    page = client.post(address(invitation), sent, follow=True).content.decode()
    assert "Svarene er lagret" in page
    invitation.refresh_from_db()
    assert invitation.submitted_at is None
    assert invitation.answers.get().level == 2


def test_it_is_sent_in_once_and_can_be_changed_until_it_closes(
    client: Client, opened: Campaign, invitation: Invitation, level: Question
) -> None:
    sent = {f"q{level.pk}": "2", f"initial-q{level.pk}": "", "send": "1"}
    page = client.post(address(invitation), sent, follow=True).content.decode()
    assert "Svarene er sendt inn" in page
    invitation.refresh_from_db()
    first = invitation.submitted_at
    assert first is not None
    client.post(address(invitation), sent)
    save(client, invitation, **{f"q{level.pk}": "3"})
    invitation.refresh_from_db()
    assert invitation.submitted_at == first
    assert invitation.answers.get().level == 3


def test_an_empty_form_is_not_sent_in(client: Client, invitation: Invitation) -> None:
    response = client.post(address(invitation), {"send": "1"})
    assert response.status_code == 422
    assert "Svar på minst ett spørsmål" in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.submitted_at is None


@pytest.mark.parametrize("text", ["0", "6", "course", "4.5", "<b>", "-1"])
def test_only_the_answers_on_the_form_are_taken(
    client: Client, invitation: Invitation, level: Question, text: str
) -> None:
    assert save(client, invitation, **{f"q{level.pk}": text}) == 422
    assert not Answer.objects.exists()


def test_a_question_of_another_mapping_is_not_answered_here(
    client: Client, invitation: Invitation
) -> None:
    save(client, invitation, q999999="4")
    assert not Answer.objects.exists()


@pytest.mark.parametrize("key", ["ingenting", "12345678-1234-1234-1234-123456789abc", "3f2a"])
def test_a_wrong_link_says_what_to_do(client: Client, opened: Campaign, key: str) -> None:
    response = client.get(reverse("mapping:answer", args=[key]))
    assert response.status_code == 404
    assert "helt til siste tegn" in response.content.decode()


def test_a_link_that_was_not_sent_yet_is_as_wrong_as_any(
    client: Client, draft: Campaign, municipality: Municipality
) -> None:
    early = InvitationFactory.create(campaign=draft, municipality=municipality)
    assert client.get(address(early)).status_code == 404


def test_past_the_deadline_the_link_has_ended_before_anybody_closes(
    client: Client, opened: Campaign, invitation: Invitation, level: Question
) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Campaign.objects.filter(pk=opened.pk).update(closes_on=yesterday)
    response = client.get(address(invitation))
    assert response.status_code == 410
    assert "Kartleggingen er avsluttet" in response.content.decode()
    assert save(client, invitation, **{f"q{level.pk}": "4"}) == 410
    assert client.post(address(invitation), {"send": "1"}).status_code == 410
    assert not Answer.objects.exists()


def test_no_cache_and_no_search_engine_keeps_it(client: Client, invitation: Invitation) -> None:
    for response in (
        client.get(address(invitation)),
        client.get(reverse("mapping:answer", args=["feil"])),
    ):
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
        assert b'name="robots"' in response.content


def test_the_page_speaks_the_language_of_the_invitation_until_the_reader_chooses(
    client: Client, invitation: Invitation, level: Question
) -> None:
    Invitation.objects.update(language="nn")
    assert level.text_nn in client.get(address(invitation)).content.decode()
    client.post(reverse("set_language"), {"language": "nb", "next": address(invitation)})
    assert level.text_nb in client.get(address(invitation)).content.decode()


def test_who_tries_links_at_random_is_stopped(client: Client, invitation: Invitation) -> None:
    wrong = reverse("mapping:answer", args=["feil"])
    codes = {client.get(wrong).status_code for _ in range(links.WRONG_LINKS)}
    assert codes == {404}
    assert client.get(wrong).status_code == 429
    assert client.get(address(invitation)).status_code == 200


def test_a_script_gone_mad_is_stopped(
    client: Client, invitation: Invitation, level: Question, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "SAVES", 2)
    codes = [save(client, invitation, **{f"q{level.pk}": "4"}) for _ in range(3)]
    assert codes == [200, 200, 429]


def test_the_link_of_one_says_nothing_of_another(
    client: Client, opened: Campaign, invitation: Invitation, level: Question
) -> None:
    other = CampaignFactory.create(
        centre=opened.centre, created_by=opened.created_by, asks=[level], opened=True
    )
    stranger = InvitationFactory.create(
        campaign=other, municipality=invitation.municipality, service="Helsestasjonen"
    )
    save(client, stranger, **{f"q{level.pk}": "1"})
    page = client.get(address(invitation)).content.decode()
    assert "Helsestasjonen" not in page
    assert not invitation.answers.exists()
