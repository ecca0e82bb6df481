"""Borders from a file become outlines to draw: all that the register has, or none."""

import json
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from municipalities.models import Municipality
from municipalities.register.models import Boundary
from municipalities.register.outlines import NORTH, UNIT, WEST, line_path, tenths
from municipalities.register.projection import to_utm33
from tests.register.borders import CORNER, SIDE, bow_tie, feature, square, write

pytestmark = pytest.mark.django_db
Make = Callable[..., Municipality]


@pytest.fixture
def four(small_norway: Make) -> None:
    """Two counties with two municipalities each, side by side."""
    for code in ("0301", "0302", "1101", "1102"):
        small_norway(code, f"By {code}")


def squares() -> list[dict[str, Any]]:
    return [
        feature(code, square(at, 0)) for at, code in enumerate(("0301", "0302", "1101", "1102"))
    ]


def load(path: Path, *more: str) -> str:
    out = StringIO()
    call_command("load_boundaries", str(path), "--structure", "2024", *more, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("four")
def test_every_municipality_gets_an_outline_with_a_mark_inside(tmp_path: Path) -> None:
    assert "4 outlines of 2024" in load(write(tmp_path / "a.geojson", *squares()))
    first = Boundary.objects.get(municipality__code="0301")
    assert first.path.startswith("M")
    assert first.path.endswith("z")
    width = SIDE / UNIT
    assert float(first.right - first.left) == pytest.approx(width, abs=0.02)
    assert float(first.mark_radius) == pytest.approx(width / 2, rel=0.02)
    assert first.left < first.mark_x < first.right
    assert first.top < first.mark_y < first.bottom
    assert float(first.left) == pytest.approx((CORNER[0] - WEST) / UNIT, abs=0.02)
    assert float(first.bottom) == pytest.approx((NORTH - CORNER[1]) / UNIT, abs=0.02)
    assert first.source == "Kartverket: a.geojson"


@pytest.mark.usefixtures("four")
def test_the_border_between_counties_stands_once(tmp_path: Path) -> None:
    load(write(tmp_path / "a.geojson", *squares()))
    borders = dict(Boundary.objects.values_list("municipality__code", "county_border"))
    assert borders["0302"].startswith("11M")
    assert len(borders["0302"].splitlines()) == 1
    assert [borders[code] for code in ("0301", "1101", "1102")] == ["", "", ""]


@pytest.mark.usefixtures("four")
def test_a_bow_tie_is_repaired(tmp_path: Path) -> None:
    shapes = [*squares()[1:], feature("0301", bow_tie(0, 0))]
    load(write(tmp_path / "a.geojson", *shapes))
    assert Boundary.objects.get(municipality__code="0301").path.count("M") == 2


@pytest.mark.usefixtures("four")
def test_a_tiny_municipality_keeps_its_outline_and_loses_its_islets(tmp_path: Path) -> None:
    west, south = CORNER[0] - 50_000, CORNER[1]
    small = [[west, south], [west + 400, south], [west + 400, south + 400], [west, south]]
    islet = [[x - 2_000, y] for x, y in small]
    shapes = [feature("0301", small, islet), *squares()[1:]]
    load(write(tmp_path / "a.geojson", *shapes))
    row = Boundary.objects.get(municipality__code="0301")
    assert row.path.count("M") == 1
    assert row.path.count("L") + row.path.count("l") >= 1


@pytest.mark.usefixtures("four")
@pytest.mark.parametrize(
    "properties",
    [
        {"kommunenavn": None, "navn": [{"sprak": "nor", "navn": "Oslo"}]},
        {"kommunenavn": [{"navn": "Oslo", "rekkefolge": ""}]},
        {"kommunenavn": ["Oslo", "Oslove"]},
    ],
)
def test_names_may_stand_in_lists_and_the_collection_inside_another(
    tmp_path: Path, properties: dict[str, Any]
) -> None:
    shapes = [{**one, "properties": {**one["properties"], **properties}} for one in squares()]
    inner = {"type": "FeatureCollection", "features": shapes}
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"administrative_enheter.kommune": inner}), encoding="utf-8-sig")
    load(path)
    assert Boundary.objects.count() == 4


@pytest.mark.usefixtures("four")
def test_numbers_that_lost_their_nought_are_understood(tmp_path: Path) -> None:
    shapes = [
        feature(int(one["properties"]["kommunenummer"]), square(at, 0))
        for at, one in enumerate(squares())
    ]
    load(write(tmp_path / "a.geojson", *shapes))
    assert Boundary.objects.count() == 4


@pytest.mark.usefixtures("four")
def test_a_second_load_replaces_the_structure_as_a_whole(tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", *squares())
    load(path)
    before = list(Boundary.objects.order_by("municipality").values_list("path"))
    load(path)
    assert list(Boundary.objects.order_by("municipality").values_list("path")) == before


@pytest.mark.usefixtures("four")
class TestRefused:
    @pytest.fixture(autouse=True)
    def loaded_before(self, four: None, tmp_path: Path) -> None:
        load(write(tmp_path / "before.geojson", *squares()))

    def refuse(self, path: Path, text: str, *more: str) -> None:
        before = list(Boundary.objects.order_by("pk").values())
        with pytest.raises(CommandError, match=text):
            load(path, *more)
        assert list(Boundary.objects.order_by("pk").values()) == before

    def test_codes_that_are_unknown_missing_or_doubled(self, tmp_path: Path) -> None:
        path = tmp_path / "a.geojson"
        more = feature("9901", square(9, 9))
        self.refuse(write(path, *squares(), more), "9901: not a municipality on 1 January 2024")
        self.refuse(write(path, *squares()[1:]), "0301: not in the file")
        self.refuse(write(path, *squares(), squares()[0]), "0301: more than once")

    def test_the_codes_are_those_of_the_structure(self, tmp_path: Path, small_norway: Make) -> None:
        small_norway("1103", "Ny", valid_from=date(2025, 1, 1))
        path = write(tmp_path / "a.geojson", *squares())
        load(path)
        self.refuse(path, "1103: not in the file", "--structure", "2025")

    @pytest.mark.parametrize(
        ("content", "text"),
        [
            ("", "not JSON"),
            ("{", "not JSON"),
            ("[" * 100_000, "not JSON"),
            ("[]", "no FeatureCollection"),
            ('{"type": "FeatureCollection", "features": []}', "no FeatureCollection"),
            ('{"features": [{"properties": {"x": 1}}]}', "no FeatureCollection"),
        ],
    )
    def test_files_that_are_something_else(self, tmp_path: Path, content: str, text: str) -> None:
        path = tmp_path / "a.geojson"
        path.write_text(content, encoding="utf-8")
        self.refuse(path, text)
        path.write_bytes(b"\xff\xfe\x00")
        self.refuse(path, "not JSON")
        self.refuse(tmp_path / "nowhere.geojson", "No such file")

    @pytest.mark.parametrize(
        ("change", "text"),
        [
            ({"geometry": None}, "a None, not a polygon"),
            ({"geometry": {"type": "Point", "coordinates": [10, 60]}}, "a Point, not a polygon"),
            ({"geometry": {"type": "Polygon", "coordinates": [[[1, 2]]]}}, "feature 1"),
            ({"geometry": {"type": "Polygon", "coordinates": [[["a", "b"]]]}}, "feature 1"),
            ({"properties": {"kommunenummer": "x"}}, "no municipality number"),
            ({"properties": None}, "no municipality number"),
        ],
    )
    def test_features_that_cannot_be_drawn(
        self, tmp_path: Path, change: dict[str, Any], text: str
    ) -> None:
        first, *rest = squares()
        self.refuse(write(tmp_path / "a.geojson", {**first, **change}, *rest), text)

    def test_a_border_without_land(self, tmp_path: Path) -> None:
        line = [[200_000.0, 6_700_000.0], [260_000.0, 6_700_000.0], [200_000.0, 6_700_000.0]]
        flat = feature("0301", [*line, line[0]])
        self.refuse(write(tmp_path / "a.geojson", flat, *squares()[1:]), "0301.*no land")

    def test_coordinates_of_somewhere_else(self, tmp_path: Path) -> None:
        turned = [[60.0, 10.0], [61.0, 10.0], [61.0, 11.0], [60.0, 10.0]]
        shapes = [feature(code, turned) for code in ("0301", "0302", "1101", "1102")]
        self.refuse(write(tmp_path / "a.geojson", *shapes), "neither degrees")


@pytest.mark.parametrize(
    ("longitude", "latitude", "east", "north"),
    [
        # On the middle meridian: the length of the meridian from the equator, times 0.9996.
        (15.0, 45.0, 500_000.0, 4_982_950.4),
        (15.0, 60.0, 500_000.0, 6_651_411.2),
        # A degree beside it: the length of the parallel, with the curve's first correction.
        (16.0, 60.0, 555_776.3, 6_651_832.8),
    ],
)
def test_degrees_are_laid_on_the_map_sheet(
    longitude: float, latitude: float, east: float, north: float
) -> None:
    ((x, y),) = to_utm33(np.array([[longitude, latitude]]))
    assert x == pytest.approx(east, abs=3)
    assert y == pytest.approx(north, abs=3)


def test_paths_are_written_short_and_read_back_alike() -> None:
    assert [tenths(value) for value in (12, 10, -5, 0, 5)] == ["1.2", "1", "-.5", "0", ".5"]
    assert line_path([(10, 20), (15, 20), (15, 8)]) == "M1 2l.5 0 0-1.2"
