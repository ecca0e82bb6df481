"""Kartverket's file of municipal borders (GeoJSON): whose border, and which shape.

Degrees (longitude first) and UTM zone 33 are understood. The file may hold the collection inside
another object, as Kartverket's own download does, and names in lists.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from municipalities.register.projection import to_utm33

MOST_BYTES = 300_000_000
CODES = ("kommunenummer", "kommunenr", "id", "code")
NAMES = ("kommunenavn", "navn", "name")
# West, south, east, north, with room for the sea.
DEGREES = (2.0, 56.0, 34.0, 73.0)
METRES = (-250_000.0, 6_200_000.0, 1_350_000.0, 8_100_000.0)


class BoundaryFileError(Exception):
    """A file that cannot be drawn from; nothing was loaded."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A municipality's land in UTM zone 33, as the file has it."""

    code: str
    name: str
    geometry: BaseGeometry


def read_shapes(path: Path) -> list[Shape]:
    shapes = [shape_of(feature, at) for at, feature in enumerate(features(path), start=1)]
    if not shapes:
        raise BoundaryFileError(f"{path.name}: no municipalities in the file")
    in_metres = in_utm33([shape.geometry for shape in shapes], path.name)
    return [
        Shape(shape.code, shape.name, geometry)
        for shape, geometry in zip(shapes, in_metres, strict=True)
    ]


def features(path: Path) -> list[Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BoundaryFileError(f"{path.name}: larger than {MOST_BYTES // 1_000_000} MB")
        document = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BoundaryFileError(f"{path.name}: {error.strerror}") from error
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BoundaryFileError(f"{path.name}: not JSON ({type(error).__name__})") from error
    for collection in collections(document):
        found = collection.get("features")
        if isinstance(found, list) and any(is_municipality(feature) for feature in found):
            return found
    raise BoundaryFileError(f"{path.name}: no FeatureCollection with municipality numbers")


def collections(document: Any) -> Iterator[dict[str, Any]]:
    """The document itself, or the collections that it holds by name."""
    if isinstance(document, dict):
        yield document
        yield from (value for value in document.values() if isinstance(value, dict))


def is_municipality(feature: Any) -> bool:
    return isinstance(feature, dict) and bool(first_text(feature.get("properties"), CODES))


def first_text(properties: Any, names: tuple[str, ...]) -> str:
    """A property under any of the names; of a list, its first entry."""
    if not isinstance(properties, dict):
        return ""
    for name in names:
        value = properties.get(name)
        while isinstance(value, list | dict) and value:
            value = value[0] if isinstance(value, list) else value.get("navn", value.get("name"))
        if isinstance(value, str | int) and str(value).strip():
            return str(value).strip()
    return ""


def shape_of(feature: Any, at: int) -> Shape:
    code = first_text(feature.get("properties"), CODES) if isinstance(feature, dict) else ""
    code = code.zfill(4)
    if not (code.isascii() and code.isdecimal() and len(code) == 4) or code == "0000":
        raise BoundaryFileError(f"feature {at}: no municipality number")
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise BoundaryFileError(f"feature {at} ({code}): a {kind}, not a polygon")
    try:
        found = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
    except shapely.errors.GEOSException as error:
        raise BoundaryFileError(f"feature {at} ({code}): {error}") from error
    return Shape(code, first_text(feature["properties"], NAMES), found)


def in_utm33(geometries: list[BaseGeometry], file: str) -> list[BaseGeometry]:
    """The same shapes in metres, whichever of the two the file is in."""
    west, south, east, north = shapely.total_bounds(geometries)
    if not np.isfinite([west, south, east, north]).all():
        raise BoundaryFileError(f"{file}: the borders have no coordinates")
    if is_within((west, south, east, north), DEGREES):
        return list(shapely.transform(geometries, to_utm33))
    if is_within((west, south, east, north), METRES):
        return geometries
    bounds = ", ".join(f"{value:.0f}" for value in (west, south, east, north))
    raise BoundaryFileError(
        f"{file}: the coordinates ({bounds}) are neither degrees (longitude first) in mainland"
        " Norway nor UTM zone 33"
    )


def is_within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return (
        inner[0] >= outer[0]
        and inner[1] >= outer[1]
        and inner[2] <= outer[2]
        and inner[3] <= outer[3]
    )
