"""Three answers at the end, and what is shown of them together."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from assignments.requests import guest, opinions
from assignments.requests.actions import feedback, reminding
from assignments.requests.actions.errors import OutOfStepError
from assignments.requests.models import RequestEvent, RequestFeedback, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality
from tests.factories import SupportRequestFactory

ANSWERS = {"met_need": 5, "in_time": 3, "of_use": 4}


def make_closed(**columns: Any) -> SupportRequest:
    by, now = columns.pop("by"), timezone.now()
    decided = {"decided_at": now, "decided_by": by, "adviser": by, "first_answered_at": now}
    ended = {"status": "closed", "ended_at": now, "ended_by": by, "outcome": "helped"}
    found: SupportRequest = SupportRequestFactory.create(**decided | ended | columns)
    return found


@pytest.fixture
def closed(
    centre: Centre, municipality: Municipality, contact: User, adviser: User
) -> SupportRequest:
    return make_closed(centre=centre, municipality=municipality, submitted_by=contact, by=adviser)


def path(support_request: SupportRequest) -> str:
    return reverse("requests:request_feedback", args=[support_request.case_number])


def test_the_contact_answers_three_questions(
    as_contact: Client, contact: User, closed: SupportRequest, centre: Centre
) -> None:
    page = as_contact.get(path(closed)).content.decode()
    for name in ("met_need", "in_time", "of_use"):
        assert page.count(f'name="{name}"') == 5
    form = page.partition("data-dirty")[2].partition("</form>")[0]
    assert form.count("<legend") == 3
    assert "checked" not in form
    assert as_contact.post(path(closed), ANSWERS).status_code == 302
    given = RequestFeedback.objects.get()
    assert (given.met_need, given.in_time, given.of_use) == (5, 3, 4)
    assert (given.centre, given.answered_by) == (centre, contact)
    event = closed.events.get(kind=RequestEvent.Kind.FEEDBACK_GIVEN)
    assert (event.status, event.text) == ("closed", "")


def test_a_second_answer_says_that_it_is_given(as_contact: Client, closed: SupportRequest) -> None:
    as_contact.post(path(closed), ANSWERS)
    page = as_contact.post(path(closed), dict.fromkeys(ANSWERS, 1), follow=True).content.decode()
    assert "Dere har allerede gitt tilbakemelding på denne saken." in page
    assert RequestFeedback.objects.get().met_need == 5


@pytest.mark.parametrize("value", ["", "0", "6", "fem"])
def test_an_answer_is_one_to_five(as_contact: Client, closed: SupportRequest, value: str) -> None:
    response = as_contact.post(path(closed), ANSWERS | {"in_time": value})
    assert list(response.context["form"].errors) == ["in_time"]
    assert not RequestFeedback.objects.exists()


def test_nobody_answers_before_the_case_is_closed(
    support_request: SupportRequest, contact: User
) -> None:
    with pytest.raises(OutOfStepError):
        feedback.give(support_request=support_request, by=contact, **ANSWERS)


def test_the_centre_does_not_answer_for_the_municipality(
    closed: SupportRequest, leader: User, contact_elsewhere: User
) -> None:
    for person in (leader, contact_elsewhere, None):
        with pytest.raises(PermissionDenied):
            feedback.give(support_request=closed, by=person, **ANSWERS)


@pytest.fixture
def of_guest(centre: Centre, municipality: Municipality, adviser: User) -> SupportRequest:
    asked = {"submitted_by": None, "guest_email": "a@alta.example", "guest_name": "Ada"}
    place = {"centre": centre, "municipality": municipality, "guest_seed": uuid4()}
    return make_closed(by=adviser, **asked, **place)


def test_a_guest_answers_by_the_personal_link(client: Client, of_guest: SupportRequest) -> None:
    assert "Gi tilbakemelding" in client.get(guest.path_to(of_guest)).content.decode()
    url = reverse("requests:guest_feedback", args=[guest.key_of(of_guest)])
    assert client.get(url).status_code == 200
    for _n in range(2):
        assert client.post(url, ANSWERS).headers["Location"] == guest.path_to(of_guest)
    assert RequestFeedback.objects.get().answered_by is None
    event = of_guest.events.get(kind=RequestEvent.Kind.FEEDBACK_GIVEN)
    assert (event.by, event.by_name) == (None, "Ada")
    assert "Gi tilbakemelding" not in client.get(guest.path_to(of_guest)).content.decode()


def test_a_guest_is_asked_by_mail_too(of_guest: SupportRequest) -> None:
    SupportRequest.objects.update(ended_at=timezone.now() - timedelta(days=8))
    assert (reminding.remind(), reminding.remind()) == (1, 0)
    letter = Letter.objects.get(kind="requests.feedback_wanted")
    assert letter.address == "a@alta.example"
    assert letter.path == guest.path_to(of_guest)


def test_an_unconfirmed_guest_has_no_say(client: Client, of_guest: SupportRequest) -> None:
    SupportRequest.objects.update(confirmed_at=None)
    url = reverse("requests:guest_feedback", args=[guest.key_of(of_guest)])
    assert client.get(url).status_code == 403
    with pytest.raises(PermissionDenied):
        feedback.give(support_request=of_guest, by=None, **ANSWERS)


def test_an_unconfirmed_guest_is_not_asked(of_guest: SupportRequest, contact: User) -> None:
    long_ago = timezone.now() - timedelta(days=8)
    SupportRequest.objects.update(confirmed_at=None, ended_at=long_ago)
    reminding.remind()
    letter = Letter.objects.get(kind="requests.feedback_wanted")
    assert letter.address == contact.email


def test_a_wrong_link_leads_nowhere(client: Client, of_guest: SupportRequest) -> None:
    url = reverse("requests:guest_feedback", args=[f"{guest.key_of(of_guest)}x"])
    assert client.get(url).status_code == 404


@pytest.fixture
def answered(centre: Centre, municipality: Municipality, contact: User, adviser: User) -> Any:
    """Make closed cases with these answers to the first question."""

    def make(*values: int) -> None:
        for value in values:
            found = make_closed(
                centre=centre, municipality=municipality, submitted_by=contact, by=adviser
            )
            feedback.give(support_request=found, by=contact, met_need=value, in_time=2, of_use=5)

    return make


def test_two_answers_are_shown_to_nobody(answered: Any, centre: Centre) -> None:
    answered(1, 5)
    assert opinions.of_centre(centre) is None


def test_three_answers_are_shown_as_means(answered: Any, centre: Centre) -> None:
    answered(1, 5, 5)
    found = opinions.of_centre(centre)
    assert found is not None
    assert found.n == 3
    assert [one.mean for one in found.means] == [Decimal("3.7"), Decimal("2.0"), Decimal("5.0")]


def test_a_fourth_answer_changes_nothing_that_is_shown(answered: Any, centre: Centre) -> None:
    answered(1, 5, 5)
    before = opinions.of_centre(centre)
    answered(1, 1)
    assert opinions.of_centre(centre) == before
    answered(1)
    after = opinions.of_centre(centre)
    assert after is not None
    assert (after.n, after.means[0].mean) == (6, Decimal("2.3"))


def test_the_centres_page_shows_the_means_to_everyone(
    client: Client, answered: Any, centre: Centre
) -> None:
    url = reverse("pages:centre_detail", args=[centre.code])
    answered(4, 4)
    assert "Hva kommunene mener om hjelpen" not in client.get(url).content.decode()
    answered(4)
    page = client.get(url).content.decode()
    assert "Hva kommunene mener om hjelpen" in page
    assert "4,0 av 5" in page
    assert "Gjennomsnitt av 3 svar" in page


def test_what_is_shown_takes_one_query_however_many_answers(
    answered: Any, centre: Centre, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for values in ((1, 2, 3), (1,) * 9):
        answered(*values)
        with django_assert_num_queries(1):
            opinions.of_centre(centre)


def test_no_page_of_the_case_shows_a_single_answer(
    as_leader: Client, closed: SupportRequest, contact: User
) -> None:
    feedback.give(support_request=closed, by=contact, met_need=1, in_time=1, of_use=1)
    page = as_leader.get(closed.get_absolute_url()).content.decode()
    assert "Kommunen har gitt tilbakemelding" in page
    assert "i høy grad" not in page
