"""The public key figures of the front page: how far the KORUS centres have come this year."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from assignments.coverage.models import LEVEL_CODES, Level
from centres.models import Centre
from korus_portal.pages import reach
from korus_portal.pages.key_figures import reached
from korus_portal.pages.key_figures.parts import KeyFigure
from korus_portal.pages.reach import Reached
from municipalities.models import HexTile

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
    """How far the KORUS centres have come this year, in figures and as a picture."""

    reached: Reached
    figures: list[KeyFigure]
    picture: Picture | None


def public_coverage(*, on: date) -> PublicCoverage:
    """The same figures as the dashboard opens with (rule 9), in a handful of queries."""
    doing = reached.of_kind(Centre.Kind.KORUS, on=on, with_past=False)
    return PublicCoverage(
        reached=doing.now,
        figures=[
            reached.used(doing, _("Nådd: et KORUS har gjort noe for kommunen.")),
            reached.known(doing),
            reached.not_used(doing, _("Kommuner som KORUS-sentrene ikke har gjort noe for i år.")),
        ],
        picture=_picture(reach.levels_by_place(on.year, kind=Centre.Kind.KORUS)),
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
    left, right = min(x for x, __, __ in points), max(x for x, __, __ in points)
    top, bottom = min(y for __, y, __ in points), max(y for __, y, __ in points)
    tiles: dict[Level, list[str]] = {level: [] for level in Level}
    for x, y, level in points:
        tiles[level].append(f"M{x - left + MARGIN:.1f} {y - top + MARGIN:.1f}{HEXAGON}")
    return Picture(
        view_box=f"0 0 {right - left + 2 * MARGIN:.1f} {bottom - top + 2 * MARGIN:.1f}",
        paths=[(LEVEL_CODES[level], "".join(drawn)) for level, drawn in tiles.items() if drawn],
    )
