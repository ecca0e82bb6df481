"""The tables of a report's figures, each row with the way down to what it was counted from.

Figures that were frozen before a table was counted have no such table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from assignments.activities.models import Activity
from assignments.coverage.models import Level
from assignments.plans.choices import CentreRole, CoursePhase, LifeStage
from assignments.plans.models import AssignmentYear
from centres.models import Centre, MandateTask
from municipalities.models import County, Theme
from reporting import formatting, recognition_tables
from reporting.documents.measures import budget_line
from reporting.figures import Figures


@dataclass(frozen=True)
class Row:
    """`group` and `key` are the address of the rows behind; empty where there are none."""

    label: str
    values: list[str]
    group: str = ""
    key: str = ""


@dataclass(frozen=True)
class FigureTable:
    caption: str
    columns: list[str]
    rows: list[Row]
    note: str = ""


@dataclass(frozen=True)
class Names:
    """What the codes of the figures are called, read once for a page."""

    themes: dict[str, str]
    tasks: dict[str, str]
    centres: dict[str, str]
    counties: dict[str, str]
    themes_by_id: dict[str, str]


def read_names() -> Names:
    """Four queries."""
    themes = list(Theme.objects.all())
    tasks = {task.code: f"{task.code} {task.name}" for task in MandateTask.objects.all()}
    return Names(
        themes={**{theme.code: theme.name for theme in themes}, "": _("Uten tema")},
        tasks={**tasks, "": _("Uten oppgave")},
        centres=dict(Centre.objects.values_list("code", "short_name")),
        counties=dict(County.objects.values_list("code", "name")),
        themes_by_id={**{str(row.pk): row.name for row in themes}, "": _("Uten tema")},
    )


def every(figures: Figures, names: Names) -> list[FigureTable]:
    """Those that the report has, in the order of the page."""
    found = [
        statuses(figures),
        funding(figures),
        coded(figures, "themes", _("Temaer"), names.themes),
        coded(figures, "mandate_tasks", _("Oppgaver i samfunnsoppdraget"), names.tasks),
        coded(figures, "kinds", _("Typer aktivitet"), dict(Activity.Kind.choices)),
        roles(figures),
        courses(figures),
        cooperation(figures, names),
        feedback(figures, names),
        open_needs(figures, names),
        *recognised(figures),
        placed(figures, "municipalities", _("Kommuner")),
        placed(figures, "districts", _("Bydeler")),
    ]
    return [table for table in found if table.rows]


def statuses(figures: Figures) -> FigureTable:
    labels = {**dict(AssignmentYear.Status.choices), "": _("status mangler")}
    rows = [
        Row(
            str(labels[row["code"]]),
            [
                formatting.number(len(row["assignments"])),
                formatting.number(len(row["initiatives"])),
            ],
            "statuses",
            row["code"],
        )
        for row in figures.get("statuses", [])
    ]
    return FigureTable(_("Nytt og videreført"), [_("Tiltak"), _("Satsinger")], rows)


def funding(figures: Figures) -> FigureTable:
    rows = [
        Row(
            budget_line(row),
            [formatting.number(row["value"]), formatting.decimal(row["hours"])],
            "funding",
            row["code"],
        )
        for row in figures.get("funding", [])
    ]
    note = _("Timene er fordelt etter andelen av tiltaket som hver budsjettlinje betaler.")
    return FigureTable(_("Tiltak etter finansiering"), [_("Tiltak"), _("Timer")], rows, note)


def coded(figures: Figures, group: str, caption: str, labels: dict[str, Any]) -> FigureTable:
    rows = [
        Row(
            str(labels.get(row["code"], row["code"])),
            [formatting.number(row["value"]), formatting.decimal(row["hours"])],
            group,
            row["code"],
        )
        for row in sorted(figures.get(group, []), key=lambda row: -row["value"])
    ]
    return FigureTable(caption, [_("Aktiviteter"), _("Timer")], rows)


def roles(figures: Figures) -> FigureTable:
    rows = [
        Row(
            _("%(year)s: %(role)s") % {"year": row["year"], "role": role_name(row["code"])},
            [
                formatting.decimal(row["hours"]),
                formatting.share(row["share"]) if row["share"] else "–",
            ],
            "roles",
            f"{row['year']}.{row['code']}",
        )
        for row in figures.get("roles", [])
    ]
    note = _("Andelen er av alle timer i året. Året i rapporten og de to før er med.")
    columns = [_("Timer"), _("Andel av timene")]
    return FigureTable(_("Senterets rolle over årene"), columns, rows, note)


def role_name(code: str) -> str:
    return str({**dict(CentreRole.choices), "": _("rolle ikke oppgitt")}.get(code, code))


def courses(figures: Figures) -> FigureTable:
    rows = [
        Row(
            course_name(row),
            [formatting.number(row["value"]), formatting.decimal(row["hours"])],
            "courses",
            f"{row['phase']}.{row['life_stage']}",
        )
        for row in figures.get("courses", [])
    ]
    return FigureTable(_("Forløp og livsløp"), [_("Aktiviteter"), _("Timer")], rows)


def course_name(row: Figures) -> str:
    phases = {**dict(CoursePhase.choices), "": _("forløp ikke oppgitt")}
    stages = {**dict(LifeStage.choices), "": _("livsløp ikke oppgitt")}
    return f"{phases[row['phase']]}, {stages[row['life_stage']]}"


def cooperation(figures: Figures, names: Names) -> FigureTable:
    found = figures.get("cooperation", {})
    rows = [
        Row(
            names.centres.get(row["code"], row["code"]),
            [formatting.number(row["value"])],
            "centres",
            row["code"],
        )
        for row in found.get("centres", [])
    ]
    labels = {
        "governors": _("Statsforvalter"),
        "county_authorities": _("Fylkeskommune"),
        "user_organisations": _("Bruker- og pårørendeorganisasjoner"),
    }
    rows += [
        Row(label, [formatting.number(found[key]["value"])], "cooperation", key)
        for key, label in labels.items()
        if key in found
    ]
    return FigureTable(_("Samarbeid"), [_("Aktiviteter")], rows)


def feedback(figures: Figures, names: Names) -> FigureTable:
    """Answers have no rows that anyone may open: they are from people."""
    found = figures.get("feedback", {})
    if not found.get("forms"):
        return FigureTable(_("Tilbakemeldinger"), [], [])
    columns = [
        _("Svar"),
        _("Nyttig (snitt)"),
        _("Nyttig (4–5)"),
        _("Praksisnært (snitt)"),
        _("Praksisnært (4–5)"),
    ]
    rows = [Row(_("Alle"), opinion(found["total"]))]
    for key, value in found["themes"].items():
        rows.append(Row(names.themes_by_id.get(key, _("Uten tema")), opinion(value)))
    note = _("Svar vises bare når minst tre har svart.")
    return FigureTable(_("Tilbakemeldinger"), columns, rows, note)


def opinion(found: Figures | None) -> list[str]:
    if found is None:
        return [_("færre enn 3"), "–", "–", "–", "–"]
    return [
        formatting.number(found["n"]),
        formatting.decimal(found["useful"]),
        formatting.share(str(found["useful_share"])),
        formatting.decimal(found["practice"]),
        formatting.share(str(found["practice_share"])),
    ]


def open_needs(figures: Figures, names: Names) -> FigureTable:
    rows = [
        Row(
            f"{names.themes.get(row['theme'], row['theme'])}, "
            f"{names.counties.get(row['county'], row['county'])}",
            [formatting.number(row["value"])],
            "open_needs",
            f"{row['theme']}.{row['county']}",
        )
        for row in figures.get("open_needs", [])
    ]
    return FigureTable(_("Åpne behov 31. desember"), [_("Behov")], rows)


def recognised(figures: Figures) -> list[FigureTable]:
    """IS-24/8 beside own figures, the years before and after the reform apart."""
    columns = [
        _("Andel av kommunene"),
        _("Kommuner som svarte"),
        _("Portalen: gjort kjent"),
        _("Portalen: kontakt"),
        _("Portalen: brukt"),
        _("Kilde"),
    ]
    note = f"{recognition_tables.what_differs()} {recognition_tables.why_broken()}"
    return [
        FigureTable(
            recognition_tables.title(part),
            columns,
            [
                Row(
                    f"{line.year}, {line.county}: {line.answer}",
                    [line.share, line.answering, *(own.text for own in line.own), line.source],
                )
                for line in part.lines
            ],
            note,
        )
        for part in recognition_tables.parts(figures.get("recognition", []))
    ]


def placed(figures: Figures, group: str, caption: str) -> FigureTable:
    columns = [_("Nivå"), _("Aktiviteter"), _("Timer"), _("Deltakelser"), _("Henvendelser")]
    rows = [
        Row(row["name"], list(place_values(row)), group, row["code"])
        for row in figures.get(group, [])
    ]
    return FigureTable(caption, columns, rows)


def place_values(row: Figures) -> Iterator[str]:
    yield str(Level(row["level"]).label)
    yield formatting.number(row["activities"])
    yield formatting.decimal(row["hours"]) if row["hours"] is not None else "–"
    yield formatting.number(row["attendances"])
    yield formatting.number(row["requests"])
