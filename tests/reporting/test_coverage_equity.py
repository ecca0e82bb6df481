"""Is the offer the same for remote and central, small and large, Sámi and other municipalities?"""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.coverage.models import Structure
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import equity, figures
from reporting.dashboard.choice import Choice
from reporting.dashboard.groups import CENTRALITY, LANGUAGE, SAMI, SIZE, Division
from tests.factories import MunicipalityFactory
from tests.reporting.coverage_year import did


def choice(**chosen: Any) -> Choice:
    return Choice(2025, Structure.THEN, date(2026, 6, 1), **{"kind": "korus", **chosen})


def said(chosen: Choice, division: Division) -> dict[str, tuple[int, int]]:
    found = equity.reaches(figures.coverage(chosen), division)
    return {code: (reach.used, reach.total) for code, reach in found.items() if reach.total}


@pytest.fixture
def places(centre: Centre, adviser: User, municipality: Municipality) -> list[Municipality]:
    """Alta is central, large, Sámi and reached; Loppa none of it; of Vadsø nothing is known."""
    is_known = {
        "population": 21_000,
        "centrality_class": 4,
        "sami_admin_area": True,
        "language_form": "bokmål",
    }
    Municipality.objects.filter(pk=municipality.pk).update(**is_known)
    county, start = municipality.county, date(2024, 1, 1)
    small = MunicipalityFactory.create(
        code="5628",
        name="Loppa",
        county=county,
        valid_from=start,
        population=900,
        centrality_class=6,
        sami_admin_area=False,
        language_form="nynorsk",
    )
    unknown = MunicipalityFactory.create(
        code="5607",
        name="Vadsø",
        county=county,
        valid_from=start,
        population=None,
        centrality_class=None,
        sami_admin_area=None,
        language_form="",
    )
    did(centre, adviser, {municipality: None})
    return [municipality, small, unknown]


@pytest.mark.parametrize(
    ("division", "groups"),
    [
        (CENTRALITY, {"4": (1, 1), "6": (0, 1), "ukjent": (0, 1)}),
        (SIZE, {"stor": (1, 1), "liten": (0, 1), "ukjent": (0, 1)}),
        (SAMI, {"ja": (1, 1), "nei": (0, 1), "ukjent": (0, 1)}),
        (LANGUAGE, {"nb": (1, 1), "nn": (0, 1), "ukjent": (0, 1)}),
    ],
    ids=["centrality", "size", "sami", "language"],
)
def test_unknown_stands_apart(
    division: Division, groups: dict[str, tuple[int, int]], places: list[Municipality]
) -> None:
    assert said(choice(), division) == groups


@pytest.mark.parametrize("division", [CENTRALITY, SIZE, SAMI, LANGUAGE], ids=lambda each: each.code)
def test_the_groups_are_all_of_the_denominator(
    division: Division, places: list[Municipality], municipality_elsewhere: Municipality
) -> None:
    found = figures.coverage(choice())
    groups = equity.reaches(found, division).values()
    assert sum(reach.total for reach in groups) == found.reach.total == 4
    assert sum(reach.used for reach in groups) == found.reach.used == 1


def test_a_centre_stands_beside_the_country_of_its_kind(
    places: list[Municipality],
    centre: Centre,
    centre_elsewhere: Centre,
    adviser: User,
    municipality_elsewhere: Municipality,
) -> None:
    did(centre_elsewhere, adviser, {municipality_elsewhere: None})
    found = figures.coverage(choice(kind="", centre=centre))
    country = figures.country_beside(found)
    assert (found.reach.used, found.reach.total) == (1, 3)
    assert (country.reach.used, country.reach.total) == (2, 4)


def test_the_country_itself_is_not_asked_twice(places: list[Municipality]) -> None:
    found = figures.coverage(choice())
    with CaptureQueriesContext(connection) as asked:
        assert figures.country_beside(found) is found
    assert len(asked) == 0


def test_counties_are_seen_beside_the_country(
    client: Client, places: list[Municipality], municipality_elsewhere: Municipality
) -> None:
    text = page(client, "/dekning/?aar=2025&type=korus&fylke=56")
    assert "Hele landet, KORUS" in text
    assert "share-bar__country" in text
    text = page(client, "/dekning/fordeling/?aar=2025&type=korus&fylke=56")
    behind = "/dekning/kommuner/?aar=2025&type=korus&niva=brukt"
    share = f'<a href="{behind}">25,0 %</a> <small class="cell-note">1 av 4</small></td>'
    assert f'<td class="number">{share}' in text
    assert "Hele landet, KORUS" not in page(client, "/dekning/?aar=2025&type=korus")
    whole = page(client, "/dekning/fordeling/?aar=2025&type=korus")
    assert '<th scope="row">Hele landet</th>' in whole


def test_small_numbers_stand_as_numbers_and_open_their_municipalities(
    client: Client, places: list[Municipality]
) -> None:
    base = "/dekning/kommuner/?aar=2025&type=korus"
    text = page(client, "/dekning/fordeling/?aar=2025&type=korus")
    alone = {"samisk-ja": "Alta", "samisk-ukjent": "Vadsø", "sprak-nn": "Loppa"}
    for group, name in alone.items():
        assert f'<a href="{base}&gruppe={group}">1</a>' in text
        listed = page(client, f"{base}&gruppe={group}")
        assert [each in listed for each in ("Alta", "Vadsø", "Loppa")].count(True) == 1
        assert name in listed
    assert f'<a href="{base}&niva=brukt&gruppe=samisk-nei">0</a>' in text
    assert "Ingen kommuner" in page(client, f"{base}&niva=brukt&gruppe=samisk-nei")
    assert "Vadsø" in page(client, f"{base}&niva=under_brukt&gruppe=samisk-ukjent")


def test_a_national_centre_has_numbers_but_no_share(
    places: list[Municipality], centre: Centre
) -> None:
    Centre.objects.filter(pk=centre.pk).update(function="national")
    found = figures.coverage(choice(kind="", centre=Centre.objects.get(pk=centre.pk)))
    reach = equity.reaches(found, SAMI)["ja"]
    assert (reach.used, reach.share) == (1, None)


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(" ".join(response.content.decode().split()))
