"""The interim reply: its language, its words, and that it is sent once."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.requests import interim
from assignments.requests.actions import deciding, replying
from assignments.requests.actions.errors import AlreadyDecidedError
from assignments.requests.models import LetterTemplate, Message, RequestEvent, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter

BODY = "{senter} har fått henvendelsen fra {kommune}.\n\nSvar innen {frist}. {rådgiver}"


@pytest.fixture(autouse=True)
def words(db: None) -> None:
    """Everyone's words, as the loader of reference data writes them."""
    for language, subject in (("nb", "Foreløpig svar"), ("nn", "Førebels svar")):
        LetterTemplate.objects.create(
            language=language, subject=f"{subject} {{saksnummer}}", body=f"{language}: {BODY}"
        )


def path(support_request: SupportRequest) -> str:
    return reverse("requests:interim_reply", args=[support_request.case_number])


def typed(client: Client, support_request: SupportRequest, **changes: str) -> dict[str, str]:
    """What the browser would send when nothing but `changes` is changed."""
    form = client.get(path(support_request)).context["form"]
    sent = {bound.html_name: str(bound.value()) for bound in form}
    return sent | changes


def speak(support_request: SupportRequest, municipality: str, language: str, centre: str) -> None:
    support_request.municipality.organisation.language = municipality  # type: ignore[union-attr]
    support_request.language = language
    support_request.centre.organisation.language = centre


@pytest.mark.parametrize(
    ("decided", "language", "own", "expected"),
    [
        ("nynorsk", "nb", "bokmål", "nn"),
        ("bokmål", "nn", "nynorsk", "nb"),
        ("nøytral", "nn", "bokmål", "nn"),
        ("nøytral", "nb", "nynorsk", "nb"),
        ("nynorsk", "se", "bokmål", "nn"),
        ("nøytral", "se", "nynorsk", "nn"),
        ("nøytral", "sma", "nøytral", "nb"),
    ],
)
def test_the_municipalitys_own_form_decides(
    support_request: SupportRequest, decided: str, language: str, own: str, expected: str
) -> None:
    speak(support_request, decided, language, own)
    found, template = interim.template_for(support_request)
    assert found == expected
    assert template is not None
    assert template.language == expected


def test_sami_is_written_with_words_that_people_have_written(
    support_request: SupportRequest, centre: Centre, adviser: User
) -> None:
    speak(support_request, "bokmål", "se", "bokmål")
    LetterTemplate.objects.create(
        centre=centre, language="se", subject="Vástádus", body="{saksnummer} {frist}"
    )
    day = timezone.localdate() + timedelta(days=9)
    draft = interim.draft(support_request, by=adviser, expected_on=day)
    assert draft.language == "se"
    assert draft.body == f"{support_request.case_number} {day:%d.%m.%Y}"


def test_a_centres_own_words_go_before_everyones(
    support_request: SupportRequest, centre: Centre, adviser: User
) -> None:
    LetterTemplate.objects.create(centre=centre, language="nb", subject="Vårt", body="Egne ord")
    draft = interim.draft(support_request, by=adviser, expected_on=timezone.localdate())
    assert (draft.subject, draft.body) == ("Vårt", "Egne ord")


def test_what_looks_like_a_placeholder_in_a_name_stays_as_it_is(
    support_request: SupportRequest, adviser: User
) -> None:
    adviser.name = "{frist} {0} %s"
    draft = interim.draft(support_request, by=adviser, expected_on=timezone.localdate())
    assert draft.body.endswith("{frist} {0} %s")


def test_the_adviser_reads_it_changes_it_and_sends_it(
    as_adviser: Client, adviser: User, contact: User, support_request: SupportRequest
) -> None:
    data = typed(as_adviser, support_request)
    assert data["subject"] == f"Foreløpig svar {support_request.case_number}"
    assert "Alta" in data["text"]
    assert adviser.name in data["text"]
    data["text"] += "\n\nVi ringer dere først."
    response = as_adviser.post(path(support_request), data)
    assert response.status_code == 302
    letter = Letter.objects.get(kind="requests.interim_sent")
    assert (letter.to, letter.subject) == (contact, data["subject"])
    assert "Vi ringer dere først." in letter.body
    message = Message.objects.get()
    assert (message.kind, message.side, message.author) == ("interim", "centre", adviser)
    assert message.text in letter.body


def test_it_is_no_first_answer_and_the_clock_of_the_answer_runs_on(
    support_request: SupportRequest, adviser: User
) -> None:
    due = support_request.answer_due_on
    replying.send_interim_reply(support_request=support_request, by=adviser, text="Vi har saken.")
    support_request.refresh_from_db()
    assert support_request.first_answered_at is None
    assert support_request.interim_sent_at is not None
    assert (support_request.next_due_on, support_request.status) == (due, "submitted")
    event = support_request.events.get(kind=RequestEvent.Kind.INTERIM_SENT)
    assert event.text == "Vi har saken."


def test_a_double_click_sends_one_reply(
    as_adviser: Client, support_request: SupportRequest
) -> None:
    data = typed(as_adviser, support_request)
    for _n in range(2):
        assert as_adviser.post(path(support_request), data).status_code == 302
    assert Message.objects.count() == 1
    assert Letter.objects.filter(kind="requests.interim_sent").count() == 1


def test_a_second_reply_is_refused_with_the_words_kept(
    as_adviser: Client, support_request: SupportRequest, leader: User
) -> None:
    data = typed(as_adviser, support_request, text="Mine egne ord.")
    replying.send_interim_reply(support_request=support_request, by=leader, text="Først.")
    page = as_adviser.post(path(support_request), data).content.decode()
    assert "Kommunen har allerede fått foreløpig svar" in page
    assert "Mine egne ord." in page
    assert Message.objects.count() == 1
    assert as_adviser.get(path(support_request)).status_code == 302


def test_nothing_is_sent_about_a_decided_case(
    support_request: SupportRequest, adviser: User
) -> None:
    deciding.accept_request(support_request=support_request, by=adviser)
    with pytest.raises(AlreadyDecidedError):
        replying.send_interim_reply(support_request=support_request, by=adviser, text="For sent.")


def test_a_token_of_somebody_else_is_refused(
    support_request: SupportRequest, adviser: User, leader: User
) -> None:
    token = uuid4()
    replying.send_interim_reply(
        support_request=support_request, by=leader, text="Først.", form_token=token
    )
    with pytest.raises(PermissionDenied):
        replying.send_interim_reply(
            support_request=support_request, by=adviser, text="Så.", form_token=token
        )


def test_only_the_centre_that_has_it_replies(
    support_request: SupportRequest, contact: User, leader_elsewhere: User
) -> None:
    for person in (contact, leader_elsewhere):
        with pytest.raises(PermissionDenied):
            replying.send_interim_reply(support_request=support_request, by=person, text="Nei")


def test_a_new_day_is_put_into_the_text_and_shown_before_it_is_sent(
    as_adviser: Client, support_request: SupportRequest
) -> None:
    day = timezone.localdate() + timedelta(days=40)
    data = typed(as_adviser, support_request, expected_on=day.isoformat())
    response = as_adviser.post(path(support_request), data)
    form = response.context["form"]
    assert "Datoen i teksten er byttet" in response.content.decode()
    assert interim.day_in(day, "nb") in form["text"].value()
    assert not Message.objects.exists()
    again = {bound.html_name: str(bound.value()) for bound in form}
    assert as_adviser.post(path(support_request), again).status_code == 302
    assert interim.day_in(day, "nb") in Message.objects.get().text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", ""),
        ("text", "x" * 3801),
        ("text", "Svar innen {frist}."),
        ("text", "Ring 01010750160"),
        ("subject", ""),
        ("subject", "{saksnummer}"),
        ("expected_on", "2020-01-01"),
        ("expected_on", "2099-01-01"),
        ("expected_on", "i morgen"),
    ],
)
def test_bad_words_and_days_are_refused_at_their_field(
    as_adviser: Client, support_request: SupportRequest, name: str, value: str
) -> None:
    data = typed(as_adviser, support_request, **{name: value})
    response = as_adviser.post(path(support_request), data)
    assert list(response.context["form"].errors) == [name]
    assert not Message.objects.exists()


def test_a_request_in_sami_is_flagged_and_norwegian_words_say_so(
    as_adviser: Client, support_request: SupportRequest
) -> None:
    SupportRequest.objects.update(language="se")
    page = as_adviser.get(path(support_request)).content.decode()
    assert "Svar på samisk (nordsamisk)" in page
    assert "Teksten under er norsk" in page


def test_without_any_template_the_adviser_writes_it_all(
    as_adviser: Client, support_request: SupportRequest
) -> None:
    LetterTemplate.objects.all().delete()
    page = as_adviser.get(path(support_request)).content.decode()
    assert "Skriv hele svaret selv" in page


def test_markup_in_a_reply_is_shown_as_text(
    as_adviser: Client, support_request: SupportRequest, adviser: User
) -> None:
    script = "<script>alert(1)</script>"
    data: dict[str, Any] = typed(as_adviser, support_request, text=script, subject="")
    page = as_adviser.post(path(support_request), data).content.decode()
    assert script not in page
    assert "&lt;script&gt;" in page
