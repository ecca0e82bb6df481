"""The frozen data set as CSV (RFC 4180): a ZIP with one file for each table, values word for word.

Every key of the figures is written, whatever it is called: what a later version counts comes along
by itself. A list of numbers or codes stands in one cell with a semicolon between.
"""

import csv
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from reporting.documents.content import Content
from reporting.documents.zips import pack

Row = dict[str, str]
BETWEEN = ";"
TEXTS = ("sections", "entries", "answers", "supplements", "shared_costs", "other_income")


def make(content: Content) -> bytes:
    tables = sorted(tables_of(content.data).items())
    return pack((f"{name}.csv", as_csv(rows)) for name, rows in tables)


def tables_of(data: Mapping[str, Any]) -> dict[str, list[Row]]:
    """By file name: the report itself, every table of the figures, and the texts."""
    frozen = data["frozen"]
    found: dict[str, list[Row]] = {
        "report": [flat({**data["report"], "language": data["language"], "sha256": data["sha256"]})]
    }
    for name, value in frozen["figures"].items():
        collect(found, name, value)
    found["entry_figures"] = [
        {"key": key, **flat(value)} for key, value in frozen["entries"].items()
    ]
    for name in TEXTS:
        # «answers» stands in the figures too: there their links and hashes, here their texts.
        found[f"{name}_texts"] = [flat(row) for row in data[name]]
    return {name: rows for name, rows in found.items() if rows}


def collect(found: dict[str, list[Row]], name: str, value: Any) -> None:
    """A list of rows is a table; a mapping of mappings is one with a row for each name."""
    if is_rows(value):
        found[name] = []
        for row in value:
            found[name].append(flat(row))
            collect_inner(found, name, row)
    elif isinstance(value, Mapping):
        collect_mapping(found, name, value)
    else:
        found.setdefault("values", []).append({"name": name, "value": written(value)})


def collect_inner(found: dict[str, list[Row]], name: str, row: Mapping[str, Any]) -> None:
    """Rows inside a row get a table of their own, with what names the row beside."""
    own = next((key for key in ("grant", "id", "code", "name") if key in row), "")
    for key, value in row.items():
        if is_rows(value):
            beside = {f"{name}_{own}": written(row[own])} if own else {}
            rows = [{**beside, **flat(inner)} for inner in value]
            found.setdefault(f"{name}_{key}", []).extend(rows)


def collect_mapping(found: dict[str, list[Row]], name: str, value: Mapping[str, Any]) -> None:
    single = {key: inner for key, inner in value.items() if not is_rows(inner)}
    nested = {key: inner for key, inner in single.items() if isinstance(inner, Mapping)}
    if nested:
        found[name] = [{"name": key, **flat(inner)} for key, inner in nested.items()]
    plain = {key: inner for key, inner in single.items() if key not in nested}
    if plain:
        found[f"{name}_values" if nested else name] = [flat(plain)]
    for key, inner in value.items():
        if is_rows(inner):
            collect(found, f"{name}_{key}", inner)


def is_rows(value: Any) -> bool:
    return isinstance(value, Sequence) and bool(value) and isinstance(value[0], Mapping)


def flat(row: Mapping[str, Any], before: str = "") -> Row:
    """Mappings inside become columns with a full stop in their name."""
    found: Row = {}
    for key, value in row.items():
        if isinstance(value, Mapping):
            found |= flat(value, f"{before}{key}.")
        elif not is_rows(value):
            found[f"{before}{key}"] = written(value)
    return found


def written(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return BETWEEN.join(str(item) for item in value)
    return str(value)


def as_csv(rows: Sequence[Row]) -> bytes:
    """Comma, quotes where needed, and lines that end as RFC 4180 says. UTF-8 without a mark."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    made = StringIO()
    writer = csv.DictWriter(made, columns, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return made.getvalue().encode()
