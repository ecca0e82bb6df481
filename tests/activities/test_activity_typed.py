"""What is typed is kept as typed, until it is sent or thrown away."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from assignments.activities import actions
from assignments.activities.actions import typed
from assignments.activities.models import Activity, TypedForm
from korus_portal.accounts.models import User
from tests.activities.conftest import Answers

URL, KEEP = "/aktiviteter/ny/", "/aktiviteter/ny/kladd/"
FROM_BROWSER = {"HTTP_X_SENT_FROM": "browser-store"}


@pytest.fixture
def token() -> UUID:
    return uuid4()


@pytest.fixture
def signed_in(client: Client, adviser: User) -> Client:
    client.force_login(adviser)
    return client


def sender(user: User) -> dict[str, Any]:
    return {**FROM_BROWSER, "HTTP_X_SENT_BY": str(user.pk)}


def test_it_is_opened_again_as_typed(signed_in: Client, answers: Answers, token: UUID) -> None:
    typed_in = {**answers, "hours": "syv", "note": "Halvt", "form_token": str(token), "do": ""}
    assert signed_in.post(KEEP, typed_in).json()["saved"] is True
    assert str(token) in signed_in.get(URL).content.decode()
    form = signed_in.get(f"{URL}?kladd={token}").context["form"]
    assert (form["hours"].value(), form["note"].value()) == ("syv", "Halvt")
    assert form["municipalities"].value() == answers["municipalities"]
    assert str(form["form_token"].value()) == str(token)


def test_it_is_gone_when_the_form_is_sent(signed_in: Client, answers: Answers, token: UUID) -> None:
    both = {**answers, "form_token": str(token)}
    signed_in.post(KEEP, {**both, "do": ""})
    signed_in.post(URL, both)
    assert not TypedForm.objects.exists()
    late = signed_in.post(KEEP, {**both, "do": ""})
    assert late.json()["text"] == "Skjemaet er sendt."
    assert not TypedForm.objects.exists()


def test_it_stays_when_the_form_is_refused(
    signed_in: Client, answers: Answers, token: UUID
) -> None:
    both = {**answers, "form_token": str(token), "kind": ""}
    signed_in.post(KEEP, {**both, "do": ""})
    signed_in.post(URL, both)
    assert TypedForm.objects.get().token == token


def test_the_button_without_javascript_keeps_and_says_so(
    signed_in: Client, answers: Answers, token: UUID
) -> None:
    sent = {**answers, "form_token": str(token), "do": "typed"}
    response = signed_in.post(KEEP, sent, follow=True)
    assert response.redirect_chain[-1][0] == f"{URL}?kladd={token}"
    assert "Kladden er lagret" in response.content.decode()


def test_it_is_thrown_away_once_and_again(signed_in: Client, adviser: User, token: UUID) -> None:
    actions.keep_typed(token=token, fields={"note": ["Halvt"]}, by=adviser)
    for _time in range(2):
        assert signed_in.post(f"{KEEP}{token}/kast/").status_code == 302
    assert not TypedForm.objects.exists()


def test_nobody_reads_replaces_or_throws_away_what_another_types(
    client: Client, adviser: User, leader: User, token: UUID
) -> None:
    actions.keep_typed(token=token, fields={"note": ["Rådgiverens"]}, by=adviser)
    client.force_login(leader)
    assert "Rådgiverens" not in client.get(f"{URL}?kladd={token}").content.decode()
    client.post(f"{KEEP}{token}/kast/")
    with pytest.raises(PermissionDenied):
        actions.keep_typed(token=token, fields={}, by=leader)
    assert TypedForm.objects.get().fields == {"note": ["Rådgiverens"]}


def test_an_identity_number_is_not_kept_either(signed_in: Client, token: UUID) -> None:
    sent = {"form_token": str(token), "note": "Ring 15076500565"}
    response = signed_in.post(KEEP, sent)
    assert (response.status_code, response.json()["saved"]) == (422, False)
    assert not TypedForm.objects.exists()


@pytest.mark.parametrize("sent", ["", "tull"])
def test_a_form_without_a_token_is_not_kept(signed_in: Client, sent: str) -> None:
    assert signed_in.post(KEEP, {"form_token": sent}).status_code == 422


def test_a_long_text_is_refused(adviser: User, token: UUID) -> None:
    with pytest.raises(ValidationError):
        actions.keep_typed(token=token, fields={"note": ["x" * 60_001]}, by=adviser)


def test_old_ones_make_room(adviser: User) -> None:
    old = TypedForm.objects.create(user=adviser, saved_at=timezone.now() - timedelta(days=31))
    for _form in range(typed.MOST_FORMS + 1):
        actions.keep_typed(token=uuid4(), fields={}, by=adviser)
    assert TypedForm.objects.count() == typed.MOST_FORMS
    assert not TypedForm.objects.filter(pk=old.pk).exists()


def test_what_waited_in_the_browser_is_answered_in_words_it_can_read(
    signed_in: Client, adviser: User, answers: Answers, token: UUID
) -> None:
    sent = {**answers, "form_token": str(token)}
    found = [signed_in.post(URL, sent, **sender(adviser)).json()["saved"] for _time in range(2)]
    assert found == [Activity.objects.get().get_absolute_url()] * 2
    wrong = signed_in.post(URL, {**sent, "kind": ""}, **sender(adviser))
    other = signed_in.post(URL, {**sent, "title": "Noe annet"}, **sender(adviser))
    assert (wrong.status_code, other.status_code) == (422, 409)


def test_what_another_left_in_the_browser_is_refused(
    signed_in: Client, leader: User, answers: Answers
) -> None:
    assert signed_in.post(URL, answers, **sender(leader)).status_code == 403
    assert not Activity.objects.exists()
