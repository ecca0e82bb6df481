"""What a contact types is kept until it is sent or thrown away."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from assignments.requests.actions import drafting
from assignments.requests.drafts import drafts_of
from assignments.requests.models import RequestDraft, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Theme
from tests.requests.asking import NEW, filled_in, identity_number

SAVE = "/henvendelser/utkast/lagre/"
LIST = "/henvendelser/"


@pytest.fixture
def form(centre: Centre, theme: Theme, leader: User) -> dict[str, Any]:
    return filled_in(centre, theme, text="Halvferdig tek", urgency="", reach="")


def resumed(form: dict[str, Any]) -> str:
    return f"{NEW}?utkast={form['form_token']}"


def test_what_is_typed_is_saved_and_found_again_after_signing_out(
    as_contact: Client, contact: User, form: dict[str, Any]
) -> None:
    answer = as_contact.post(SAVE, form).json()
    at = timezone.localtime(RequestDraft.objects.get().saved_at)
    assert answer == {"saved": True, "text": f"Lagret {at:%H:%M}"}
    as_contact.logout()
    as_contact.force_login(contact)
    shown = as_contact.get(resumed(form)).context["form"]
    assert shown["text"].value() == "Halvferdig tek"
    assert (shown["theme"].value(), shown["reach"].value()) == (form["theme"], "")
    assert str(shown["form_token"].value()) == form["form_token"]
    assert not shown.errors


def test_a_later_save_takes_the_place_of_an_earlier(
    as_contact: Client, form: dict[str, Any]
) -> None:
    as_contact.post(SAVE, form)
    as_contact.post(SAVE, {**form, "text": "Mer", "partners": ["1151"]})
    assert RequestDraft.objects.get().typed["text"] == "Mer"
    shown = as_contact.get(resumed(form)).context["form"]
    assert shown["partners"].value() == ["1151"]


def test_the_button_saves_without_javascript_and_stays_with_the_draft(
    as_contact: Client, form: dict[str, Any]
) -> None:
    answer = as_contact.post(NEW, {**form, "save_draft": "1"}, follow=True)
    assert answer.redirect_chain == [(resumed(form), 302)]
    page = answer.content.decode()
    assert "Utkastet er lagret." in page
    assert "Halvferdig tek" in page
    assert not SupportRequest.objects.exists()


def test_a_draft_is_offered_where_one_asks_and_can_be_thrown_away(
    as_contact: Client, form: dict[str, Any]
) -> None:
    as_contact.post(SAVE, form)
    page = as_contact.get(NEW).content.decode()
    assert f'href="{resumed(form)}"' in page
    url = f"/henvendelser/utkast/{form['form_token']}/slett/"
    for _click in range(2):
        assert as_contact.post(url)["Location"] == LIST
    assert not RequestDraft.objects.exists()
    assert as_contact.get(resumed(form))["Location"] == NEW


def test_what_is_sent_is_no_draft_any_more_and_a_late_save_makes_none(
    as_contact: Client, contact: User, centre: Centre, form: dict[str, Any]
) -> None:
    as_contact.post(SAVE, form)
    full = {**form, "text": "Ferdig.", "reach": "Ring", "urgency": "soon"}
    sent = as_contact.post(resumed(form), full)
    assert not RequestDraft.objects.exists()
    assert as_contact.post(SAVE, form).json()["text"] == "Skjemaet er sendt."
    assert not RequestDraft.objects.exists()
    RequestDraft.objects.create(user=contact, form_token=form["form_token"])
    assert not drafts_of(contact)
    assert as_contact.get(resumed(form))["Location"] == sent["Location"]


def test_who_signs_in_after_sending_too_late_meets_the_draft(
    client: Client, contact: User, form: dict[str, Any]
) -> None:
    drafting.save_draft(by=contact, form_token=UUID(form["form_token"]), typed={"text": "Kjært"})
    answer = client.post(resumed(form), form)
    assert answer["Location"].startswith("/konto/login/?next=")
    assert form["form_token"] in answer["Location"]
    client.force_login(contact)
    assert "Kjært" in client.get(resumed(form)).content.decode()


def test_nobody_reads_saves_over_or_deletes_anothers_draft(
    as_contact: Client, contact_elsewhere: User, form: dict[str, Any]
) -> None:
    token = UUID(form["form_token"])
    drafting.save_draft(by=contact_elsewhere, form_token=token, typed={"text": "Hemmelig"})
    assert as_contact.get(resumed(form))["Location"] == NEW
    assert as_contact.post(SAVE, form).status_code == 403
    as_contact.post(f"/henvendelser/utkast/{token}/slett/")
    assert RequestDraft.objects.get().typed == {"text": "Hemmelig"}


def test_only_who_may_ask_keeps_drafts(adviser: User) -> None:
    with pytest.raises(PermissionDenied):
        drafting.save_draft(by=adviser, form_token=uuid4(), typed={})


@pytest.mark.parametrize(
    ("text", "why"),
    [(f"Gjelder {identity_number()}", "fødselsnummer"), ("x" * 50_001, "kan ha høyst 50000")],
)
def test_what_may_not_be_kept_is_refused_and_stays_on_the_page(
    as_contact: Client, form: dict[str, Any], text: str, why: str
) -> None:
    answer = as_contact.post(SAVE, {**form, "text": text})
    assert answer.status_code == 422
    assert why in answer.json()["text"]
    page = as_contact.post(NEW, {**form, "text": text, "save_draft": "1"}).content.decode()
    assert "Utkastet er ikke lagret" in page
    assert text in page
    assert not RequestDraft.objects.exists()


def test_null_bytes_and_broken_letters_stop_no_draft(contact: User) -> None:
    token = uuid4()
    drafting.save_draft(by=contact, form_token=token, typed={"text": "a\x00b\ud83dc"})
    assert RequestDraft.objects.get().typed == {"text": "abc"}
    with pytest.raises(ValidationError):
        drafting.save_draft(by=contact, form_token=token, typed={"reach": identity_number()})


@pytest.mark.parametrize("rubbish", ["x", "\x00", "' or 1=1", "0" * 400])
def test_rubbish_in_the_address_opens_an_empty_form(
    as_contact: Client, centre: Centre, leader: User, rubbish: str
) -> None:
    page = as_contact.get(NEW, {"utkast": rubbish, "text": "Fra en lenke", "partners": rubbish})
    assert page.status_code == 200
    assert "Fra en lenke" not in page.content.decode()


def test_drafts_are_forgotten_after_half_a_year(contact: User) -> None:
    for days in (179, 181):
        old = timezone.now() - timedelta(days=days)
        RequestDraft.objects.create(user=contact, form_token=uuid4(), saved_at=old)
    assert drafting.forget_old() == 1
    assert RequestDraft.objects.count() == 1
