"""A small country of squares as GeoJSON, in degrees or on the map sheet."""

import json
from pathlib import Path
from typing import Any

Ring = list[list[float]]
SIDE = 60_000.0  # metres
CORNER = (200_000.0, 6_700_000.0)


def square(column: int, row: int, *, dent: float = 0.0) -> Ring:
    """A square of the map sheet (UTM 33); a dent pulls one corner in."""
    west, south = CORNER[0] + column * SIDE, CORNER[1] + row * SIDE
    east, north = west + SIDE, south + SIDE
    return [[west, south], [east, south], [east, north - dent], [west, north], [west, south]]


def bow_tie(column: int, row: int) -> Ring:
    """Two triangles that meet in a point: not a valid polygon."""
    west, south = CORNER[0] + column * SIDE, CORNER[1] + row * SIDE
    east, north = west + SIDE, south + SIDE
    return [[west, south], [east, north], [east, south], [west, north], [west, south]]


def feature(code: Any, *rings: Ring, **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"kommunenummer": code, "kommunenavn": f"By {code}", **properties},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
    }


def write(path: Path, *features: Any, **more: Any) -> Path:
    document = {"type": "FeatureCollection", "features": list(features), **more}
    path.write_text(json.dumps(document), encoding="utf-8")
    return path
