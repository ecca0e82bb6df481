"""What must be said of a tiltak, and what the user organisation named in it answers."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from assignments.plans import letters, rules
from assignments.plans.actions.rows import locked_row
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.models import Assignment, Statement
from korus_portal.accounts.models import Organisation, User
from korus_portal.files.actions import keep

State = Statement.State


@dataclass(frozen=True, kw_only=True)
class StatementValues:
    text: str
    evidence: str
    organisation: Organisation | None = None


@transaction.atomic
def save_statement(
    *,
    assignment: Assignment,
    kind: str,
    values: StatementValues,
    version: int,
    by: User,
    upload: Any = None,
    drops_file: bool = False,
) -> Statement:
    """Write a statement. A user organisation named in it is asked, and again after each change."""
    locked = locked_row(assignment)
    if not rules.can_edit_assignment(by, locked):
        raise PermissionDenied
    row = locked.statements.select_for_update(of=("self",)).filter(kind=kind).first()
    is_same = row is not None and stored_values(row) == values
    if is_same and row is not None and upload is None and not drops_file:
        return row
    if version != (row.version if row else 0):
        raise StaleVersionError
    row = write(row or Statement(assignment=locked, kind=kind, version=0), values, by)
    if upload is not None or drops_file:
        row.file = keep(upload=upload, by=by) if upload is not None else None
    row.save()
    if row.organisation is not None:
        letters.tell_of("statement_named", row, letters.members_of(row.organisation))
    return row


@transaction.atomic
def answer_statement(
    *, statement: Statement, confirms: bool, answer: str, version: int, by: User
) -> Statement:
    """Confirm or correct what is said of one's organisation. The same answer twice is one.

    Raises StaleVersionError when the centre has changed the text since it was read.
    """
    locked_row(statement.assignment)
    rows = Statement.objects.select_for_update(of=("self",))
    row = rows.select_related("assignment__centre", "organisation").get(pk=statement.pk)
    if not rules.can_answer_statement(by, row):
        raise PermissionDenied
    wanted = State.CONFIRMED if confirms else State.CORRECTED
    if (row.state, row.answer) == (wanted, answer):
        return row
    if row.version != version:
        raise StaleVersionError
    row.state, row.answer = wanted, answer
    row.answered_by, row.answered_at = by, timezone.now()
    row.version += 1
    row.save()
    letters.tell_of("statement_answered", row, letters.leaders_of(row.assignment.centre))
    return row


def stored_values(row: Statement) -> StatementValues:
    return StatementValues(text=row.text, evidence=row.evidence, organisation=row.organisation)


def write(row: Statement, values: StatementValues, by: User) -> Statement:
    """What is said anew, nobody has confirmed yet."""
    row.text, row.evidence, row.organisation = values.text, values.evidence, values.organisation
    row.state = State.UNCONFIRMED if values.organisation else State.NOT_ASKED
    row.answer, row.answered_by, row.answered_at = "", None, None
    row.written_by, row.written_at = by, timezone.now()
    row.version += 1
    return row
