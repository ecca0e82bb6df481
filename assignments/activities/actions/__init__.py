"""Everything that changes activities, by what a person does."""

from assignments.activities.actions.errors import (
    AlreadyDoneError,
    AlreadyLoggedError,
    NotReadyError,
    ResultMissingError,
    TooEarlyError,
)
from assignments.activities.actions.exporting import record_export
from assignments.activities.actions.keeping import count
from assignments.activities.actions.removing import (
    delete_activity,
    redact_activity,
    restore_activity,
)
from assignments.activities.actions.series import log_series
from assignments.activities.actions.typed import keep_typed, throw_typed_away
from assignments.activities.actions.writing import (
    change_activity,
    confirm_activity,
    log_activity,
)

__all__ = [
    "AlreadyDoneError",
    "AlreadyLoggedError",
    "NotReadyError",
    "ResultMissingError",
    "TooEarlyError",
    "change_activity",
    "confirm_activity",
    "count",
    "delete_activity",
    "keep_typed",
    "log_activity",
    "log_series",
    "record_export",
    "redact_activity",
    "restore_activity",
    "throw_typed_away",
]
