"""Who meets which activity: the centre's people all of it, others what is confirmed and public."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.activities.models import Activity
from korus_portal.accounts.models import User
from tests.factories import ActivityFactory

OWN = ["adviser", "leader"]
OTHERS = [
    "leader_elsewhere",
    "contact",
    "governor",
    "userorg",
    "directorate",
    "administrator",
]


@pytest.fixture
def person(request: pytest.FixtureRequest) -> User:
    found: User = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def secretive(confirmed: Activity) -> Activity:
    confirmed.note = "Bare for oss"
    confirmed.save()
    return confirmed


@pytest.mark.parametrize("person", OWN, indirect=True)
def test_the_centres_people_see_note_and_adviser(
    client: Client, person: User, adviser: User, secretive: Activity
) -> None:
    client.force_login(person)
    text = client.get(secretive.get_absolute_url()).content.decode()
    assert "Bare for oss" in text
    assert f"Registrert av {adviser.name}" in text


@pytest.mark.parametrize("person", OTHERS, indirect=True)
def test_others_see_confirmed_activities_without_note_and_adviser(
    client: Client, person: User, adviser: User, secretive: Activity
) -> None:
    client.force_login(person)
    response = client.get(secretive.get_absolute_url())
    text = response.content.decode()
    assert response.status_code == 200
    assert "Kurs i samtale" in text
    assert "Bare for oss" not in text
    assert adviser.name not in text
    assert reverse("activities:activity_edit", args=[secretive.pk]) not in text


def test_visitors_are_sent_to_sign_in(client: Client, secretive: Activity, draft: Activity) -> None:
    for activity in (secretive, draft):
        response = client.get(activity.get_absolute_url())
        assert response.status_code == 302
        assert response["Location"].startswith("/konto/")


def test_titles_are_links_for_those_who_are_signed_in(
    client: Client, contact: User, confirmed: Activity
) -> None:
    url = f"/dekning/rader/?aar={confirmed.year}&kommune=5601"
    link = f'href="{confirmed.get_absolute_url()}"'
    page = client.get(url).content.decode()
    assert confirmed.title in page
    assert link not in page
    client.force_login(contact)
    assert link in client.get(url).content.decode()


@pytest.mark.parametrize("person", OTHERS, indirect=True)
def test_drafts_do_not_exist_for_others(client: Client, person: User, draft: Activity) -> None:
    client.force_login(person)
    assert client.get(draft.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("person", OTHERS, indirect=True)
@pytest.mark.parametrize("name", ["edit", "confirm", "delete", "restore", "redact"])
def test_strangers_cannot_reach_what_changes(
    client: Client, person: User, confirmed: Activity, name: str
) -> None:
    client.force_login(person)
    url = reverse(f"activities:activity_{name}", args=[confirmed.pk])
    assert client.post(url, {"reason": "Feil"}).status_code == 404
    confirmed.refresh_from_db()
    assert (confirmed.version, confirmed.deleted_at) == (1, None)


@pytest.mark.parametrize("url", ["/aktiviteter/", "/aktiviteter/ny/", "/aktiviteter/eksport/"])
@pytest.mark.parametrize("person", OTHERS[1:], indirect=True)
def test_the_workplace_is_for_people_at_centres(client: Client, person: User, url: str) -> None:
    client.force_login(person)
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("url", ["/aktiviteter/", "/aktiviteter/ny/", "/aktiviteter/eksport/"])
def test_visitors_are_asked_to_sign_in(client: Client, db: None, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 302
    assert "/konto/" in response["Location"]


@pytest.mark.parametrize("name", ["confirm", "restore"])
def test_changing_by_a_link_is_refused(
    client: Client, adviser: User, draft: Activity, name: str
) -> None:
    client.force_login(adviser)
    url = reverse(f"activities:activity_{name}", args=[draft.pk])
    assert client.get(url).status_code == 405


def test_an_unknown_activity_is_not_found(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    for name in ("detail", "edit", "delete"):
        url = reverse(f"activities:activity_{name}", args=[987654])
        assert client.get(url).status_code == 404


def test_a_person_whose_role_ended_is_a_stranger(
    client: Client, adviser: User, leader: User, draft: Activity
) -> None:
    adviser.memberships.update(ended_at=timezone.now(), ended_by=leader)
    client.force_login(adviser)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert client.get("/aktiviteter/").status_code == 403


def test_a_leader_elsewhere_lists_only_their_own(
    client: Client, leader_elsewhere: User, confirmed: Activity
) -> None:
    own = ActivityFactory.create(
        centre=leader_elsewhere.memberships.get().organisation.centre,
        registered_by=leader_elsewhere,
    )
    client.force_login(leader_elsewhere)
    rows = client.get("/aktiviteter/").context["found"].rows
    assert [row.url for row in rows] == [own.get_absolute_url()]
