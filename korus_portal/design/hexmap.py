"""The hexagon map: one equal tile per municipality, drawn as a single inline SVG.

The SVG is joined in Python: hundreds of tiles in a template loop cost twenty times as much.
It holds no style and no script; looks are in css/components/hexmap.css, keys in js/hexmap.js.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

Level = Literal["unknown", "known", "contacted", "used"]
Cell = tuple[int, int, str]  # q, r and county code
Segment = tuple[float, float, float, float]

LABELS: dict[Level, Promise] = {
    "unknown": _("ikke kjent"),
    "known": _("kjent"),
    "contacted": _("kontakt"),
    "used": _("brukt"),
}
# Drawn from the middle of the tile: nothing, dot, ring, tick. Colour alone tells no level.
MARKS: dict[Level, str] = {
    "unknown": "",
    "known": "m-1.6 0a1.6 1.6 0 1 0 3.2 0a1.6 1.6 0 1 0-3.2 0z",
    "contacted": "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
    "used": "m-4.5 .5l3 3.5l6-7.5",
}
HALF_WIDTH = 10.0
HALF_SIDE = 5.77
RADIUS = 11.55
ROW = 17.32
MARGIN = 3.0  # room for the border and the focus ring of the outermost tiles
OUTLINE = "m0-11.55l10 5.78v11.55l-10 5.77l-10-5.77v-11.55z"
# The three neighbours to the right and below, and the ends of the side shared with each.
SIDES: list[tuple[int, int, Segment]] = [
    (1, 0, (HALF_WIDTH, -HALF_SIDE, HALF_WIDTH, HALF_SIDE)),
    (0, 1, (HALF_WIDTH, HALF_SIDE, 0.0, RADIUS)),
    (-1, 1, (0.0, RADIUS, -HALF_WIDTH, HALF_SIDE)),
]


class HexTile(NamedTuple):
    """A municipality on the map. Axial coordinates: q right, r down and half a tile right."""

    q: int
    r: int
    level: Level
    name: str
    code: str
    county_code: str
    href: str
    title: str = ""  # shown on hover and under the map; the name and level when empty
    is_faded: bool = False  # drawn for orientation only; the legend does not count it


@dataclass(frozen=True, slots=True)
class HexCounty:
    """A county in the list beside the map: pointing at it lights its tiles."""

    code: str
    name: str
    href: str


@dataclass(frozen=True, slots=True)
class LegendItem:
    """A level as the map draws it, and how many tiles have it."""

    level: Level
    label: str
    count: int
    swatch: SafeString


@dataclass(frozen=True, slots=True)
class HexMap:
    """What templates/components/hexmap.html needs."""

    svg: SafeString
    legend: list[LegendItem]
    counties: Sequence[HexCounty]
    table_id: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The part of the picture that is the same for every year and centre."""

    view_box: str
    places: list[str]  # the middle of each tile, in the order of the cells
    borders: str


def describe_hexmap(
    tiles: Sequence[HexTile], *, label: str, table_id: str, counties: Sequence[HexCounty] = ()
) -> HexMap:
    """The map with its legends, and the id of the table on the page that says the same."""
    return HexMap(render_hexmap(tiles, label=label), legend(tiles), counties, table_id)


def render_hexmap(tiles: Sequence[HexTile], *, label: str) -> SafeString:
    """The SVG alone. Tiles come in the order given, which is also that of Home and End."""
    drawing = draw(tuple((tile.q, tile.r, tile.county_code) for tile in tiles))
    texts = {level: escape(str(text)) for level, text in LABELS.items()}
    drawn = "".join(
        _tile(tile, place, texts[tile.level])
        for tile, place in zip(tiles, drawing.places, strict=True)
    )
    return mark_safe(  # noqa: S308 - every text in it is escaped
        f'<svg class="hexmap__map" viewBox="{drawing.view_box}" role="group"'
        f' aria-label="{escape(label)}" data-hexmap="">{drawn}'
        f'<path class="hexmap__border hexmap__border--halo" d="{drawing.borders}"/>'
        f'<path class="hexmap__border" d="{drawing.borders}"/>'
        f'<g class="hexmap__cursor"><path d="M0 0{OUTLINE}"/><path d="M0 0{OUTLINE}"/></g></svg>'
    )


def _tile(tile: HexTile, place: str, level_text: str) -> str:
    name, title, href, code, county = _escaped(
        tile.name, tile.title, tile.href, tile.code, tile.county_code
    )
    mark = MARKS[tile.level]
    symbol = f'<path class="hexmap__mark" d="M{place}{mark}"/>' if mark else ""
    faded = " hexmap__tile--faded" if tile.is_faded else ""
    return (
        f'<a class="hexmap__tile hexmap__tile--{tile.level}{faded}" href="{href}"'
        f' tabindex="-1" aria-label="{name}: {level_text}" data-code="{code}"'
        f' data-county="{county}" data-place="{place}">'
        f"<title>{title or f'{name}: {level_text}'}</title>"
        f'<path class="hexmap__hex" d="M{place}{OUTLINE}"/>{symbol}</a>'
    )


def _escaped(*texts: str) -> list[str]:
    """All at once, for hundreds of tiles; no text of the database holds the mark between them."""
    return escape("\0".join(texts)).split("\0")


def legend(tiles: Iterable[HexTile]) -> list[LegendItem]:
    """The four levels, highest first, with the number of tiles at each."""
    counts = Counter(tile.level for tile in tiles if not tile.is_faded)
    return [
        LegendItem(level, str(LABELS[level]), counts[level], _swatch(level))
        for level in reversed(LABELS)
    ]


def _swatch(level: Level) -> SafeString:
    mark = f'<path class="hexmap__mark" d="M0 0{MARKS[level]}"/>' if MARKS[level] else ""
    return mark_safe(  # noqa: S308 - constants only
        f'<svg class="hexmap__swatch hexmap__tile--{level}" viewBox="-11 -12.5 22 25"'
        f' aria-hidden="true"><path class="hexmap__hex" d="M0 0{OUTLINE}"/>{mark}</svg>'
    )


@lru_cache(maxsize=8)
def draw(cells: tuple[Cell, ...]) -> Drawing:
    """Places and borders of a layout; there are few layouts, and each is drawn many times."""
    middles = [middle(q, r) for q, r, _county in cells]
    xs, ys = [x for x, _y in middles] or [0.0], [y for _x, y in middles] or [0.0]
    left, top = min(xs) - HALF_WIDTH - MARGIN, min(ys) - RADIUS - MARGIN
    width = max(xs) + HALF_WIDTH + MARGIN - left
    height = max(ys) + RADIUS + MARGIN - top
    return Drawing(
        view_box=f"{left:.1f} {top:.1f} {width:.1f} {height:.1f}",
        places=[f"{x:.1f} {y:.1f}" for x, y in middles],
        borders="".join(
            f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" for x1, y1, x2, y2 in county_borders(cells)
        ),
    )


def middle(q: int, r: int) -> tuple[float, float]:
    return (2 * q + r) * HALF_WIDTH, r * ROW


def county_borders(cells: Iterable[Cell]) -> list[Segment]:
    """The sides that tiles of two counties share, each once."""
    county = {(q, r): code for q, r, code in cells}
    found = []
    for (q, r), code in county.items():
        x, y = middle(q, r)
        for dq, dr, (x1, y1, x2, y2) in SIDES:
            if county.get((q + dq, r + dr), code) != code:
                found.append((x + x1, y + y1, x + x2, y + y2))
    return found
