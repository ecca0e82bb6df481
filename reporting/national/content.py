"""What the national summary says: one source for its page, its PDF and its spreadsheet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assignments.plans.models import Assignment
from centres.models import Centre, Initiative
from reporting import formatting
from reporting.documents import names as labels
from reporting.documents.tables import Column, Table, Type, Value
from reporting.method import Rule
from reporting.models import AnnualReport
from reporting.national import (
    effort_tables,
    method,
    money_tables,
    reach_tables,
    reading,
    standing_tables,
)
from reporting.national.effort_tables import known, whole
from reporting.national.figures import Summary
from reporting.national.money_tables import amount, fte
from reporting.national.reach import Reached
from reporting.national.reading import Choice, Missing
from reporting.national.tables import Names, Section, given_note
from reporting.overdue import Standing


@dataclass(frozen=True)
class Key:
    """A figure of the whole: `section` is where it is told in full."""

    label: str
    value: Value
    note: str
    section: str


@dataclass(frozen=True)
class Content:
    """Equal content gives equal documents, which are made once."""

    language: str
    title: str
    author: str
    subject: str
    made_of: datetime
    marks: list[str]
    # What a reader must know first: which centres are missing, and which reports are late.
    missing_text: str
    missing: Table
    late: Table
    keys: list[Key]
    sections: list[Section]
    method: list[Rule]

    def key_table(self) -> Table:
        columns = [
            Column(_("Tall"), width=40),
            Column(_("Verdi"), Type.DECIMAL),
            Column(_("Forklaring"), width=80),
        ]
        return Table(
            _("Nøkkeltall"), columns, [[row.label, row.value, row.note] for row in self.keys]
        )


def of_choice(choice: Choice, language: str) -> Content:
    """In the active language, which must be `language`."""
    reports = reading.received(choice)
    summary = reading.summary(choice, reports)
    without = reading.missing(choice, reports)
    names = names_of(choice, reports, summary)
    return Content(
        language=language,
        title=title_of(choice),
        author=_("Helsedirektoratet"),
        subject=_("Samlet av mottatte årsrapporter"),
        made_of=made_of(choice, reports),
        marks=[_("DEMO: oppdiktede tall")] if settings.DEMO_MODE else [],
        missing_text=missing_text(reports, without),
        missing=missing_table(without),
        late=late_table(reading.late(choice)),
        keys=keys(summary),
        sections=sections(summary, names),
        method=method.rules(),
    )


def sections(summary: Summary, names: Names) -> list[Section]:
    reports, themes, tasks = effort_tables.sections(summary, names)
    return [
        reports,
        reach_tables.section(summary, names),
        themes,
        tasks,
        *money_tables.sections(summary, names),
        *standing_tables.sections(summary, names),
    ]


def names_of(choice: Choice, reports: list[AnnualReport], summary: Summary) -> Names:
    statuses = summary.standing.statuses
    tiltak = {pk for row in statuses for pk in row.assignments}
    satsinger = {pk for row in statuses for pk in row.initiatives}
    structure = reading.structure_of(choice.year)
    return Names(
        choice=choice,
        reports={report.pk: report for report in reports},
        themes=labels.themes(),
        tasks=labels.mandate_tasks(),
        counties=dict(structure.counties),
        assignments=dict(Assignment.objects.filter(pk__in=tiltak).values_list("pk", "title")),
        initiatives={row.pk: row.name for row in Initiative.objects.filter(pk__in=satsinger)},
        incomes=reading.income_sources(reports),
    )


def title_of(choice: Choice) -> str:
    kind = Centre.Kind(choice.kind).label if choice.kind else _("alle sentre")
    return _("Nasjonal oppsummering %(year)s – %(kind)s") % {"year": choice.year, "kind": kind}


def made_of(choice: Choice, reports: Iterable[AnnualReport]) -> datetime:
    """The document's own date: of the newest report, so that nothing new is nothing new."""
    moments = [
        at.replace(microsecond=0)
        for report in reports
        for at in (report.received_at, report.decided_at)
        if at is not None
    ]
    return max(moments, default=datetime.combine(date(choice.year, 12, 31), time(12), tzinfo=UTC))


def missing_text(reports: list[AnnualReport], without: list[Missing]) -> str:
    there = ngettext(
        "Bygd på %(count)s mottatt rapport.", "Bygd på %(count)s mottatte rapporter.", len(reports)
    ) % {"count": len(reports)}
    if not without:
        return f"{there} {_('Ingen sentre mangler.')}"
    lack = ngettext(
        "%(count)s senter mangler, og er ikke med i noe tall.",
        "%(count)s sentre mangler, og er ikke med i noe tall.",
        len(without),
    ) % {"count": len(without)}
    return f"{there} {lack}"


def missing_table(without: list[Missing]) -> Table:
    columns = [
        Column(_("Senter"), width=24),
        Column(_("Type"), width=24),
        Column(_("Hvorfor det savnes"), width=50),
    ]
    rows: list[list[Value]] = [
        [row.centre.short_name, str(row.centre.get_kind_display()), why(row)] for row in without
    ]
    return Table(_("Sentre som mangler"), columns, rows)


def why(row: Missing) -> str:
    if row.last_day is None:
        return _("I drift i året, uten rapporteringsplikt i portalen.")
    day = {"day": formatting.day(row.last_day)}
    if row.is_late:
        return _("Skulle ha levert innen %(day)s.") % day
    return _("Frist %(day)s.") % day


def late_table(rows: list[Standing]) -> Table:
    """What has not come has no number of days: it would make new documents every day."""
    columns = [
        Column(_("Senter"), width=24),
        Column(_("Frist"), Type.DAY),
        Column(_("Mottatt"), Type.DAY),
        Column(_("Dager over fristen"), Type.NUMBER),
    ]
    found: list[list[Value]] = [
        [
            row.obligation.centre.short_name,
            row.last_day,
            row.received_on,
            row.days_late if row.received_on else None,
        ]
        for row in rows
    ]
    return Table(_("Rapporter etter fristen"), columns, found)


def keys(summary: Summary) -> list[Key]:
    effort, reach, money = summary.effort, summary.reach, summary.money
    country, agreed = reach.country, summary.standing.agreed
    used_of = _("Av %(of)s kommuner 1. januar.") % {"of": country.of}
    hours, came = effort.hours, effort.attendances
    granted = money.sums["granted"]
    fte_note = given_note(money.filled.given, money.filled.of)
    reached = levels(country)
    done = effort.activities if effort.totals else None
    return [
        Key(_("Kommuner som har brukt tilbudet"), reached["used"], used_of, "dekning"),
        Key(_("Kommuner med kontakt"), reached["contacted"], used_of, "dekning"),
        Key(_("Kommuner der tilbudet er kjent"), reached["known"], used_of, "dekning"),
        Key(_("Aktiviteter"), done, _("Hver hendelse én gang."), "rapporter"),
        Key(_("Timer"), known(hours), given_note(hours.given, hours.of), "rapporter"),
        Key(_("Deltakelser"), whole(came), given_note(came.given, came.of), "rapporter"),
        Key(_("Avtaler i kraft"), agreed.in_force if agreed.parts else None, "", "avtaler"),
        Key(_("Tildelt, kroner"), amount(granted), given_note(granted.given, granted.of), "penger"),
        Key(_("Besatte årsverk"), fte(money.filled), fte_note, "arsverk"),
    ]


def levels(country: Reached) -> dict[str, int | None]:
    """No figure where no report says anything: «ikke kjent», never 0 (rule 14)."""
    found = {"used": country.used, "contacted": country.contacted, "known": country.known}
    return {name: value if country.parts else None for name, value in found.items()}
