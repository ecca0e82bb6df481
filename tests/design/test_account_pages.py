"""The pages of allauth are ours: our frame, our components, our language."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from korus_portal.accounts.models import User
from tests.factories import PASSWORD

OPEN_PAGES = ["account_login", "account_reset_password", "account_reset_password_done"]
OWN_PAGES = [
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
]


def check(page: str) -> None:
    assert page.count("<h1") == 1
    assert page.count('class="site-header"') == 1
    assert not re.search(r"<title>\s*–", page)
    assert "<script>" not in page
    assert " style=" not in page


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("name", OPEN_PAGES)
def test_pages_for_visitors(client: Client, db: None, name: str, language: str) -> None:
    client.cookies["django_language"] = language
    page = client.get(reverse(name)).content.decode()
    check(page)
    assert f'<html lang="{language}"' in page


@pytest.mark.parametrize("name", OWN_PAGES)
def test_pages_for_who_is_signed_in(client: Client, leader: User, name: str) -> None:
    sign_in(client, leader)
    check(client.get(reverse(name)).content.decode())


def test_recovery_codes_follow_an_authenticator(client: Client, leader: User) -> None:
    sign_in(client, leader)
    check(client.get(reverse("mfa_generate_recovery_codes"), follow=True).content.decode())


def test_a_failed_sign_in_says_so_beside_the_form(client: Client, db: None) -> None:
    data = {"login": "ingen@prove.example", "password": "feil"}
    page = client.post(reverse("account_login"), data).content.decode()
    check(page)
    assert "ds-error-summary" in page


def sign_in(client: Client, user: User) -> None:
    """Through the forms: pages about the second factor want the password again."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    data = {"login": user.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), data).status_code == 302
    data = {"password": PASSWORD}
    assert client.post(reverse("account_reauthenticate"), data).status_code == 302
