"""From a figure down to the rows that it was counted from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assignments.activities.models import Activity
from reporting import figure_tables, key_figures
from reporting.documents import measures
from reporting.figures import Figures
from reporting.models import AnnualReport

REQUEST_TOTALS = {"requests", "days_to_answer"}
# The address of what has no code («uten tema»).
NO_CODE = "-"


class NoSuchFigureError(Exception):
    """The report has no figure of that name."""


@dataclass(frozen=True)
class Behind:
    """The rows behind one figure. What is named by number alone is read as it is today."""

    title: str
    activities: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    places: list[dict[str, Any]] = field(default_factory=list)
    # Activities of earlier years, which the report has no rows of.
    earlier: list[int] = field(default_factory=list)
    assignments: list[int] = field(default_factory=list)
    initiatives: list[int] = field(default_factory=list)
    agreements: list[int] = field(default_factory=list)
    needs: list[int] = field(default_factory=list)
    # Municipalities by their code.
    codes: list[str] = field(default_factory=list)
    # The information rounds of the year, as they are today.
    has_rounds: bool = False


Finder = Callable[[AnnualReport, str, str], Behind]


def rows_behind(report: AnnualReport, group: str, key: str) -> Behind:
    """Raises NoSuchFigureError."""
    finders: dict[str, Finder] = {
        "totals": total,
        "levels": level,
        "research": research,
        "kinds": coded,
        "themes": coded,
        "mandate_tasks": coded,
        "municipalities": place,
        "districts": place,
        "entries": entry,
        "statuses": standing,
        "funding": funding,
        "agreements": agreement,
        "roles": role,
        "courses": course,
        "centres": centre,
        "cooperation": party,
        "user_participation": heard,
        "informed": informed,
        "open_needs": need,
    }
    if group not in finders or not report.figures:
        raise NoSuchFigureError
    return finders[group](report, group, "" if key == NO_CODE else key)


def address_key(key: str) -> str:
    return key or NO_CODE


def total(report: AnnualReport, group: str, key: str) -> Behind:
    figures = report.figures
    figure = figures["totals"].get(key)
    if figure is None:
        raise NoSuchFigureError
    if key in REQUEST_TOTALS:
        return Behind(title(figures, key), requests=picked(figures["request_rows"], figure["rows"]))
    return Behind(title(figures, key), activities=picked(figures["rows"], figure["rows"]))


def level(report: AnnualReport, group: str, key: str) -> Behind:
    figures = report.figures
    figure = figures["levels"].get(key)
    if not isinstance(figure, dict):
        raise NoSuchFigureError
    codes = set(figure["codes"])
    reached = [row for row in figures["municipalities"] if row["code"] in codes]
    return Behind(title(figures, key), places=reached)


def research(report: AnnualReport, group: str, key: str) -> Behind:
    figures = report.figures
    rows = picked(figures["rows"], figures["research"]["rows"])
    return Behind(title(figures, "research"), activities=rows)


def coded(report: AnnualReport, group: str, key: str) -> Behind:
    figure = found(report.figures.get(group, []), code=key)
    names = figure_tables.read_names()
    kinds = {kind.value: str(kind.label) for kind in Activity.Kind}
    labels = {"kinds": kinds, "themes": names.themes, "mandate_tasks": names.tasks}[group]
    return behind(report, labels.get(key, key), figure)


def place(report: AnnualReport, group: str, key: str) -> Behind:
    figures = report.figures
    figure = found(figures.get(group, []), code=key)
    return Behind(
        figure["name"],
        activities=picked(figures["rows"], figure["rows"]),
        requests=picked(figures["request_rows"], figure["request_rows"]),
    )


def entry(report: AnnualReport, group: str, key: str) -> Behind:
    """Of a tiltak («t12») or a satsing («s3»)."""
    of_report = report.entries.select_related("assignment", "initiative")
    stored = next((row for row in of_report if row.subject_key == key), None)
    if stored is None or not stored.figures:
        raise NoSuchFigureError
    return behind(report, stored.title, stored.figures["activities"])


def standing(report: AnnualReport, group: str, key: str) -> Behind:
    figure = found(report.figures.get(group, []), code=key)
    label = table_label(figure_tables.statuses(report.figures), key)
    return Behind(label, assignments=figure["assignments"], initiatives=figure["initiatives"])


def funding(report: AnnualReport, group: str, key: str) -> Behind:
    figure = found(report.figures.get(group, []), code=key)
    rows = picked(report.figures["rows"], figure["rows"])
    label = measures.budget_line(figure)
    return Behind(label, activities=rows, assignments=figure["assignments"])


def agreement(report: AnnualReport, group: str, key: str) -> Behind:
    figure = report.figures.get(group, {}).get(key)
    if figure is None:
        raise NoSuchFigureError
    if key == "municipalities":
        return Behind(_("Kommuner med avtale"), codes=figure["codes"])
    return Behind(title(report.figures, key), agreements=figure["rows"])


def role(report: AnnualReport, group: str, key: str) -> Behind:
    year, _dot, code = key.partition(".")
    rows = [row for row in report.figures.get(group, []) if str(row["year"]) == year]
    figure = found(rows, code=code)
    label = table_label(figure_tables.roles(report.figures), key)
    if figure["year"] == report.year:
        return behind(report, label, figure)
    return Behind(label, earlier=figure["rows"])


def course(report: AnnualReport, group: str, key: str) -> Behind:
    phase, _dot, stage = key.partition(".")
    figure = found(report.figures.get(group, []), phase=phase, life_stage=stage)
    return behind(report, figure_tables.course_name(figure), figure)


def centre(report: AnnualReport, group: str, key: str) -> Behind:
    figure = found(report.figures.get("cooperation", {}).get("centres", []), code=key)
    label = figure_tables.read_names().centres.get(key, key)
    return behind(report, label, figure)


def party(report: AnnualReport, group: str, key: str) -> Behind:
    figure = report.figures.get(group, {}).get(key)
    if not isinstance(figure, dict):
        raise NoSuchFigureError
    names = figure_tables.read_names()
    label = table_label(figure_tables.cooperation(report.figures, names), key)
    return behind(report, label, figure)


def heard(report: AnnualReport, group: str, key: str) -> Behind:
    figure = report.figures.get(group)
    if figure is None:
        raise NoSuchFigureError
    return behind(report, title(report.figures, group), figure)


def informed(report: AnnualReport, group: str, key: str) -> Behind:
    if group not in report.figures:
        raise NoSuchFigureError
    return Behind(title(report.figures, "rounds"), has_rounds=True)


def need(report: AnnualReport, group: str, key: str) -> Behind:
    """Of one theme and county, or all."""
    rows = report.figures.get(group)
    if rows is None:
        raise NoSuchFigureError
    if key == "all":
        ids = [pk for row in rows for pk in row["rows"]]
        return Behind(title(report.figures, key), needs=ids)
    theme, _dot, county = key.partition(".")
    figure = found(rows, theme=theme, county=county)
    names = figure_tables.read_names()
    label = table_label(figure_tables.open_needs(report.figures, names), key)
    return Behind(label, needs=figure["rows"])


def behind(report: AnnualReport, label: str, figure: Figures) -> Behind:
    return Behind(label, activities=picked(report.figures["rows"], figure["rows"]))


def found(rows: list[Figures], **wanted: str) -> Figures:
    for row in rows:
        if all(row[name] == value for name, value in wanted.items()):
            return row
    raise NoSuchFigureError


def picked(rows: list[dict[str, Any]], ids: list[int]) -> list[dict[str, Any]]:
    wanted = set(ids)
    return [row for row in rows if row["id"] in wanted]


def table_label(table: figure_tables.FigureTable, key: str) -> str:
    return next((row.label for row in table.rows if row.key == key), table.caption)


def title(figures: dict[str, Any], key: str) -> str:
    for shown in key_figures.of_year(figures):
        if shown.key == key:
            return shown.label
    return _("Tall")
