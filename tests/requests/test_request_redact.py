"""The leader takes personal details out of a request."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.requests.actions import (
    clarifying,
    deciding,
    handing_over,
    joint,
    redacting,
    replying,
    writing,
)
from assignments.requests.models import (
    Attachment,
    AttachmentContent,
    CaseExport,
    HandOver,
    Message,
    Note,
    RequestDraft,
    RequestEvent,
    SupportRequest,
)
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.notifications import digests
from korus_portal.notifications.models import Letter, Mode, Notice, NotificationChoice
from korus_portal.notifications.redaction import REDACTED, history_models
from tests.requests.conftest import TEXT

WHY = "Teksten nevnte en person."


def address(support_request: SupportRequest) -> str:
    return reverse("requests:request_redact", args=[support_request.case_number])


@pytest.mark.parametrize(
    ("persona", "expected"),
    [
        ("leader", 302),
        ("adviser", 403),
        ("contact", 403),
        ("leader_elsewhere", 404),
        ("directorate", 404),
        ("administrator", 404),
    ],
)
def test_only_the_leader_may_redact(
    client: Client,
    support_request: SupportRequest,
    persona: str,
    expected: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(persona))
    shown = 200 if expected == 302 else expected
    assert client.get(address(support_request)).status_code == shown
    answer = client.post(address(support_request), {"texts": ["text"], "reason": WHY})
    assert answer.status_code == expected
    support_request.refresh_from_db()
    assert (support_request.text == TEXT) == (expected != 302)


def test_the_text_is_gone_from_the_row_the_history_and_the_timeline_which_says_why(
    as_leader: Client, support_request: SupportRequest, adviser: User, leader: User
) -> None:
    secret = "Kari trenger hjelp med dette."
    deciding.decline_request(support_request=support_request, by=adviser, reason=secret)
    form = {"texts": ["text", "reason"], "reason": WHY}
    page = as_leader.post(address(support_request), form, follow=True).content.decode()
    support_request.refresh_from_db()
    assert (support_request.text, support_request.reason) == ("[sladdet]", "[sladdet]")
    assert support_request.reach == "Ring 00 00 00 00"
    history = support_request.history  # type: ignore[attr-defined]
    assert history.count() > 2
    for version in history.all():
        assert TEXT not in version.text
        assert secret not in version.reason
    assert TEXT not in page
    assert secret not in page
    assert WHY in page
    event = support_request.events.get(kind=RequestEvent.Kind.REDACTED)
    assert (event.by, event.text) == (leader, WHY)
    trail = Event.objects.get(kind="redaction.text_redacted")
    assert (trail.by_id, trail.reason) == (leader.pk, WHY)


def test_a_second_redaction_of_the_same_text_does_nothing(
    as_leader: Client, support_request: SupportRequest, leader: User
) -> None:
    for _again in range(2):
        redacting.redact_request(
            support_request=support_request, fields=["text", "reach"], reason=WHY, by=leader
        )
    assert support_request.events.filter(kind=RequestEvent.Kind.REDACTED).count() == 1
    assert "Ingen tekst er igjen" in as_leader.get(address(support_request)).content.decode()


def test_a_redaction_names_its_texts_and_owes_a_reason(
    as_leader: Client, support_request: SupportRequest
) -> None:
    answer = as_leader.post(address(support_request), {})
    assert answer.context["form"].errors == {
        "texts": ["Velg minst én tekst."],
        "reason": ["Skriv hvorfor teksten sladdes."],
    }


def test_other_columns_cannot_be_redacted(
    as_leader: Client, support_request: SupportRequest, leader: User
) -> None:
    answer = as_leader.post(address(support_request), {"texts": ["case_number"], "reason": WHY})
    assert "texts" in answer.context["form"].errors
    for fields in ([], ["case_number"]):
        with pytest.raises(ValueError, match=r"\["):
            redacting.redact_request(
                support_request=support_request, fields=fields, reason=WHY, by=leader
            )


def test_the_action_itself_refuses_advisers(support_request: SupportRequest, adviser: User) -> None:
    with pytest.raises(PermissionDenied):
        redacting.redact_request(
            support_request=support_request, fields=["text"], reason=WHY, by=adviser
        )


SECRET = "Kari Nordmann trenger hjelp."


@pytest.fixture
def told_everywhere(
    support_request: SupportRequest,
    adviser: User,
    leader: User,
    contact: User,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
) -> SupportRequest:
    """The same words in the request, the dialogue, an offer, notes of two centres, and a file."""
    row = support_request
    token = uuid4()
    SupportRequest.objects.filter(pk=row.pk).update(text=SECRET, form_token=token)
    RequestDraft.objects.create(user=contact, form_token=token, typed={"text": SECRET})
    deciding.take_request(support_request=row, by=adviser)
    clarifying.ask_clarification(support_request=row, by=adviser, question=SECRET)
    offer = handing_over.offer(
        support_request=row, kind="share", to_centre=centre_elsewhere, reason=SECRET, by=adviser
    )
    handing_over.accept(hand_over=offer, by=leader_elsewhere, answer=SECRET)
    for centre, author in ((row.centre, adviser), (centre_elsewhere, leader_elsewhere)):
        note = Note.objects.create(support_request=row, centre=centre, author=author, text=SECRET)
        for hangs_on in (note, None):
            file = Attachment.objects.create(
                support_request=row,
                note=hangs_on,
                name=f"{SECRET}.pdf",
                content_type="application/pdf",
                size=4,
                sha256="0" * 64,
                state=Attachment.State.CLEAN,
            )
            AttachmentContent.objects.create(attachment=file, content=b"%PDF")
    CaseExport.objects.create(support_request=row, language="nb", made_by=leader)
    row.refresh_from_db()
    return row


def take_out_all(row: SupportRequest, by: User) -> None:
    keys = [one.key for one in redacting.redactable(row, by)]
    redacting.redact_case_texts(support_request=row, keys=keys, reason=WHY, by=by)


def where(row: SupportRequest) -> set[str]:
    """The tables in which the words stand still, history included."""
    models: list[type[Model]] = [
        SupportRequest,
        Message,
        Note,
        HandOver,
        RequestEvent,
        Attachment,
        RequestDraft,
    ]
    models += [past for model in models for past in history_models(model)]
    models.append(Letter)
    return {
        model.__name__
        for model in models
        for values in model._base_manager.values()
        if SECRET in str(values)
    }


def test_the_owners_leader_takes_everything_out_but_another_centres_notes(
    told_everywhere: SupportRequest, leader: User
) -> None:
    assert {"Message", "HandOverHistory", "RequestDraft"} <= where(told_everywhere)
    take_out_all(told_everywhere, leader)
    assert where(told_everywhere) == {"Note", "NoteHistory", "Attachment"}
    left = Note.objects.exclude(text=REDACTED)
    assert [note.centre for note in left] != [told_everywhere.centre]
    assert Attachment.objects.exclude(state=Attachment.State.REDACTED).get().note in left
    assert AttachmentContent.objects.count() == 1
    assert not CaseExport.objects.exists()
    event = told_everywhere.events.get(kind=RequestEvent.Kind.REDACTED)
    assert event.text == WHY
    told_everywhere.refresh_from_db()
    assert redacting.redactable(told_everywhere, leader) == []


def test_another_centres_leader_takes_out_its_own_notes_and_the_timeline_says_nothing_of_them(
    told_everywhere: SupportRequest, leader_elsewhere: User
) -> None:
    joint.leave_case(support_request=told_everywhere, by=leader_elsewhere)
    take_out_all(told_everywhere, leader_elsewhere)
    assert Note.objects.get(text=REDACTED).author == leader_elsewhere
    assert Attachment.objects.get(state=Attachment.State.REDACTED).note is not None
    assert not told_everywhere.events.filter(kind=RequestEvent.Kind.REDACTED).exists()
    assert Event.objects.filter(kind="redaction.text_redacted", reason=WHY).count() == 2


def test_nobody_else_takes_out_anything(
    told_everywhere: SupportRequest, adviser: User, contact: User, administrator: User
) -> None:
    for nobody in (adviser, contact, administrator):
        assert redacting.redactable(told_everywhere, nobody) == []
        with pytest.raises(PermissionDenied):
            take_out_all(told_everywhere, nobody)


def test_the_subject_of_an_interim_reply_goes_from_letters_and_notices_too(
    support_request: SupportRequest, adviser: User, leader: User, contact: User
) -> None:
    text = "Svar om Kari Nordmann\n\nVi har fått henvendelsen."
    choice = {"group": "cases", "mode": Mode.DAILY}
    NotificationChoice.objects.create(user=contact, **choice)
    replying.send_interim_reply(support_request=support_request, by=adviser, text=text)
    Notice.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert digests.send_digests() == 1
    assert "Kari" in Letter.objects.get(kind="notifications.digest").body
    key = f"message-{support_request.messages.get().pk}"
    redacting.redact_case_texts(support_request=support_request, keys=[key], reason=WHY, by=leader)
    kept = [*Letter.objects.values_list("subject", "body"), *Notice.objects.values_list("text")]
    assert kept
    assert "Kari" not in str(kept)


def test_a_note_takes_nothing_with_it_that_the_sides_were_told_in_the_same_words(
    support_request: SupportRequest, adviser: User, leader: User
) -> None:
    words = "Vi kommer tirsdag."
    note = writing.write_note(support_request=support_request, by=adviser, text=words)
    replying.send_interim_reply(support_request=support_request, by=adviser, text=words)
    redacting.redact_case_texts(
        support_request=support_request, keys=[f"note-{note.pk}"], reason=WHY, by=leader
    )
    note.refresh_from_db()
    assert note.text == REDACTED
    assert support_request.events.filter(text=words).exists()
    assert Letter.objects.filter(body__contains=words).exists()
