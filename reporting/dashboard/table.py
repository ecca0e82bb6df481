"""Figures as ready texts: hundreds of cells are formatted once, in Python."""

from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from assignments.coverage.models import LEVEL_CODES, Level
from korus_portal.design.hexmap import HexCounty, HexMap, HexTile, describe_hexmap
from municipalities.models import County
from municipalities.models import HexTile as TilePlace
from reporting.dashboard.choice import Choice
from reporting.dashboard.figures import Coverage, Place, Reach

TILE_STRUCTURE = 2024
TABLE_ID = "alle-kommuner"
HEX_LEVELS = {
    Level.UNKNOWN: "unknown",
    Level.KNOWN: "known",
    Level.CONTACTED: "contacted",
    Level.USED: "used",
}


Row = tuple[str, str, str, str, str, str, str, str, str]


def place_rows(choice: Choice, places: list[Place], counties: dict[int, str]) -> list[Row]:
    """One tuple per municipality: code, name, link, county, level, level code, activities, …"""
    base = reverse("reporting:coverage_rows")
    return [
        (
            place.code,
            place.name,
            reverse("pages:municipality_detail", args=[place.code]),
            counties.get(place.county_id, ""),
            str(place.numbers.level.label),
            LEVEL_CODES[place.numbers.level],
            number_format(place.numbers.activities),
            f"{base}?{choice.query(kommune=place.code)}" if place.numbers.activities else "",
            day(place.last_contact_on),
        )
        for place in places
    ]


def day(value: date | None) -> str:
    return date_format(value, "j. F Y") if value else _("aldri")


def per_cent(reach: Reach) -> str:
    """The share as text, or why there is none."""
    if reach.share is not None:
        return f"{number_format(reach.share, 1)} %"
    return {
        "national": _("ingen andel (nasjonal funksjon)"),
        "unknown": _("ikke kjent"),
        "no_data": _("ingen data"),
    }.get(reach.no_share, "–")


def county_rows(found: Coverage) -> list[dict[str, str]]:
    """Share per county, with links to the municipalities behind each number."""
    base = reverse("reporting:coverage_places")
    return [
        {
            "name": row.county.name,
            "href": f"{reverse('reporting:coverage')}?{found.choice.query(fylke=row.county.code)}",
            "total": number_format(row.reach.total),
            "used": number_format(row.reach.used),
            "used_href": f"{base}?{found.choice.query(fylke=row.county.code, niva='brukt')}",
            "contacted": number_format(row.reach.contacted),
            "contacted_href": f"{base}?{found.choice.query(fylke=row.county.code, niva='kontakt')}",
            "share": per_cent(row.reach),
        }
        for row in found.counties
    ]


def hours_text(hours: Decimal) -> str:
    return number_format(hours.quantize(Decimal(1)), use_l10n=True, force_grouping=True)


def hex_map(found: Coverage) -> HexMap | None:
    """The map, where the structure shown is the one that the tiles were laid for."""
    by_pk = {place.pk: place for place in found.places}
    tiles = TilePlace.objects.filter(structure=TILE_STRUCTURE)
    laid = list(tiles.values_list("municipality_id", "column", "row"))
    if not by_pk or not set(by_pk) <= {pk for pk, _q, _r in laid}:
        return None
    codes = dict(County.objects.values_list("pk", "code"))
    drawn = [
        tile(found.choice, by_pk[pk], column, row, codes[by_pk[pk].county_id])
        for pk, column, row in laid
        if pk in by_pk
    ]
    return describe_hexmap(
        drawn,
        label=_("Kart over kommunene etter nivå"),
        table_id=TABLE_ID,
        counties=hex_counties(found),
    )


def tile(choice: Choice, place: Place, column: int, row: int, county_code: str) -> HexTile:
    level = place.numbers.level
    title = _("%(name)s: %(level)s, %(activities)s aktiviteter") % {
        "name": place.name,
        "level": level.label,
        "activities": place.numbers.activities,
    }
    return HexTile(
        q=column,
        r=row,
        level=HEX_LEVELS[level],  # type: ignore[arg-type]
        name=place.name,
        code=place.code,
        county_code=county_code,
        href=f"{reverse('reporting:coverage_rows')}?{choice.query(kommune=place.code)}",
        title=title,
    )


def hex_counties(found: Coverage) -> list[HexCounty]:
    base = reverse("reporting:coverage")
    return [
        HexCounty(
            code=row.county.code,
            name=row.county.name,
            href=f"{base}?{found.choice.query(fylke=row.county.code)}",
        )
        for row in found.counties
    ]
