"""Tables of the figures that came after the first ones; a report from before has none of them."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from assignments.plans.choices import CentreRole, CoursePhase, LifeStage
from assignments.plans.models import AssignmentYear
from centres.models import Centre
from reporting import recognition_tables
from reporting.documents import names
from reporting.documents.tables import Column, Table, Type, Value
from reporting.recognition_tables import Line

Figures = dict[str, Any]


def every(figures: Figures) -> list[Table]:
    """Those that the report has numbers for."""
    found = [
        statuses(figures),
        funding(figures),
        roles(figures),
        courses(figures),
        agreements(figures),
        cooperation(figures),
        feedback(figures),
        open_needs(figures),
        *recognised(figures),
    ]
    return [table for table in found if table.rows]


def statuses(figures: Figures) -> Table:
    labels = {**dict(AssignmentYear.Status.choices), "": _("ikke satt")}
    columns = [
        Column(_("Status i året"), width=40),
        Column(_("Tiltak"), Type.NUMBER),
        Column(_("Satsinger"), Type.NUMBER),
    ]
    rows: list[list[Value]] = [
        [
            str(labels.get(row["code"], row["code"])),
            len(row["assignments"]),
            len(row["initiatives"]),
        ]
        for row in figures.get("statuses", [])
    ]
    return Table(_("Tiltak og satsinger etter status"), columns, rows, sheet=_("Status"))


def funding(figures: Figures) -> Table:
    columns = [
        Column(_("Kapittel og post"), width=30),
        Column(_("Tiltak"), Type.NUMBER),
        Column(_("Timer"), Type.DECIMAL),
    ]
    rows: list[list[Value]] = [
        [budget_line(row), row["value"], Decimal(row["hours"])]
        for row in figures.get("funding", [])
    ]
    note = _("Timene er delt etter andelen som hver post betaler av tiltaket.")
    return Table(_("Finansiering"), columns, rows, note)


def budget_line(row: Figures) -> str:
    if not row["code"]:
        return _("Uten registrert finansiering")
    return _("kap. %(chapter)s post %(item)s") % {"chapter": row["chapter"], "item": row["item"]}


def roles(figures: Figures) -> Table:
    """Role share over the years."""
    columns = [
        Column(_("År"), width=8),
        Column(_("Senterets rolle"), width=40),
        Column(_("Timer"), Type.DECIMAL),
        Column(_("Andel (%)"), Type.DECIMAL),
    ]
    rows: list[list[Value]] = [
        [
            str(row["year"]),
            role_name(row["code"]),
            Decimal(row["hours"]),
            None if row["share"] is None else Decimal(row["share"]),
        ]
        for row in figures.get("roles", [])
    ]
    return Table(_("Senterets rolle over årene"), columns, rows, sheet=_("Roller"))


def role_name(code: str) -> str:
    return str({**dict(CentreRole.choices), "": _("rolle ikke oppgitt")}.get(code, code))


def courses(figures: Figures) -> Table:
    """Course by life stage: activities, with hours behind them."""
    found = figures.get("courses", [])
    phases = ordered([row["phase"] for row in found], CoursePhase.values)
    stages = ordered([row["life_stage"] for row in found], LifeStage.values)
    cells = {(row["phase"], row["life_stage"]): row for row in found}
    phase_names, stage_names = dict(CoursePhase.choices), dict(LifeStage.choices)
    columns = [
        Column(_("Livsløp"), width=30),
        *[Column(str(phase_names.get(phase, _("ikke oppgitt"))), width=18) for phase in phases],
    ]
    rows: list[list[Value]] = [
        [
            str(stage_names.get(stage, _("ikke oppgitt"))),
            *[course_cell(cells.get((phase, stage))) for phase in phases],
        ]
        for stage in stages
    ]
    note = _("Antall aktiviteter, med timer i parentes.")
    return Table(_("Forløp og livsløp"), columns, rows, note)


def ordered(codes: Sequence[str], known: Sequence[str]) -> list[str]:
    """In the order of the closed list; what is not told comes last."""
    order = {code: at for at, code in enumerate(known)}
    return sorted(set(codes), key=lambda code: (order.get(code, len(order)), code))


def course_cell(row: Figures | None) -> Value:
    if row is None:
        return None
    hours = f"{Decimal(row['hours']).normalize():f}".replace(".", ",")
    return _("%(count)s (%(hours)s t)") % {"count": row["value"], "hours": hours}


def agreements(figures: Figures) -> Table:
    found = figures.get("agreements")
    labels = {
        "in_force": _("Avtaler som gjaldt i året"),
        "signed": _("Avtaler signert i året"),
        "municipalities": _("Kommuner med avtale"),
    }
    return counts(_("Avtaler"), {labels[key]: found[key] for key in labels} if found else {})


def cooperation(figures: Figures) -> Table:
    """With whom, and how many activities."""
    found = figures.get("cooperation")
    if not found:
        return counts(_("Samarbeid"), {})
    centres = dict(Centre.objects.values_list("code", "short_name"))
    rows = {
        **{centres.get(row["code"], row["code"]): row for row in found["centres"]},
        _("Statsforvaltere"): found["governors"],
        _("Fylkeskommuner"): found["county_authorities"],
        _("Brukerorganisasjoner"): found["user_organisations"],
        _("Aktiviteter med brukere eller pårørende til stede"): figures.get(
            "user_participation", {"value": None}
        ),
    }
    return counts(_("Samarbeid"), rows, _("Aktiviteter"))


def open_needs(figures: Figures) -> Table:
    """Needs of the catchment that were open when the year ended."""
    found = figures.get("open_needs", [])
    columns = [
        Column(_("Tema"), width=40),
        Column(_("Fylke"), width=30),
        Column(_("Behov"), Type.NUMBER),
    ]
    themes, counties = (names.themes(), names.counties()) if found else ({}, {})
    rows: list[list[Value]] = [
        [
            themes.get(row["theme"], row["theme"]),
            counties.get(row["county"], row["county"]),
            row["value"],
        ]
        for row in found
    ]
    return Table(_("Åpne behov 31. desember"), columns, rows)


def recognised(figures: Figures) -> list[Table]:
    """IS-24/8 beside own figures, the years before and after the reform apart."""
    columns = [
        Column(_("År"), width=8),
        Column(_("Fylke det året"), width=22),
        Column(_("Svar i undersøkelsen"), width=36),
        Column(_("Andel (%)"), Type.DECIMAL),
        Column(_("Svarte"), Type.NUMBER),
        Column(_("Portalen: gjort kjent"), width=18),
        Column(_("Portalen: kontakt"), width=18),
        Column(_("Portalen: brukt"), width=18),
        Column(_("Kilde"), width=40),
    ]
    note = f"{recognition_tables.what_differs()} {recognition_tables.why_broken()}"
    return [
        Table(
            recognition_tables.title(part),
            columns,
            [recognised_row(line) for line in part.lines],
            note,
            sheet=_("IS-24-8, %(period)s") % {"period": part.heading},
        )
        for part in recognition_tables.parts(figures.get("recognition", []))
    ]


def recognised_row(line: Line) -> list[Value]:
    ours = [own.text for own in line.own]
    return [
        str(line.year),
        line.county,
        line.answer,
        line.percent,
        line.answered,
        *ours,
        line.source,
    ]


def counts(title: str, rows: dict[str, Figures], label: str = "") -> Table:
    columns = [Column(title, width=50), Column(label or _("Antall"), Type.NUMBER)]
    return Table(title, columns, [[name, row["value"]] for name, row in rows.items()])


def feedback(figures: Figures) -> Table:
    """What those who took part answered; fewer than three are never told apart."""
    columns = [
        Column(_("Tema"), width=40),
        Column(_("Svar"), Type.NUMBER),
        Column(_("Nytte (snitt)"), Type.DECIMAL),
        Column(_("Nytte 4–5 (%)"), Type.NUMBER),
        Column(_("Nær praksis (snitt)"), Type.DECIMAL),
        Column(_("Nær praksis 4–5 (%)"), Type.NUMBER),
    ]
    found = figures.get("feedback") or {}
    if not found.get("forms"):
        return Table(_("Tilbakemeldinger"), columns, [])
    labels = names.themes_by_id()
    rows = [opinion(_("Alle"), found.get("total"))]
    rows += [
        opinion(labels.get(key, _("Uten tema")), value)
        for key, value in pairs(found.get("themes", {}))
    ]
    note = _("Streker: ingen svar, eller færre enn tre.")
    return Table(_("Tilbakemeldinger"), columns, rows, note)


def pairs(found: Any) -> list[tuple[str, Figures | None]]:
    """As a mapping by id, or as a list of rows with the id in each."""
    if isinstance(found, dict):
        return [(str(key), value) for key, value in found.items()]
    return [(str(row.get("theme", row.get("id", ""))), row) for row in found]


def opinion(label: str, found: Figures | None) -> list[Value]:
    if not found or found.get("n") is None:
        return [label, None, None, None, None, None]
    return [
        label,
        found["n"],
        Decimal(found["useful"]),
        found["useful_share"],
        Decimal(found["practice"]),
        found["practice_share"],
    ]
