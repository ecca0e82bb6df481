"""A mapping's results as CSV and JSON: the rows, the columns and the hiding of the page."""

import csv
import io
from typing import Any

from django.conf import settings

from assignments.mapping.cells import Row, as_json, columns, rows_of
from assignments.mapping.tables import Table

KEYS = ("kommunenummer", "kommune", "fylke", "tema")


def csv_of(table: Table) -> str:
    """As a Norwegian spreadsheet opens it: semicolons, decimal comma, a byte order mark."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    mark = ["demodata"] if is_demo(table) else []
    writer.writerow([*KEYS, *columns(), *(["merknad"] if mark else [])])
    for row in rows_of(table):
        writer.writerow([*keys_of(row), *map(str, row.cells.values()), *mark])
    return "\N{BYTE ORDER MARK}" + text.getvalue()


def json_of(table: Table) -> dict[str, Any]:
    campaign = table.campaign
    return {
        "kartlegging": campaign.title,
        "senter": campaign.centre.code,
        "svar_fra": campaign.respondent,
        "minst": table.least,
        "demodata": is_demo(table),
        "rader": [
            {
                **dict(zip(KEYS, keys_of(row), strict=True)),
                **{code: as_json(cell) for code, cell in row.cells.items()},
            }
            for row in rows_of(table)
        ],
    }


def keys_of(row: Row) -> tuple[str, str, str, str]:
    return row.place.code, row.place.name, row.place.county.name, row.theme.code


def is_demo(table: Table) -> bool:
    return settings.DEMO_MODE or table.campaign.is_demo


def file_name(table: Table, ending: str) -> str:
    mark = "demo-" if is_demo(table) else ""
    return f"{mark}kartlegging-{table.campaign.pk}.{ending}"
