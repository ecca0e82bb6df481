"""The kinds of rows that belong to a tiltak: what each is called, what is entered, whose it is.

One description for each, so that adding, changing, removing and redacting are written once.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assignments.plans import models
from assignments.plans.models import Assignment

Labels = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class RowKind:
    """`slug` stands in the address; `owner` leads from a row to its tiltak."""

    slug: str
    model: type[Model]
    name: str | Promise
    new: str | Promise
    owner: str = "assignment"
    # What a person enters, and what it is called.
    columns: Labels = field(default_factory=dict)
    # Texts in which somebody may have named a person.
    texts: tuple[str, ...] = ()
    # Advisers too, not the leader alone.
    is_for_staff: bool = False
    # The field whose value puts the row into a year.
    year_field: str = ""


KINDS = [
    RowKind(
        slug="politiske-mal",
        model=models.PolicyAim,
        name=_("Politisk mål"),
        new=_("Nytt politisk mål"),
        columns={"kind": _("Type"), "title": _("Tittel"), "aim": _("Mål eller kapittel")},
        texts=("title", "aim"),
    ),
    RowKind(
        slug="malgrupper",
        model=models.TargetGroup,
        name=_("Målgruppe"),
        new=_("Ny målgruppe"),
        columns={
            "profession": _("Yrkesgruppe"),
            "sector": _("Sektor"),
            "education": _("Utdanningsnivå"),
        },
        texts=("profession",),
    ),
    RowKind(
        slug="mal",
        model=models.Goal,
        name=_("Mål"),
        new=_("Nytt mål"),
        columns={"text": _("Mål")},
        texts=("text",),
    ),
    RowKind(
        slug="indikatorer",
        model=models.GoalIndicator,
        name=_("Indikator for et mål"),
        new=_("Ny indikator for et mål"),
        owner="goal__assignment",
        columns={
            "goal": _("Mål"),
            "name": _("Hva måler dere?"),
            "unit": _("Enhet"),
            "baseline": _("Utgangspunkt"),
            "target": _("Skal bli"),
            "due_year": _("Nås innen utgangen av"),
        },
        texts=("name", "unit"),
    ),
    RowKind(
        slug="resultater",
        model=models.IndicatorResult,
        name=_("Resultat"),
        new=_("Nytt resultat"),
        owner="indicator__goal__assignment",
        columns={
            "indicator": _("Indikator"),
            "year": _("År"),
            "value": _("Resultat"),
            "source": _("Kilde"),
        },
        texts=("source",),
        year_field="year",
    ),
    RowKind(
        slug="finansiering",
        model=models.Funding,
        name=_("Finansiering"),
        new=_("Ny finansiering"),
        columns={"line": _("Budsjettlinje"), "share": _("Andel i prosent")},
        year_field="line",
    ),
    RowKind(
        slug="implementering",
        model=models.ImplementationStep,
        name=_("Implementering i en kommune"),
        new=_("Ny fase i en kommune"),
        columns={
            "municipality": _("Kommune"),
            "method": _("Metode"),
            "stage": _("Fase"),
            "day": _("Dato"),
            "fidelity": _("Metodetrofasthet"),
            "source": _("Hvordan vet dere det?"),
        },
        texts=("source",),
        is_for_staff=True,
        year_field="day",
    ),
]
BY_SLUG = {kind.slug: kind for kind in KINDS}
# Written on pages of their own; here only so that their texts can be taken out.
OTHERS = [
    RowKind(
        slug="sentre",
        model=models.AssignmentPartner,
        name=_("Samarbeidende senter"),
        new="",
        texts=("answer",),
    ),
    RowKind(
        slug="redegjorelser",
        model=models.Statement,
        name=_("Redegjørelse"),
        new="",
        texts=("text", "evidence", "answer"),
    ),
    RowKind(
        slug="ar",
        model=models.AssignmentYear,
        name=_("Status i et år"),
        new="",
        texts=("change_text",),
    ),
]
WITH_TEXTS = {kind.slug: kind for kind in [*KINDS, *OTHERS] if kind.texts}


def rows_of(kind: RowKind, assignment: Assignment) -> QuerySet[Any]:
    return kind.model._base_manager.filter(**{kind.owner: assignment})


def entered(kind: RowKind, row: Model) -> dict[str, Any]:
    """What is stored of what a person enters."""
    return {name: getattr(row, name) for name in kind.columns}


def digest(kind: RowKind, row: Model) -> str:
    """Changes with every change of the row: a form says by it which version it was opened on."""
    fields: list[Any] = [row._meta.get_field(name) for name in kind.columns]
    stored = [str(getattr(row, column.attname)) for column in fields]
    return hashlib.sha256("\x1f".join(stored).encode()).hexdigest()[:16]


def years_in(row: Model | None) -> set[int]:
    """The years whose reports tell of the row."""
    match row:
        case models.IndicatorResult():
            return {row.year}
        case models.Funding():
            return {row.line.grant.year}
        case models.ImplementationStep():
            return {row.day.year}
        case models.Goal(pk=int()):
            return years_of_results(indicator__goal=row)
        case models.GoalIndicator(pk=int()):
            return years_of_results(indicator=row)
        case _:
            return set()


def years_of_results(**where: Model) -> set[int]:
    results = models.IndicatorResult.objects.filter(**where)
    return set(results.values_list("year", flat=True))
