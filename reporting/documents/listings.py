"""The tables of a report's documents, made from its figures."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assignments.activities.models import Activity
from assignments.coverage.models import Level
from reporting import method
from reporting.documents import names
from reporting.documents.tables import Column, Table, Type, Value
from reporting.models import ReportEntry

Figures = dict[str, Any]


def summaries(figures: Figures) -> list[Table]:
    """The report's own tables: by county, theme, mandate task and kind."""
    return [
        counties(figures),
        grouped(_("Temaer"), _("Tema"), figures["themes"], names.themes()),
        grouped(
            _("Oppgaver i samfunnsoppdraget"),
            _("Hovedoppgave"),
            figures["mandate_tasks"],
            names.mandate_tasks(),
        ),
        grouped(_("Typer aktivitet"), _("Type"), figures["kinds"], kind_names()),
    ]


def kind_names() -> dict[str, str]:
    return {kind.value: str(kind.label) for kind in Activity.Kind}


def counties(figures: Figures) -> Table:
    """Municipalities by level in each county, and what the shares are counted from."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for row in figures["municipalities"]:
        for position, level in enumerate((Level.KNOWN, Level.CONTACTED, Level.USED)):
            counts[row["county"]][position] += row["level"] >= level
    columns = [
        Column(_("Fylke"), width=30),
        *[Column(str(level.label), Type.NUMBER) for level in Level if level],
    ]
    rows: list[list[Value]] = [[county, *numbers] for county, numbers in counts.items()]
    note = _("Antall kommuner på hvert nivå. Nivåene ligger i hverandre.")
    return Table(_("Kommuner etter fylke"), columns, rows, note)


def grouped(title: str, label: str, rows: list[Figures], labels: dict[str, str]) -> Table:
    columns = [
        Column(label, width=50),
        Column(_("Aktiviteter"), Type.NUMBER),
        Column(_("Timer"), Type.DECIMAL),
    ]
    most_first = sorted(rows, key=lambda row: (row["code"] == "", -row["value"], row["code"]))
    return Table(
        title,
        columns,
        [
            [labels.get(row["code"], row["code"]), row["value"], Decimal(row["hours"])]
            for row in most_first
        ],
    )


def entry_figures(entry: ReportEntry) -> Table:
    """The figures of one tiltak."""
    columns = [
        Column(_("Aktiviteter"), Type.NUMBER),
        Column(_("Timer"), Type.DECIMAL),
        Column(_("Deltakelser"), Type.NUMBER),
        Column(_("Kommuner som har brukt tilbudet"), Type.NUMBER),
    ]
    title = _("Tall for %(title)s") % {"title": entry.title}
    return Table(title, columns, [entry_numbers(entry)] if entry.figures else [])


def entry_numbers(entry: ReportEntry) -> list[Value]:
    """Hours and attendances that nobody gave are unknown, not 0 (rule 15)."""
    figures = entry.figures
    if not figures:
        return [None, None, None, None]
    hours, attendances = figures["hours"], figures["attendances"]
    return [
        figures["activities"]["value"],
        Decimal(hours["value"]) if hours["given"] else None,
        attendances["value"] if attendances["given"] else None,
        figures["municipalities"]["value"],
    ]


def assignments(entries: list[ReportEntry]) -> Table:
    """One row for each tiltak, with its texts."""
    columns = [
        Column(_("Tiltak"), width=40),
        Column(_("Status i året"), width=24),
        Column(_("Satsing"), width=24),
        Column(_("Aktiviteter"), Type.NUMBER),
        Column(_("Timer"), Type.DECIMAL),
        Column(_("Deltakelser"), Type.NUMBER),
        Column(_("Kommuner som har brukt tilbudet"), Type.NUMBER),
        Column(_("Kort omtale"), width=80),
        Column(_("Hva er endret"), width=60),
        Column(_("Utvidet omtale"), width=80),
    ]
    return Table(_("Tiltak"), columns, [assignment_row(entry) for entry in entries])


def assignment_row(entry: ReportEntry) -> list[Value]:
    initiative = entry.assignment.initiative
    return [
        entry.title,
        str(entry.get_status_display()),
        initiative.name if initiative else "",
        *entry_numbers(entry),
        entry.brief,
        entry.change_text,
        entry.extended,
    ]


def activities(figures: Figures, entries: list[ReportEntry]) -> Table:
    """Every counted activity: the figures as they were frozen, the title as it stands today."""
    columns = [
        Column(_("Nummer"), Type.NUMBER),
        Column(_("Dato"), Type.DAY),
        Column(_("Type"), width=24),
        Column(_("Tittel"), width=50),
        Column(_("Tiltak"), width=40),
        Column(_("Timer"), Type.DECIMAL),
        Column(_("Deltakelser"), Type.NUMBER),
        Column(_("Hovedoppgave"), width=12),
        Column(_("Temaer"), width=40),
        Column(_("Kommunenumre"), width=40),
    ]
    rows = figures.get("rows", [])
    ids = [row["id"] for row in rows]
    titles = dict(Activity.objects.filter(pk__in=ids).values_list("pk", "title"))
    tiltak = {entry.assignment_id: entry.title for entry in entries}
    kinds, themes = kind_names(), names.themes()
    listed = [activity_row(row, titles, tiltak, kinds, themes) for row in rows]
    return Table(_("Aktiviteter"), columns, listed)


def activity_row(
    row: Figures,
    titles: dict[int, str],
    tiltak: dict[int, str],
    kinds: dict[str, str],
    themes: dict[str, str],
) -> list[Value]:
    return [
        row["id"],
        date.fromisoformat(row["day"]),
        kinds.get(row["kind"], row["kind"]),
        titles.get(row["id"], ""),
        tiltak.get(row["assignment"], "") if row["assignment"] else "",
        None if row["hours"] is None else Decimal(row["hours"]),
        row["attendances"],
        row["task"],
        ", ".join(themes.get(code, code) for code in row["themes"]),
        ", ".join(row["municipalities"]),
    ]


def municipalities(figures: Figures) -> list[Table]:
    """Municipalities, and districts in a table of their own where there are any (rule 11)."""
    if not figures:
        return [places(_("Kommuner"), [])]
    found = [places(_("Kommuner"), figures["municipalities"])]
    if figures["districts"]:
        found.append(places(_("Bydeler"), figures["districts"]))
    return found


def places(title: str, rows: list[Figures]) -> Table:
    columns = [
        Column(_("Nummer"), width=10),
        Column(_("Navn"), width=28),
        Column(_("Fylke"), width=24),
        Column(_("Nivå"), width=12),
        Column(_("I ansvarsområdet"), width=18),
        Column(_("Aktiviteter"), Type.NUMBER),
        Column(_("Timer"), Type.DECIMAL),
        Column(_("Deltakelser"), Type.NUMBER),
        Column(_("Henvendelser"), Type.NUMBER),
        Column(_("Siste kontakt"), Type.DAY),
    ]
    levels = method.level_names()
    return Table(title, columns, [place_row(row, levels) for row in rows])


def place_row(row: Figures, levels: dict[int, str]) -> list[Value]:
    inside = {True: _("ja"), False: _("nei"), None: _("ikke kjent")}[row["is_inside"]]
    last = row["last_contact_on"]
    return [
        row["code"],
        row["name"],
        row["county"],
        levels[row["level"]],
        inside,
        row["activities"],
        None if row["hours"] is None else Decimal(row["hours"]),
        row["attendances"],
        row["requests"],
        date.fromisoformat(last) if last else None,
    ]
