"""The centre's inbox, the municipality's list, and the page of one request."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assignments.requests.actions import clarifying, deciding, handing_over
from assignments.requests.models import Holder, SupportRequest
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.factories import (
    CentreFactory,
    MunicipalityFactory,
    SupportRequestFactory,
    ThemeFactory,
    UserFactory,
)
from tests.requests.conftest import TEXT

LIST = "/henvendelser/"


def cases(client: Client, **query: str) -> list[str]:
    return [row.case_number for row in client.get(LIST, query).context["page"]]


def made(
    municipality: Municipality, centre: Centre, contact: User, count: int = 1, **more: Any
) -> list[SupportRequest]:
    row: dict[str, Any] = {
        "municipality": municipality,
        "centre": centre,
        "submitted_by": contact,
        **more,
    }
    return SupportRequestFactory.create_batch(count, **row)


def answered(by: User) -> dict[str, Any]:
    now = timezone.now()
    return {
        "status": SupportRequest.Status.ACCEPTED,
        "adviser": by,
        "decided_by": by,
        "decided_at": now,
        "first_answered_at": now,
    }


@pytest.mark.parametrize(
    ("persona", "seen"),
    [
        ("contact", 1),
        ("adviser", 1),
        ("leader", 1),
        ("contact_elsewhere", 0),
        ("leader_elsewhere", 0),
    ],
)
def test_one_sees_ones_own_requests(
    client: Client,
    support_request: SupportRequest,
    persona: str,
    seen: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(persona))
    assert len(cases(client)) == seen
    detail = client.get(support_request.get_absolute_url())
    assert detail.status_code == (200 if seen else 404)


@pytest.mark.parametrize("persona", ["governor", "userorg", "directorate", "administrator"])
def test_others_find_neither_list_nor_request(
    client: Client, support_request: SupportRequest, persona: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(persona))
    assert client.get(LIST).status_code == 403
    assert client.get(support_request.get_absolute_url()).status_code == 404


def test_open_ones_stand_first_by_deadline_and_late_ones_say_so(
    as_adviser: Client, municipality: Municipality, centre: Centre, contact: User, adviser: User
) -> None:
    [done] = made(municipality, centre, contact, **answered(adviser))
    [later] = made(municipality, centre, contact, answer_due_on=date(2031, 1, 1))
    [late] = made(municipality, centre, contact, answer_due_on=date(2025, 1, 2))
    assert cases(as_adviser) == [row.case_number for row in (late, later, done)]
    page = as_adviser.get(LIST).content.decode()
    assert page.count("<strong>Over fristen</strong>") == 1
    assert "over fristen" in as_adviser.get(late.get_absolute_url()).content.decode()


def test_the_inbox_narrows_by_status_theme_municipality_and_lateness(
    as_adviser: Client,
    municipality: Municipality,
    centre: Centre,
    contact: User,
    adviser: User,
    theme: Theme,
) -> None:
    other = MunicipalityFactory.create(name="Hammerfest")
    [plain] = made(municipality, centre, contact)
    [themed] = made(other, centre, contact, theme=theme)
    [done] = made(municipality, centre, contact, **answered(adviser))
    [late] = made(municipality, centre, contact, answer_due_on=date(2025, 1, 2))
    assert cases(as_adviser, status="accepted") == [done.case_number]
    assert cases(as_adviser, theme=theme.code) == [themed.case_number]
    assert cases(as_adviser, municipality=other.code) == [themed.case_number]
    assert cases(as_adviser, overdue="on") == [late.case_number]
    assert len(cases(as_adviser, status="", theme="", overdue="")) == 4
    assert plain.case_number in cases(as_adviser, status="submitted")


@pytest.mark.parametrize("query", [{"status": "nonsense"}, {"theme": "x"}, {"municipality": "0"}])
def test_a_nonsense_filter_is_told_and_changes_nothing(
    as_adviser: Client, support_request: SupportRequest, query: dict[str, str]
) -> None:
    assert as_adviser.get(LIST, query).status_code == 200


def test_a_municipality_is_no_filter_for_a_municipality(
    as_contact: Client, support_request: SupportRequest
) -> None:
    assert "municipality" not in as_contact.get(LIST).context["filters"].form.fields


def test_htmx_gets_the_table_alone_and_back_gets_the_page(
    as_adviser: Client, support_request: SupportRequest
) -> None:
    part = as_adviser.get(LIST, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert support_request.case_number in part.content.decode()
    assert "HX-Request" in part["Vary"]
    restored = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in as_adviser.get(LIST, headers=restored).content.decode()


def test_long_lists_have_pages_that_keep_the_filter(
    as_adviser: Client, municipality: Municipality, centre: Centre, contact: User
) -> None:
    made(municipality, centre, contact, 45)
    page = as_adviser.get(LIST, {"status": "submitted", "page": "2"})
    assert page.context["page"].number == 2
    assert len(page.context["page"]) == 20
    assert "?status=submitted&amp;page=3" in page.content.decode()
    assert as_adviser.get(LIST, {"page": "tull"}).context["page"].number == 1
    assert as_adviser.get(LIST, {"page": "99"}).context["page"].number == 3


@pytest.mark.parametrize("persona", ["adviser", "contact"])
def test_one_row_and_twenty_cost_the_same_number_of_queries(
    client: Client,
    municipality: Municipality,
    centre: Centre,
    contact: User,
    persona: str,
    request: pytest.FixtureRequest,
) -> None:
    user = request.getfixturevalue(persona)
    counts = []
    for more in (1, 19):
        for _row in range(more):
            theme = ThemeFactory.create(parent=ThemeFactory.create())
            by = UserFactory.create(role=(centre.organisation, "adviser"))
            made(municipality, centre, contact, theme=theme, **answered(by))
        client.force_login(user)
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("persona", "heading"),
    [("contact", "Ingen henvendelser ennå"), ("adviser", "Ingen henvendelser ennå")],
)
def test_an_empty_list_says_what_will_stand_there(
    client: Client, persona: str, heading: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(persona))
    assert heading in client.get(LIST).content.decode()


def test_a_filter_that_finds_nothing_leads_back_to_all(
    as_adviser: Client, support_request: SupportRequest
) -> None:
    page = as_adviser.get(LIST, {"status": "declined"}).content.decode()
    assert "Ingen henvendelser passer" in page


def test_the_page_says_who_has_it_since_when_and_when_the_answer_is_due(
    as_contact: Client, support_request: SupportRequest, adviser: User
) -> None:
    page = as_contact.get(support_request.get_absolute_url()).content.decode()
    assert "Ingen rådgiver har tatt den ennå." in page
    assert TEXT in page
    assert "Svar senest" in page
    deciding.take_request(support_request=support_request, by=adviser)
    page = as_contact.get(support_request.get_absolute_url()).content.decode()
    assert f'<span class="case-now__main">{adviser.name}</span>' in page
    assert "En rådgiver vurderer henvendelsen" in page


@pytest.mark.parametrize(
    ("persona", "shown"),
    [
        ("contact", []),
        ("adviser", ["Ta henvendelsen", "Vi kan bistå", "Vi kan ikke bistå"]),
        ("leader", ["Ta henvendelsen", "Vi kan bistå", "Vi kan ikke bistå", "Sladd tekst"]),
    ],
)
def test_a_page_shows_what_its_reader_can_do_and_nothing_else(
    client: Client,
    support_request: SupportRequest,
    persona: str,
    shown: list[str],
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(persona))
    page = client.get(support_request.get_absolute_url()).content.decode()
    buttons = ["Ta henvendelsen", "Vi kan bistå", "Vi kan ikke bistå", "Sladd tekst"]
    assert [label for label in buttons if label in page] == shown


def test_an_answered_request_offers_no_more_answers(
    as_adviser: Client, support_request: SupportRequest, adviser: User
) -> None:
    deciding.accept_request(support_request=support_request, by=adviser)
    page = as_adviser.get(support_request.get_absolute_url()).content.decode()
    assert "Hva vil dere gjøre?" not in page
    assert "Besvart" in page


def test_an_unknown_case_number_is_not_found(as_adviser: Client, centre: Centre) -> None:
    assert as_adviser.get("/henvendelser/2026-99999/").status_code == 404


def test_what_waits_for_an_answer_stands_on_top_for_whoever_can_answer_it(
    client: Client, support_request: SupportRequest, adviser: User, contact: User, leader: User
) -> None:
    client.force_login(contact)
    assert client.get(LIST).context["waiting"] == []
    deciding.take_request(support_request=support_request, by=adviser)
    clarifying.ask_clarification(support_request=support_request, by=adviser, question="Hvem?")
    page = client.get(LIST).content.decode()
    assert "Venter på svar fra oss" in page
    assert "Klokka står" in page
    other = CentreFactory.create(short_name="RVTS Nord")
    to = UserFactory.create(role=(other.organisation, "leader"))
    handing_over.offer(
        support_request=support_request,
        kind="share",
        to_centre=other,
        reason="Deres felt.",
        by=leader,
    )
    client.force_login(to)
    assert "KORUS Nord spør om dere vil være med" in client.get(LIST).content.decode()
    client.force_login(adviser)
    assert client.get(LIST).context["waiting"] == []


def test_a_case_that_several_centres_are_in_is_marked(
    as_adviser: Client, support_request: SupportRequest
) -> None:
    assert "Felles sak" not in as_adviser.get(LIST).content.decode()
    Holder.objects.create(
        support_request=support_request, centre=CentreFactory.create(), part="joint"
    )
    assert "Felles sak" in as_adviser.get(LIST).content.decode()
