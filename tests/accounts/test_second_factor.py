"""A person adds a second factor, and is asked for it from then on."""

from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse

from korus_portal.accounts.models import User
from tests.factories import PASSWORD


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def sign_in(client: Client, user: User) -> str:
    """Sign in by the form and give the address that it led to."""
    answer = client.post(
        reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True
    )
    return str(answer.request["PATH_INFO"])


def activate(client: Client) -> str:
    """Add a second factor and give its secret."""
    url = reverse("mfa_activate_totp")
    page = client.get(url, follow=True)
    if page.request["PATH_INFO"] != url:
        page = client.post(
            page.request["PATH_INFO"] + f"?next={url}", {"password": PASSWORD}, follow=True
        )
    secret = str(page.context["form"].secret)
    done = client.post(url, {"code": code_for(secret)})
    assert done.status_code == 302, page.content
    return secret


def test_a_second_factor_can_be_added_and_is_asked_for(client: Client, adviser: User) -> None:
    assert sign_in(client, adviser) == "/"
    activate(client)
    stranger_with_the_password = Client()
    assert sign_in(stranger_with_the_password, adviser) == reverse("mfa_authenticate")
    assert stranger_with_the_password.get(reverse("pages:account")).status_code == 302


def test_a_wrong_code_is_refused(client: Client, adviser: User) -> None:
    sign_in(client, adviser)
    activate(client)
    again = Client()
    sign_in(again, adviser)
    assert again.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    assert again.get(reverse("pages:account")).status_code == 302
