"""Everything that changes tiltak and what belongs to them. One function per thing to do."""

from assignments.plans.actions.keeping import (
    change_assignment,
    create_assignment,
    redact_assignment,
    set_year_status,
)
from assignments.plans.actions.methods import MethodExistsError, add_method
from assignments.plans.actions.partners import (
    AnsweredAlreadyError,
    answer_as_partner,
    ask_centres,
    end_partnership,
)
from assignments.plans.actions.removing import delete_assignment, restore_assignment
from assignments.plans.actions.rows import (
    RowGoneError,
    RowRefusedError,
    add_row,
    change_row,
    redact_row,
    remove_row,
)
from assignments.plans.actions.statements import (
    StatementValues,
    answer_statement,
    save_statement,
)

__all__ = [
    "AnsweredAlreadyError",
    "MethodExistsError",
    "RowGoneError",
    "RowRefusedError",
    "StatementValues",
    "add_method",
    "add_row",
    "answer_as_partner",
    "answer_statement",
    "ask_centres",
    "change_assignment",
    "change_row",
    "create_assignment",
    "delete_assignment",
    "end_partnership",
    "redact_assignment",
    "redact_row",
    "remove_row",
    "restore_assignment",
    "save_statement",
    "set_year_status",
]
