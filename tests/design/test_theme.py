"""Light, dark or as the device says: a choice that needs no account and no script."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_visitor_chooses_dark_and_keeps_it(client: Client) -> None:
    login = reverse("account_login")
    assert 'data-color-scheme="auto"' in client.get(login).content.decode()
    response = client.post(reverse("design:theme"), {"theme": "dark", "next": login})
    assert response["Location"] == login
    assert 'data-color-scheme="dark"' in client.get(login).content.decode()


def test_an_unknown_choice_changes_nothing(client: Client) -> None:
    response = client.post(reverse("design:theme"), {"theme": '"><script>'})
    assert "theme" not in response.cookies
    client.cookies["theme"] = "purple"
    page = client.get(reverse("account_login")).content.decode()
    assert 'data-color-scheme="auto"' in page


def test_the_way_back_stays_in_the_portal(client: Client) -> None:
    data = {"theme": "light", "next": "https://example.org/"}
    assert client.post(reverse("design:theme"), data)["Location"] == "/"


def test_looking_does_not_choose(client: Client) -> None:
    assert client.get(reverse("design:theme")).status_code == 405
