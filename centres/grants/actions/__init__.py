"""What is written about grants: the letter by the directorate, the application by the centre."""

from centres.grants.actions.adding import add_recipient
from centres.grants.actions.administering import record_lines, save_grant, tell_of_letter
from centres.grants.actions.applying import save_application
from centres.grants.actions.errors import (
    GrantError,
    RowError,
    RowInUseError,
    RowReportedError,
    SecondLetterError,
)
from centres.grants.actions.redacting import redact_grant
from centres.grants.actions.registering import change_letter, register_grant

__all__ = [
    "GrantError",
    "RowError",
    "RowInUseError",
    "RowReportedError",
    "SecondLetterError",
    "add_recipient",
    "change_letter",
    "record_lines",
    "redact_grant",
    "register_grant",
    "save_application",
    "save_grant",
    "tell_of_letter",
]
