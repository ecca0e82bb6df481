"""Every figure in every form it comes in, under the names of its addresses."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Protocol

from django.conf import settings
from django.utils.translation import gettext_noop

from centres.grants import rules as grant_rules
from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User
from reporting.dashboard import groups
from reporting.dashboard.choice import Choice
from reporting.dashboard.exports import (
    csv_file,
    cuts,
    evenness,
    focus_file,
    jsonstat,
    money_file,
    over_years,
    places,
    reached,
    svg_bars,
    svg_counts,
    svg_frame,
    svg_map,
    totals,
    work,
    workbook,
)
from reporting.dashboard.exports.svg_frame import Drawing
from reporting.dashboard.exports.tables import Table
from reporting.dashboard.exports.wording import about
from reporting.dashboard.exports.work import EVERY_CENTRE
from reporting.dashboard.figures import Coverage

MUNICIPALITIES, MAP = "kommuner", "kart"
TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
}


class Maker(Protocol):
    def __call__(self, found: Coverage, *, signed_in: bool) -> Table: ...


# Open to everyone, and in the catalogue of open data.
TABLES: dict[str, Maker] = {
    MUNICIPALITIES: places.municipalities,
    "nokkeltall": totals.key_figures,
    "fylker": reached.counties,
    "nivaer": reached.levels,
    "ikke-nadd": places.not_reached,
    "bydeler": totals.districts,
    "over-tid": over_years.years,
    "nadd-i-arene": over_years.at_least_once,
    "fordeling-aktiviteter": evenness.spread_by(groups.ACTIVITIES),
    "fordeling-timer": evenness.spread_by(groups.HOURS),
    "likhet-sentralitet": evenness.equity_by(groups.CENTRALITY),
    "likhet-storrelse": evenness.equity_by(groups.SIZE),
    "likhet-samisk": evenness.equity_by(groups.SAMI),
    "likhet-sprak": evenness.equity_by(groups.LANGUAGE),
    "oppgaver": work.tasks,
    "funksjoner": work.functions,
    "sider": cuts.by_side,
    "forlop": cuts.by_course,
    "metoder": cuts.methods,
    "overlapp": cuts.overlaps,
    "hull": cuts.without_centre,
}
# Counted from the municipalities alone, which any structure can be told of.
IN_ANY_STRUCTURE = {MUNICIPALITIES, "fylker", "nivaer", "ikke-nadd"}
# For those who are signed in: not there for a visitor, and in no catalogue.
CLOSED: dict[str, Callable[[Coverage, User], Table]] = {
    "innsatskommuner": focus_file.counties,
    "midler": money_file.centres,
}
BARS: dict[str, Callable[[Table], Drawing]] = {
    "fylker": svg_bars.share_bars,
    "nivaer": svg_bars.level_bars,
    "over-tid": svg_bars.share_bars,
    "nadd-i-arene": svg_bars.level_bars,
    "fordeling-aktiviteter": svg_bars.part_bars,
    "fordeling-timer": svg_bars.part_bars,
    "likhet-sentralitet": svg_bars.share_bars,
    "likhet-storrelse": svg_bars.share_bars,
    "likhet-samisk": svg_bars.share_bars,
    "likhet-sprak": svg_bars.share_bars,
    "funksjoner": svg_bars.hours_bars,
    "sider": svg_bars.hours_bars,
    "nokkeltall": svg_counts.measures,
    "ikke-nadd": svg_counts.rows_by("fylke", gettext_noop("Kommuner")),
    "bydeler": svg_counts.numbers_of("aktiviteter", name="navn"),
    "oppgaver": svg_counts.numbers_of("aktiviteter", name="navn", only=("senter", EVERY_CENTRE)),
    "forlop": svg_counts.course_grid,
    "metoder": svg_counts.stage_grid,
    "overlapp": svg_counts.rows_by("temanavn", gettext_noop("Kommuner")),
    "hull": svg_counts.rows_by("temanavn", gettext_noop("Fylker")),
    "innsatskommuner": svg_counts.numbers_of("innsatskommuner", name="navn"),
    "midler": svg_counts.numbers_of("timer", name="navn"),
}


@dataclass(frozen=True)
class Asked:
    """A figure in a form; `variant` says which of two CSV files."""

    figure: str
    form: str
    variant: str = ""
    viewer: User | None = None

    @property
    def exists(self) -> bool:
        """Nobody is told that there is more for others."""
        return is_open_to(self.figure, self.viewer) and self.form in forms_of(self.figure)

    @property
    def signed_in(self) -> bool:
        return self.viewer is not None

    @property
    def content_type(self) -> str:
        return TYPES[self.form]


def is_open_to(figure: str, viewer: Viewer | None) -> bool:
    if figure not in CLOSED:
        return True
    if not isinstance(viewer, User):
        return False
    return figure != "midler" or grant_rules.can_see_grants(viewer)


def table_of(asked: Asked, found: Coverage) -> Table:
    if asked.figure in CLOSED and asked.viewer is not None:
        return CLOSED[asked.figure](found, asked.viewer)
    return TABLES[asked.figure](found, signed_in=asked.signed_in)


def forms_of(figure: str) -> list[str]:
    tables = ["csv", "xlsx", "json"] if figure in TABLES or figure in CLOSED else []
    pictures = ["svg", "png"] if figure in BARS or figure == MAP else []
    return tables + pictures


def made(asked: Asked, found: Coverage) -> Iterable[str] | Iterable[bytes] | IO[bytes] | None:
    """The file; None where there is no such picture of this choice."""
    if asked.form in ("svg", "png"):
        return picture(asked, found)
    table = table_of(asked, found)
    match asked.form:
        case "csv":
            return csv_file.lines(table, asked.variant)
        case "json":
            return [json.dumps(jsonstat.dataset(table), ensure_ascii=False)]
        case _:
            return workbook.made(table)


def picture(asked: Asked, found: Coverage) -> Iterable[str] | Iterable[bytes] | None:
    if asked.figure == MAP:
        drawing, told = svg_map.drawing(found), about(MAP, found)
    else:
        table = table_of(asked, found)
        drawing, told = BARS[asked.figure](table), table.about
    if drawing is None:
        return None
    drawn = svg_frame.svg(told, drawing)
    return [drawn] if asked.form == "svg" else [svg_frame.png(told, drawn)]


def name_of(asked: Asked, choice: Choice) -> str:
    """«dekning-2025-korus-nord.csv», «demo-dekning-fylker-2025-alle.xlsx»."""
    doer = choice.centre.code if choice.centre else choice.kind or "alle"
    figure = "" if asked.figure == MUNICIPALITIES else f"{asked.figure}-"
    mark = "demo-" if settings.DEMO_MODE else ""
    return f"{mark}dekning-{figure}{choice.year}-{doer}.{asked.form}"
