"""The coverage page offers the land itself where its borders are loaded; the hexagons stay."""

from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from korus_portal.design.geomap import GeoShape, render_geomap, view_of
from korus_portal.design.hexmap import HexTile
from municipalities.models import HexTile as TilePlace
from municipalities.models import Municipality
from reporting.dashboard import rebuilding
from tests.factories import ActivityFactory, CentreFactory, UserFactory
from tests.register.borders import feature, square, write

Make = Callable[..., Municipality]
CODES = ("0301", "0302", "1101", "1102", "1103")
HEXAGONS = "/dekning/?aar=2025"
LAND = f"{HEXAGONS}&kart=geografisk"


@pytest.fixture
def places(small_norway: Make) -> list[Municipality]:
    found = [small_norway(code, f"By {code}") for code in CODES]
    for at, place in enumerate(found):
        TilePlace.objects.create(structure=2024, municipality=place, column=at, row=0)
    return found


@pytest.fixture
def borders(places: list[Municipality], tmp_path: Path) -> None:
    shapes = [feature(code, square(at, 0)) for at, code in enumerate(CODES)]
    call_command("load_boundaries", str(write(tmp_path / "a.geojson", *shapes)), structure=2024)


@pytest.fixture
def used(places: list[Municipality]) -> None:
    person, centre = UserFactory.create(), CentreFactory.create()
    ActivityFactory.create(centre=centre, registered_by=person, with_municipalities={places[0]: 3})
    rebuilding.rebuild()


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(" ".join(answer.content.decode().split()))


@pytest.mark.usefixtures("places", "used")
def test_without_borders_nothing_is_offered_and_the_hexagons_are_shown(client: Client) -> None:
    for address in (HEXAGONS, LAND):
        text = page(client, address)
        assert "Geografisk kart" not in text
        assert "Hver sekskant er en kommune" in text


@pytest.mark.usefixtures("borders", "used")
def test_both_maps_are_a_link_away_and_say_which_is_shown(client: Client) -> None:
    text = page(client, HEXAGONS)
    assert 'aria-current="true">Sekskanter</a>' in text
    assert 'href="/dekning/?aar=2025&kart=geografisk#fylker">Geografisk kart</a>' in text
    text = page(client, LAND)
    assert 'aria-current="true">Geografisk kart</a>' in text
    assert 'href="/dekning/?aar=2025#fylker">Sekskanter</a>' in text
    assert "Kilde: Kartverket (CC BY 4.0)" in text


@pytest.mark.usefixtures("borders", "used")
def test_levels_links_titles_and_legend_are_those_of_the_hexagons(client: Client) -> None:
    hexagonal, land = client.get(HEXAGONS), client.get(LAND)

    def told(answer: Any) -> list[str]:
        svg = str(answer.context["map"].svg)
        parts = ("href", "aria-label", "data-code", "data-county")
        return [
            f"{part}={found.split(chr(34))[0]}"
            for part in parts
            for found in svg.replace("&amp;kart=geografisk", "").split(f'{part}="')[1:]
        ]

    assert told(land) == told(hexagonal)
    assert land.context["map"].legend == hexagonal.context["map"].legend
    svg = str(land.context["map"].svg)
    assert svg.count("hexmap__tile--used") == 1
    assert svg.count('class="hexmap__mark"') == 1
    assert 'tabindex="-1"' in svg
    assert "style=" not in svg


@pytest.mark.usefixtures("borders", "used")
def test_the_choice_stays_in_the_address_of_every_link(client: Client) -> None:
    text = page(client, LAND)
    assert '<input type="hidden" name="kart" value="geografisk"' in text
    assert "/dekning/kommuner/?aar=2025&kart=geografisk" in text
    assert client.get("/dekning/eksport.csv?aar=2025&kart=geografisk").status_code == 200


@pytest.mark.usefixtures("borders")
def test_a_map_that_does_not_exist_is_refused(client: Client) -> None:
    answer = client.get(f"{HEXAGONS}&kart=globus")
    assert answer.status_code == 400
    assert "«globus» er ikke et kart som kan vises" in answer.content.decode()


@pytest.mark.usefixtures("borders", "used")
def test_a_structure_without_an_outline_of_every_municipality_is_not_offered(
    client: Client, small_norway: Make
) -> None:
    small_norway("1199", "Nyby")
    assert "Geografisk kart" not in page(client, LAND)


@pytest.mark.usefixtures("borders", "used")
def test_the_land_is_read_by_as_many_queries_for_five_as_for_fifty(
    client: Client,
    small_norway: Make,
    tmp_path: Path,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client.get(LAND)  # the chain is kept in the process
    with CaptureQueriesContext(connection) as few:
        client.get(LAND)
    count = len(few)
    more = [f"11{number}" for number in range(10, 55)]
    for code in more:
        small_norway(code, f"By {code}")
    shapes = [feature(code, square(at % 10, at // 10)) for at, code in enumerate((*CODES, *more))]
    path = write(tmp_path / "b.geojson", *shapes)
    call_command("load_boundaries", str(path), structure=2024)
    client.get(LAND)
    with django_assert_num_queries(count):
        assert page(client, LAND).count('class="hexmap__hex"') == 50 + 4


def shape(name: str, *, box: tuple[float, float, float, float], radius: float) -> GeoShape:
    tile = HexTile(0, 0, "used", name, "0301", "03", "/kommuner/0301/")
    return GeoShape(tile, "M0 0z", "", box, (box[0], box[1], radius))


def test_a_mark_is_never_larger_than_its_municipality() -> None:
    boxes = [
        shape("Stor", box=(0, 0, 600, 900), radius=80),
        shape("Li", box=(9, 9, 10, 10), radius=1),
    ]
    svg = render_geomap(boxes, label="Kart")
    scales = [float(part.split(")")[0]) for part in svg.split("scale(")[1:]]
    assert scales[0] > 1
    assert scales[1] < 0.2


def test_names_are_escaped() -> None:
    svg = render_geomap([shape('<b>"Å"', box=(0, 0, 1, 1), radius=1)], label="<k>")
    assert "<b>" not in svg
    assert "<k>" not in svg
    assert "&lt;b&gt;&quot;Å&quot;" in svg


def test_the_view_holds_all_that_is_drawn() -> None:
    left, top, width, height = view_of(
        [shape("A", box=(10, 20, 30, 40), radius=1), shape("B", box=(25, 5, 50, 30), radius=1)]
    )
    assert left < 10
    assert top < 5
    assert left + width > 50
    assert top + height > 40


@pytest.mark.usefixtures("borders", "used")
def test_only_borders_between_counties_that_are_shown_are_drawn(
    client: Client, small_norway: Make, tmp_path: Path
) -> None:
    country = str(client.get(LAND).context["map"].svg)
    assert 'class="hexmap__border" d="M' in country
    small_norway("1104", "By 1104")
    shapes = [feature(code, square(at, 0)) for at, code in enumerate((*CODES, "1104"))]
    call_command("load_boundaries", str(write(tmp_path / "b.geojson", *shapes)), structure=2024)
    county = str(client.get(f"{LAND}&fylke=11").context["map"].svg)
    assert 'class="hexmap__border" d=""' in county


@pytest.mark.usefixtures("places", "used")
def test_a_structure_that_nobody_has_drawn_yet_says_so(client: Client, small_norway: Make) -> None:
    small_norway("1199", "Nyby")
    assert "Det er ikke tegnet kart for denne kommuneinndelingen ennå" in page(client, HEXAGONS)
