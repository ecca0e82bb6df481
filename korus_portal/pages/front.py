"""The public key figures of the front page: how far the KORUS centres have come this year."""

from dataclasses import dataclass
from datetime import date

from django.utils.http import urlencode

from assignments.coverage.models import LEVEL_CODES, Level
from centres.models import Centre
from korus_portal.pages import links, reach
from municipalities.models import HexTile, Municipality

STRUCTURE = 2024
# A tile is 10 wide from the middle of one to the next; the hexagon itself leaves a little air.
WIDTH, ROW = 10.0, 8.66
HEXAGON = "m0-5.2l4.5 2.6v5.2l-4.5 2.6l-4.5-2.6v-5.2z"
MARGIN = 6.0


@dataclass(frozen=True, slots=True)
class Picture:
    """Norway in hexagons: one path for each level, so that the page stays small."""

    view_box: str
    paths: list[tuple[str, str]]  # the level's code and its tiles


@dataclass(frozen=True, slots=True)
class PublicCoverage:
    """Counts of municipalities by level, for the kind KORUS, in the current year."""

    year: int
    total: int
    known: int
    contacted: int
    used: int
    picture: Picture | None

    @property
    def used_share(self) -> int:
        return round(100 * self.used / self.total) if self.total else 0

    def link(self, **query: object) -> str:
        base = links.to("reporting:coverage")
        return f"{base}?{urlencode({'kind': Centre.Kind.KORUS, 'year': self.year, **query})}"

    @property
    def href(self) -> str:
        return self.link() if links.to("reporting:coverage") else ""


def public_coverage(*, on: date) -> PublicCoverage:
    """Three queries. The denominator is the municipalities in force on 1 January (rule 10)."""
    levels = reach.levels_by_place(on.year, kind=Centre.Kind.KORUS)
    counted = Municipality.objects.in_force(on=date(on.year, 1, 1)).values_list("pk", flat=True)
    own = [levels.get(pk, Level.UNKNOWN) for pk in counted]
    return PublicCoverage(
        year=on.year,
        total=len(own),
        known=reach.at_least(own, Level.KNOWN),
        contacted=reach.at_least(own, Level.CONTACTED),
        used=reach.at_least(own, Level.USED),
        picture=_picture(levels),
    )


def _picture(levels: dict[int, Level]) -> Picture | None:
    """Axial coordinates, as in design.hexmap: q right, r down and half a tile right."""
    rows = HexTile.objects.filter(structure=STRUCTURE)
    points = [
        ((q + r / 2) * WIDTH, r * ROW, levels.get(pk, Level.UNKNOWN))
        for pk, q, r in rows.values_list("municipality_id", "column", "row")
    ]
    if not points:
        return None
    left, right = min(x for x, _y, _l in points), max(x for x, _y, _l in points)
    top, bottom = min(y for _x, y, _l in points), max(y for _x, y, _l in points)
    tiles: dict[Level, list[str]] = {level: [] for level in Level}
    for x, y, level in points:
        tiles[level].append(f"M{x - left + MARGIN:.1f} {y - top + MARGIN:.1f}{HEXAGON}")
    return Picture(
        view_box=f"0 0 {right - left + 2 * MARGIN:.1f} {bottom - top + 2 * MARGIN:.1f}",
        paths=[(LEVEL_CODES[level], "".join(drawn)) for level, drawn in tiles.items() if drawn],
    )
