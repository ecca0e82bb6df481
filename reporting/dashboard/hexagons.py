"""The hexagon map of a choice."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from assignments.coverage.models import Level
from korus_portal.design.hexmap import HexMap, HexTile, describe_hexmap
from korus_portal.design.hexmap import Level as LevelName
from korus_portal.design.remembered import Memory
from municipalities.models import HexTile as TilePlace
from reporting.dashboard import asked, wording
from reporting.dashboard.asked import Rows
from reporting.dashboard.figures import Coverage, Place
from reporting.dashboard.table import Cells

TILE_STRUCTURE = 2024
# Fewer tiles make no map: Oslo alone would be one large hexagon.
LEAST = 4
FEW = 50
TABLE_ID = "alle-kommuner"
MAPS = Memory[HexMap](most=8)
LEVEL_NAMES: dict[Level, LevelName] = {
    Level.UNKNOWN: "unknown",
    Level.KNOWN: "known",
    Level.CONTACTED: "contacted",
    Level.USED: "used",
}


def laid_tiles() -> Rows:
    return asked.rows(tiles_asked)


def tiles_asked() -> QuerySet[Any, Any]:
    tiles = TilePlace.objects.filter(structure=TILE_STRUCTURE).order_by()
    return tiles.values_list("municipality_id", "column", "row")


def hex_map(found: Coverage, cells: Cells, tiles: Rows) -> HexMap | None:
    """None where the structure shown is not the one that the tiles were laid for.

    Outside a centre's catchment only what it has reached stands out.
    """
    laid = {pk: (q, r) for pk, q, r in tiles}
    if len(found.places) < LEAST or not {place.pk for place in found.places} <= set(laid):
        return None
    codes = {pk: county.code for pk, county in found.county_of.items()}
    shown = (tuple(found.places), tiles, tuple(codes.items()), cells.rows, label_of(found))
    key = (get_language(), *shown)
    return MAPS.get(key, lambda: drawn(found, cells, laid, codes))


def drawn(
    found: Coverage, cells: Cells, laid: dict[int, tuple[int, int]], codes: dict[int, str]
) -> HexMap:
    titles = titles_by_level()
    shown = [
        tile(place, laid[place.pk], codes[place.county_id], cells, titles) for place in found.places
    ]
    return describe_hexmap(shown, label=label_of(found), table_id=TABLE_ID)


def label_of(found: Coverage) -> str:
    label = _("Kart over kommunene etter nivå: %(heading)s")
    return label % {"heading": wording.heading(found.choice)}


def titles_by_level() -> dict[Level, str]:
    """«Alta: brukt, 12 aktiviteter», with room for name and number."""
    text = _("%(name)s: %(level)s, aktiviteter: %(activities)s")
    return {
        level: text % {"name": "{0}", "level": level.label, "activities": "{1}"} for level in Level
    }


def tile(
    place: Place, at: tuple[int, int], county: str, cells: Cells, titles: dict[Level, str]
) -> HexTile:
    level = place.numbers.level
    title = titles[level].format(place.name, wording.number(place.numbers.activities))
    if place.in_catchment is False:
        title = f"{title} ({_('utenfor ansvarsområdet')})"
    return HexTile(
        q=at[0],
        r=at[1],
        level=LEVEL_NAMES[level],
        name=place.name,
        code=place.code,
        county_code=county,
        href=cells.rows + place.code,
        title=title,
        is_faded=place.in_catchment is False,
    )
