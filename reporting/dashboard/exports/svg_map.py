"""The map of the page as a picture of its own: the same drawing, with its looks written into it."""

from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from korus_portal.design.hexmap import MARKS, OUTLINE, HexMap, LegendItem, Level
from reporting.dashboard import hexagons, maps
from reporting.dashboard.exports.svg_frame import INK, MARGIN, PAPER, WIDTH, Drawing, write
from reporting.dashboard.figures import Coverage
from reporting.dashboard.table import Cells

TALLEST = 760
LEGEND = 34
# As the light page has them (css/tokens.css, css/components/hexmap.css).
FILLS: dict[Level, str] = {
    "unknown": "#eceff0",
    "known": "#b9d8df",
    "contacted": "#4d9cae",
    "used": "#004b5e",
}
EDGE = "#717a7e"


@dataclass(frozen=True)
class Pen:
    """Widths of lines. On the land, `edge` and `border` are parts of the longest side."""

    edge: float
    mark: float
    border: float


def drawing(found: Coverage) -> Drawing | None:
    """None where the page has no map of the choice either."""
    cells = Cells(found.choice, {pk: county.name for pk, county in found.county_of.items()})
    picture = maps.picture_of(found, cells)
    if picture.map is None:
        return None
    pen = Pen(1 / 900, 1.8, 1 / 360) if picture.is_geographic else Pen(0.8, 1.8, 2.2)
    body, height = placed(picture.map, pen, is_geographic=picture.is_geographic)
    return Drawing(
        body=f"{body}{legend(picture.map.legend, height + LEGEND)}",
        height=height + LEGEND + 10,
        alt=alternative(found, picture.map),
        note=f"{reading(is_geographic=picture.is_geographic)} {faded(found)}".strip(),
    )


def faded(found: Coverage) -> str:
    if all(place.in_catchment is not False for place in found.places):
        return ""
    return _("Bleke kommuner ligger utenfor ansvarsområdet.")


def reading(*, is_geographic: bool) -> str:
    """As under the map of the page; the borders' licence asks to be named."""
    if is_geographic:
        return _(
            "Tykke streker er fylkesgrenser. Grensene er forenklet. Kilde: Kartverket (CC BY 4.0)."
        )
    return _("Hver sekskant er en kommune, omtrent der den ligger. Tykke streker er fylkesgrenser.")


def alternative(found: Coverage, shown: HexMap) -> str:
    """What the map tells, for who cannot see it; each municipality is named in the picture."""
    counts = ", ".join(f"{item.label} {item.count}" for item in shown.legend)
    return _("%(label)s. Kommuner på hvert nivå: %(counts)s.") % {
        "label": hexagons.label_of(found),
        "counts": counts,
    }


def placed(shown: HexMap, pen: Pen, *, is_geographic: bool) -> tuple[str, float]:
    """The drawing in the middle of the picture, as large as it may be, and its height there."""
    return placed_drawing(str(shown.svg), pen, is_geographic=is_geographic)


@lru_cache(maxsize=8)
def placed_drawing(svg: str, pen: Pen, *, is_geographic: bool) -> tuple[str, float]:
    """The same drawing is placed once: reading it takes longer than making it."""
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing, from escaped texts
    _left, _top, width, height = map(float, root.attrib["viewBox"].split())
    if is_geographic:
        longest = max(width, height)
        pen = Pen(longest * pen.edge, pen.mark, longest * pen.border)
    scale = min((WIDTH - 2 * MARGIN) / width, TALLEST / height)
    drawn = "".join(part for child in root if (part := element(child, pen)))
    x = (WIDTH - width * scale) / 2
    return (
        f'<svg x="{x:.1f}" y="0" width="{width * scale:.1f}" height="{height * scale:.1f}"'
        f' viewBox="{root.attrib["viewBox"]}">{drawn}</svg>'
    ), height * scale


def element(child: ET.Element, pen: Pen) -> str:
    """A municipality or a county border; the ring that follows the keyboard is left out."""
    classes = child.attrib.get("class", "").split()
    if "hexmap__border" in classes:
        is_halo = "hexmap__border--halo" in classes
        colour, width = (PAPER, pen.border * 2.2) if is_halo else (INK, pen.border)
        return path(child, f'fill="none" stroke="{colour}" stroke-width="{width:.2f}"')
    level = next((name for name in FILLS if f"hexmap__tile--{name}" in classes), None)
    if level is None:
        return ""
    faded = ' opacity="0.4"' if "hexmap__tile--faded" in classes else ""
    return f"<g{faded}>{''.join(tile_part(part, level, pen) for part in child)}</g>"


def tile_part(part: ET.Element, level: Level, pen: Pen) -> str:
    if part.tag == "title":
        return f"<title>{escape(part.text or '', quote=False)}</title>"
    if part.attrib["class"] == "hexmap__hex":
        look = f'fill="{FILLS[level]}" stroke="{EDGE}" stroke-width="{pen.edge:.2f}"'
        return path(part, look)
    return path(part, mark_look(level, pen.mark))


@cache
def mark_look(level: Level, width: float) -> str:
    """Colour alone tells no level: dot, ring and tick as on the page."""
    stroke = PAPER if level == "used" else INK
    fill = INK if level == "known" else "none"
    return (
        f'fill="{fill}" stroke="{stroke}" stroke-width="{width:.2f}"'
        ' stroke-linecap="round" stroke-linejoin="round"'
    )


def path(source: ET.Element, look: str) -> str:
    moved = source.attrib.get("transform", "")
    where = f' transform="{moved}"' if moved else ""
    return f'<path d="{source.attrib["d"]}"{where} {look}/>'


def legend(items: list[LegendItem], y: float) -> str:
    """The four levels beside each other, each with its mark and how many have it."""
    step = (WIDTH - 2 * MARGIN) / len(items)
    return "".join(
        swatch(item.level, MARGIN + 12 + number * step, y - 5)
        + write(MARGIN + 30 + number * step, y, f"{item.label}: {item.count}", size=14)
        for number, item in enumerate(items)
    )


def swatch(level: Level, x: float, y: float) -> str:
    mark = f'<path d="M0 0{MARKS[level]}" {mark_look(level, 1.8)}/>' if MARKS[level] else ""
    hexagon = f'<path d="M0 0{OUTLINE}" fill="{FILLS[level]}" stroke="{EDGE}"/>'
    return f'<g transform="translate({x:.1f} {y:.1f})">{hexagon}{mark}</g>'
