"""What people enter about tiltak."""

from assignments.plans.fields import (
    TaskField,
    ThemeField,
    ThemeLabel,
    ThemesField,
    initiatives_on_offer,
    tasks_on_offer,
    themes_on_offer,
)
from assignments.plans.forms.assignment import AssignmentForm, main_first
from assignments.plans.forms.others import (
    STATEMENT_LABELS,
    AnswerForm,
    DeleteForm,
    LeaveForm,
    MethodForm,
    PartnersForm,
    StatementAnswerForm,
    StatementForm,
)
from assignments.plans.forms.rows import FORMS, RowForm
from assignments.plans.forms.year import AssignmentYearForm

__all__ = [
    "FORMS",
    "STATEMENT_LABELS",
    "AnswerForm",
    "AssignmentForm",
    "AssignmentYearForm",
    "DeleteForm",
    "LeaveForm",
    "MethodForm",
    "PartnersForm",
    "RowForm",
    "StatementAnswerForm",
    "StatementForm",
    "TaskField",
    "ThemeField",
    "ThemeLabel",
    "ThemesField",
    "initiatives_on_offer",
    "main_first",
    "tasks_on_offer",
    "themes_on_offer",
]
