"""Writing what the files say about municipalities. Called by centres.reference in a transaction."""

from collections import Counter
from collections.abc import Hashable
from datetime import date
from operator import itemgetter

from korus_portal.accounts.models import Organisation
from municipalities.files import DistrictRow, Files, MunicipalityRow
from municipalities.models import (
    County,
    CountyChange,
    CountyGovernor,
    HexTile,
    Municipality,
    MunicipalityChange,
    Theme,
)
from municipalities.names import sort_key
from municipalities.parties import sync_parties, sync_portal_parties
from municipalities.sync import Columns, Tally, held_rows, keys_with_moves, retire, sync

Wanted = dict[Hashable, Columns]
Ids = dict[Hashable, int]
Kind = Municipality.Kind
HEXAGON_STRUCTURE = 2024
SAME = ("name", "name_sami", "name_kven", "valid_from", "valid_to")
OWN = (
    "official_name",
    "latitude",
    "longitude",
    "area_km2",
    "area_basis",
    "population",
    "population_date",
    "centrality_class",
    "centrality_index",
    "language_form",
    "sami_admin_area",
)


def write(files: Files, *, today: date) -> dict[str, Tally]:
    """Bring every table in line with the files, and count per kind."""
    counties, tallies = _write_counties(files)
    parties, party_tally = _write_parties(files, today)
    municipalities, municipality_tally = _write_municipalities(files, counties, parties)
    tallies |= {
        "municipalities and districts": municipality_tally,
        "municipality changes": _write_changes(files, municipalities),
        "county governors": _write_governors(files),
        "counties of county governors": _write_governor_counties(files, counties),
        "parties of municipalities": party_tally,
        "parties of the portal": sync_portal_parties(),
        "themes": _write_themes(files, today),
        "hexagons": _write_hexagons(files, municipalities),
    }
    return tallies


def _write_counties(files: Files) -> tuple[Ids, dict[str, Tally]]:
    wanted: Wanted = {
        row.code: {"code": row.code, "sort_key": sort_key(row.name), **_copied(row, SAME)}
        for row in files.counties
    }
    counties = sync(County, wanted, key=lambda row: row.code)
    return counties.ids, {
        "counties": counties.tally,
        "county changes": _write_county_changes(files),
    }


def _write_county_changes(files: Files) -> Tally:
    parts = itemgetter("date", "change_type", "old_code", "new_code", "note")
    names = ("date", "change_type", "old_code", "old_name", "new_code", "new_name", "note")
    wanted: Wanted = {}
    for row in files.county_changes:
        columns = _copied(row, names)
        wanted[parts(columns)] = columns
    rows = list(held_rows(CountyChange))
    key = keys_with_moves(rows, wanted, key=lambda row: parts(vars(row)), group=itemgetter(1, 2, 3))
    return sync(CountyChange, wanted, key=key, rows=rows).tally


def _write_parties(files: Files, today: date) -> tuple[Ids, Tally]:
    """A party for each municipality and district in force; those of expired ones stay."""
    in_force = {row.code: row for row in files.municipalities if row.is_in_force(today)}
    counties = {row.code: row.name for row in files.counties}
    occurrences = Counter(row.name for row in in_force.values())
    wanted: Wanted = {}
    for code, row in in_force.items():
        county = f" ({counties[row.county_code]})" if occurrences[row.name] > 1 else ""
        wanted[code] = {
            "kind": Organisation.Kind.MUNICIPALITY,
            "name": f"{row.name} kommune{county}",
            "number": row.organisation_number,
            "language": row.language_form or Organisation.Language.NEUTRAL,
        }
    for district in files.districts:
        if parent := in_force.get(district.municipality_code):
            wanted[district.code] = {
                "kind": Organisation.Kind.CITY_DISTRICT,
                "name": f"Bydel {district.name} ({parent.name})",
                "language": parent.language_form or Organisation.Language.NEUTRAL,
            }
    owned = Municipality.objects.filter(code__in=wanted, organisation__isnull=False)
    held: Ids = dict(owned.values_list("code", "organisation_id"))
    return sync_parties(wanted, held)


def _write_municipalities(files: Files, counties: Ids, parties: Ids) -> tuple[Ids, Tally]:
    """Municipalities first: a district needs the id of its parent."""
    rows = list(held_rows(Municipality))
    wanted: Wanted = {
        row.code: _municipality_columns(row, counties) | _party(row.code, parties)
        for row in files.municipalities
    }
    parents = [row for row in rows if row.kind == Kind.MUNICIPALITY]
    synced = sync(Municipality, wanted, key=lambda row: row.code, rows=parents)
    wanted_districts: Wanted = {
        row.code: _district_columns(row, synced.rows[row.municipality_code])
        | _party(row.code, parties)
        for row in files.districts
    }
    others = [row for row in rows if row.kind == Kind.DISTRICT]
    districts = sync(Municipality, wanted_districts, key=lambda row: row.code, rows=others)
    return synced.ids | districts.ids, synced.tally + districts.tally


def _municipality_columns(row: MunicipalityRow, counties: Ids) -> Columns:
    return {
        "code": row.code,
        "kind": Kind.MUNICIPALITY,
        "county_id": counties[row.county_code],
        "sort_key": sort_key(row.name),
        **_copied(row, SAME),
        **_copied(row, OWN),
    }


def _district_columns(row: DistrictRow, parent: Municipality) -> Columns:
    return {
        "code": row.code,
        "kind": Kind.DISTRICT,
        "county_id": parent.county_id,
        "parent_id": parent.pk,
        "sort_key": sort_key(row.name),
        **_copied(row, ("name", "valid_from", "population", "population_date")),
    }


def _party(code: str, parties: Ids) -> Columns:
    return {"organisation_id": parties[code]} if code in parties else {}


def _write_changes(files: Files, municipalities: Ids) -> Tally:
    wanted: Wanted = {}
    for row in files.changes:
        old, new = municipalities[row.old_code], municipalities[row.new_code]
        wanted[row.date, row.change_type, old, new] = {
            "old_id": old,
            "new_id": new,
            **_copied(row, ("date", "change_type", "old_name", "new_name", "source")),
        }
    parts = itemgetter("date", "change_type", "old_id", "new_id")
    rows = list(held_rows(MunicipalityChange))
    key = keys_with_moves(rows, wanted, key=lambda row: parts(vars(row)), group=itemgetter(1, 2, 3))
    return sync(MunicipalityChange, wanted, key=key, rows=rows).tally


def _write_governors(files: Files) -> Tally:
    rows = list(held_rows(CountyGovernor))
    held: Ids = {row.code: row.organisation_id for row in rows}
    kind = Organisation.Kind.COUNTY_GOVERNOR
    wanted_parties: Wanted = {row.code: {"kind": kind, "name": row.name} for row in files.governors}
    parties, _ = sync_parties(wanted_parties, held)
    wanted: Wanted = {
        row.code: {
            **_copied(row, ("code", "name", "source")),
            "organisation_id": parties[row.code],
        }
        for row in files.governors
    }
    return sync(CountyGovernor, wanted, key=lambda row: row.code, rows=rows).tally


def _write_governor_counties(files: Files, counties: Ids) -> Tally:
    links = CountyGovernor.counties.through
    offices = dict(CountyGovernor.objects.values_list("code", "pk"))
    wanted: Wanted = {
        (offices[row.code], counties[code]): {
            "countygovernor_id": offices[row.code],
            "county_id": counties[code],
        }
        for row in files.governors
        for code in row.county_codes
    }
    names = itemgetter("countygovernor_id", "county_id")
    return sync(links, wanted, key=lambda row: names(vars(row))).drop_absent()


def _write_themes(files: Files, today: date) -> Tally:
    """Upper level first: a theme needs the id of its parent."""
    rows = list(held_rows(Theme))
    names = ("code", "name_nb", "name_nn")
    wanted = {
        row.code: {**_copied(row, names), "position": position, "retired_on": None}
        for position, row in enumerate(files.themes)
    }
    tops: Wanted = {
        row.code: wanted[row.code] | {"parent_id": None}
        for row in files.themes
        if row.parent is None
    }
    upper = sync(Theme, tops, key=lambda row: row.code, rows=rows)
    children: Wanted = {
        row.code: wanted[row.code] | {"parent_id": upper.rows[row.parent].pk}
        for row in files.themes
        if row.parent
    }
    lower = sync(Theme, children, key=lambda row: row.code, rows=rows)
    upper.tally.absent = []
    lower.absent = [row for row in lower.absent if row.code not in wanted]
    retire(lower, on=today)
    return upper.tally + lower.tally


def _write_hexagons(files: Files, municipalities: Ids) -> Tally:
    """All tiles of the structure anew when one has moved: two may have changed places."""
    wanted = {(municipalities[row.code], row.q, row.r) for row in files.hexagons}
    tiles = HexTile.objects.filter(structure=HEXAGON_STRUCTURE)
    held = set(tiles.values_list("municipality", "column", "row"))
    if held != wanted:
        tiles.delete()
        HexTile.objects.bulk_create(
            HexTile(structure=HEXAGON_STRUCTURE, municipality_id=pk, column=q, row=r)
            for pk, q, r in sorted(wanted)
        )
    moved = len(wanted - held)
    same = len(wanted) - moved
    return Tally(0, moved, same) if held else Tally(moved, 0, 0)


def _copied(row: object, names: tuple[str, ...]) -> Columns:
    """Columns that are called the same in the file and in the table."""
    return {name: getattr(row, name) for name in names}
