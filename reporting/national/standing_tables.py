"""New and changed work, agreements and open needs as tables."""

from collections import defaultdict

from django.utils.translation import gettext as _

from assignments.plans.models import AssignmentYear
from reporting.documents.tables import Column, Table, Value
from reporting.national.figures import Summary
from reporting.national.standing import Agreed, Needed, Status
from reporting.national.tables import (
    Linked,
    Names,
    Section,
    centre_column,
    first_cells,
    lacking,
    number,
)

TOLD = (AssignmentYear.Status.NEW, AssignmentYear.Status.CHANGED)


def sections(summary: Summary, names: Names) -> list[Section]:
    standing = summary.standing
    missing = {
        key: lacking(names, standing.missing.get(key, []))
        for key in ("statuses", "agreements", "open_needs")
    }
    statuses = [status_counts(standing.statuses, names), told(standing.statuses, names)]
    return [
        Section("nytt", _("Nye og endrede tiltak og satsinger"), statuses, missing["statuses"]),
        Section("avtaler", _("Avtaler"), [agreed(standing.agreed, names)], missing["agreements"]),
        Section("behov", _("Åpne behov"), [needs(standing.needs, names)], missing["open_needs"]),
    ]


def status_names() -> dict[str, str]:
    found = {status.value: str(status.label) for status in AssignmentYear.Status}
    return {**found, "": _("uten status")}


def status_counts(statuses: list[Status], names: Names) -> Linked:
    """Tiltak and satsinger of each status, by report."""
    labels = status_names()
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in statuses:
        counts[row.report][row.code] += len(row.assignments) + len(row.initiatives)
    rows: list[list[Value]] = [
        [names.centre(report), *[found[code] for code in labels]]
        for report, found in counts.items()
    ]
    if rows:
        sums = [sum(found[code] for found in counts.values()) for code in labels]
        rows.append([_("Alle rapportene"), *sums])
    columns = [centre_column(), *[number(label.capitalize()) for label in labels.values()]]
    links = first_cells([names.report_url(report) for report in counts])
    for at, (report, found) in enumerate(counts.items()):
        for column, code in enumerate(labels, start=1):
            if found[code]:
                links[at, column] = names.rows_url(report, "statuses", code)
    return Linked(Table(_("Tiltak og satsinger etter status"), columns, rows), links)


def told(statuses: list[Status], names: Names) -> Linked:
    """The new and the substantially changed ones, by name."""
    labels = status_names()
    rows: list[list[Value]] = []
    hrefs: list[str] = []
    for row in statuses:
        if row.code not in TOLD:
            continue
        kinds = {_("tiltak"): title_of(row.assignments, names.assignments)}
        kinds[_("satsing")] = title_of(row.initiatives, names.initiatives)
        for kind, titles in kinds.items():
            rows += [[names.centre(row.report), kind, title, labels[row.code]] for title in titles]
            hrefs += [names.report_url(row.report) for _title in titles]
    columns = [
        centre_column(),
        Column(_("Slag"), width=10),
        Column(_("Navn"), width=60),
        Column(_("Status i året"), width=30),
    ]
    title = _("Nye, og videreført med vesentlig dreining")
    return Linked(Table(title, columns, rows), first_cells(hrefs))


def title_of(ids: list[int], titles: dict[int, str]) -> list[str]:
    return [titles.get(pk, _("(slettet etterpå)")) for pk in ids]


def agreed(found: Agreed, names: Names) -> Linked:
    columns = [
        centre_column(),
        number(_("I kraft i året")),
        number(_("Undertegnet i året")),
        number(_("Kommuner")),
    ]
    rows: list[list[Value]] = [
        [names.centre(report), *parts] for report, parts in found.parts.items()
    ]
    if rows:
        rows.append([_("Alle rapportene"), found.in_force, found.signed, found.municipalities])
    links = first_cells([names.report_url(report) for report in found.parts])
    keys = {1: "in_force", 2: "signed", 3: "municipalities"}
    for at, report in enumerate(found.parts):
        for column, key in keys.items():
            links[at, column] = names.rows_url(report, "agreements", key)
    note = _("Summen teller hver avtale og hver kommune én gang.")
    return Linked(Table(_("Avtaler med kommuner"), columns, rows, note), links)


def needs(found: list[Needed], names: Names) -> Linked:
    """Theme by county, most first; a need that several centres see is counted once."""
    columns = [
        Column(_("Tema"), width=40),
        Column(_("Fylke"), width=30),
        number(_("Åpne behov 31. desember")),
    ]
    most_first = sorted(found, key=lambda row: (-row.value, row.theme, row.county))
    rows: list[list[Value]] = [
        [
            names.themes.get(row.theme, row.theme),
            names.counties.get(row.county, row.county),
            row.value,
        ]
        for row in most_first
    ]
    links = first_cells(
        [names.sources_url("open_needs", f"{row.theme}:{row.county}") for row in most_first]
    )
    note = _("Et behov som flere sentre ser, telles én gang.")
    return Linked(Table(_("Åpne behov etter tema og fylke"), columns, rows, note), links)
