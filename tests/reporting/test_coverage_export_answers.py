"""How the files are answered: who may keep a copy, what is unchanged, and what each says inside."""

import json
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils.translation import override
from PIL import Image
from pytest_django import Settings

from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from municipalities.models import Municipality
from reporting.dashboard.exports.wording import DEFINITIONS
from tests.reporting.coverage_year import did

FILES = ["/dekning/eksport.csv", "/dekning/eksport/fylker.svg", "/dekning/data/katalog.jsonld"]
OTHERS = [
    "/dekning/eksport/kommuner.xlsx",
    "/dekning/rader/eksport/aktiviteter.csv",
    "/dekning/kommuner/eksport.csv",
]
YEAR = {"aar": "2025"}
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(autouse=True)
def _year(centre: Centre, adviser: User, municipality: Municipality) -> None:
    did(centre, adviser, {municipality: None})


def content(response: Any) -> bytes:
    made: bytes = response.getvalue() if response.streaming else response.content
    return made


@pytest.mark.parametrize("path", [FILES[0], FILES[2]])
def test_a_visitor_who_has_the_file_is_told_that_it_is_the_same(client: Client, path: str) -> None:
    first = client.get(path, YEAR)
    assert first["Cache-Control"] == "no-cache"
    again = client.get(path, YEAR, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Access-Control-Allow-Origin"] == "*"


def test_a_changed_figure_is_a_changed_file(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    first = client.get(FILES[0], YEAR)
    did(centre, adviser, {municipality: None})
    again = client.get(FILES[0], YEAR, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200


@pytest.mark.parametrize("path", [*FILES[:2], *OTHERS])
def test_what_someone_got_signed_in_is_kept_by_nobody(
    client: Client, adviser: User, path: str
) -> None:
    client.force_login(adviser)
    response = client.get(path, YEAR)
    assert content(response)
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize("path", [*FILES, *OTHERS])
def test_open_data_may_be_read_by_the_pages_of_others(client: Client, path: str) -> None:
    """Without credentials, so that no browser sends who is signed in."""
    response = client.get(path, YEAR)
    assert content(response)
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


@pytest.mark.parametrize("path", [*FILES, *OTHERS])
def test_a_file_can_be_asked_about_without_being_fetched(
    client: Client, adviser: User, path: str
) -> None:
    client.force_login(adviser)
    response = client.head(path, YEAR)
    assert content(response) == b""
    assert response.status_code == 200
    assert response["Content-Type"]
    assert not Event.objects.filter(kind="reporting.coverage_exported").exists()


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_a_picture_says_in_which_language_it_is(client: Client, language: str) -> None:
    asked = {"Accept-Language": language}
    with override(language):
        text = client.get("/dekning/eksport/fylker.svg", YEAR, headers=asked)
    drawn = ET.fromstring(text.content)  # noqa: S314 - our own
    assert (drawn.attrib["lang"], drawn.attrib[XML_LANG]) == (language, language)


def test_a_picture_in_dots_carries_what_it_is_as_text(client: Client) -> None:
    made = client.get("/dekning/eksport/fylker.png", YEAR).content
    image = Image.open(BytesIO(made))
    image.load()
    told = image.text  # type: ignore[attr-defined]
    assert told["Title"].endswith("Kommuner nådd i hvert fylke: Alle sentrene i 2025")
    assert str(DEFINITIONS["fylker"]) in told["Description"]
    assert told["Source"] == "KORUS-portalen: det sentrene har registrert"
    assert told["Creation Time"].startswith("20")
    assert image.width >= 1200


def test_json_stat_says_why_a_value_is_missing(client: Client, adviser: User) -> None:
    """The signs of Statistics Norway: «:» cannot be published, «..» is missing."""

    def signs() -> dict[str, str]:
        made = json.loads(client.get("/dekning/eksport/kommuner.json", YEAR).content)
        order = made["dimension"]["maal"]["category"]["index"]
        missing = {str(at) for at, value in enumerate(made["value"]) if value is None}
        assert set(made.get("status", {})) == missing
        return {order[int(at) % len(order)]: sign for at, sign in made.get("status", {}).items()}

    assert signs() == {"timer": "..", "henvendelser": ":"}
    client.force_login(adviser)
    assert signs() == {"timer": ".."}


def test_the_contact_of_the_catalogue_has_the_address_of_the_portal(
    client: Client, settings: Settings
) -> None:
    def contact() -> dict[str, Any]:
        graph = json.loads(client.get("/dekning/data/katalog.jsonld").content)["@graph"]
        return next(node for node in graph if node["@type"] == "vcard:Organization")

    settings.CONTACT_EMAIL = "hjelp@prove.example"
    assert contact()["vcard:hasEmail"] == {"@id": "mailto:hjelp@prove.example"}
    settings.CONTACT_EMAIL = ""
    assert "vcard:hasEmail" not in contact()
