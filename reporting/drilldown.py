"""From a figure down to the rows that it was counted from."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from assignments.activities.models import Activity
from reporting import key_figures
from reporting.documents import names
from reporting.models import AnnualReport

REQUEST_TOTALS = {"requests", "days_to_answer"}
# The address of what has no code («uten tema»).
NO_CODE = "-"


class NoSuchFigureError(Exception):
    """The report has no figure of that name."""


@dataclass(frozen=True)
class Behind:
    """The rows behind one figure: of activities, requests and municipalities."""

    title: str
    activities: list[dict[str, Any]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    places: list[dict[str, Any]] = field(default_factory=list)


def rows_behind(report: AnnualReport, group: str, key: str) -> Behind:
    """Raises NoSuchFigureError."""
    finders = {
        "totals": total,
        "levels": level,
        "research": research,
        "kinds": coded,
        "themes": coded,
        "mandate_tasks": coded,
        "municipalities": place,
        "districts": place,
        "entries": entry,
    }
    if group not in finders or not report.figures:
        raise NoSuchFigureError
    return finders[group](report, group, key)


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
    code = "" if key == NO_CODE else key
    figure = found(report.figures[group], code)
    labels = {
        "kinds": {kind.value: str(kind.label) for kind in Activity.Kind},
        "themes": names.themes(),
        "mandate_tasks": names.mandate_tasks(),
    }[group]
    rows = picked(report.figures["rows"], figure["rows"])
    return Behind(labels.get(code, code), activities=rows)


def place(report: AnnualReport, group: str, key: str) -> Behind:
    figures = report.figures
    figure = found(figures[group], key)
    return Behind(
        figure["name"],
        activities=picked(figures["rows"], figure["rows"]),
        requests=picked(figures["request_rows"], figure["request_rows"]),
    )


def entry(report: AnnualReport, group: str, key: str) -> Behind:
    stored = report.entries.select_related("assignment").filter(assignment_id=numeric(key)).first()
    if stored is None or not stored.figures:
        raise NoSuchFigureError
    rows = picked(report.figures["rows"], stored.figures["activities"]["rows"])
    return Behind(stored.assignment.title, activities=rows)


def numeric(key: str) -> int:
    if not key.isdecimal():
        raise NoSuchFigureError
    return int(key)


def found(rows: list[dict[str, Any]], code: str) -> dict[str, Any]:
    for row in rows:
        if row["code"] == code:
            return row
    raise NoSuchFigureError


def picked(rows: list[dict[str, Any]], ids: list[int]) -> list[dict[str, Any]]:
    wanted = set(ids)
    return [row for row in rows if row["id"] in wanted]


def title(figures: dict[str, Any], key: str) -> str:
    for shown in key_figures.of_year(figures):
        if shown.key == key:
            return shown.label
    return _("Tall")
