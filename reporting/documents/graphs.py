"""The report's charts, each made from the table that stands under it."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.coverage.models import Level
from reporting.documents import measures
from reporting.documents.charts import Chart, Series
from reporting.documents.tables import Column, Table, Type, Value

Figures = dict[str, Any]


def by_county(table: Table) -> Chart:
    """Levels nest: each bar is brukt, then those with no more than kontakt, then kjent alone."""
    known, contacted, used = (
        [Decimal(str(row[column])) for row in table.rows] for column in (1, 2, 3)
    )
    return Chart(
        _("Kommuner etter nivå i hvert fylke"),
        [str(row[0]) for row in table.rows],
        [
            Series(str(Level.USED.label), used),
            Series(_("bare kontakt"), less(contacted, used)),
            Series(_("bare kjent"), less(known, contacted)),
        ],
        _("kommuner"),
    )


def less(larger: list[Decimal], smaller: list[Decimal]) -> list[Decimal]:
    return [whole - part for whole, part in zip(larger, smaller, strict=True)]


def hours(title: str, table: Table) -> Chart:
    """One bar for each row with hours; the hours stand last in the table."""
    rows = [(str(row[0]), row[-1]) for row in table.rows]
    known = [(name, value) for name, value in rows if isinstance(value, Decimal)]
    return (
        Chart(title, [name for name, _value in known], [Series(_("Timer"), [v for _n, v in known])])
        if known
        else Chart(title, [], [])
    )


def months_table(figures: Figures) -> Table:
    """Activities and hours by the month of the first day."""
    counts: dict[int, int] = defaultdict(int)
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for row in figures["rows"]:
        month = date.fromisoformat(row["day"]).month
        counts[month] += 1
        sums[month] += Decimal(row["hours"] or 0)
    columns = [
        Column(_("Måned"), width=20),
        Column(_("Aktiviteter"), Type.NUMBER),
        Column(_("Timer"), Type.DECIMAL),
    ]
    names = [date_format(date(2000, month, 1), "F") for month in range(1, 13)]
    rows: list[list[Value]] = [
        [name.capitalize(), counts[month], sums[month]] for month, name in enumerate(names, start=1)
    ]
    return Table(_("Måneder"), columns, rows if figures["rows"] else [])


def roles(figures: Figures) -> Chart:
    """One bar for each year, divided by role; shares add up to a hundred."""
    found = [row for row in figures.get("roles", []) if row["share"] is not None]
    years = sorted({row["year"] for row in found})
    codes = measures.ordered([row["code"] for row in found], ("supplier", "developer"))
    shares = {(row["year"], row["code"]): Decimal(row["share"]) for row in found}
    series = [
        Series(measures.role_name(code), [shares.get((year, code), Decimal(0)) for year in years])
        for code in codes
    ]
    return Chart(_("Senterets rolle, andel av timene"), [str(year) for year in years], series, "%")


def worth_showing(chart: Chart) -> bool:
    """A chart of nothing, or of one bar, says less than its table."""
    return chart.has_values and (len(chart.categories) > 1 or len(chart.series) > 1)
