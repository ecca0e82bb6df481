"""The page of a report's figures: each with the way down to its rows, and a new count beside."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from reporting import (
    corrections,
    figure_tables,
    key_figures,
    method,
    progress,
    recount_page,
    rules,
    tabs,
)
from reporting.comparing import today
from reporting.drilldown import address_key
from reporting.figure_tables import FigureTable
from reporting.figures import Figures
from reporting.key_figures import KeyFigure
from reporting.models import AnnualReport, Recount, ReportEntry


@dataclass(frozen=True)
class Shown:
    """A figure with the way to its rows."""

    figure: KeyFigure
    href: str


@dataclass(frozen=True)
class ShownTable:
    """Label, address of the rows, and values as text."""

    caption: str
    columns: list[str]
    rows: list[tuple[str, str, list[str]]]
    note: str


def context(report: AnnualReport, user: User) -> dict[str, Any]:
    names = figure_tables.read_names()
    recount = Recount.objects.filter(report=report).first() if report.is_draft else None
    can_write = report.is_draft and rules.can_write_report(user, report)
    return {
        "report": report,
        "tabs": tabs.of_report(report, "report_figures"),
        "figures": shown_figures(report),
        "tables": [shown(report, table) for table in figure_tables.every(report.figures, names)],
        "entries": shown_entries(report),
        "method": method.rules(),
        "corrections": corrections.in_report(report),
        "corrected_since": corrections.since_submission(report),
        "is_funding_known": is_funding_known(report.figures),
        "recount": recount,
        "changes": recount_page.changes(report, recount, names) if recount else [],
        "since": today.panel(report),
        "can_write": can_write,
        "satsinger": satsinger(report, user) if can_write else [],
        **progress.of_report(report, user),
    }


def rows_url(report: AnnualReport, group: str, key: str) -> str:
    return reverse("reporting:report_rows", args=[report.pk, group, address_key(key)])


def shown_figures(report: AnnualReport) -> list[Shown]:
    found = key_figures.of_year(report.figures)
    return [Shown(row, rows_url(report, row.group, row.key)) for row in found]


def shown(report: AnnualReport, table: FigureTable) -> ShownTable:
    rows = [
        (row.label, rows_url(report, row.group, row.key) if row.group else "", row.values)
        for row in table.rows
    ]
    return ShownTable(table.caption, table.columns, rows, table.note)


def shown_entries(report: AnnualReport) -> ShownTable:
    """Tiltak and satsinger, with the figures of each."""
    entries = report.entries.select_related("assignment", "initiative")
    rows = [
        (
            entry.title,
            rows_url(report, "entries", entry.subject_key),
            [figure.text for figure in key_figures.effort(entry.figures)],
        )
        for entry in entries
        if entry.figures
    ]
    columns = [_("Aktiviteter"), _("Timer"), _("Deltakelser")]
    return ShownTable(_("Tiltak og satsinger"), columns, rows, "")


def satsinger(report: AnnualReport, user: User) -> list[ReportEntry]:
    """Those whose status the leader may set here; of a tiltak it is set on the tiltak's page."""
    if not rules.can_start_report(user, report.centre):
        return []
    return list(report.entries.exclude(initiative=None).select_related("initiative"))


def is_funding_known(figures: Figures) -> bool:
    """Until funding is registered for the year, every tiltak counts as paid for."""
    return bool(figures.get("funding"))
