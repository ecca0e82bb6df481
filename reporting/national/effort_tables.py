"""Reports, themes and tasks of the mandate as tables."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.documents.tables import Column, Table, Type, Value
from reporting.national.effort import Effort, Line, Part, Sum, Total
from reporting.national.figures import Summary
from reporting.national.tables import (
    Linked,
    Links,
    Names,
    Section,
    centre_column,
    decimal,
    first_cells,
    number,
)


def sections(summary: Summary, names: Names) -> list[Section]:
    effort = summary.effort
    return [
        Section("rapporter", _("Rapportene"), [reports(effort, names)]),
        Section("temaer", _("Tiltak og aktiviteter etter tema"), [themes(effort, names)]),
        Section("oppgaver", _("Samfunnsoppdraget"), matrices(effort, names), matrix_notes()),
    ]


def reports(effort: Effort, names: Names) -> Linked:
    columns = [
        centre_column(),
        Column(_("Status"), width=14),
        Column(_("Mottatt"), Type.DAY),
        Column(_("Måloppnåelse"), width=18),
        number(_("Aktiviteter")),
        decimal(_("Timer")),
        number(_("Deltakelser")),
        number(_("Henvendelser")),
    ]
    rows = [report_row(pk, total, names) for pk, total in effort.totals.items()]
    links: Links = {}
    keys = {4: "activities", 5: "hours", 6: "attendances", 7: "requests"}
    for at, pk in enumerate(effort.totals):
        links[at, 0] = names.report_url(pk)
        links |= {(at, column): names.rows_url(pk, "totals", key) for column, key in keys.items()}
    rows.append(sum_row(effort))
    note = _(
        "Summen teller en hendelse én gang, også når flere sentre har registrert den. "
        "Timene legges sammen."
    )
    return Linked(Table(_("Mottatte rapporter"), columns, rows, note), links)


def report_row(pk: int, total: Total, names: Names) -> list[Value]:
    report = names.reports[pk]
    return [
        names.centre(pk),
        str(report.get_status_display()),
        timezone.localdate(report.received_at) if report.received_at else None,
        str(report.get_attainment_display()),
        total.activities,
        known(total.hours),
        whole(total.attendances),
        total.requests,
    ]


def sum_row(effort: Effort) -> list[Value]:
    sums: list[Value] = [effort.activities, known(effort.hours), whole(effort.attendances)]
    return [_("Alle rapportene"), "", None, "", *sums, effort.requests]


def known(found: Sum) -> Decimal | None:
    """What nobody gave is unknown, not 0 (rule 15)."""
    return found.value if found.given else None


def whole(found: Sum) -> int | None:
    return int(found.value) if found.given else None


def themes(effort: Effort, names: Names) -> Linked:
    columns = [
        Column(_("Tema"), width=50),
        number(_("Tiltak")),
        number(_("Aktiviteter")),
        decimal(_("Timer")),
    ]
    lines = sorted(effort.themes, key=lambda line: (line.code == "", -line.activities, line.code))
    rows: list[list[Value]] = [
        [names.themes.get(line.code, line.code), line.assignments, line.activities, line.hours]
        for line in lines
    ]
    links = first_cells([names.sources_url("themes", line.code) for line in lines])
    note = _(
        "Hovedtemaet får timene; flere temaer teller bare aktiviteten. Tiltak er tiltakene som "
        "har aktiviteter på temaet."
    )
    return Linked(Table(_("Temaer"), columns, rows, note), links)


def matrices(effort: Effort, names: Names) -> list[Linked]:
    """Centre by task: hours, and activities. The tasks' names stand in a table of their own."""
    return [
        matrix(_("Timer etter senter og oppgave"), effort, names, is_hours=True),
        matrix(_("Aktiviteter etter senter og oppgave"), effort, names, is_hours=False),
        tasks(effort, names),
    ]


def matrix_notes() -> list[str]:
    return [_("Hver aktivitet står på hovedoppgaven sin. Tom rute er ingen aktivitet.")]


def matrix(title: str, effort: Effort, names: Names, *, is_hours: bool) -> Linked:
    type_ = Type.DECIMAL if is_hours else Type.NUMBER
    headers = [Column(line.code or _("Uten oppgave"), type_, width=8) for line in effort.tasks]
    rows: list[list[Value]] = []
    links: Links = {}
    for at, pk in enumerate(effort.totals):
        cells = [cell(line.parts.get(pk), is_hours=is_hours) for line in effort.tasks]
        rows.append([names.centre(pk), *cells])
        links[at, 0] = names.report_url(pk)
        for column, line in enumerate(effort.tasks, start=1):
            if pk in line.parts:
                links[at, column] = names.rows_url(pk, "mandate_tasks", line.code)
    rows.append([_("Alle rapportene"), *[line_sum(line, is_hours) for line in effort.tasks]])
    return Linked(Table(title, [centre_column(), *headers], rows), links)


def cell(part: Part | None, *, is_hours: bool) -> Value:
    if part is None:
        return None
    return part.hours if is_hours else part.activities


def line_sum(line: Line, is_hours: bool) -> Value:  # noqa: FBT001 - one of two columns
    return line.hours if is_hours else line.activities


def tasks(effort: Effort, names: Names) -> Linked:
    columns = [Column(_("Oppgave"), width=60), number(_("Aktiviteter")), decimal(_("Timer"))]
    rows: list[list[Value]] = [
        [names.tasks.get(line.code, line.code), line.activities, line.hours]
        for line in effort.tasks
    ]
    links = first_cells([names.sources_url("mandate_tasks", line.code) for line in effort.tasks])
    return Linked(Table(_("Oppgaver i samfunnsoppdraget"), columns, rows), links)
