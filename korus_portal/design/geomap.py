"""The geographic map: municipalities where and as large as they are, as a single inline SVG.

Levels, marks, links, legend and keys are those of the hexagon map (hexmap.py), and so are its
style sheet and script; only the shapes differ. Outlines are stored ready to draw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from korus_portal.design.hexmap import LABELS, MARKS, HexMap, HexTile, legend

Box = tuple[float, float, float, float]  # left, top, right, bottom
# The marks of the hexagons reach this far from their middle.
MARK_REACH = 5.6
# The picture has room for this many marks of full size from edge to edge.
MARKS_ACROSS = 500.0
MARGIN = 0.015


@dataclass(frozen=True, slots=True)
class GeoShape:
    """A municipality on the map: what the hexagon map says of it, and its outline."""

    tile: HexTile
    path: str
    county_border: str
    box: Box
    # The largest circle inside it: x, y and radius.
    mark: tuple[float, float, float]


def describe_geomap(shapes: Sequence[GeoShape], *, label: str, table_id: str) -> HexMap:
    """The map with its legend, and the id of the table on the page that says the same."""
    tiles = [shape.tile for shape in shapes]
    return HexMap(render_geomap(shapes, label=label), legend(tiles), (), table_id)


def render_geomap(shapes: Sequence[GeoShape], *, label: str) -> SafeString:
    """The SVG alone. Shapes come in the order given, which is also that of Home and End."""
    left, top, width, height = view_of(shapes)
    scale = max(width, height) / MARKS_ACROSS
    texts = {level: escape(str(text)) for level, text in LABELS.items()}
    drawn = "".join(_shape(shape, texts[shape.tile.level], scale) for shape in shapes)
    borders = "".join(shape.county_border for shape in shapes)
    return mark_safe(  # noqa: S308 - every text in it is escaped
        f'<svg class="hexmap__map geomap" viewBox="{left:.1f} {top:.1f} {width:.1f} {height:.1f}"'
        f' role="group" aria-label="{escape(label)}" data-hexmap="" data-outlined="">{drawn}'
        f'<path class="hexmap__border hexmap__border--halo" d="{borders}"/>'
        f'<path class="hexmap__border" d="{borders}"/>'
        '<g class="hexmap__cursor"><path d=""/><path d=""/></g></svg>'
    )


def view_of(shapes: Sequence[GeoShape]) -> tuple[float, float, float, float]:
    """Left, top, width and height of what is drawn, with room for the focus ring."""
    boxes = [shape.box for shape in shapes]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    margin = MARGIN * max(right - left, bottom - top)
    return left - margin, top - margin, right - left + 2 * margin, bottom - top + 2 * margin


def _shape(shape: GeoShape, level_text: str, scale: float) -> str:
    tile = shape.tile
    name = f"{escape(tile.name)}: {level_text}"
    title = escape(tile.title) if tile.title else name
    x, y, radius = shape.mark
    faded = " hexmap__tile--faded" if tile.is_faded else ""
    return (
        f'<a class="hexmap__tile hexmap__tile--{tile.level}{faded}" href="{escape(tile.href)}"'
        f' tabindex="-1" aria-label="{name}" data-code="{escape(tile.code)}"'
        f' data-county="{escape(tile.county_code)}" data-place="{x:.1f} {y:.1f}">'
        f'<title>{title}</title><path class="hexmap__hex" d="{escape(shape.path)}"/>'
        f"{_mark(MARKS[tile.level], x, y, min(scale, radius / MARK_REACH))}</a>"
    )


def _mark(mark: str, x: float, y: float, scale: float) -> str:
    """Never larger than the municipality, so that no mark stands on a neighbour."""
    if not mark:
        return ""
    place = f"translate({x:.1f} {y:.1f})scale({scale:.2f})"
    return f'<path class="hexmap__mark" transform="{place}" d="M0 0{mark}"/>'
