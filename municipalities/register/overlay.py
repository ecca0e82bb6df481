"""What applied updates know that the reference files do not know yet.

A load of reference data brings the database in line with the files. An update that was applied
here is newer than they are, so it is laid over them before anything is written: ended codes stay
ended, new ones stay. Where a file has caught up and speaks of the same thing, the file's word
counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection

from municipalities.csvfile import Table
from municipalities.files import CountyRow, Files, MunicipalityChangeRow, MunicipalityRow
from municipalities.models import County, Municipality
from municipalities.register.models import RegisterUpdate

LOCK = "load_reference_data"
NAMES = ("name", "official_name", "name_sami", "name_kven")


def hold_register() -> None:
    """One writer of the register at a time, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])


def with_applied_updates(files: Files) -> Files:
    """The files with every applied update laid over them, oldest first."""
    applied = RegisterUpdate.objects.filter(state=RegisterUpdate.State.APPLIED)
    for day, content in applied.order_by("valid_from", "pk").values_list("valid_from", "content"):
        files = laid_over(files, day, content["done"])
    return files


def laid_over(files: Files, day: date, done: dict[str, Any]) -> Files:
    told = {(row.date, row.old_code, row.new_code) for row in files.changes}
    listed = {row.code for row in files.municipalities}
    known = {row.code for row in files.counties}
    return replace(
        files,
        counties=with_rows(
            files.counties,
            [ended_county(row, day, done) for row in files.counties],
            county_rows(set(done["counties_created"]) - known),
        ),
        municipalities=with_rows(
            files.municipalities,
            as_they_stand(files.municipalities, done, renamed=renamed(done, day, told)),
            municipality_rows(set(done["created"]) - listed),
        ),
        changes=with_rows(
            files.changes,
            list(files.changes),
            [row for row in change_rows(day, done) if told_of(row) not in told],
        ),
    )


def with_rows(table: Table[Any], rows: list[Any], more: Iterable[Any]) -> Table[Any]:
    return Table(table.file, [*rows, *more])


def told_of(row: MunicipalityChangeRow) -> tuple[date, str, str]:
    return row.date, row.old_code, row.new_code


def renamed(done: dict[str, Any], day: date, told: set[tuple[date, str, str]]) -> set[str]:
    """New names that no file has yet."""
    return {code for code in done["renamed"] if (day, code, code) not in told}


def as_they_stand(
    table: Table[MunicipalityRow], done: dict[str, Any], *, renamed: set[str]
) -> list[MunicipalityRow]:
    """Rows of codes that the update ended or renamed, as the register has them."""
    held = Municipality.objects.filter(code__in=renamed).values("code", *NAMES)
    names = {row.pop("code"): row for row in held}
    rows = []
    for row in table:
        last = done["ended"].get(row.code)
        ends: dict[str, Any] = (
            {"valid_to": date.fromisoformat(last)} if last and row.valid_to is None else {}
        )
        rows.append(replace(row, **ends, **names.get(row.code, {})))
    return rows


def ended_county(row: CountyRow, day: date, done: dict[str, Any]) -> CountyRow:
    if row.code not in done["counties_ended"] or row.valid_to is not None:
        return row
    return replace(row, valid_to=day - timedelta(days=1))


def county_rows(codes: set[str]) -> list[CountyRow]:
    names = ("code", "name", "name_sami", "name_kven", "valid_from", "valid_to")
    held = County.objects.filter(code__in=codes).order_by("code").values(*names)
    return [CountyRow(line=0, **row) for row in held]


def municipality_rows(codes: set[str]) -> list[MunicipalityRow]:
    """New codes as the register has them, so that a load finds nothing to change."""
    held = Municipality.objects.filter(code__in=codes).select_related("county", "organisation")
    apart = {"line", "county_code", "organisation_number"}
    names = [column.name for column in fields(MunicipalityRow) if column.name not in apart]
    return [
        MunicipalityRow(
            line=0,
            county_code=row.county.code,
            organisation_number=row.organisation.number if row.organisation else "",
            **{name: getattr(row, name) for name in names},
        )
        for row in held.order_by("code")
    ]


def change_rows(day: date, done: dict[str, Any]) -> list[MunicipalityChangeRow]:
    return [
        MunicipalityChangeRow(
            line=0,
            date=day,
            change_type=kind,
            old_code=old,
            old_name=old_name,
            new_code=new,
            new_name=new_name,
            source=done["source"],
        )
        for kind, old, old_name, new, new_name in done["changes"]
    ]
