"""An adviser takes a request to look into it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assignments.requests.actions import deciding
from assignments.requests.models import RequestEvent, SupportRequest
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter

PERSONAS = [
    ("adviser", 302),
    ("leader", 302),
    ("contact", 403),
    ("contact_elsewhere", 404),
    ("leader_elsewhere", 404),
    ("governor", 404),
    ("userorg", 404),
    ("directorate", 404),
    ("administrator", 404),
]


def address(support_request: SupportRequest) -> str:
    return reverse("requests:request_take", args=[support_request.case_number])


@pytest.mark.parametrize(("persona", "expected"), PERSONAS)
def test_only_the_centre_that_was_asked_may_take_it(
    client: Client,
    support_request: SupportRequest,
    persona: str,
    expected: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(persona))
    assert client.post(address(support_request)).status_code == expected
    support_request.refresh_from_db()
    assert (support_request.status == SupportRequest.Status.IN_TRIAGE) == (expected == 302)


def test_taking_is_recorded_and_the_municipality_is_told(
    support_request: SupportRequest, adviser: User, contact: User
) -> None:
    taken = deciding.take_request(support_request=support_request, by=adviser)
    assert (taken.status, taken.adviser) == (SupportRequest.Status.IN_TRIAGE, adviser)
    event = taken.events.get(kind=RequestEvent.Kind.TAKEN)
    assert (event.by, event.by_organisation) == (adviser, str(taken.centre.organisation))
    letter = Letter.objects.get(kind="requests.taken")
    assert letter.to == contact
    assert adviser.name in letter.body


def test_a_colleague_comes_too_late_and_the_first_keeps_it(
    client: Client, support_request: SupportRequest, adviser: User, leader: User
) -> None:
    deciding.take_request(support_request=support_request, by=adviser)
    client.force_login(leader)
    page = client.post(address(support_request), follow=True).content.decode()
    assert "Henvendelsen er allerede tatt." in page
    support_request.refresh_from_db()
    assert support_request.adviser == adviser
    assert support_request.events.filter(kind=RequestEvent.Kind.TAKEN).count() == 1


def test_an_answered_request_is_not_taken(
    as_adviser: Client, support_request: SupportRequest, leader: User
) -> None:
    deciding.accept_request(support_request=support_request, by=leader)
    page = as_adviser.post(address(support_request), follow=True).content.decode()
    assert "Henvendelsen er allerede besvart." in page
    support_request.refresh_from_db()
    assert support_request.adviser == leader


def test_taking_is_only_by_post(as_adviser: Client, support_request: SupportRequest) -> None:
    assert as_adviser.get(address(support_request)).status_code == 405


def test_the_action_itself_refuses_strangers(
    support_request: SupportRequest, contact: User, leader_elsewhere: User
) -> None:
    for stranger in (contact, leader_elsewhere):
        with pytest.raises(PermissionDenied):
            deciding.take_request(support_request=support_request, by=stranger)
