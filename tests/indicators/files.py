"""The same small table as a file of each kind."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

import xlsxwriter

Table = Sequence[Sequence[Any]]


def as_csv(
    rows: Table, *, delimiter: str = ";", encoding: str = "utf-8", decimal: str = ","
) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    for row in rows:
        writer.writerow([shown(cell, decimal) for cell in row])
    return buffer.getvalue().encode(encoding)


def shown(cell: Any, decimal: str) -> str:
    return str(cell).replace(".", decimal) if isinstance(cell, float) else str(cell)


def as_xlsx(rows: Table) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                else:
                    sheet.write(number, column, cell)
    return buffer.getvalue()


def as_json_stat(rows: Table) -> bytes:
    """`rows`: headings, then place, year and values; every place has every year."""
    headings, *body = rows
    places = list(dict.fromkeys(str(row[0]) for row in body))
    years = list(dict.fromkeys(str(row[1]) for row in body))
    names = list(headings[2:])
    told = {(str(row[0]), str(row[1])): row[2:] for row in body}
    values: list[Any] = []
    status: dict[str, str] = {}
    for place in places:
        for year in years:
            for cell in told[place, year]:
                if isinstance(cell, str):
                    status[str(len(values))] = cell
                values.append(None if isinstance(cell, str) else cell)
    dimension = {
        headings[0]: {"category": {"index": places}},
        headings[1]: {"category": {"index": {year: n for n, year in enumerate(years)}}},
        "ContentsCode": {"label": "statistikkvariabel", "category": {"index": names}},
    }
    cube = {
        "version": "2.0",
        "class": "dataset",
        "id": list(dimension),
        "size": [len(places), len(years), len(names)],
        "role": {"metric": ["ContentsCode"], "geo": [headings[0]], "time": [headings[1]]},
        "dimension": dimension,
        "value": values,
        "status": status,
    }
    return json.dumps(cube).encode()
