"""What is entered about a form, and what an answer holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from assignments.activities.models import Activity
from assignments.feedback.models import BankQuestion
from assignments.plans.models import Assignment
from korus_portal.accounts.models import Organisation


@dataclass(frozen=True, kw_only=True)
class FormValues:
    """About one activity or one tiltak."""

    activity: Activity | None = None
    assignment: Assignment | None = None
    group: str
    organisation: Organisation | None = None
    questions: tuple[BankQuestion, ...] = ()
    closes_on: date


@dataclass(frozen=True, kw_only=True)
class Given:
    """One answer, as it was filled in."""

    useful: int
    close_to_practice: int
    more: Mapping[str, int] = field(default_factory=dict)
    comment: str = ""
