"""The files about municipalities: their columns, and what must agree between them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, TypeVar

from stdnum.exceptions import ValidationError
from stdnum.no import orgnr

from korus_portal.accounts.models import Organisation
from municipalities import csvfile
from municipalities.csvfile import CellError, Row, Source, Table
from municipalities.models import MunicipalityChange

county_code = csvfile.pattern(r"[0-9]{2}", "a county code (two digits)")
municipality_code = csvfile.pattern(r"[0-9]{4}", "a municipality code (four digits)")
district_code = csvfile.pattern(r"[0-9]{6}", "a district code (six digits)")
optional_day = csvfile.optional(csvfile.day)
inhabitants = csvfile.optional(csvfile.whole(0, 10_000_000))
TYPES = MunicipalityChange.Type
ENDING = {TYPES.MERGE, TYPES.SPLIT, TYPES.RENUMBER}
HEXAGON_DAY = date(2024, 1, 1)


def organisation_number(cell: str) -> str:
    try:
        return str(orgnr.validate(cell)) if cell else ""
    except ValidationError as error:
        raise CellError(f'"{cell}" is not an organisation number') from error


@dataclass(frozen=True, kw_only=True)
class PeriodRow(Row):
    """A row with a first and a last day; an empty one is open or unknown."""

    valid_from: Annotated[date | None, optional_day]
    valid_to: Annotated[date | None, optional_day]

    def is_in_force(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or self.valid_to >= on
        )


P = TypeVar("P", bound=PeriodRow)


def check_periods(table: Table[P]) -> None:
    for row in table:
        if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
            table.refuse(row, f"valid_to {row.valid_to} is before valid_from {row.valid_from}")


@dataclass(frozen=True, kw_only=True)
class CountyRow(PeriodRow):
    code: Annotated[str, county_code]
    name: Annotated[str, csvfile.filled(60)]
    name_sami: Annotated[str, csvfile.text(60)]
    name_kven: Annotated[str, csvfile.text(60)]


@dataclass(frozen=True, kw_only=True)
class CountyChangeRow(Row):
    date: Annotated[date, csvfile.day]
    change_type: Annotated[str, csvfile.one_of(TYPES.values)]
    old_code: Annotated[str, county_code]
    old_name: Annotated[str, csvfile.filled(60)]
    new_code: Annotated[str, county_code]
    new_name: Annotated[str, csvfile.filled(60)]
    note: Annotated[str, csvfile.text(200)]


@dataclass(frozen=True, kw_only=True)
class MunicipalityRow(PeriodRow):
    code: Annotated[str, municipality_code]
    name: Annotated[str, csvfile.filled(80)]
    official_name: Annotated[str, csvfile.filled(120)]
    name_sami: Annotated[str, csvfile.text(80)]
    name_kven: Annotated[str, csvfile.text(80)]
    county_code: Annotated[str, county_code]
    latitude: Annotated[Decimal | None, csvfile.optional(csvfile.number(57, 82, places=6))]
    longitude: Annotated[Decimal | None, csvfile.optional(csvfile.number(-10, 35, places=6))]
    area_km2: Annotated[Decimal | None, csvfile.optional(csvfile.number(0, 100_000, places=2))]
    area_basis: Annotated[str, csvfile.text(30)]
    population: Annotated[int | None, inhabitants]
    population_date: Annotated[date | None, optional_day]
    centrality_class: Annotated[int | None, csvfile.optional(csvfile.whole(1, 6))]
    centrality_index: Annotated[int | None, csvfile.optional(csvfile.whole(0, 1000))]
    language_form: Annotated[str, csvfile.one_of(["", *Organisation.Language.values])]
    sami_admin_area: Annotated[bool | None, csvfile.optional(csvfile.truth)]
    organisation_number: Annotated[str, organisation_number]


@dataclass(frozen=True, kw_only=True)
class MunicipalityChangeRow(Row):
    date: Annotated[date, csvfile.day]
    change_type: Annotated[str, csvfile.one_of(TYPES.values)]
    old_code: Annotated[str, municipality_code]
    old_name: Annotated[str, csvfile.filled(120)]
    new_code: Annotated[str, municipality_code]
    new_name: Annotated[str, csvfile.filled(120)]
    source: Annotated[str, csvfile.text(300)]


@dataclass(frozen=True, kw_only=True)
class DistrictRow(Row):
    municipality_code: Annotated[str, municipality_code]
    code: Annotated[str, district_code]
    name: Annotated[str, csvfile.filled(80)]
    valid_from: Annotated[date | None, optional_day]
    population: Annotated[int | None, inhabitants]
    population_date: Annotated[date | None, optional_day]


@dataclass(frozen=True, kw_only=True)
class GovernorRow(Row):
    code: Annotated[str, csvfile.slug]
    name: Annotated[str, csvfile.filled(120)]
    county_codes: Annotated[tuple[str, ...], csvfile.several(county_code)]
    source: Annotated[str, csvfile.text(300)]


@dataclass(frozen=True, kw_only=True)
class ThemeRow(Row):
    code: Annotated[str, csvfile.slug]
    parent: Annotated[str | None, csvfile.optional(csvfile.slug)]
    name_nb: Annotated[str, csvfile.filled(160)]
    name_nn: Annotated[str, csvfile.filled(160)]


@dataclass(frozen=True, kw_only=True)
class HexagonRow(Row):
    code: Annotated[str, municipality_code]
    q: Annotated[int, csvfile.whole(-500, 500)]
    r: Annotated[int, csvfile.whole(-500, 500)]


@dataclass(frozen=True)
class Files:
    """Everything the files say about municipalities, checked."""

    counties: Table[CountyRow]
    county_changes: Table[CountyChangeRow]
    municipalities: Table[MunicipalityRow]
    changes: Table[MunicipalityChangeRow]
    districts: Table[DistrictRow]
    governors: Table[GovernorRow]
    themes: Table[ThemeRow]
    hexagons: Table[HexagonRow]


def read(source: Source) -> Files:
    """Read and check the files; nothing is written. Raises DataFileError."""
    files = Files(
        counties=source.read("counties.csv", CountyRow),
        county_changes=source.read("county_changes.csv", CountyChangeRow),
        municipalities=source.read("municipalities.csv", MunicipalityRow),
        changes=source.read("municipality_changes.csv", MunicipalityChangeRow),
        districts=source.read("districts.csv", DistrictRow),
        governors=source.read("statsforvalter.csv", GovernorRow),
        themes=source.read("themes.csv", ThemeRow),
        hexagons=source.read("hexagons_2024.csv", HexagonRow),
    )
    _check_counties(files)
    _check_municipalities(files)
    _check_changes(files)
    _check_districts(files)
    _check_governors(files)
    _check_themes(files.themes)
    _check_hexagons(files)
    return files


def _check_counties(files: Files) -> None:
    files.counties.unique("code")
    check_periods(files.counties)
    codes = files.counties.values("code")
    files.county_changes.unique("date", "change_type", "old_code", "new_code", "note")
    files.county_changes.known("old_code", codes, what="county")
    files.county_changes.known("new_code", codes, what="county")


def _check_municipalities(files: Files) -> None:
    files.municipalities.unique("code")
    files.municipalities.known("county_code", files.counties.values("code"), what="county")
    check_periods(files.municipalities)


def _check_changes(files: Files) -> None:
    """A code that ends in a change stands to the day before, and its successor from that day."""
    held = {row.code: row for row in files.municipalities}
    changes = files.changes
    changes.unique("date", "change_type", "old_code", "new_code")
    changes.known("old_code", held, what="municipality")
    changes.known("new_code", held, what="municipality")
    for row in changes:
        last_day = held[row.old_code].valid_to
        if row.change_type in ENDING and last_day != row.date - timedelta(days=1):
            changes.refuse(row, f"{row.old_code} is not valid to the day before")
        if not held[row.new_code].is_in_force(row.date):
            changes.refuse(row, f"{row.new_code} is not valid on the day of the change")
        if row.change_type == TYPES.RENAME and row.old_code != row.new_code:
            changes.refuse(row, "a new name with a new number is a renumber")


def _check_districts(files: Files) -> None:
    files.districts.unique("code")
    codes = files.municipalities.values("code")
    files.districts.known("municipality_code", codes, what="municipality")
    for row in files.districts:
        if not row.code.startswith(row.municipality_code):
            files.districts.refuse(row, f"{row.code} does not begin with {row.municipality_code}")


def _check_governors(files: Files) -> None:
    governors = files.governors
    governors.unique("code")
    governors.known("county_codes", files.counties.values("code"), what="county")
    seen: dict[str, int] = {}
    for row in governors:
        for code in row.county_codes:
            if code in seen:
                governors.refuse(row, f"county {code} stands on line {seen[code]} too")
            seen[code] = row.line


def _check_themes(themes: Table[ThemeRow]) -> None:
    themes.unique("code")
    top = {row.code for row in themes if row.parent is None}
    themes.known("parent", top, what="theme of the upper level")


def _check_hexagons(files: Files) -> None:
    hexagons = files.hexagons
    hexagons.unique("code")
    hexagons.unique("q", "r")
    wanted = {row.code for row in files.municipalities if row.is_in_force(HEXAGON_DAY)}
    hexagons.known("code", wanted, what="municipality of 2024")
    missing = sorted(wanted - hexagons.values("code"))
    if missing:
        hexagons.refuse(hexagons.rows[-1], f"no tile for {', '.join(missing[:5])}")
