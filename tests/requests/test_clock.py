"""What pages show of the clock, what is over its date, and where copies for the archive go."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assignments.requests.actions import archive, deciding
from assignments.requests.clock_page import clock_context, deadlines
from assignments.requests.models import SupportRequest
from assignments.requests.working_days import working_days_between
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from municipalities.models import Municipality
from tests.factories import SupportRequestFactory

PATH = "requests:overdue_list"


def days_ago(n: int) -> date:
    return timezone.localdate() - timedelta(days=n)


@pytest.fixture
def late(municipality: Municipality, centre: Centre, contact: User) -> Callable[..., Any]:
    def make(n: int = 9, **columns: Any) -> SupportRequest:
        given = {"municipality": municipality, "centre": centre, "submitted_by": contact}
        found: SupportRequest = SupportRequestFactory.create(
            **given | {"answer_due_on": days_ago(n)} | columns
        )
        return found

    return make


def test_both_days_stand_on_the_case_as_they_were_stored(support_request: SupportRequest) -> None:
    answer, reply = deadlines(support_request)
    assert answer.due_on == support_request.answer_due_on
    assert reply.due_on == support_request.interim_due_on
    assert answer.is_running
    assert not answer.is_late


def test_a_late_answer_is_counted_in_working_days(late: Callable[..., Any]) -> None:
    found = late(7)
    answer, reply = deadlines(found)
    assert answer.is_late
    assert 3 <= answer.days <= 5
    assert not reply.is_late


def test_on_the_free_days_after_a_due_date_it_is_late_by_no_number() -> None:
    """A date that was Friday is over on Saturday, though no working day has gone."""
    assert working_days_between(date(2026, 3, 6), date(2026, 3, 7)) == 0
    for days, shown in [(0, "over fristen"), (1, "1 virkedag over fristen")]:
        deadline = {"deadline": {"days": days}}
        assert render_to_string("requests/clock/_days_late.html", deadline).strip() == shown


def test_a_paused_clock_is_not_late(late: Callable[..., Any], adviser: User) -> None:
    found = late(status="clarifying", paused_on=days_ago(2), adviser=adviser)
    assert [due.is_late for due in deadlines(found)] == [False, False]


def test_an_answered_case_asks_for_no_interim_reply(
    support_request: SupportRequest, adviser: User
) -> None:
    deciding.accept_request(support_request=support_request, by=adviser)
    support_request.refresh_from_db()
    assert [due.met_at for due in deadlines(support_request)] == [support_request.decided_at]
    assert not clock_context(support_request, adviser)["can_send_interim"]


def test_only_the_centre_is_offered_to_reply(
    support_request: SupportRequest, adviser: User, contact: User
) -> None:
    SupportRequest.objects.update(language="se")
    support_request.refresh_from_db()
    for_centre, for_contact = (clock_context(support_request, who) for who in (adviser, contact))
    assert for_centre["can_send_interim"]
    assert for_centre["answer_in_sami"]
    assert not for_contact["can_send_interim"]
    assert not for_contact["answer_in_sami"]


def test_the_centre_sees_what_it_owes_with_the_oldest_first(
    as_adviser: Client, adviser: User, late: Callable[..., Any]
) -> None:
    newer, older = late(2), late(20, adviser=adviser, status="in_triage")
    late(status="clarifying", paused_on=days_ago(1), adviser=adviser)
    response = as_adviser.get(reverse(PATH))
    assert [row.support_request for row in response.context["rows"]] == [older, newer]
    page = response.content.decode()
    assert adviser.name in page
    assert "Ingen ennå" in page
    assert "virkedager over fristen" in page


def test_a_request_may_be_late_on_both_days(as_adviser: Client, late: Callable[..., Any]) -> None:
    late(40, interim_due_on=days_ago(5))
    (row,) = as_adviser.get(reverse(PATH)).context["rows"]
    assert [due.due_on for due in row.deadlines] == [days_ago(40), days_ago(5)]


def test_a_contact_sees_what_the_own_municipality_waits_for(
    as_contact: Client, late: Callable[..., Any], municipality_elsewhere: Municipality
) -> None:
    own = late()
    late(municipality=municipality_elsewhere)
    response = as_contact.get(reverse(PATH))
    assert [row.support_request for row in response.context["rows"]] == [own]


def test_another_centre_sees_nothing_of_it(
    client: Client, leader_elsewhere: User, late: Callable[..., Any]
) -> None:
    late()
    client.force_login(leader_elsewhere)
    response = client.get(reverse(PATH))
    assert response.context["rows"] == []
    assert "Ingenting er over fristen" in response.content.decode()


def test_many_late_requests_take_as_few_queries_as_one(
    as_adviser: Client, adviser: User, late: Callable[..., Any]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_adviser.get(reverse(PATH))
        return len(captured)

    late(adviser=adviser, status="in_triage")
    queries()
    one = queries()
    for _n in range(20):
        late(adviser=adviser, status="in_triage")
    assert queries() == one


def settings(municipality: Municipality) -> str:
    return reverse("requests:settings_edit", args=[municipality.code])


def test_a_contact_sets_the_postmottak_of_the_municipality(
    as_contact: Client, municipality: Municipality, contact: User
) -> None:
    for _n in range(2):
        data = {"archive_address": "post@alta.example"}
        assert as_contact.post(settings(municipality), data).status_code == 302
    party = municipality.organisation
    assert party is not None
    party.refresh_from_db()
    assert party.archive_address == "post@alta.example"
    event = Event.objects.get(kind="requests.archive_address_set")
    assert event.by_id == contact.pk
    assert "post@alta.example" in as_contact.get(settings(municipality)).content.decode()


def test_a_bad_address_is_refused(as_contact: Client, municipality: Municipality) -> None:
    response = as_contact.post(settings(municipality), {"archive_address": "postmottak"})
    assert list(response.context["form"].errors) == ["archive_address"]


def test_the_page_says_in_which_form_the_municipality_is_written_to(
    as_contact: Client, municipality: Municipality
) -> None:
    party = municipality.organisation
    assert party is not None
    party.language = "nynorsk"
    party.save()
    assert "Nynorsk" in as_contact.get(settings(municipality)).content.decode()


def test_a_contact_elsewhere_sets_nothing(
    contact_elsewhere: User, adviser: User, municipality: Municipality
) -> None:
    for person in (contact_elsewhere, adviser):
        with pytest.raises(PermissionDenied):
            archive.set_archive_address(municipality=municipality, address="a@b.example", by=person)
