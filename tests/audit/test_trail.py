"""The trail: what is written, who reads it, and how it is narrowed down."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from korus_portal.accounts.models import User
from korus_portal.audit import kinds
from korus_portal.audit.log import record
from korus_portal.audit.models import Event
from tests.factories import PASSWORD

URL = "/konto/spor/"


@pytest.mark.parametrize("who", ["contact", "leader", "directorate", "governor", "userorg"])
def test_only_the_administrator_reads_it(
    client: Client, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(URL).status_code == 403


def test_signing_in_leaves_a_trace(client: Client, adviser: User) -> None:
    client.post("/konto/login/", {"login": adviser.email, "password": PASSWORD})
    event = Event.objects.get()
    assert (event.kind, event.by_id) == ("accounts.signed_in", adviser.pk)


def test_an_event_outlives_what_it_tells_about(adviser: User) -> None:
    event = record("accounts.user_invited", adviser, by=None, reason="Ny ansatt")
    name = str(adviser)
    adviser.memberships.all().delete()
    adviser.delete()
    event.refresh_from_db()
    assert event.object_text == name
    assert event.by_name == ""


def test_every_kind_is_shown_in_words(client: Client, administrator: User) -> None:
    record("accounts.role_given", administrator, by=administrator, details={"role": "leader"})
    record("noe.ukjent", administrator, by=None, reason="Tilsyn")
    client.force_login(administrator)
    page = client.get(URL).content.decode()
    assert "Rolle gitt" in page
    assert "role: leader" in page
    assert "noe.ukjent" in page
    assert "Tilsyn" in page
    assert kinds.text("accounts.role_given") == "Rolle gitt"


def test_it_is_narrowed_down_by_kind_person_and_day(
    client: Client, administrator: User, adviser: User
) -> None:
    record("accounts.role_given", adviser, by=administrator)
    old = record("accounts.signed_in", adviser, by=adviser)
    old.at = timezone.now() - timedelta(days=40)
    old.save()
    client.force_login(administrator)

    def shown(query: str) -> int:
        return len(client.get(f"{URL}?{query}").context["rows"])

    today = timezone.localdate().isoformat()
    assert shown("") == 2
    assert shown("kind=accounts.signed_in") == 1
    assert shown(f"person={adviser.email}") == 2
    assert shown("person=finnes-ikke") == 0
    assert shown(f"since={today}") == 1
    assert shown(f"until={(timezone.localdate() - timedelta(days=1)).isoformat()}") == 1


def test_an_empty_trail_says_so(client: Client, administrator: User) -> None:
    client.force_login(administrator)
    assert "Ingen hendelser passer" in client.get(URL).content.decode()


@pytest.mark.parametrize("events", [1, 60])
def test_the_trail_has_pages_and_asks_no_more_when_it_is_long(
    client: Client,
    administrator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    events: int,
) -> None:
    for _ in range(events):
        record("accounts.signed_in", administrator, by=administrator)
    client.force_login(administrator)
    # session, user, roles, kinds to choose from, count, rows, the bell
    with django_assert_num_queries(7):
        page = client.get(URL).content.decode()
    assert ("1–50 av 60" in page) is (events == 60)


def test_the_operators_page_shows_it_and_changes_nothing(
    client: Client, administrator: User
) -> None:
    event = record("accounts.signed_in", administrator, by=administrator)
    client.force_login(administrator)
    page = client.get(f"/admin/audit/event/{event.pk}/change/")
    assert page.status_code == 200
    assert client.post(f"/admin/audit/event/{event.pk}/change/", {}).status_code == 403
    assert client.post(f"/admin/audit/event/{event.pk}/delete/", {}).status_code == 403


def test_others_never_reach_the_operators_pages(client: Client, leader: User) -> None:
    leader.is_staff = True  # even where the column says so, the role decides
    leader.save()
    client.force_login(leader)
    assert client.get("/admin/audit/event/").status_code == 403
    assert client.get("/admin/accounts/user/").status_code == 403
