"""From borders to a picture: repaired, simplified together, and written as SVG path data.

Neighbours are simplified as one coverage, so that a shared border stays shared. A picture, not a
survey: islets are left out, and nothing is measured from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from municipalities.register.geojson import BoundaryFileError, Shape

# The picture plane: the corner in the north-west, and how many metres a unit is.
WEST, NORTH, UNIT = -90_000.0, 7_960_000.0, 1_500.0
# Of the borders: what is smaller than this (metres; its square for areas) does not show.
TOLERANCE = 1_100.0
SMALLEST = 1_500_000.0  # m²
Line = list[tuple[int, int]]


@dataclass
class Outline:
    """One municipality in the picture plane."""

    code: str
    path: str
    box: tuple[float, float, float, float]
    # The largest circle inside the largest part: x, y and radius.
    mark: tuple[float, float, float]
    county_border: str = ""
    geometry: BaseGeometry = field(default_factory=shapely.Polygon, repr=False)


def drawn(shapes: list[Shape]) -> list[Outline]:
    """All outlines of a structure, in the picture plane."""
    simple = simplified([repaired(shape) for shape in shapes])
    plane = [shapely.transform(geometry, to_plane) for geometry in simple]
    outlines = [
        outline(shape.code, geometry) for shape, geometry in zip(shapes, plane, strict=True)
    ]
    add_county_borders(outlines)
    return outlines


def repaired(shape: Shape) -> BaseGeometry:
    """A valid shape with the same land; lines and points that a repair leaves are no land."""
    valid = shapely.make_valid(shape.geometry, method="structure", keep_collapsed=False)
    found = land(valid)
    if found.is_empty:
        raise BoundaryFileError(f"{shape.code} {shape.name}: the border encloses no land")
    return found


def land(geometry: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(geometry)
    if any(part.geom_type == "GeometryCollection" for part in parts):
        parts = np.concatenate([shapely.get_parts(part) for part in parts])
    polygons = [part for part in shapely.get_parts(parts) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon([part for part in polygons if part.area > 0])


def simplified(geometries: list[BaseGeometry]) -> list[BaseGeometry]:
    """Neighbours keep their common border where the file has one; islets are left out."""
    together = shapely.coverage_simplify(geometries, TOLERANCE)
    found = []
    for before, after in zip(geometries, together, strict=True):
        valid = land(shapely.make_valid(after, method="structure", keep_collapsed=False))
        if valid.is_empty:  # smaller than the tolerance: keep its own form
            valid = before
        found.append(without_islets(valid))
    return found


def without_islets(geometry: BaseGeometry) -> BaseGeometry:
    """Parts and lakes that would be specks; the largest part stays, however small."""
    parts = sorted(shapely.get_parts(geometry), key=lambda part: -part.area)
    kept = [part for at, part in enumerate(parts) if at == 0 or part.area >= SMALLEST]
    return shapely.MultiPolygon(
        [
            shapely.Polygon(
                part.exterior,
                [ring for ring in part.interiors if shapely.Polygon(ring).area >= SMALLEST],
            )
            for part in kept
        ]
    )


def to_plane(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    return np.column_stack([(points[:, 0] - WEST) / UNIT, (NORTH - points[:, 1]) / UNIT])


def outline(code: str, geometry: BaseGeometry) -> Outline:
    parts = shapely.get_parts(geometry)
    largest = max(parts, key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest)
    (x, y), *_edge = circle.coords
    left, top, right, bottom = geometry.bounds
    return Outline(
        code=code,
        path="".join(ring_path(ring) for part in parts for ring in rings(part)),
        box=(round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)),
        mark=(round(x, 2), round(y, 2), round(circle.length, 2)),
        geometry=geometry,
    )


def rings(part: BaseGeometry) -> list[BaseGeometry]:
    """The outer ring one way and the lakes the other, so that lakes are left unfilled."""
    (turned,) = shapely.get_parts(shapely.orient_polygons(part))
    return [turned.exterior, *turned.interiors]


def ring_path(ring: BaseGeometry) -> str:
    steps = steps_of(ring)
    if len(steps) < 4:  # a speck: drawn by its corners as they are
        return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in ring.coords[:-1]) + "z"
    return f"{line_path(steps[:-1])}z"


def steps_of(line: BaseGeometry) -> Line:
    """The corners in tenths of a unit. Both sides of a border round alike."""
    points = [(round(x * 10), round(y * 10)) for x, y in line.coords]
    return [point for at, point in enumerate(points) if at == 0 or point != points[at - 1]]


def line_path(steps: Line) -> str:
    """«M12.3 4l.5-1.2…»: the first corner, then how far to the next."""
    (x, y), *rest = steps
    written = [f"M{tenths(x)}{joined(y)}l"]
    for at, (next_x, next_y) in enumerate(rest):
        first = tenths(next_x - x)
        gap = "" if at == 0 or first.startswith("-") else " "
        written.append(f"{gap}{first}{joined(next_y - y)}")
        x, y = next_x, next_y
    return "".join(written)


def tenths(value: int) -> str:
    """12 → «1.2», 10 → «1», -5 → «-.5»."""
    whole, part = divmod(abs(value), 10)
    text = f"{whole or ''}.{part}" if part else str(whole)
    return f"-{text}" if value < 0 else text


def joined(value: int) -> str:
    text = tenths(value)
    return text if text.startswith("-") else f" {text}"


def add_county_borders(outlines: list[Outline]) -> None:
    """The lines between counties, each with the municipality of the lower number, one line of
    text for each neighbour: its county and the path."""
    edges = [shapely.boundary(one.geometry) for one in outlines]
    tree = shapely.STRtree(edges)
    for at, other in zip(*tree.query(edges, predicate="intersects"), strict=True):
        one, neighbour = outlines[at], outlines[other]
        if one.code < neighbour.code and one.code[:2] != neighbour.code[:2]:
            shared = shapely.intersection(edges[at], edges[other])
            if path := border_path(shared):
                one.county_border += f"{neighbour.code[:2]}{path}\n"


def border_path(shared: BaseGeometry) -> str:
    lines = [part for part in shapely.get_parts(shared) if part.geom_type == "LineString"]
    merged = shapely.get_parts(shapely.line_merge(shapely.MultiLineString(lines)))
    paths = [steps_of(line) for line in merged if not line.is_empty]
    return "".join(line_path(steps) for steps in paths if len(steps) > 1)
