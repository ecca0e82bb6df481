"""The register as it was on a day, and SSB's lists of another, both made from our own data."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from korus_portal.accounts.models import Organisation
from municipalities.csvfile import Source
from municipalities.files import Files, read
from municipalities.models import County, Municipality, MunicipalityChange
from municipalities.names import sort_key

FOLDER = Path(settings.REFERENCE_DATA)
THE_FILES: Files = read(Source(FOLDER, FOLDER))
CODE_COLUMNS = [
    *("code", "parentCode", "level", "name"),
    *("shortName", "presentationName", "validFrom", "validTo"),
]
CHANGE_COLUMNS = [
    *("oldCode", "oldName", "oldShortName"),
    *("newCode", "newName", "newShortName", "changeOccurred"),
]
Cells = list[list[str]]


@dataclass(frozen=True)
class Lists:
    """SSB's two lists of a day, as bytes."""

    codes: bytes
    changes: bytes


def as_csv(columns: list[str], rows: Cells, *, encoding: str = "utf-8") -> bytes:
    """As SSB publishes it: semicolons, every cell quoted, CR LF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerows([columns, *rows])
    return text.getvalue().encode(encoding, errors="replace")


def code_row(code: str, name: str, *, day: date) -> list[str]:
    level = "1" if len(code) == 2 else "2"
    parent = "" if len(code) == 2 else code[:2]
    return [code, parent, level, name, "", "", day.isoformat(), ""]


def change_row(old: str, old_name: str, new: str, new_name: str, *, day: date) -> list[str]:
    return [old, old_name, "", new, new_name, "", day.isoformat()]


def lists_of(day: date, *, encoding: str = "utf-8") -> Lists:
    """What SSB published of that day."""
    counties = [(row.code, row.name) for row in THE_FILES.counties if row.is_in_force(day)]
    places = [
        (row.code, row.official_name) for row in THE_FILES.municipalities if row.is_in_force(day)
    ]
    codes = [code_row(code, name, day=day) for code, name in sorted([*counties, *places])]
    codes.append(code_row("9999", "Uoppgitt", day=day))
    changes = [
        change_row(row.old_code, row.old_name, row.new_code, row.new_name, day=day)
        for row in THE_FILES.changes
        if row.date == day
    ]
    return Lists(
        as_csv(CODE_COLUMNS, codes, encoding=encoding),
        as_csv(CHANGE_COLUMNS, changes, encoding=encoding),
    )


def build_register(day: date) -> None:
    """Every code there had been by a day, none of what came after."""
    counties = {
        row.code: County(
            code=row.code,
            name=row.name,
            valid_from=row.valid_from,
            valid_to=until(row.valid_to, day),
            sort_key=sort_key(row.name),
        )
        for row in THE_FILES.counties
        if row.valid_from is None or row.valid_from <= day
    }
    County.objects.bulk_create(counties.values())
    rows = [row for row in THE_FILES.municipalities if (row.valid_from or day) <= day]
    places = {row.code: place(row, counties, day) for row in rows}
    Organisation.objects.bulk_create(
        one.organisation for one in places.values() if one.organisation is not None
    )
    Municipality.objects.bulk_create(places.values())
    MunicipalityChange.objects.bulk_create(
        MunicipalityChange(
            date=row.date,
            change_type=row.change_type,
            old=places[row.old_code],
            old_name=row.old_name,
            new=places[row.new_code],
            new_name=row.new_name,
        )
        for row in THE_FILES.changes
        if row.date <= day
    )


def until(last: date | None, day: date) -> date | None:
    """Nobody knew on that day what would end later."""
    return last if last is not None and last < day else None


def place(row: Any, counties: dict[str, County], day: date) -> Municipality:
    found = Municipality(
        code=row.code,
        kind=Municipality.Kind.MUNICIPALITY,
        name=row.name,
        official_name=row.official_name,
        county=counties[row.county_code],
        valid_from=row.valid_from,
        valid_to=until(row.valid_to, day),
        population=row.population,
        language_form=row.language_form,
        sort_key=sort_key(row.name),
    )
    if found.is_in_force(day):
        kind = Organisation.Kind.MUNICIPALITY
        found.organisation = Organisation(kind=kind, name=f"{row.name} kommune")
    return found


def chain_of(day: date) -> set[tuple[str, str, str]]:
    changes = MunicipalityChange.objects.filter(date=day)
    return set(changes.values_list("change_type", "old__code", "new__code"))


def chain_in_files(day: date) -> set[tuple[str, str, str]]:
    return {
        (row.change_type, row.old_code, row.new_code)
        for row in THE_FILES.changes
        if row.date == day
    }


def codes_on(day: date) -> set[str]:
    return set(Municipality.objects.in_force(on=day).values_list("code", flat=True))


def codes_in_files(day: date) -> set[str]:
    return {row.code for row in THE_FILES.municipalities if row.is_in_force(day)}


@pytest.fixture
def small_norway(db: None) -> Callable[..., Municipality]:
    """Makes a municipality of a county that there is, in force since 2020."""

    def make(code: str, name: str, **more: Any) -> Municipality:
        county, _made = County.objects.get_or_create(
            code=code[:2], defaults={"name": f"Fylke {code[:2]}", "sort_key": code[:2].encode()}
        )
        party = Organisation.objects.create(
            kind=Organisation.Kind.MUNICIPALITY, name=f"{name} kommune"
        )
        values = {"official_name": name, "valid_from": date(2020, 1, 1), "organisation": party}
        return Municipality.objects.create(
            code=code,
            name=name,
            kind=Municipality.Kind.MUNICIPALITY,
            county=county,
            sort_key=sort_key(name),
            **{**values, **more},
        )

    return make


def eve(day: date) -> date:
    return day - timedelta(days=1)
