"""The tables of a report's documents, made from its figures."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assignments.activities.models import Activity
from assignments.coverage.models import Level
from korus_portal.design import rich_text
from reporting import key_figures, method
from reporting.documents import names
from reporting.documents.source import Source
from reporting.documents.tables import Column, Table, Type, Value
from reporting.models import NotReached, ReportAnswer, ReportEntry, ReportSection

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


def key_figures_table(figures: Figures) -> Table:
    columns = [
        Column(_("Tall"), width=40),
        Column(_("Verdi"), Type.DECIMAL),
        Column(_("Forklaring"), width=80),
    ]
    rows = [[row.label, row.value, row.note] for row in key_figures.of_year(figures)]
    return Table(_("Årets tall"), columns, rows, sheet=_("Oppsummering"))


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
    """The figures of one tiltak or satsing."""
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


def entries(source: Source) -> Table:
    """One row for each tiltak and satsing, with its texts as they were written."""
    columns = [
        Column(_("Tiltak eller satsing"), width=40),
        Column(_("Hva"), width=12),
        Column(_("Status i året"), width=24),
        Column(_("Del av satsing"), width=24),
        Column(_("Aktiviteter"), Type.NUMBER),
        Column(_("Timer"), Type.DECIMAL),
        Column(_("Deltakelser"), Type.NUMBER),
        Column(_("Kommuner som har brukt tilbudet"), Type.NUMBER),
        Column(_("Kort omtale"), width=80),
        Column(_("Hva er endret"), width=60),
        Column(_("Utvidet omtale"), width=80),
    ]
    rows = [entry_row(entry) for entry in source.entries]
    return Table(_("Tiltak og satsinger"), columns, rows)


def entry_row(entry: ReportEntry) -> list[Value]:
    tiltak = entry.assignment
    part_of = tiltak.initiative if tiltak is not None else None
    return [
        entry.title,
        _("satsing") if tiltak is None else _("tiltak"),
        str(entry.get_status_display()),
        part_of.name if part_of else "",
        *entry_numbers(entry),
        rich_text.plain(entry.brief),
        rich_text.plain(entry.change_text),
        rich_text.plain(entry.extended),
    ]


def sections(source: Source) -> Table:
    """The chapters that people wrote."""
    columns = [Column(_("Del"), width=30), Column(_("Tekst"), width=110)]
    rows: list[list[Value]] = [
        [str(key.label), rich_text.plain(source.sections[key].body)]
        for key in ReportSection.Key
        if key in source.sections
    ]
    return Table(_("Tekster"), columns, rows)


def answers(source: Source) -> Table:
    """Every point of the letters and every duty, with its answer and what it points to."""
    columns = [
        Column(_("Tilskuddsordning"), width=30),
        Column(_("Punkt"), width=10),
        Column(_("Spørsmål"), width=50),
        Column(_("Svar"), width=80),
        Column(_("Viser til"), width=50),
        Column(_("Måloppnåelse"), width=24),
    ]
    links = {row["id"]: row["links"] for row in source.figures.get("answers", [])}
    rows: list[list[Value]] = []
    for answer in source.answers:
        item, task = answer.item, answer.task
        named = [source.titles.get((k["kind"], k["id"]), "") for k in links.get(answer.pk, [])]
        rows.append(
            [
                item.grant.scheme if item else _("Samfunnsoppdraget"),
                item.number if item else str(task.code if task else ""),
                item.text if item else str(task.name if task else ""),
                rich_text.plain(answer.body),
                "; ".join(named),
                assessed(source, answer),
            ]
        )
    return Table(_("Punkter og svar"), columns, rows)


def assessed(source: Source, answer: ReportAnswer) -> str:
    """What the directorate holds of the answer, once it has decided."""
    row = getattr(answer, "assessment", None)
    if row is None or source.report.decided_at is None:
        return ""
    return str(row.get_attainment_display() or "")


def not_reached(figures: Figures) -> Table:
    """Municipalities of the catchment without an offer, each with the reason that was given."""
    reasons, levels = dict(NotReached.Reason.choices), method.level_names()
    columns = [
        Column(_("Nummer"), width=10),
        Column(_("Kommune"), width=28),
        Column(_("Fylke"), width=24),
        Column(_("Nivå"), width=12),
        Column(_("Årsak"), width=40),
    ]
    rows: list[list[Value]] = [
        [
            row["code"],
            row["name"],
            row["county"],
            levels[row["level"]],
            str(reasons.get(row["reason"], _("ikke oppgitt"))),
        ]
        for row in figures.get("not_reached", [])
    ]
    return Table(_("Kommuner som ikke er nådd"), columns, rows, sheet=_("Ikke nådd"))


def requests(figures: Figures) -> Table:
    """Every counted request: where from and what about, never its text."""
    themes = names.themes()
    columns = [
        Column(_("Nummer"), Type.NUMBER),
        Column(_("Dato"), Type.DAY),
        Column(_("Kommunenummer"), width=16),
        Column(_("Tema"), width=40),
        Column(_("Dager til første svar"), Type.NUMBER),
    ]
    rows: list[list[Value]] = [
        [
            row["id"],
            date.fromisoformat(row["day"]),
            row["municipality"],
            themes.get(row["theme"], row["theme"]),
            row["days_to_answer"],
        ]
        for row in figures.get("request_rows", [])
    ]
    return Table(_("Henvendelser"), columns, rows)


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
    tiltak = {entry.assignment_id: entry.title for entry in entries if entry.assignment_id}
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
