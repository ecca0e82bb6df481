"""A contact says whether a guest's request is the municipality's."""

from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from assignments.coverage.models import CoverageRow
from assignments.plans import years
from assignments.requests.actions import confirming, ending, errors, submitting
from assignments.requests.models import SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality


@pytest.fixture
def unconfirmed(
    municipality: Municipality, centre: Centre, leader: User, contact: User
) -> SupportRequest:
    """As a guest with another municipality's address leaves it."""
    now = timezone.now()
    columns: dict[str, object] = {
        "municipality": municipality,
        "centre": centre,
        "theme": None,
        "text": "Vi vil gjerne ha et kurs.",
        "reach": "Ring",
        "language": "nb",
        "guest_name": "Gro Gjest",
        "guest_email": "gro@et.sted.example",
        "guest_seed": uuid4(),
        "submitted_at": now,
    }
    return submitting.create(submitting.lock_counter(timezone.localdate(now).year), columns)


def test_a_contact_confirms_and_from_then_on_it_counts(
    as_contact: Client, unconfirmed: SupportRequest, contact: User, leader: User
) -> None:
    page = as_contact.get(unconfirmed.get_absolute_url()).content.decode()
    assert "Ja, den er fra oss" in page
    assert not CoverageRow.objects.exists()
    for _click in range(2):
        as_contact.post(f"{unconfirmed.get_absolute_url()}bekreft/")
    unconfirmed.refresh_from_db()
    assert unconfirmed.confirmed_by == contact
    assert CoverageRow.objects.filter(requests=1).exists()
    assert unconfirmed.events.filter(kind="confirmed").count() == 1
    told = Letter.objects.filter(kind="requests.confirmed")
    assert {letter.address for letter in told} == {leader.email, "gro@et.sted.example"}
    assert told.count() == 2
    page = as_contact.get(unconfirmed.get_absolute_url()).content.decode()
    assert "Ja, den er fra oss" not in page


def test_a_contact_disowns_and_it_is_withdrawn_with_the_reason(
    as_contact: Client, unconfirmed: SupportRequest, leader: User
) -> None:
    for _click in range(2):
        as_contact.post(f"{unconfirmed.get_absolute_url()}ikke-fra-oss/")
    unconfirmed.refresh_from_db()
    assert unconfirmed.status == "withdrawn"
    [event] = unconfirmed.events.filter(kind="withdrawn")
    assert event.text == "Kommunen sier at henvendelsen ikke er fra dem."
    told = Letter.objects.filter(kind__in=["requests.withdrawn", "requests.disowned"])
    assert {letter.address for letter in told} == {leader.email, "gro@et.sted.example"}
    assert not CoverageRow.objects.exists()


def test_who_comes_second_is_told_what_a_colleague_said(
    as_contact: Client, unconfirmed: SupportRequest, contact: User
) -> None:
    confirming.confirm_request(support_request=unconfirmed, by=contact)
    answer = as_contact.post(f"{unconfirmed.get_absolute_url()}ikke-fra-oss/", follow=True)
    assert "En kollega har bekreftet henvendelsen." in answer.content.decode()
    with pytest.raises(errors.AlreadyDoneError):
        confirming.disown_request(support_request=unconfirmed, by=contact)


def test_what_has_ended_cannot_be_confirmed(
    as_contact: Client, unconfirmed: SupportRequest, contact: User
) -> None:
    ending.withdraw_request(support_request=unconfirmed, by=None)
    with pytest.raises(errors.EndedError):
        confirming.confirm_request(support_request=unconfirmed, by=contact)
    answer = as_contact.post(f"{unconfirmed.get_absolute_url()}bekreft/", follow=True)
    assert "kan ikke bekreftes" in answer.content.decode()


def test_only_the_municipalitys_own_contacts_say_so(
    unconfirmed: SupportRequest, leader: User, contact_elsewhere: User
) -> None:
    for person in (leader, contact_elsewhere):
        with pytest.raises(PermissionDenied):
            confirming.confirm_request(support_request=unconfirmed, by=person)
        with pytest.raises(PermissionDenied):
            confirming.disown_request(support_request=unconfirmed, by=person)


def test_a_year_closed_in_between_keeps_its_figures(
    unconfirmed: SupportRequest, contact: User, leader: User
) -> None:
    years.close(unconfirmed.centre, timezone.localdate().year, by=leader)
    found = confirming.confirm_request(support_request=unconfirmed, by=contact)
    assert found.is_confirmed
    assert not found.is_counted
    assert not CoverageRow.objects.exists()
