"""A centre makes a form, shares it, sends it and closes it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.activities.models import Activity
from assignments.feedback import actions, qr
from assignments.feedback.models import BankQuestion, FeedbackForm
from assignments.feedback.values import FormValues
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter, Notice
from tests.factories import AssignmentFactory
from tests.feedback.conftest import signed_in
from tests.feedback.factories import BankQuestionFactory, FeedbackFormFactory, end

NEW = "/tilbakemelding/ny/"


def filled_in(course: Activity, **changed: object) -> dict[str, object]:
    day = timezone.localdate() + timedelta(days=10)
    return {
        "activity": course.pk,
        "group": "participants",
        "closes_on": day.isoformat(),
        "form_token": str(uuid4()),
        **changed,
    }


def test_an_adviser_makes_a_form_and_gets_its_link_and_code(
    as_adviser: Client, course: Activity, question: BankQuestion
) -> None:
    sent = filled_in(course, questions=[question.pk])
    response = as_adviser.post(NEW, sent)
    made = FeedbackForm.objects.get()
    assert response["Location"] == made.get_absolute_url()
    assert (made.activity, made.centre, list(made.questions.all())) == (
        course,
        course.centre,
        [question],
    )
    page = as_adviser.get(made.get_absolute_url()).content.decode()
    assert reverse("feedback:answer", args=[made.key]) in page
    assert 'role="img"' in page
    assert "QR-kode som åpner skjemaet" in page
    assert "færre enn 3" in page
    assert Event.objects.filter(kind="feedback.form_made").count() == 1


def test_the_same_page_sent_twice_makes_one_form(as_adviser: Client, course: Activity) -> None:
    sent = filled_in(course)
    first, second = as_adviser.post(NEW, sent), as_adviser.post(NEW, sent)
    assert first["Location"] == second["Location"]
    assert FeedbackForm.objects.count() == 1


def test_the_activity_one_comes_from_is_chosen(as_adviser: Client, course: Activity) -> None:
    page = as_adviser.get(f"{NEW}?aktivitet={course.pk}").content.decode()
    assert f'<option value="{course.pk}" selected>' in page


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "0"])
def test_a_strange_number_in_the_address_chooses_nothing(
    as_adviser: Client, course: Activity, number: str
) -> None:
    assert as_adviser.get(NEW, {"aktivitet": number, "tiltak": number}).status_code == 200


def test_a_tiltak_can_be_asked_about(
    as_leader: Client, centre: Centre, leader: User, course: Activity
) -> None:
    tiltak = AssignmentFactory.create(centre=centre, created_by=leader, title="Tidlig inn")
    sent = filled_in(course, activity="", assignment=tiltak.pk)
    assert as_leader.post(NEW, sent).status_code == 302
    assert FeedbackForm.objects.get().title == "Tidlig inn"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"activity": ""}, "enten en aktivitet eller et tiltak"),
        ({"activity": "x"}, "activity"),
        ({"group": "service_users"}, "Velg organisasjonen"),
        ({"closes_on": "2020-01-01"}, "Dagen er passert"),
        ({"closes_on": "2999-01-01"}, "neste året"),
    ],
    ids=["about nothing", "not a number", "no organisation", "in the past", "far ahead"],
)
def test_bad_input_is_told_at_the_field(
    as_adviser: Client, course: Activity, changed: dict[str, object], told: str
) -> None:
    page = as_adviser.post(NEW, filled_in(course, **changed)).content.decode()
    assert told in page
    assert not FeedbackForm.objects.exists()


def test_no_more_than_three_questions_are_added(as_adviser: Client, course: Activity) -> None:
    many = [BankQuestionFactory.create().pk for _number in range(4)]
    page = as_adviser.post(NEW, filled_in(course, questions=many)).content.decode()
    assert "Velg høyst tre spørsmål." in page


def test_a_retired_question_is_not_on_offer_and_stays_where_it_was_asked(
    as_adviser: Client, client: Client, form: FeedbackForm, question: BankQuestion
) -> None:
    BankQuestion.objects.update(retired_on=timezone.localdate())
    assert question.name_nb not in as_adviser.get(NEW).content.decode()
    public = reverse("feedback:answer", args=[form.key])
    assert question.name_nb in client.get(public).content.decode()


def test_another_centres_activity_is_not_on_offer(leader_elsewhere: User, course: Activity) -> None:
    page = signed_in(leader_elsewhere).post(NEW, filled_in(course)).content.decode()
    assert "Samtaler om rus" not in page
    assert not FeedbackForm.objects.exists()
    values = FormValues(activity=course, group="participants", closes_on=timezone.localdate())
    with pytest.raises(PermissionDenied):
        actions.create_form(centre=course.centre, values=values, by=leader_elsewhere)


def test_closing_early_stops_answers_once(
    as_adviser: Client, client: Client, form: FeedbackForm
) -> None:
    url = reverse("feedback:form_close", args=[form.pk])
    for _click in range(2):
        assert as_adviser.post(url).status_code == 302
    assert client.get(reverse("feedback:answer", args=[form.key])).status_code == 410
    assert Event.objects.filter(kind="feedback.form_closed").count() == 1
    assert "Del skjemaet" not in as_adviser.get(form.get_absolute_url()).content.decode()


def test_the_link_is_sent_to_the_municipality_once_and_is_everybodys(
    as_adviser: Client, course: Activity, adviser: User, contact: User, contact_elsewhere: User
) -> None:
    form = FeedbackFormFactory.create(activity=course, made_by=adviser, group="municipality")
    assert "Send lenken" in as_adviser.get(form.get_absolute_url()).content.decode()
    for _click in range(2):
        as_adviser.post(reverse("feedback:form_send", args=[form.pk]))
    letter = Letter.objects.get(kind="feedback.link")
    assert letter.to == contact
    assert letter.path == reverse("feedback:answer", args=[form.key])
    # A notice would note that the contact has opened the form.
    assert not Notice.objects.exists()
    assert "er sendt til" in as_adviser.get(form.get_absolute_url()).content.decode()


def test_only_a_form_for_the_municipality_is_sent(
    as_adviser: Client, form: FeedbackForm, contact: User
) -> None:
    as_adviser.post(reverse("feedback:form_send", args=[form.pk]))
    assert not Letter.objects.exists()


def test_the_sheet_is_in_both_written_standards(as_adviser: Client, form: FeedbackForm) -> None:
    page = as_adviser.get(reverse("feedback:form_sheet", args=[form.pk])).content.decode()
    assert '<div lang="nb">' in page
    assert '<div lang="nn">' in page
    assert page.count("<h1") == 1
    assert "<svg" in page


def test_the_code_is_one_path_inside_its_white_edge() -> None:
    picture = qr.picture_of("https://eksempel.example/tilbakemelding/x/")
    assert picture.size > 2 * qr.QUIET
    assert picture.path.startswith(f"M{qr.QUIET} {qr.QUIET}h7v1h-7z")


@pytest.mark.parametrize("many", [False, True], ids=["one", "twenty"])
def test_the_list_costs_the_same_for_one_form_as_for_twenty(
    as_adviser: Client,
    adviser: User,
    course: Activity,
    many: bool,
    django_assert_max_num_queries: object,
) -> None:
    for number in range(20 if many else 1):
        form = FeedbackFormFactory.create(activity=course, made_by=adviser)
        if number % 2:
            end(form)
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        assert as_adviser.get("/tilbakemelding/").status_code == 200
