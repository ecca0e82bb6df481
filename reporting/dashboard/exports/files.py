"""Every figure in every form it comes in, under the names of its addresses."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Protocol

from django.conf import settings

from reporting.dashboard.choice import Choice
from reporting.dashboard.exports import (
    csv_file,
    jsonstat,
    places,
    reached,
    svg_bars,
    svg_frame,
    svg_map,
    workbook,
)
from reporting.dashboard.exports.svg_frame import Drawing
from reporting.dashboard.exports.tables import Table
from reporting.dashboard.exports.wording import about
from reporting.dashboard.figures import Coverage

MUNICIPALITIES, MAP = "kommuner", "kart"
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
}


class Maker(Protocol):
    def __call__(self, found: Coverage, *, signed_in: bool) -> Table: ...


TABLES: dict[str, Maker] = {
    MUNICIPALITIES: places.municipalities,
    "fylker": reached.counties,
    "nivaer": reached.levels,
    "ikke-nadd": places.not_reached,
}
BARS: dict[str, Callable[[Table], Drawing]] = {
    "fylker": svg_bars.county_bars,
    "nivaer": svg_bars.level_bars,
}


@dataclass(frozen=True)
class Asked:
    """A figure in a form; `variant` says which of two CSV files."""

    figure: str
    form: str
    variant: str = ""
    signed_in: bool = False

    @property
    def exists(self) -> bool:
        return self.form in forms_of(self.figure)

    @property
    def content_type(self) -> str:
        return TYPES[self.form]


def forms_of(figure: str) -> list[str]:
    tables = ["csv", "xlsx", "json"] if figure in TABLES else []
    pictures = ["svg", "png"] if figure in BARS or figure == MAP else []
    return tables + pictures


def made(asked: Asked, found: Coverage) -> Iterable[str] | Iterable[bytes] | IO[bytes] | None:
    """The file; None where there is no such picture of this choice."""
    if asked.form in ("svg", "png"):
        return picture(asked, found)
    table = TABLES[asked.figure](found, signed_in=asked.signed_in)
    match asked.form:
        case "csv":
            return csv_file.lines(table, asked.variant)
        case "json":
            return [json.dumps(jsonstat.dataset(table), ensure_ascii=False)]
        case _:
            return workbook.made(table)


def picture(asked: Asked, found: Coverage) -> Iterable[str] | Iterable[bytes] | None:
    if asked.figure == MAP:
        drawing = svg_map.drawing(found)
    else:
        table = TABLES[asked.figure](found, signed_in=asked.signed_in)
        drawing = BARS[asked.figure](table)
    if drawing is None:
        return None
    drawn = svg_frame.svg(about(asked.figure, found), drawing)
    return [drawn] if asked.form == "svg" else [svg_frame.png(drawn)]


def name_of(asked: Asked, choice: Choice) -> str:
    """«dekning-2025-korus-nord.csv», «demo-dekning-fylker-2025-alle.xlsx»."""
    doer = choice.centre.code if choice.centre else choice.kind or "alle"
    figure = "" if asked.figure == MUNICIPALITIES else f"{asked.figure}-"
    mark = "demo-" if settings.DEMO_MODE else ""
    return f"{mark}dekning-{figure}{choice.year}-{doer}.{asked.form}"
