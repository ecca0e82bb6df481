"""The centre says that it cannot help, and why."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assignments.coverage.models import CoverageRow, Level
from assignments.requests.actions import deciding
from assignments.requests.models import RequestEvent, SupportRequest
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from tests.requests.test_request_take import PERSONAS

REASON = "Vi har ikke kapasitet før etter sommeren."


def address(support_request: SupportRequest) -> str:
    return reverse("requests:request_decline", args=[support_request.case_number])


@pytest.mark.parametrize(("persona", "expected"), PERSONAS)
def test_only_the_centre_that_was_asked_may_decline(
    client: Client,
    support_request: SupportRequest,
    persona: str,
    expected: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(persona))
    shown = 200 if expected == 302 else expected
    assert client.get(address(support_request)).status_code == shown
    assert (
        client.post(address(support_request), {"reason": REASON, "code": "capacity"}).status_code
        == expected
    )
    support_request.refresh_from_db()
    assert (support_request.status == SupportRequest.Status.DECLINED) == (expected == 302)


def test_a_decline_is_recorded_and_the_municipality_reads_the_reason(
    as_adviser: Client, support_request: SupportRequest, adviser: User, contact: User
) -> None:
    as_adviser.post(address(support_request), {"reason": REASON, "code": "capacity"})
    support_request.refresh_from_db()
    assert (support_request.reason, support_request.decided_by) == (REASON, adviser)
    event = support_request.events.get(kind=RequestEvent.Kind.DECLINED)
    assert (event.by, event.text) == (adviser, REASON)
    letter = Letter.objects.get(kind="requests.declined")
    assert letter.to == contact
    assert REASON not in letter.body
    as_adviser.force_login(contact)
    page = as_adviser.get(support_request.get_absolute_url()).content.decode()
    assert page.count(REASON) == 1
    assert "Senteret kan ikke bistå" in page


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_decline_owes_a_reason(
    as_adviser: Client, support_request: SupportRequest, reason: str
) -> None:
    answer = as_adviser.post(address(support_request), {"reason": reason, "code": "other"})
    assert answer.context["form"].errors == {"reason": ["Skriv hvorfor dere ikke kan bistå."]}
    support_request.refresh_from_db()
    assert support_request.is_open


def test_a_declined_request_gives_contact_all_the_same(
    support_request: SupportRequest, adviser: User
) -> None:
    deciding.decline_request(support_request=support_request, by=adviser, reason=REASON)
    rows = CoverageRow.objects.whole().filter(place=support_request.municipality)
    assert {row.level for row in rows} == {Level.CONTACTED}


def test_an_accepted_request_cannot_be_declined(
    as_adviser: Client, support_request: SupportRequest, leader: User
) -> None:
    deciding.accept_request(support_request=support_request, by=leader)
    page = as_adviser.post(
        address(support_request), {"reason": REASON, "code": "capacity"}, follow=True
    )
    assert "Henvendelsen er allerede besvart." in page.content.decode()
    support_request.refresh_from_db()
    assert support_request.status == SupportRequest.Status.ACCEPTED


def test_the_action_itself_refuses_strangers(
    support_request: SupportRequest, contact: User, leader_elsewhere: User
) -> None:
    for stranger in (contact, leader_elsewhere):
        with pytest.raises(PermissionDenied):
            deciding.decline_request(support_request=support_request, by=stranger, reason=REASON)
