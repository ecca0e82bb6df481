"""One's own account: who is signed in, and what one may change."""

from django.conf import settings
from django.test import Client
from django.utils import translation

from centres.models import Centre
from korus_portal.accounts.models import User


def test_it_shows_who_is_signed_in_and_as_what(
    client: Client, adviser: User, centre: Centre
) -> None:
    client.force_login(adviser)
    page = client.get("/konto/").content.decode()
    assert adviser.email in page
    assert f"Rådgiver, {centre.organisation.name}" in page
    assert "/konto/password/change/" in page
    assert "/konto/2fa/" in page


def test_somebody_without_a_role_is_told_who_gives_them(client: Client, adviser: User) -> None:
    adviser.memberships.all().delete()
    client.force_login(adviser)
    assert "Du har ingen rolle" in client.get("/konto/").content.decode()


def test_name_phone_and_language_are_ones_own(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nb"
    answer = client.post("/konto/", {"name": "Nytt Navn", "phone": "00 00", "language": "nn"})
    assert answer.status_code == 302
    # The stored language decides from now on, not an older choice of this browser.
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME]["max-age"] == 0
    adviser.refresh_from_db()
    assert (adviser.name, adviser.phone, adviser.language) == ("Nytt Navn", "00 00", "nn")
    del client.cookies[settings.LANGUAGE_COOKIE_NAME]  # as a browser does
    client.get("/konto/")
    assert translation.get_language() == "nn"
    translation.activate("nb")


def test_a_refused_form_changes_nothing_and_says_why(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    answer = client.post("/konto/", {"name": "", "phone": "1", "language": "nb"})
    assert 'href="#id_name"' in answer.content.decode()
    assert adviser.name in answer.content.decode()
    adviser.refresh_from_db()
    assert adviser.phone == ""


def test_the_email_and_the_roles_cannot_be_changed_by_oneself(
    client: Client, adviser: User
) -> None:
    client.force_login(adviser)
    sent = {"name": "X", "language": "nb", "email": "annen@prove.example", "is_staff": "on"}
    client.post("/konto/", sent)
    adviser.refresh_from_db()
    assert adviser.email == "adviser@prove.example"
    assert not adviser.is_staff
    assert client.get("/konto/email/")["Location"] == "/konto/"


def test_visitors_are_led_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/konto/")["Location"].startswith("/konto/login/")
