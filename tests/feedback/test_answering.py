"""Answering by a link: once, without a trace of who it was."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from stdnum.no import fodselsnummer

from assignments.activities.models import Activity
from assignments.feedback import links
from assignments.feedback.models import Answer, BankQuestion, FeedbackForm
from korus_portal.accounts.models import User
from korus_portal.audit.lines import without_keys
from korus_portal.audit.models import Event
from tests.feedback.factories import end

GIVEN = {"useful": "5", "close_to_practice": "4", "q_nytt": "3", "comment": "Nyttig dag."}


def path(form: FeedbackForm) -> str:
    return reverse("feedback:answer", args=[form.key])


def test_the_page_says_who_asks_and_what_is_kept_before_the_first_question(
    client: Client, form: FeedbackForm
) -> None:
    page = client.get(path(form)).content.decode()
    first = page.index('name="useful"')
    for text in ("Samtaler om rus", form.centre.name, "anonymt", "minst tre har svart"):
        assert 0 < page.index(text) < first, text
    assert page.count("<legend") == 3
    assert page.count("<h1") == 1
    assert "checked" not in page
    assert "<script" not in page


def test_an_answer_is_stored_with_its_month_alone(
    client: Client, form: FeedbackForm, question: BankQuestion
) -> None:
    response = client.post(path(form), GIVEN)
    assert response.status_code == 302
    assert "Takk for svaret" in client.get(response["Location"]).content.decode()
    given = Answer.objects.get()
    assert (given.useful, given.close_to_practice, given.more) == (5, 4, {"nytt": 3})
    assert given.month == timezone.localdate().replace(day=1)
    assert not {"user", "by", "address", "at", "created_at"} & {
        field.name for field in Answer._meta.get_fields()
    }


def test_no_cookie_is_set_and_no_session_is_opened(client: Client, form: FeedbackForm) -> None:
    page = client.get(path(form))
    sent = client.post(path(form), GIVEN)
    thanks = client.get(sent["Location"])
    unknown = client.get(reverse("feedback:answer", args=[uuid4()]))
    for response in (page, sent, thanks, unknown):
        assert not response.cookies
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
    assert not client.cookies
    assert Session.objects.count() == 0


def test_it_works_where_forged_forms_are_refused_and_no_token_is_sent(form: FeedbackForm) -> None:
    assert Client(enforce_csrf_checks=True).post(path(form), GIVEN).status_code == 302
    assert Answer.objects.count() == 1


def test_nothing_is_kept_of_an_account_that_answers(adviser: User, form: FeedbackForm) -> None:
    client = Client()
    client.force_login(adviser)
    before = Session.objects.get()
    events, columns = Event.objects.count(), (before.session_data, before.expire_date)
    page = client.get(path(form)).content.decode()
    assert adviser.name not in page
    assert adviser.email not in page
    client.post(path(form), GIVEN)
    after = Session.objects.get()
    assert (after.session_data, after.expire_date) == columns
    assert Event.objects.count() == events
    stored = str(Answer.objects.values().get())
    assert adviser.email not in stored
    assert not hasattr(Answer.objects.get(), "history")


def test_the_logs_hold_neither_the_form_nor_what_was_sent(
    client: Client, form: FeedbackForm, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        client.post(path(form), GIVEN, HTTP_USER_AGENT="Kjennetegnet/1.0")
        client.post(path(form), {**GIVEN, "useful": "9"})
    lines = [without_keys(line) for line in caplog.text.splitlines() if "INSERT" not in line]
    own = [line for line in lines if "django.db.backends" not in line]
    for found in (str(form.key), "Nyttig dag", "Kjennetegnet", "127.0.0.1"):
        assert not [line for line in own if found in line]
    assert without_keys(f'"POST {path(form)} HTTP/1.1"') == '"POST /tilbakemelding/***/ HTTP/1.1"'
    assert "***" in without_keys(reverse("feedback:thanks", args=[form.key]))


def test_the_cache_holds_neither_address_nor_form(client: Client, form: FeedbackForm) -> None:
    page = str(uuid4())
    client.post(path(form), {**GIVEN, "page": page}, REMOTE_ADDR="203.0.113.7")
    kept = str(getattr(cache, "_cache")) + str(getattr(cache, "_expire_info"))  # noqa: B009
    assert "feedback:" in kept
    for text in ("203.0.113.7", str(form.key), page, page.replace("-", "")):
        assert text not in kept


def test_a_double_click_counts_once_and_two_people_twice(
    client: Client, form: FeedbackForm
) -> None:
    page = {**GIVEN, "page": str(uuid4())}
    for _click in range(2):
        assert client.post(path(form), page).status_code == 302
    assert Answer.objects.count() == 1
    client.post(path(form), {**GIVEN, "page": str(uuid4())})
    assert Answer.objects.count() == 2


def test_what_was_not_stored_may_be_sent_again(
    client: Client, form: FeedbackForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = {**GIVEN, "page": str(uuid4())}
    monkeypatch.setattr(links, "ANSWERS", 0)
    refused = client.post(path(form), page)
    assert refused.status_code == 429
    assert "Nyttig dag." in refused.content.decode()
    assert refused.content.decode().count("checked") == 3
    monkeypatch.setattr(links, "ANSWERS", 10)
    assert client.post(path(form), page).status_code == 302
    assert Answer.objects.count() == 1


def test_one_address_may_not_send_without_end_and_another_still_may(
    client: Client, form: FeedbackForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "ANSWERS", 2)
    found = [client.post(path(form), GIVEN).status_code for _number in range(3)]
    assert found == [302, 302, 429]
    assert client.post(path(form), GIVEN, REMOTE_ADDR="203.0.113.7").status_code == 302
    assert Answer.objects.count() == 3


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"useful": ""}, "Velg et svar."),
        ({"useful": "6"}, "useful"),
        ({"q_nytt": ""}, "Velg et svar."),
        ({"comment": "a" * 1001}, "1001"),
        ({"comment": "Ring 13097248022."}, "fødselsnummer"),
    ],
    ids=["nothing chosen", "outside the scale", "own question", "too long", "identity number"],
)
def test_bad_input_is_refused_and_nothing_is_lost(
    client: Client, form: FeedbackForm, wrong: dict[str, str], told: str
) -> None:
    assert fodselsnummer.is_valid("13097248022")
    response = client.post(path(form), {**GIVEN, **wrong})
    page = response.content.decode()
    assert response.status_code == 422
    assert told in page
    assert wrong.get("comment", "Nyttig dag.") in page
    assert not Answer.objects.exists()


def test_answers_to_questions_that_were_not_asked_are_left_out(
    client: Client, form: FeedbackForm
) -> None:
    client.post(path(form), {**GIVEN, "q_annet": "1"})
    assert Answer.objects.get().more == {"nytt": 3}


def test_both_written_standards_are_offered_without_a_cookie(
    client: Client, form: FeedbackForm, question: BankQuestion
) -> None:
    here = client.get(path(form)).content.decode()
    assert 'lang="nn"' in here
    assert f"{path(form)}?maalform=nn" in here
    response = client.get(f"{path(form)}?maalform=nn")
    page = response.content.decode()
    assert '<html lang="nn"' in page
    assert question.name_nn in page
    assert question.name_nb not in page
    sent = client.post(f"{path(form)}?maalform=nn", GIVEN)
    assert sent["Location"].endswith("/takk/?maalform=nn")
    assert not client.cookies


def test_a_closed_form_says_so(client: Client, form: FeedbackForm) -> None:
    end(form)
    for response in (client.get(path(form)), client.post(path(form), GIVEN)):
        assert response.status_code == 410
        assert "Skjemaet er avsluttet" in response.content.decode()
    assert not Answer.objects.exists()


def test_the_last_day_is_open(client: Client, form: FeedbackForm) -> None:
    FeedbackForm.objects.update(closes_on=timezone.localdate())
    assert client.post(path(form), GIVEN).status_code == 302


def test_a_form_about_a_deleted_activity_takes_no_answers(
    client: Client, form: FeedbackForm, course: Activity, adviser: User
) -> None:
    course.deleted_at, course.deleted_by, course.deleted_reason = timezone.now(), adviser, "Feil"
    course.save()
    assert client.get(path(form)).status_code == 410


@pytest.mark.parametrize("key", ["2f1c", "ikke-en-lenke", "00000000-0000-4000-8000-000000000000"])
def test_a_link_that_never_was_is_told_plainly(client: Client, db: None, key: str) -> None:
    response = client.get(reverse("feedback:answer", args=[key]))
    assert response.status_code == 404
    assert "Lenken virker ikke" in response.content.decode()


def test_who_tries_links_at_random_is_stopped(
    client: Client, form: FeedbackForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(links, "WRONG_LINKS", 1)
    found = [
        client.get(reverse("feedback:answer", args=[uuid4()])).status_code for _number in range(2)
    ]
    assert found == [404, 429]
    assert client.get(path(form)).status_code == 200


def test_a_year_that_is_over_takes_answers_all_the_same(
    client: Client, form: FeedbackForm, course: Activity
) -> None:
    course.starts_on = timezone.localdate() - timedelta(days=800)
    course.save()
    assert client.post(path(form), GIVEN).status_code == 302
