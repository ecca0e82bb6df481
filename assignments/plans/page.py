"""What the page of a tiltak tells: read once, formatted once, a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assignments.plans import rules
from assignments.plans.choices import CoursePhase, LifeStage
from assignments.plans.models import (
    Assignment,
    AssignmentPartner,
    Funding,
    Goal,
    GoalIndicator,
    ImplementationStep,
    Method,
    Statement,
)
from assignments.plans.numbers import shown_number
from korus_portal.accounts.access import Viewer

State = AssignmentPartner.State


@dataclass(frozen=True)
class StepRow:
    pk: int
    municipality: str
    method: str
    stage: str
    day: str
    fidelity: str
    source: str
    # The latest of its municipality and method.
    is_current: bool


@dataclass(frozen=True)
class IndicatorRow:
    indicator: GoalIndicator
    aim: str
    # Year, result and where it is known from.
    results: list[tuple[int, int, str, str]]


@dataclass(frozen=True)
class GoalRow:
    goal: Goal
    indicators: list[IndicatorRow]


@dataclass(frozen=True)
class PartnerRow:
    partner: AssignmentPartner
    is_waiting: bool
    can_answer: bool
    can_end: bool


@dataclass(frozen=True)
class StatementRow:
    kind: str
    label: str
    statement: Statement | None
    # Shown beside a text that names an organisation which has not confirmed it.
    is_unconfirmed: bool


@dataclass(frozen=True)
class FundingRow:
    pk: int
    line: str
    share: str


@dataclass(frozen=True)
class Sections:
    phases: str
    stages: str
    tasks: list[Any]
    policy_aims: list[Any]
    target_groups: list[str]
    target_group_rows: list[tuple[int, str]]
    goals: list[GoalRow]
    partners: list[PartnerRow]
    statements: list[StatementRow]
    missing: list[str]
    current_steps: list[StepRow]
    funding: list[FundingRow] | None = field(default=None)


def sections_of(assignment: Assignment, viewer: Viewer) -> Sections:
    groups = [(row.pk, group_text(row)) for row in assignment.target_groups.all()]
    statements = statements_of(assignment)
    return Sections(
        phases=labels_of(CoursePhase, assignment.course_phases),
        stages=labels_of(LifeStage, assignment.life_stages),
        tasks=list(assignment.other_tasks.order_by("code")),
        policy_aims=list(assignment.policy_aims.all()),
        target_groups=[text for _pk, text in groups],
        target_group_rows=groups,
        goals=goals_of(assignment),
        partners=partners_of(assignment, viewer),
        statements=statements,
        missing=[row.label for row in statements if row.statement is None],
        current_steps=[row for row in steps_of(assignment) if row.is_current],
        funding=funding_of(assignment) if rules.can_read_funding(viewer, assignment) else None,
    )


def labels_of(choices: Any, codes: Sequence[str]) -> str:
    return ", ".join(str(choices(code).label) for code in codes)


def group_text(row: Any) -> str:
    """«helsesykepleiere · barnehage, skole og PPT · videreutdanning»."""
    parts = [row.profession, row.get_sector_display(), row.get_education_display()]
    return " · ".join(str(part) for part in parts if part)


def goals_of(assignment: Assignment) -> list[GoalRow]:
    indicators = GoalIndicator.objects.prefetch_related("results")
    goals = assignment.goals.prefetch_related(Prefetch("indicators", queryset=indicators))
    return [
        GoalRow(goal=goal, indicators=[indicator_row(one) for one in goal.indicators.all()])
        for goal in goals
    ]


def indicator_row(indicator: GoalIndicator) -> IndicatorRow:
    shown = {
        "unit": indicator.unit,
        "from": shown_number(indicator.baseline),
        "to": shown_number(indicator.target),
        "year": indicator.due_year,
    }
    text = _("til %(to)s %(unit)s innen utgangen av %(year)s")
    if indicator.baseline is not None:
        text = _("fra %(from)s til %(to)s %(unit)s innen utgangen av %(year)s")
    results = [
        (row.pk, row.year, shown_number(row.value), row.source) for row in indicator.results.all()
    ]
    return IndicatorRow(indicator=indicator, aim=text % shown, results=results)


def partners_of(assignment: Assignment, viewer: Viewer) -> list[PartnerRow]:
    """Whoever is with or asked; the lead centre's people also see who said no or left."""
    found = []
    is_lead = rules.works_at(viewer, assignment.centre)
    is_kept = assignment.deleted_at is None
    for row in assignment.partners.select_related("centre"):
        is_waiting = row.state in (State.ASKED, State.ACCEPTED)
        row.assignment = assignment
        if is_waiting or is_lead:
            can_answer = rules.can_answer_as_partner(viewer, row)
            found.append(
                PartnerRow(
                    partner=row,
                    is_waiting=is_waiting,
                    can_answer=is_kept and can_answer and row.state == State.ASKED,
                    can_end=is_kept and is_waiting and rules.can_end_partnership(viewer, row),
                )
            )
    return found


def statements_of(assignment: Assignment) -> list[StatementRow]:
    """The three that every tiltak must have, whether they are there or not."""
    rows = assignment.statements.select_related("organisation", "file")
    stored = {row.kind: row for row in rows}
    return [
        StatementRow(
            kind=kind.value,
            label=str(kind.label),
            statement=stored.get(kind.value),
            is_unconfirmed=kind.value in stored
            and stored[kind.value].state == Statement.State.UNCONFIRMED,
        )
        for kind in Statement.Kind
    ]


def steps_of(assignment: Assignment) -> list[StepRow]:
    """By municipality and method, the newest first."""
    rows = assignment.steps.select_related("municipality", "method").order_by(
        "municipality__sort_key", "municipality__code", "method__name", "-day", "-pk"
    )
    found: list[StepRow] = []
    known: set[tuple[int, int]] = set()
    for row in rows:
        of_these = (row.municipality_id, row.method_id)
        found.append(step_row(row, is_current=of_these not in known))
        known.add(of_these)
    return found


def step_row(row: ImplementationStep, *, is_current: bool) -> StepRow:
    fidelity = ""
    if row.fidelity is not None:
        shown = {"value": shown_number(row.fidelity), "most": shown_number(row.method.fidelity_max)}
        fidelity = _("%(value)s av %(most)s") % shown
    return StepRow(
        pk=row.pk,
        municipality=row.municipality.name,
        method=row.method.name,
        stage=str(row.get_stage_display()),
        day=date_format(row.day, "j.n.Y"),
        fidelity=fidelity,
        source=row.source,
        is_current=is_current,
    )


def funding_of(assignment: Assignment) -> list[FundingRow]:
    rows: Any = Funding.objects.filter(assignment=assignment).select_related("line__grant")
    return [
        FundingRow(
            pk=row.pk,
            line=f"{row.line.grant}, {row.line}",
            share=_("%(share)s prosent") % {"share": shown_number(row.share)},
        )
        for row in rows.order_by("-line__grant__year", "line")
    ]


@dataclass(frozen=True)
class MethodRow:
    name: str
    scale: str
    source: str


def methods() -> list[MethodRow]:
    return [
        MethodRow(name=row.name, scale=scale_of(row), source=row.source)
        for row in Method.objects.all()
    ]


def scale_of(method: Method) -> str:
    """«NUSI, 0–4»; empty where the method has none."""
    if not method.has_scale:
        return ""
    low, high = shown_number(method.fidelity_min), shown_number(method.fidelity_max)
    return f"{method.fidelity_scale}, {low}–{high}"
