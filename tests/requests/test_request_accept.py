"""The centre says that it can help."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.coverage.models import CoverageRow, Fact
from assignments.plans import years
from assignments.requests.actions import deciding
from assignments.requests.models import RequestEvent, SupportRequest
from korus_portal.accounts.models import Membership, User
from korus_portal.notifications.models import Letter
from municipalities.models import Theme
from tests.requests.test_request_take import PERSONAS


def address(support_request: SupportRequest) -> str:
    return reverse("requests:request_accept", args=[support_request.case_number])


@pytest.mark.parametrize(("persona", "expected"), PERSONAS)
def test_only_the_centre_that_was_asked_may_accept(
    client: Client,
    support_request: SupportRequest,
    persona: str,
    expected: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(persona))
    shown = 200 if expected == 302 else expected
    assert client.get(address(support_request)).status_code == shown
    assert client.post(address(support_request)).status_code == expected
    support_request.refresh_from_db()
    assert (support_request.status == SupportRequest.Status.ACCEPTED) == (expected == 302)


def test_whoever_accepts_a_request_that_nobody_has_taken_becomes_its_adviser(
    support_request: SupportRequest, adviser: User
) -> None:
    accepted = deciding.accept_request(support_request=support_request, by=adviser)
    assert (accepted.adviser, accepted.decided_by) == (adviser, adviser)


def test_the_adviser_who_took_it_keeps_it_when_the_leader_accepts(
    support_request: SupportRequest, adviser: User, leader: User
) -> None:
    deciding.take_request(support_request=support_request, by=adviser)
    accepted = deciding.accept_request(support_request=support_request, by=leader)
    assert (accepted.adviser, accepted.decided_by) == (adviser, leader)


def test_accepting_is_recorded_and_every_contact_of_the_municipality_is_told(
    support_request: SupportRequest, adviser: User, contact: User, contact_elsewhere: User
) -> None:
    assert support_request.municipality.organisation is not None
    Membership.objects.create(
        user=contact_elsewhere,
        organisation=support_request.municipality.organisation,
        role="contact",
    )
    message = "Vi ringer dere på mandag."
    accepted = deciding.accept_request(support_request=support_request, by=adviser, message=message)
    assert accepted.decided_at is not None
    event = accepted.events.get(kind=RequestEvent.Kind.ACCEPTED)
    assert (event.by, event.text) == (adviser, message)
    told = Letter.objects.filter(kind="requests.accepted")
    assert {letter.to for letter in told} == {contact, contact_elsewhere}
    assert all(message not in letter.body for letter in told)


def test_a_contact_who_has_left_is_not_written_to(
    support_request: SupportRequest, adviser: User, contact: User, leader: User
) -> None:
    contact.memberships.update(ended_at=timezone.now(), ended_by=leader)
    deciding.accept_request(support_request=support_request, by=adviser)
    assert not Letter.objects.filter(kind="requests.accepted").exists()


def test_the_municipality_reads_the_message_on_the_timeline(
    as_adviser: Client, support_request: SupportRequest, contact: User
) -> None:
    answer = as_adviser.post(address(support_request), {"message": "Vi <b>ringer</b>."})
    assert answer["Location"] == support_request.get_absolute_url()
    as_adviser.force_login(contact)
    page = as_adviser.get(answer["Location"]).content.decode()
    assert "Vi &lt;b&gt;ringer&lt;/b&gt;." in page
    assert "Senteret kan bistå" in page


def test_the_second_click_changes_nothing_and_is_met_kindly(
    as_adviser: Client, support_request: SupportRequest
) -> None:
    as_adviser.post(address(support_request), {"message": "Ja"})
    support_request.refresh_from_db()
    first = support_request.decided_at
    page = as_adviser.post(address(support_request), {"message": "Nei"}, follow=True)
    assert "Henvendelsen er allerede besvart." in page.content.decode()
    support_request.refresh_from_db()
    assert (support_request.decided_at, support_request.reason) == (first, "Ja")
    assert support_request.events.filter(kind=RequestEvent.Kind.ACCEPTED).count() == 1
    assert Letter.objects.filter(kind="requests.accepted").count() == 1


def test_the_page_of_an_answered_request_leads_to_the_answer(
    as_adviser: Client, support_request: SupportRequest, leader: User
) -> None:
    deciding.accept_request(support_request=support_request, by=leader)
    answer = as_adviser.get(address(support_request))
    assert answer["Location"] == support_request.get_absolute_url()


def test_a_message_that_is_too_long_is_told_beside_the_field(
    as_adviser: Client, support_request: SupportRequest
) -> None:
    answer = as_adviser.post(address(support_request), {"message": "x" * 2001})
    assert answer.context["form"].errors == {
        "message": ["Teksten har 2001 tegn. Skriv høyst 2000."]
    }
    assert "x" * 2001 in answer.content.decode()


def test_the_action_itself_refuses_strangers(
    support_request: SupportRequest, contact: User, leader_elsewhere: User
) -> None:
    for stranger in (contact, leader_elsewhere):
        with pytest.raises(PermissionDenied):
            deciding.accept_request(support_request=support_request, by=stranger)


def test_an_answer_leaves_the_counts_as_the_request_gave_them(
    support_request: SupportRequest, adviser: User
) -> None:
    before = set(CoverageRow.objects.values_list("pk", "level", "requests"))
    assert before
    deciding.accept_request(support_request=support_request, by=adviser)
    assert set(CoverageRow.objects.values_list("pk", "level", "requests")) == before


def test_a_request_can_be_answered_after_its_year_was_closed_and_the_facts_stay(
    support_request: SupportRequest, adviser: User, leader: User
) -> None:
    years.close(support_request.centre, timezone.localdate().year, by=leader)
    before = list(Fact.objects.values())
    accepted = deciding.accept_request(support_request=support_request, by=adviser)
    assert accepted.status == SupportRequest.Status.ACCEPTED
    assert list(Fact.objects.values()) == before


def test_an_accepted_request_leads_to_an_activity_with_its_place_and_theme(
    as_adviser: Client, support_request: SupportRequest, adviser: User, theme: Theme
) -> None:
    SupportRequest.objects.filter(pk=support_request.pk).update(theme=theme)
    accepted = deciding.accept_request(support_request=support_request, by=adviser)
    page = as_adviser.get(accepted.get_absolute_url())
    form = as_adviser.get(page.context["activity_url"]).context["form"]
    assert form["municipalities"].value() == [support_request.municipality.code]
    assert form["main_theme"].value() == theme.code
    assert form["starts_on"].value() == timezone.localdate()


def test_a_link_with_odd_choices_opens_an_empty_form(as_adviser: Client) -> None:
    odd = {"municipality": "56\x0001", "theme": "\x00", "centre": "finnes-ikke"}
    page = as_adviser.get(reverse("activities:activity_new"), odd)
    assert page.status_code == 200
    assert not page.context["form"]["municipalities"].value()
