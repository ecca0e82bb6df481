"""Tiltak, what they are about, how far they have come, and the years that are closed."""

from assignments.plans.models.about import (
    Funding,
    Goal,
    GoalIndicator,
    IndicatorResult,
    PolicyAim,
    TargetGroup,
)
from assignments.plans.models.implementing import ImplementationStep, Method
from assignments.plans.models.statements import Statement
from assignments.plans.models.tiltak import (
    Assignment,
    AssignmentPartner,
    AssignmentPlace,
    AssignmentQuerySet,
    AssignmentTask,
    AssignmentTheme,
)
from assignments.plans.models.years import AssignmentYear, ClosedYear, InitiativeYear

__all__ = [
    "Assignment",
    "AssignmentPartner",
    "AssignmentPlace",
    "AssignmentQuerySet",
    "AssignmentTask",
    "AssignmentTheme",
    "AssignmentYear",
    "ClosedYear",
    "Funding",
    "Goal",
    "GoalIndicator",
    "ImplementationStep",
    "IndicatorResult",
    "InitiativeYear",
    "Method",
    "PolicyAim",
    "Statement",
    "TargetGroup",
]
