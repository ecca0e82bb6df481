"""A new count beside the report's own figures: only what differs, old and new side by side."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assignments.plans.models import Assignment, AssignmentYear
from centres.models import Initiative
from reporting import entries, figure_tables, formatting, key_figures
from reporting.figure_tables import FigureTable, Names
from reporting.figures import Figures
from reporting.models import AnnualReport, Recount, ReportEntry

NOTHING = "–"


@dataclass(frozen=True)
class Change:
    """One value: what it is of, which one, and as it was and is."""

    subject: str
    name: str
    old: str
    new: str


def changes(report: AnnualReport, recount: Recount, names: Names) -> list[Change]:
    """Key figures first, then the rows of tables, then tiltak and satsinger."""
    return [
        *of_key_figures(report.figures, recount.figures),
        *of_tables(
            figure_tables.every(report.figures, names), figure_tables.every(recount.figures, names)
        ),
        *of_entries(report, recount),
    ]


def of_key_figures(old: Figures, new: Figures) -> Iterator[Change]:
    before = {(row.group, row.key): row.text for row in key_figures.of_year(old)}
    for row in key_figures.of_year(new):
        was = before.get((row.group, row.key), NOTHING)
        if was != row.text:
            yield Change(_("Årets tall"), row.label, was, row.text)


def of_tables(old: list[FigureTable], new: list[FigureTable]) -> Iterator[Change]:
    before, after = cells(old), cells(new)
    for key in dict.fromkeys([*after, *before]):
        was, is_now = before.get(key, NOTHING), after.get(key, NOTHING)
        if was != is_now:
            caption, label, column = key
            yield Change(f"{caption}: {label}", column, was, is_now)


def cells(tables: list[FigureTable]) -> dict[tuple[str, str, str], str]:
    return {
        (table.caption, row.label, column): value
        for table in tables
        for row in table.rows
        for column, value in zip(table.columns, row.values, strict=True)
    }


def of_entries(report: AnnualReport, recount: Recount) -> Iterator[Change]:
    """Those that are there already, those to come, and those that would be taken away."""
    stored = {
        entry.subject_key: entry
        for entry in report.entries.select_related("assignment", "initiative")
    }
    titles = titles_of(key for key in recount.entries if key not in stored)
    for key, row in recount.entries.items():
        if key in stored:
            yield from of_entry(stored[key], row)
        else:
            yield Change(titles.get(key, key), _("Omtale"), NOTHING, _("kommer til"))
    gone = [entry for key, entry in stored.items() if key not in recount.entries]
    for entry in entries.untouched(report, gone):
        yield Change(entry.title, _("Omtale"), _("står i rapporten"), _("tas ut"))


def of_entry(entry: ReportEntry, new: Figures) -> Iterator[Change]:
    if entry.status != new["status"]:
        yield Change(
            entry.title, _("Status"), status_name(entry.status), status_name(new["status"])
        )
    if entry.change_text != new["change_text"]:
        texts = (entry.change_text or NOTHING, new["change_text"] or NOTHING)
        yield Change(entry.title, _("Hva er endret"), *texts)
    before, after = entry_values(entry.figures), entry_values(new["figures"])
    for name, value in after.items():
        if before.get(name, NOTHING) != value:
            yield Change(entry.title, name, before.get(name, NOTHING), value)


def entry_values(figures: Figures) -> dict[str, str]:
    if not figures:
        return {}
    paid = [
        f"{row['code']} ({formatting.share(row['share'])})" for row in figures.get("funding", [])
    ]
    return {
        **{row.label: row.text for row in key_figures.effort(figures)},
        _("Kommuner som har brukt tilbudet"): formatting.number(figures["municipalities"]["value"]),
        _("Finansiering"): ", ".join(paid) or NOTHING,
    }


def status_name(status: str) -> str:
    return str(AssignmentYear.Status(status).label) if status else _("mangler")


def titles_of(keys: Iterator[str]) -> dict[str, str]:
    """Of what has no entry yet. Two queries."""
    wanted = list(keys)
    tiltak = Assignment.objects.filter(pk__in=[int(key[1:]) for key in wanted if key[0] == "t"])
    satsinger = Initiative.objects.filter(pk__in=[int(key[1:]) for key in wanted if key[0] == "s"])
    found = {f"t{pk}": title for pk, title in tiltak.values_list("pk", "title")}
    return found | {f"s{row.pk}": str(row.name) for row in satsinger}
