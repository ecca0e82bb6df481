"""The pages of text, and the register that the privacy page is made from."""

import pytest
from django.apps import apps
from django.db.models import Model
from django.test import Client
from pytest_django import Settings

from korus_portal.accounts.models import User
from korus_portal.pages import privacy

PERSONAL_NAMES = {"name", "phone", "email", "address", "by_name", "session_data", "metadata"}


def has_personal_fields(model: type[Model]) -> bool:
    return any(
        field.name in PERSONAL_NAMES or field.related_model is User for field in model._meta.fields
    )


def test_every_model_with_personal_fields_is_in_the_register() -> None:
    found = {model._meta.label for model in apps.get_models() if has_personal_fields(model)}
    assert found - privacy.registered_models() - privacy.NOT_PERSONAL == set()


def test_the_register_names_no_model_that_is_not_there() -> None:
    known = {model._meta.label for model in apps.get_models()}
    # Sessions are kept in a table of Django's that is an app of its own.
    assert privacy.registered_models() - known == set()
    assert known >= privacy.NOT_PERSONAL


def test_every_entry_says_purpose_controller_ground_and_how_long() -> None:
    for entry in privacy.REGISTER:
        parts = (entry.contents, entry.purpose, entry.controller, entry.legal_basis)
        assert all(str(part) for part in (*parts, entry.retention)), entry.title


def test_the_privacy_page_shows_the_whole_register(client: Client, db: None) -> None:
    page = client.get("/personvern/").content.decode()
    for entry in privacy.REGISTER:
        assert str(entry.title) in page
        assert str(entry.retention) in page


@pytest.mark.parametrize("path", ["/personvern/", "/tilgjengelighet/"])
def test_they_say_whom_to_ask(client: Client, db: None, settings: Settings, path: str) -> None:
    settings.CONTACT_EMAIL = ""
    assert "mailto:" not in client.get(path).content.decode()
    settings.CONTACT_EMAIL = "hjelp@prove.example"
    assert "mailto:hjelp@prove.example" in client.get(path).content.decode()


def test_the_about_page_explains_the_levels_and_credits_the_sources(
    client: Client, db: None
) -> None:
    page = client.get("/om/").content.decode()
    assert "Kartverket (CC BY 4.0)" in page
    assert "er kjent det samme som kontakt" in page


def test_only_demo_mode_calls_itself_a_demo(client: Client, db: None, settings: Settings) -> None:
    settings.DEMO_MODE = False
    assert "Dette er en demo" not in client.get("/om/").content.decode()
    settings.DEMO_MODE = True
    assert "Dette er en demo" in client.get("/om/").content.decode()


def test_the_language_is_chosen_from_the_menu(client: Client, db: None) -> None:
    answer = client.post("/sprak/", {"language": "nn", "next": "/om/"})
    assert answer["Location"] == "/om/"
    assert client.get("/om/").headers["Content-Language"] == "nn"
