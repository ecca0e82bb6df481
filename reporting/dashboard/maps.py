"""The map of a choice: hexagons, or the land itself where its borders have been loaded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from korus_portal.design.geomap import GeoShape, describe_geomap
from korus_portal.design.hexmap import HexMap
from municipalities.register.models import Boundary
from reporting.dashboard import asked, figures, hexagons
from reporting.dashboard.asked import Rows
from reporting.dashboard.choice import GEOGRAPHIC, Choice
from reporting.dashboard.figures import Coverage
from reporting.dashboard.table import Cells

NOWHERE = (0, 0)


class Ground(NamedTuple):
    """What a map is drawn on: the tiles, and the structure whose outlines are there."""

    tiles: Rows
    structure: int | None


@dataclass(frozen=True, slots=True)
class MapLink:
    """One of the maps that the reader may choose between."""

    label: str
    query: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The map shown, and the ways to the others; no ways where there is only one."""

    map: HexMap | None
    links: list[MapLink]
    is_geographic: bool = False


def coverage(choice: Choice) -> Coverage:
    """What a map alone needs: no days and no districts."""
    county_of = figures.counties_by_id(asked.rows(asked.counties_asked))
    return replace(figures.brief(choice), county_of=county_of)


def ground_of(places: set[int]) -> Ground:
    return Ground(hexagons.laid_tiles(), structure_with_outlines(places))


def shown(found: Coverage, cells: Cells, ground: Ground | None = None) -> dict[str, Any]:
    """What the templates need of it."""
    picture = picture_of(found, cells, ground)
    return {
        "map": picture.map,
        "map_links": picture.links,
        "is_geographic": picture.is_geographic,
        "lacks_map": picture.map is None and len(found.places) >= hexagons.LEAST,
        "is_small_map": len(found.places) < hexagons.FEW,
        "table_id": hexagons.TABLE_ID,
    }


def picture_of(found: Coverage, cells: Cells, ground: Ground | None = None) -> Picture:
    places = {place.pk for place in found.places}
    tiles, structure = ground or ground_of(places)
    wants_land = found.choice.map == GEOGRAPHIC
    if structure is not None and wants_land:
        return Picture(
            geo_map(found, cells, structure), links(found, shown=GEOGRAPHIC), is_geographic=True
        )
    hexagonal = hexagons.hex_map(found, cells, tiles)
    if structure is None:
        return Picture(hexagonal, [])
    return Picture(hexagonal, links(found, shown="" if hexagonal else None))


def links(found: Coverage, *, shown: str | None) -> list[MapLink]:
    names = {"": _("Sekskanter"), GEOGRAPHIC: _("Geografisk kart")}
    return [
        MapLink(label, found.choice.query(kart=name), name == shown)
        for name, label in names.items()
    ]


def structure_with_outlines(shown: set[int]) -> int | None:
    """The newest structure that has an outline of every municipality shown. One query."""
    if len(shown) < hexagons.LEAST:
        return None
    outlined: dict[int, set[int]] = {}
    for structure, place in asked.rows(outlines_asked):
        outlined.setdefault(structure, set()).add(place)
    return max((year for year, places in outlined.items() if shown <= places), default=None)


def outlines_asked() -> QuerySet[Any, Any]:
    return Boundary.objects.order_by().values_list("structure", "municipality_id")


def geo_map(found: Coverage, cells: Cells, structure: int) -> HexMap:
    """Tiles as on the hexagon map, each with its outline. One query."""
    shapes = outlines_by_place(found, structure)
    codes = {pk: county.code for pk, county in found.county_of.items()}
    counties = {codes[place.county_id] for place in found.places}
    titles = hexagons.titles_by_level()
    drawn = []
    for place in found.places:
        path, borders, *numbers = shapes[place.pk]
        left, top, right, bottom, x, y, radius = map(float, numbers)
        tile = hexagons.tile(place, NOWHERE, codes[place.county_id], cells, titles)
        border = borders_between(borders, counties)
        drawn.append(GeoShape(tile, path, border, (left, top, right, bottom), (x, y, radius)))
    return describe_geomap(drawn, label=hexagons.label_of(found), table_id=hexagons.TABLE_ID)


def borders_between(borders: str, counties: set[str]) -> str:
    """Of a municipality's county borders, those towards counties that are shown too."""
    return "".join(line[2:] for line in borders.splitlines() if line[:2] in counties)


def outlines_by_place(found: Coverage, structure: int) -> dict[int, tuple[Any, ...]]:
    rows = Boundary.objects.filter(
        structure=structure, municipality__in=[place.pk for place in found.places]
    )
    columns = ("path", "county_border", "left", "top", "right", "bottom")
    marks = ("mark_x", "mark_y", "mark_radius")
    listed = rows.order_by().values_list("municipality_id", *columns, *marks)
    return {row[0]: row[1:] for row in listed}
