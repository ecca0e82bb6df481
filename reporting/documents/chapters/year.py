"""What the centre says of its year, and the year's figures."""

from django.utils.translation import gettext as _

from reporting import corrections
from reporting.documents import graphs, listings, measures
from reporting.documents.chapters.written import (
    headed,
    name_of,
    section,
    section_or_nothing,
)
from reporting.documents.charts import Chart
from reporting.documents.parts import Chapter, Heading, Note, Part, Picture, Rows
from reporting.documents.source import Source
from reporting.documents.tables import Table


def chapters(source: Source) -> list[Chapter]:
    return [
        Chapter(name_of("introduction"), section_or_nothing(source, "introduction")),
        Chapter(_("Årets tall"), year_figures(source)),
        Chapter(name_of("cooperation"), cooperation(source)),
    ]


def closing(source: Source) -> list[Chapter]:
    """What comes after everything that was done and spent."""
    return [Chapter(name_of(key), section(source, key)) for key in ("deviations", "next_year")]


def year_figures(source: Source) -> list[Part]:
    if not source.is_counted:
        return [Note(_("Tallene er ikke hentet ennå."))]
    found: list[Part] = [Rows(listings.key_figures_table(source.figures))]
    for table, chart in drawn(source):
        found += shown(table, chart)
    return found


def drawn(source: Source) -> list[tuple[Table, Chart | None]]:
    """Each table with its chart, where it has one."""
    figures = source.figures
    counties, themes, tasks, kinds = listings.summaries(figures)
    months = graphs.months_table(figures)
    return [
        (counties, graphs.by_county(counties)),
        (months, graphs.hours(_("Timer i hver måned"), months)),
        (themes, None),
        (tasks, graphs.hours(_("Timer etter oppgave i samfunnsoppdraget"), tasks)),
        (kinds, None),
        (measures.statuses(figures), None),
        (measures.funding(figures), None),
        (measures.roles(figures), graphs.roles(figures)),
        (measures.courses(figures), None),
        (measures.agreements(figures), None),
        (measures.feedback(figures), None),
        (measures.open_needs(figures), None),
        *((table, None) for table in measures.recognised(figures)),
        *((table, None) for table in corrections.table(source.report)),
    ]


def shown(table: Table, chart: Chart | None) -> list[Part]:
    """A heading, the picture, then its numbers. Nothing where there are no numbers."""
    if not table.rows:
        return []
    picture = [Picture(chart)] if chart is not None and graphs.worth_showing(chart) else []
    return [Heading(table.title), *picture, Rows(table)]


def cooperation(source: Source) -> list[Part]:
    table = measures.cooperation(source.figures)
    users = section(source, "user_participation", under=2)
    return [
        *section(source, "cooperation"),
        *([Rows(table)] if table.rows else []),
        *headed(name_of("user_participation"), users),
    ]
