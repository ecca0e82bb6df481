"""What municipality and centres write to each other, and who is told."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assignments.requests.actions import clarifying, deciding, ending, handing_over, writing
from assignments.requests.models import Holder, RequestEvent, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality
from tests.factories import SupportRequestFactory
from tests.requests.at_once import at_once

pytestmark = pytest.mark.django_db
WORDS = "Vi har snakket med helsesykepleier og lurer på neste steg."


def url(found: SupportRequest) -> str:
    return reverse("requests:message_new", args=[found.case_number])


def told() -> set[str]:
    letters = Letter.objects.filter(kind="requests.message")
    return set(letters.values_list("address", flat=True))


def test_the_municipality_writes_and_the_adviser_is_told_without_the_text(
    as_contact: Client, support_request: SupportRequest, adviser: User, leader: User
) -> None:
    deciding.take_request(support_request=support_request, by=adviser)
    answer = as_contact.post(url(support_request), {"text": WORDS, "form_token": str(uuid4())})
    assert answer.status_code == 302
    message = support_request.messages.get()
    assert (message.side, message.municipality) == ("municipality", support_request.municipality)
    assert told() == {adviser.email}
    letter = Letter.objects.get(kind="requests.message")
    assert WORDS not in letter.body + letter.subject
    assert support_request.case_number in letter.subject
    assert WORDS in as_contact.get(support_request.get_absolute_url()).content.decode()


def test_the_first_message_of_a_centre_is_its_first_answer(
    support_request: SupportRequest, adviser: User, contact: User
) -> None:
    assert answered_after(support_request, contact) is None
    first = answered_after(support_request, adviser)
    assert first is not None
    assert answered_after(support_request, adviser) == first


def answered_after(found: SupportRequest, by: User) -> datetime | None:
    """When the first answer came, once the person has written one message more."""
    writing.write_message(support_request=found, by=by, text="Hei")
    return SupportRequest.objects.get(pk=found.pk).first_answered_at


def test_the_centre_writes_and_the_contacts_are_told(
    support_request: SupportRequest, adviser: User, contact: User
) -> None:
    writing.write_message(support_request=support_request, by=adviser, text=WORDS)
    assert told() == {contact.email}


def test_a_guest_is_told_with_the_personal_link(
    municipality: Municipality, centre: Centre, adviser: User, contact: User
) -> None:
    found = SupportRequestFactory.create(
        municipality=municipality,
        centre=centre,
        submitted_by=None,
        guest_name="Kari",
        guest_email="kari@alta.example",
        guest_seed=uuid4(),
    )
    writing.write_message(support_request=found, by=adviser, text=WORDS)
    assert told() == {contact.email, "kari@alta.example"}
    letter = Letter.objects.get(address="kari@alta.example")
    assert "/uten-konto/" in letter.body
    message = writing.write_message(support_request=found, by=None, text="Takk")
    assert (message.author, message.author_name) == (None, "Kari")


def test_nobody_writes_as_a_guest_in_a_request_from_an_account(
    support_request: SupportRequest,
) -> None:
    with pytest.raises(PermissionDenied):
        writing.write_message(support_request=support_request, by=None, text=WORDS)


def test_a_centre_that_is_in_it_writes_and_one_that_is_offered_only_reads(
    client: Client,
    support_request: SupportRequest,
    adviser: User,
    leader_elsewhere: User,
    centre_elsewhere: Centre,
) -> None:
    deciding.take_request(support_request=support_request, by=adviser)
    offer = handing_over.offer(
        support_request=support_request,
        kind="share",
        to_centre=centre_elsewhere,
        reason="De kan skole",
        by=adviser,
    )
    client.force_login(leader_elsewhere)
    page = client.get(support_request.get_absolute_url())
    assert page.status_code == 200
    assert url(support_request) not in page.content.decode()
    assert client.post(url(support_request), {"text": WORDS}).status_code == 403
    handing_over.accept(hand_over=offer, by=leader_elsewhere)
    assert client.post(url(support_request), {"text": WORDS}).status_code == 302
    assert support_request.messages.get().centre == centre_elsewhere


def test_what_the_municipality_writes_while_asked_is_the_answer(
    as_contact: Client, support_request: SupportRequest, adviser: User
) -> None:
    deciding.take_request(support_request=support_request, by=adviser)
    clarifying.ask_clarification(
        support_request=support_request, by=adviser, question="Hvor mange er dere?"
    )
    token = str(uuid4())
    for _click in range(2):
        as_contact.post(url(support_request), {"text": "Fire", "form_token": token})
    support_request.refresh_from_db()
    assert support_request.status == "in_triage"
    assert support_request.messages.filter(side="municipality").count() == 1
    assert support_request.events.filter(kind=RequestEvent.Kind.CLARIFIED).count() == 1


def test_a_form_sent_twice_is_one_message(
    as_contact: Client, support_request: SupportRequest
) -> None:
    sent = {"text": WORDS, "form_token": str(uuid4())}
    assert {as_contact.post(url(support_request), sent).status_code for _ in range(2)} == {302}
    assert support_request.messages.count() == 1


def test_the_same_form_with_other_words_asks_before_it_sends_both(
    as_contact: Client, support_request: SupportRequest
) -> None:
    sent = {"text": WORDS, "form_token": str(uuid4())}
    as_contact.post(url(support_request), sent)
    again = as_contact.post(url(support_request), sent | {"text": "Noe annet"})
    assert again.status_code == 422
    assert "Noe annet" in again.content.decode()
    assert support_request.messages.count() == 1
    token = again.context["form"]["form_token"].value()
    as_contact.post(url(support_request), {"text": "Noe annet", "form_token": token})
    assert support_request.messages.count() == 2


def test_nobody_can_send_with_another_persons_token(
    support_request: SupportRequest, contact: User, adviser: User
) -> None:
    token = uuid4()
    writing.write_message(support_request=support_request, by=contact, text=WORDS, form_token=token)
    with pytest.raises(PermissionDenied):
        writing.write_message(
            support_request=support_request, by=adviser, text=WORDS, form_token=token
        )


def test_an_ended_case_takes_no_more_and_gives_the_text_back(
    as_contact: Client, support_request: SupportRequest, adviser: User
) -> None:
    deciding.accept_request(support_request=support_request, by=adviser)
    ending.close_request(support_request=support_request, by=adviser, outcome="helped")
    answer = as_contact.post(url(support_request), {"text": WORDS})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert WORDS in page
    assert "Saken er avsluttet, så meldingen ble ikke sendt." in page
    assert not support_request.messages.exists()
    case = as_contact.get(support_request.get_absolute_url()).content.decode()
    assert url(support_request) not in case


def test_whoever_wrote_while_the_case_moved_gets_the_text_back(
    as_adviser: Client,
    support_request: SupportRequest,
    adviser: User,
    leader_elsewhere: User,
    centre_elsewhere: Centre,
) -> None:
    move(support_request, adviser, centre_elsewhere, leader_elsewhere)
    answer = as_adviser.post(url(support_request), {"text": WORDS})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert WORDS in page
    assert f"Saken ligger nå hos {centre_elsewhere}." in page
    assert support_request.text not in page
    assert as_adviser.get(url(support_request)).status_code == 404


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ("", "Skriv hva du vil si."),
        ("   \n ", "Skriv hva du vil si."),
        ("a" * 4001, "Teksten har 4001 tegn. Skriv høyst 4000."),
        ("Fødselsnummer 13097248022", "Teksten inneholder et fødselsnummer."),
        ("Null\x00tegn", "Null"),
    ],
)
def test_what_cannot_be_sent_is_said_at_the_field_and_kept(
    as_contact: Client, support_request: SupportRequest, sent: str, error: str
) -> None:
    answer = as_contact.post(url(support_request), {"text": sent})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert error in page
    assert 'aria-invalid="true"' in page
    assert sent.strip().replace("\x00", "")[:10] in page.replace("\x00", "")
    assert not support_request.messages.exists()


def test_text_from_word_is_readable(as_contact: Client, support_request: SupportRequest) -> None:
    pasted = "“Sitat” –\u00a0til\u00adtak\x0bneste linje\r\n\uf0b7\tførst\x07\r\n\u2028😀 e\u0301"
    as_contact.post(url(support_request), {"text": pasted})
    message = support_request.messages.get()
    assert message.text == "“Sitat” –\u00a0tiltak\nneste linje\n•\tførst\n\n😀 é"


def test_line_breaks_of_a_browser_count_once(
    as_contact: Client, support_request: SupportRequest
) -> None:
    answer = as_contact.post(url(support_request), {"text": "\r\n".join(["a" * 1999, "b" * 2000])})
    assert answer.status_code == 302


def test_a_script_is_text_and_a_name_from_right_to_left_turns_nothing(
    as_contact: Client, support_request: SupportRequest, contact: User
) -> None:
    contact.name = "محمد <b>"
    contact.save()
    script = "<script>alert(1)</script> \u202etxet"
    as_contact.post(url(support_request), {"text": script})
    page = as_contact.get(support_request.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<bdi>محمد &lt;b&gt;</bdi>" in page
    assert '<div class="message__text" dir="auto">' in page


@pytest.mark.parametrize("who", ["governor", "directorate", "administrator", "contact_elsewhere"])
def test_for_strangers_there_is_no_such_address(
    client: Client, request: pytest.FixtureRequest, support_request: SupportRequest, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(support_request)).status_code == 404
    assert client.post(url(support_request), {"text": WORDS}).status_code == 404


def test_the_page_asks_as_often_for_a_long_dialogue(
    as_adviser: Client, support_request: SupportRequest, adviser: User
) -> None:
    assert questions(as_adviser, support_request, adviser, 10) == questions(
        as_adviser, support_request, adviser, 90
    )
    page = as_adviser.get(support_request.get_absolute_url()).content.decode()
    assert page.count(WORDS) == 100


def questions(client: Client, found: SupportRequest, by: User, more: int) -> int:
    """How many questions the page asks with so many more messages, each with a file."""
    for _message in range(more):
        writing.write_message(
            support_request=found,
            by=by,
            text=WORDS,
            files=[SimpleUploadedFile("vedlegg.txt", b"Hei")],
        )
    client.get(found.get_absolute_url())
    with CaptureQueriesContext(connection) as asked:
        client.get(found.get_absolute_url())
    return len(asked)


def move(found: SupportRequest, by: User, to: Centre, receiver: User) -> None:
    deciding.take_request(support_request=found, by=by)
    offer = handing_over.offer(
        support_request=found, kind="transfer", to_centre=to, reason="Deres fagfelt", by=by
    )
    handing_over.accept(hand_over=offer, by=receiver)


@pytest.mark.django_db(transaction=True)
def test_eight_clicks_at_once_are_one_message(
    support_request: SupportRequest, contact: User, adviser: User
) -> None:
    token = uuid4()

    def click() -> object:
        return writing.write_message(
            support_request=support_request, by=contact, text=WORDS, form_token=token
        )

    assert at_once(*[click] * 8) == ["done"] * 8
    assert support_request.messages.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_while_the_case_closes_is_stored_before_or_refused(
    support_request: SupportRequest, contact: User, adviser: User
) -> None:
    deciding.accept_request(support_request=support_request, by=adviser)
    results = at_once(
        lambda: ending.close_request(support_request=support_request, by=adviser, outcome="helped"),
        *[lambda: writing.write_message(support_request=support_request, by=contact, text=WORDS)]
        * 4,
    )
    assert results[0] == "done"
    assert set(results[1:]) <= {"done", "EndedError"}
    closed = support_request.events.get(kind=RequestEvent.Kind.CLOSED)
    assert support_request.messages.count() == results[1:].count("done")
    assert not support_request.messages.filter(at__gt=closed.at).exists()


@pytest.mark.django_db(transaction=True)
def test_a_message_while_the_case_is_transferred_is_stored_before_or_told_where_it_went(
    support_request: SupportRequest,
    adviser: User,
    leader_elsewhere: User,
    centre_elsewhere: Centre,
) -> None:
    deciding.take_request(support_request=support_request, by=adviser)
    offer = handing_over.offer(
        support_request=support_request,
        kind="transfer",
        to_centre=centre_elsewhere,
        reason="Deres fagfelt",
        by=adviser,
    )
    results = at_once(
        lambda: handing_over.accept(hand_over=offer, by=leader_elsewhere),
        *[lambda: writing.write_message(support_request=support_request, by=adviser, text=WORDS)]
        * 4,
    )
    assert results[0] == "done"
    assert set(results[1:]) <= {"done", "MovedError"}
    assert support_request.messages.count() == results[1:].count("done")
    owner = Holder.objects.current().get(support_request=support_request, part="owner")
    assert owner.centre == centre_elsewhere
    assert timezone.now() >= owner.since
