"""Which rows the history of a tiltak tells about."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from assignments.plans.history import Change, Traced, history_of
from assignments.plans.models import (
    Assignment,
    AssignmentPartner,
    AssignmentPlace,
    AssignmentTask,
    AssignmentTheme,
    AssignmentYear,
    Goal,
    GoalIndicator,
    Statement,
)
from assignments.plans.rows import KINDS, RowKind
from korus_portal.notifications.redaction import history_models

STATEMENT = {"kind": _("hvilken"), "state": _("svar fra organisasjonen")}


def changes_of(assignment: Assignment) -> list[Change]:
    """Everything that happened to the tiltak and what belongs to it, also to what is removed."""
    statements = assignment.statements.all()
    about = [assignment, *statements, *assignment.partners.all(), *assignment.years.all()]
    return history_of(traced_of(assignment), about=about)


def traced_of(assignment: Assignment) -> list[Traced]:
    own = {"assignment": assignment.pk}
    place, task = {"municipality": _("kommune")}, {"mandatetask": _("oppgave")}
    return [
        Traced(label=_("Tiltaket"), model=Assignment, where={"pgh_obj_id": assignment.pk}),
        Traced(label=_("Tema"), model=AssignmentTheme, where=own),
        Traced(label=_("Kommune"), model=AssignmentPlace, where=own, labels=place),
        Traced(label=_("Flere oppgaver"), model=AssignmentTask, where=own, labels=task),
        Traced(label=_("Status i året"), model=AssignmentYear, where=own),
        *(traced_kind(kind, assignment) for kind in KINDS),
        Traced(
            label=_("Samarbeidende senter"),
            model=AssignmentPartner,
            where=own,
            labels={"state": _("svar fra senteret")},
        ),
        Traced(label=_("Redegjørelse"), model=Statement, where=own, labels=STATEMENT),
    ]


def traced_kind(kind: RowKind, assignment: Assignment) -> Traced:
    return Traced(
        label=kind.name,
        model=kind.model,
        where=where_of(kind, assignment),
        labels=kind.columns,
    )


def where_of(kind: RowKind, assignment: Assignment) -> dict[str, Any]:
    """The stored versions that belong to the tiltak, also of rows below goals that are removed."""
    if kind.owner == "assignment":
        return {"assignment": assignment.pk}
    goals = ids_in(Goal, assignment=assignment.pk)
    if kind.model is GoalIndicator:
        return {"goal__in": goals}
    return {"indicator__in": ids_in(GoalIndicator, goal__in=goals)}


def ids_in(model: Any, **where: Any) -> Any:
    [history] = history_models(model)
    return history._base_manager.filter(**where).values("pgh_obj_id")
