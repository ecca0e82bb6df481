"""Which written standard a page speaks: a choice, else the account's, else the browser's."""

import pytest
from django.conf import settings
from django.test import Client

from korus_portal.accounts.models import User


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "nb"),
        ("en-GB,en;q=0.9", "nb"),
        ("nn-NO,nb;q=0.8", "nn"),
        ("en,nn;q=0.8,nb;q=0.7", "nn"),
        ("no,nn;q=0.5", "nb"),
        ("nb,nn;q=0.5", "nb"),
    ],
)
def test_visitors_get_the_standard_their_browser_puts_first(
    client: Client, db: None, accepted: str, language: str
) -> None:
    page = client.get("/om/", headers={"Accept-Language": accepted})
    assert f'<html lang="{language}"' in page.content.decode()


def test_the_account_decides_for_whoever_is_signed_in(client: Client, adviser: User) -> None:
    adviser.language = "nn"
    adviser.save()
    client.force_login(adviser)
    page = client.get("/om/", headers={"Accept-Language": "nb"})
    assert '<html lang="nn"' in page.content.decode()


def test_a_choice_made_in_the_browser_wins(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nn"
    assert '<html lang="nn"' in client.get("/om/").content.decode()
