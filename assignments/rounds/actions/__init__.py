"""Everything that changes information rounds."""

from assignments.rounds.actions.errors import (
    AlreadyDoneError,
    ImpossibleDayError,
    MissingDocumentError,
    MissingReasonError,
    NoRecipientsError,
    NotThereError,
    RoundError,
)
from assignments.rounds.actions.marking import mark_bounced, mark_delivered, set_receiver
from assignments.rounds.actions.removing import delete_round, redact_round, restore_round
from assignments.rounds.actions.writing import add_recipients, change_round, register_round

__all__ = [
    "AlreadyDoneError",
    "ImpossibleDayError",
    "MissingDocumentError",
    "MissingReasonError",
    "NoRecipientsError",
    "NotThereError",
    "RoundError",
    "add_recipients",
    "change_round",
    "delete_round",
    "mark_bounced",
    "mark_delivered",
    "redact_round",
    "register_round",
    "restore_round",
    "set_receiver",
]
