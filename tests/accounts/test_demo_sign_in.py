"""One click signs in as a demo person where demo mode is on, and never elsewhere."""

from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from centres.models import Centre
from korus_portal.accounts.models import Role, User
from korus_portal.audit.models import Event
from korus_portal.audit.sign_in import AccountAdapter
from tests.factories import PASSWORD, UserFactory


@pytest.fixture
def demo_adviser(centre: Centre, settings: Settings) -> User:
    settings.DEMO_MODE = True
    return UserFactory.create(
        email="adviser@demo.example", role=(centre.organisation, Role.ADVISER)
    )


def click(client: Client, **sent: Any) -> Any:
    return client.post(reverse("accounts:demo_sign_in"), sent)


def test_one_click_signs_in_and_is_recorded(client: Client, demo_adviser: User) -> None:
    answer = click(client, email="adviser@demo.example")
    assert answer["Location"] == "/"
    assert "adviser@demo.example" in client.get("/konto/").content.decode()
    assert Event.objects.get(kind="accounts.signed_in").by_id == demo_adviser.pk


def test_one_is_led_to_where_one_was_going(client: Client, demo_adviser: User) -> None:
    answer = click(client, email="adviser@demo.example", next="/konto/")
    assert answer["Location"] == "/konto/"
    elsewhere = click(client, email="adviser@demo.example", next="https://ond.example/")
    assert elsewhere["Location"] == "/"


def test_real_addresses_are_never_signed_in_by_a_click(
    client: Client, demo_adviser: User, leader: User
) -> None:
    assert click(client, email=leader.email).status_code == 404
    assert click(client).status_code == 404


def test_without_demo_mode_there_is_no_such_page(
    client: Client, demo_adviser: User, settings: Settings
) -> None:
    settings.DEMO_MODE = False
    assert click(client, email="adviser@demo.example").status_code == 404


def test_a_demo_person_that_is_not_seeded_or_is_deactivated_is_not_found(
    client: Client, demo_adviser: User
) -> None:
    assert click(client, email="leader@demo.example").status_code == 404
    User.objects.filter(pk=demo_adviser.pk).update(is_active=False)
    assert click(client, email="adviser@demo.example").status_code == 404


def test_the_command_lists_the_accounts(demo_adviser: User, settings: Settings) -> None:
    out = StringIO()
    call_command("demo_accounts", stdout=out)
    assert "adviser@demo.example" in out.getvalue()
    assert "Password for all of them: demo" in out.getvalue()
    settings.DEMO_MODE = False
    with pytest.raises(CommandError, match="off"):
        call_command("demo_accounts")


@pytest.mark.django_db
def test_the_command_says_when_nothing_is_seeded(settings: Settings) -> None:
    settings.DEMO_MODE = True
    with pytest.raises(CommandError, match="seed_demo"):
        call_command("demo_accounts")


class TestWhenDemoModeIsTurnedOff:
    """The accounts may still be in the database; nobody gets in as one of them."""

    def test_the_known_password_opens_nothing(
        self, client: Client, demo_adviser: User, settings: Settings
    ) -> None:
        sent = {"login": demo_adviser.email, "password": PASSWORD}
        url = reverse("account_login")
        settings.DEMO_MODE = False
        assert client.post(url, sent).status_code == 200
        assert "_auth_user_id" not in client.session
        settings.DEMO_MODE = True
        assert client.post(url, sent).status_code == 302
        assert "_auth_user_id" in client.session

    def test_no_other_way_in_is_left(
        self, demo_adviser: User, settings: Settings, rf: RequestFactory
    ) -> None:
        settings.DEMO_MODE = False
        with pytest.raises(PermissionDenied):
            AccountAdapter().pre_login(rf.get("/"), demo_adviser)

    def test_sessions_end(self, client: Client, demo_adviser: User, settings: Settings) -> None:
        click(client, email=demo_adviser.email)
        assert client.get("/konto/").status_code == 200
        settings.DEMO_MODE = False
        answer = client.get("/konto/")
        assert answer["Location"].startswith(reverse("account_login"))

    def test_real_people_are_not_concerned(
        self, client: Client, adviser: User, settings: Settings
    ) -> None:
        settings.DEMO_MODE = False
        client.post(reverse("account_login"), {"login": adviser.email, "password": PASSWORD})
        assert client.get("/konto/").status_code == 200
