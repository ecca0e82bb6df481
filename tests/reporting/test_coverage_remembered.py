"""The overview is drawn once for the same answer, and anew when anything that it shows is new."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from centres.models import Catchment, Centre
from korus_portal.accounts.models import User
from korus_portal.design.remembered import Memory
from municipalities.models import County, Municipality
from reporting.dashboard import choice_fields, hexagons
from reporting.dashboard.views import overview
from tests.factories import ThemeFactory
from tests.reporting.coverage_year import asked, did

URL = "/dekning/?aar=2025&type=korus"


@pytest.fixture(autouse=True)
def nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((overview, "OVERVIEWS"), (hexagons, "MAPS"), (choice_fields, "FIELDS")):
        monkeypatch.setattr(module, name, Memory[Any](most=8))


def drawn() -> int:
    return len(overview.OVERVIEWS.kept)


def page(client: Client, address: str = URL) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_the_same_answer_is_drawn_once(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None})
    assert "1 av 1 kommuner" in page(client)
    assert "1 av 1 kommuner" in page(client)
    assert drawn() == 1


CHANGES: dict[str, Callable[[Centre, Municipality, User], object]] = {
    "another activity": lambda centre, place, by: did(centre, by, {place: None}, hours=7),
    "a request": lambda centre, place, by: asked(centre, by, place),
    "the name of a place": lambda _centre, place, _by: renamed(place, "Álaheadju"),
    "the name of a county": lambda _centre, place, _by: renamed(place.county, "Finnmárku"),
}


def renamed(row: Municipality | County, name: str) -> None:
    row.name = name
    row.save(update_fields=["name"])


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_is_on_the_next_page(
    client: Client,
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    change: Callable[[Centre, Municipality, User], object],
) -> None:
    did(centre, adviser, {municipality: None})
    client.force_login(adviser)
    client.get(URL)
    before = client.get(URL).context["overview"]
    change(centre, municipality, adviser)
    kept = client.get(URL).context["overview"]
    for memory in (overview.OVERVIEWS, hexagons.MAPS):
        memory.kept.clear()
    assert kept == client.get(URL).context["overview"]
    assert kept != before


def test_a_centre_that_is_national_from_now_on_has_no_share(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None})
    Catchment.objects.all().delete()
    address = f"/dekning/?aar=2025&senter={centre.code}"
    assert "Senterets ansvarsområde er ikke kjent." in page(client, address)
    Centre.objects.update(function=Centre.Function.NATIONAL)
    assert "En nasjonal funksjon har ingen andel." in page(client, address)


def test_a_visitor_is_not_shown_what_was_drawn_for_who_is_signed_in(
    client: Client, centre: Centre, adviser: User, contact: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None})
    asked(centre, contact, municipality)
    client.force_login(adviser)
    assert "Henvendelser</a></dt>" in page(client)
    client.logout()
    assert "Henvendelser</a></dt>" not in page(client)


def test_each_language_has_its_own_drawing(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None})
    assert "Kommuner som ikke er nådd" in page(client)
    client.cookies["django_language"] = "nn"
    assert "Kommuner som ikke er nådd" not in page(client)


def test_a_new_theme_can_be_chosen_on_the_next_page(client: Client, centre: Centre) -> None:
    assert "Nye rusmidler" not in page(client)
    ThemeFactory.create(code="new", name_nb="Nye rusmidler")
    assert '<option value="new">Nye rusmidler</option>' in page(client)
    assert '<option value="new" selected>' in page(client, f"{URL}&tema=new")


def test_only_the_latest_drawings_are_kept() -> None:
    memory = Memory[str](most=2)
    for key in ("one", "two", "one", "three"):
        memory.get(key, lambda: "drawn")
    assert list(memory.kept) == ["one", "three"]
