"""JSON-stat2, as the statistics banks of SSB and FHI answer: a cube, read as a table.

Each dimension is a column. The one that says what is measured (role «metric») is turned: its
categories become columns of values, as in a spreadsheet.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod
from typing import Any

from django.utils.translation import gettext as _

from municipalities.indicators.incoming.headings import looks_like_place, looks_like_year
from municipalities.indicators.incoming.tables import Cell, FileProblemError, Row, Table
from municipalities.indicators.models import Mark

MOST_BYTES = 20 * 1024 * 1024
MOST_VALUES = 2_000_000
METRIC = "ContentsCode"
SIGNS = {Mark.SUPPRESSED, Mark.MISSING, Mark.NOT_APPLICABLE}


@dataclass(frozen=True)
class Dimension:
    name: str
    label: str
    # What stands in the cells, in the order of the cube.
    categories: tuple[str, ...]
    stride: int


def read(content: bytes) -> Table:
    if len(content) > MOST_BYTES:
        raise FileProblemError(
            _("JSON-filer kan være på høyst %(most)d MB. Send CSV.")
            % {"most": MOST_BYTES // 1024**2}
        )
    cube = parsed(content)
    try:
        return table_of(cube)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise not_understood() from None


def parsed(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_float=Decimal, parse_constant=refuse)
    except (ValueError, RecursionError):
        raise FileProblemError(_("Filen begynner som JSON, men kan ikke leses.")) from None
    if not isinstance(found, dict) or found.get("class", "dataset") != "dataset":
        raise not_understood()
    return found


def refuse(_constant: str) -> None:
    raise ValueError


def not_understood() -> FileProblemError:
    return FileProblemError(_("Filen er JSON, men ikke et datasett i JSON-stat2."))


def table_of(cube: dict[str, Any]) -> Table:
    sizes: list[int] = cube["size"]
    if not isinstance(sizes, list) or not sizes or min(sizes) < 0:
        raise TypeError
    total = prod(sizes)
    if total > MOST_VALUES:
        raise FileProblemError(_("Filen har flere enn %(most)d tall.") % {"most": MOST_VALUES})
    dimensions = [
        dimension(cube, name, size, stride=prod(sizes[place + 1 :]))
        for place, (name, size) in enumerate(zip(cube["id"], sizes, strict=True))
    ]
    metric = metric_of(cube, dimensions)
    columns = [one for one in dimensions if one is not metric]
    values = metric.categories if metric else (_("Verdi"),)
    stride = metric.stride if metric else 1
    headings = (*(one.label for one in columns), *values)
    if len(set(headings)) < len(headings):
        headings = (*(one.name for one in columns), *values)
    cells = Cells(cube["value"], cube.get("status"), total)
    return Table(headings, rows_of(columns, cells, len(values), stride), total // len(values))


def dimension(cube: dict[str, Any], name: str, size: int, *, stride: int) -> Dimension:
    said = cube["dimension"][name]
    category, label = said["category"], str(said.get("label") or name)
    codes = codes_of(category)
    if len(codes) != size or not name:
        raise ValueError
    labels = category.get("label") or {}
    role = cube.get("role") or {}
    is_coded = name in (*role.get("geo", ()), *role.get("time", ())) or any(
        looks(text) for text in (name, label) for looks in (looks_like_place, looks_like_year)
    )
    cells = tuple(code if is_coded else str(labels.get(code, code)) for code in codes)
    return Dimension(name, label, cells, stride)


def codes_of(category: dict[str, Any]) -> list[str]:
    """In the order of the index; a dimension of one category may do without it."""
    index = category.get("index")
    if index is None:
        return [str(code) for code in category["label"]]
    if isinstance(index, dict):
        found = sorted(index, key=lambda code: int(index[code]))
        if sorted(int(place) for place in index.values()) != list(range(len(found))):
            raise ValueError
        return found
    return [str(code) for code in index]


def metric_of(cube: dict[str, Any], dimensions: list[Dimension]) -> Dimension | None:
    named = (cube.get("role") or {}).get("metric") or [METRIC]
    return next((one for one in dimensions if one.name == named[0]), None)


class Cells:
    """The values by their place in the cube; where there is none, the sign that its status says."""

    def __init__(self, values: Any, status: Any, total: int) -> None:
        if isinstance(values, list) and len(values) != total:
            raise ValueError
        if isinstance(values, dict) and any(not 0 <= int(key) < total for key in values):
            raise ValueError
        self.values, self.status = values, status

    def __getitem__(self, place: int) -> Cell:
        found = looked_up(self.values, place)
        if found is not None:
            return found
        sign = self.status if isinstance(self.status, str) else looked_up(self.status, place)
        return sign if sign in SIGNS else Mark.MISSING.value


def looked_up(among: Any, place: int) -> Any:
    if isinstance(among, dict):
        return among.get(str(place))
    if among is None:
        return None
    return among[place]


def rows_of(columns: Sequence[Dimension], cells: Cells, width: int, stride: int) -> Iterator[Row]:
    """Lines are counted as in a spreadsheet, with the headings on line 1."""
    ranges = [range(len(one.categories)) for one in columns]
    for line, places in enumerate(product(*ranges), start=2):
        start = sum(place * one.stride for place, one in zip(places, columns, strict=True))
        named = [one.categories[place] for place, one in zip(places, columns, strict=True)]
        yield line, [*named, *(cells[start + number * stride] for number in range(width))]
