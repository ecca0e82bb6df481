"""Which reports a national figure is made of, and what each gives to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from reporting import formatting
from reporting.national.effort import Line
from reporting.national.figures import Summary
from reporting.national.reach import Reached
from reporting.national.reach_tables import CITIES, COUNTIES, COUNTRY
from reporting.national.tables import Names

Row = TypeVar("Row")


class NoSuchFigureError(Exception):
    """The summary has no figure of that name."""


@dataclass(frozen=True)
class Given:
    """What one report gives, with the way to the rows or to the report."""

    centre: str
    values: list[str]
    href: str


@dataclass(frozen=True)
class Behind:
    title: str
    columns: list[str]
    rows: list[Given]


def behind(summary: Summary, names: Names, group: str, code: str) -> Behind:
    """Raises NoSuchFigureError."""
    finders: dict[str, Callable[[Summary, Names, str, str], Behind]] = {
        "themes": of_line,
        "mandate_tasks": of_line,
        COUNTRY: of_place,
        COUNTIES: of_place,
        CITIES: of_place,
        "letter_lines": of_letter_line,
        "open_needs": of_need,
    }
    if group not in finders:
        raise NoSuchFigureError
    return finders[group](summary, names, group, code)


def of_line(summary: Summary, names: Names, group: str, code: str) -> Behind:
    effort = summary.effort
    lines, labels = {
        "themes": (effort.themes, names.themes),
        "mandate_tasks": (effort.tasks, names.tasks),
    }[group]
    line: Line = found(lines, lambda row: row.code == code)
    rows = [
        Given(
            names.centre(report),
            [formatting.number(part.activities), formatting.decimal(part.hours)],
            names.rows_url(report, group, code),
        )
        for report, part in line.parts.items()
    ]
    return Behind(labels.get(code, code), [_("Aktiviteter"), _("Timer")], rows)


def of_place(summary: Summary, names: Names, group: str, code: str) -> Behind:
    reach = summary.reach
    areas = {COUNTRY: [reach.country], COUNTIES: reach.counties, CITIES: reach.cities}[group]
    area: Reached = found(areas, lambda row: row.code == code)
    rows = [
        Given(
            names.centre(report),
            [formatting.number(count) for count in counts],
            names.rows_url(report, "levels", "known"),
        )
        for report, counts in area.parts.items()
    ]
    title = area.name or _("Hele landet")
    return Behind(title, [_("Kjent"), _("Kontakt"), _("Brukt")], rows)


def of_letter_line(summary: Summary, names: Names, group: str, code: str) -> Behind:
    line = found(summary.money.lines, lambda row: f"{row.chapter}-{row.item}" == code)
    rows = [
        Given(names.centre(report), [formatting.number(amount)], names.accounts_url(report))
        for report, amount in line.parts.items()
    ]
    title = _("Kapittel %(chapter)s post %(item)s") % {"chapter": line.chapter, "item": line.item}
    return Behind(title, [_("Tildelt, kroner")], rows)


def of_need(summary: Summary, names: Names, group: str, code: str) -> Behind:
    need = found(summary.standing.needs, lambda row: f"{row.theme}:{row.county}" == code)
    rows = [
        Given(
            names.centre(report),
            [formatting.number(count)],
            names.rows_url(report, group, f"{need.theme}.{need.county}"),
        )
        for report, count in need.parts.items()
    ]
    theme = names.themes.get(need.theme, need.theme)
    county = names.counties.get(need.county, need.county)
    return Behind(f"{theme}, {county}", [_("Åpne behov")], rows)


def found(rows: Iterable[Row], wanted: Callable[[Row], bool]) -> Row:
    for row in rows:
        if wanted(row):
            return row
    raise NoSuchFigureError
