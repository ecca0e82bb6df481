"""The sheets of the spreadsheet: one for each table, in the order of the report."""

from dataclasses import replace

from django.utils.translation import gettext as _

from reporting import corrections, method
from reporting.documents import accounts, graphs, listings, measures
from reporting.documents.charts import Chart
from reporting.documents.source import Source
from reporting.documents.tables import Column, Table


def of(source: Source) -> list[Table]:
    """Tables that every report has stand there also when they are empty; the rest when not."""
    money = source.figures.get("money") or {}
    rarely = [
        *measures.every(source.figures),
        accounts.overview(money),
        accounts.lines(source),
        accounts.shared_costs(money),
        accounts.other_income(money),
        listings.not_reached(source.figures),
        *corrections.table(source.report),
    ]
    return [
        *summed(source),
        listings.entries(source),
        listings.sections(source),
        listings.answers(source),
        *[table for table in rarely if table.rows],
        *listings.municipalities(source.figures if source.is_counted else {}),
        listings.activities(source.figures, source.entries),
        listings.requests(source.figures),
        about(source),
    ]


def summed(source: Source) -> list[Table]:
    if not source.is_counted:
        return []
    months = graphs.months_table(source.figures)
    counties, themes, tasks, kinds = listings.summaries(source.figures)
    return [
        listings.key_figures_table(source.figures),
        counties,
        themes,
        drawn(tasks, graphs.hours(_("Timer etter oppgave i samfunnsoppdraget"), tasks)),
        kinds,
        *([drawn(months, graphs.hours(_("Timer i hver måned"), months))] if months.rows else []),
    ]


def drawn(table: Table, chart: Chart) -> Table:
    return replace(table, chart=chart) if graphs.worth_showing(chart) else table


def about(source: Source) -> Table:
    """How the figures are counted, and the hash that binds them."""
    rows = list(method.rules())
    if source.report.figures_sha256:
        rows.append((_("Tallenes SHA-256"), source.report.figures_sha256))
    columns = [Column(_("Om"), width=34), Column(_("Forklaring"), width=110)]
    return Table(_("Om tallene"), columns, rows)
