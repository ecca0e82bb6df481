"""Adding, changing, removing and redacting the rows that belong to a tiltak."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Model, Sum
from django.utils.translation import gettext as _

from assignments.plans import rules
from assignments.plans.conflicts import StaleVersionError
from assignments.plans.models import (
    Assignment,
    Funding,
    Goal,
    GoalIndicator,
    ImplementationStep,
    IndicatorResult,
)
from assignments.plans.numbers import shown_number
from assignments.plans.redaction import texts_left
from assignments.plans.rows import RowKind, digest, rows_of, years_in
from assignments.plans.years import YearClosedError, hold_open
from korus_portal.accounts.models import User
from korus_portal.notifications.redaction import redact

WHOLE = Decimal(100)


class RowRefusedError(Exception):
    """What was entered does not fit with what is there already; `field` is to be mended."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class RowGoneError(Exception):
    """Somebody removed the row since the form was opened."""


@transaction.atomic
def add_row(*, kind: RowKind, assignment: Assignment, values: Mapping[str, Any], by: User) -> Model:
    """Add a row. The same sent twice is one. Raises RowRefusedError and YearClosedError."""
    locked = hold(kind, assignment, by)
    twin: Model | None = rows_of(kind, locked).filter(**values).first()
    if twin is not None:
        return twin
    row = kind.model(**values)
    if kind.owner == "assignment":
        row.assignment = locked  # type: ignore[attr-defined]
    if isinstance(row, ImplementationStep):
        row.registered_by = by
    store(kind, locked, row, by=by)
    return row


@transaction.atomic
def change_row(
    *,
    kind: RowKind,
    assignment: Assignment,
    row_id: int,
    values: Mapping[str, Any],
    seen: str,
    by: User,
) -> Model:
    """Change a row that is as the form showed it (`seen`, its digest), or as it is to become."""
    locked = hold(kind, assignment, by)
    held = rows_of(kind, locked).select_for_update(of=("self",))
    row: Model | None = held.filter(pk=row_id).first()
    if row is None:
        raise RowGoneError
    before, is_seen = years_in(row), digest(kind, row) == seen
    for name, value in values.items():
        setattr(row, name, value)
    if not is_seen:
        if rows_of(kind, locked).filter(pk=row_id, **values).exists():
            return row
        raise StaleVersionError
    hold_open(locked.centre_id, *before)
    store(kind, locked, row, by=by)
    return row


@transaction.atomic
def remove_row(*, kind: RowKind, assignment: Assignment, row_id: int, by: User) -> None:
    """Remove a row; what it held stays in the history. Removing twice changes nothing."""
    locked = hold(kind, assignment, by)
    row = rows_of(kind, locked).filter(pk=row_id).first()
    if row is not None:
        hold_open(locked.centre_id, *years_in(row))
        row.delete()


@transaction.atomic
def redact_row(
    *,
    kind: RowKind,
    assignment: Assignment,
    row_id: int,
    fields: list[str],
    reason: str,
    by: User,
) -> None:
    """Take texts out of a row, its history and its letters. Closed years do not stop it."""
    locked = locked_row(assignment)
    if not rules.can_lead_centre(by, locked.centre):
        raise PermissionDenied
    if not fields or not set(fields) <= set(kind.texts):
        raise ValueError(fields)
    row = rows_of(kind, locked).select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise RowGoneError
    if hasattr(row, "version"):
        row.version += 1
        row.save(update_fields=["version"])
    redact(row, texts_left(row, fields), by=by, reason=reason)


def locked_row(assignment: Assignment) -> Assignment:
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("centre")
    return rows.get(pk=assignment.pk)


def hold(kind: RowKind, assignment: Assignment, by: User) -> Assignment:
    """The tiltak, held until the transaction ends, if `by` may write such rows."""
    locked = locked_row(assignment)
    may = rules.can_register_steps if kind.is_for_staff else rules.can_edit_assignment
    if not may(by, locked):
        raise PermissionDenied
    return locked


def store(kind: RowKind, assignment: Assignment, row: Model, *, by: User) -> None:
    """Write a row whose owner is the tiltak and whose year is open, if it fits with the others."""
    if owner_of(row) != assignment.pk:
        raise PermissionDenied
    hold_open(assignment.centre_id, *years_in(row))
    others = rows_of(kind, assignment).exclude(pk=row.pk)
    match row:
        case Funding():
            refuse_too_much(row, others)
        case IndicatorResult():
            row.set_by = by
            refuse_second(others.filter(indicator=row.indicator, year=row.year), "year")
        case ImplementationStep():
            same = others.filter(municipality=row.municipality, method=row.method, day=row.day)
            refuse_second(same, "day")
    row.save()


def owner_of(row: Any) -> int:
    """The tiltak that a row belongs to, whatever lies between."""
    match row:
        case IndicatorResult():
            owner: int = row.indicator.goal.assignment_id
        case GoalIndicator():
            owner = row.goal.assignment_id
        case Goal() | _:
            owner = row.assignment_id
    return owner


def refuse_second(same: Any, field: str) -> None:
    if same.exists():
        raise RowRefusedError(field, _("Dette er registrert fra før. Endre det som står der."))


def refuse_too_much(row: Funding, others: Any) -> None:
    """A tiltak is paid for once: the shares of a year's grants are 100 % together at most."""
    if row.line.grant.centre_id != row.assignment.centre_id:
        raise PermissionDenied
    refuse_second(others.filter(line=row.line), "line")
    year = row.line.grant.year
    there = others.filter(line__grant__year=year).aggregate(sum=Sum("share"))["sum"] or Decimal(0)
    if there + row.share > WHOLE:
        text = _(
            "Andelene for %(year)s blir over 100 prosent. Andre budsjettlinjer har %(there)s "
            "prosent, så du kan skrive høyst %(left)s."
        )
        shown = {
            "year": year,
            "there": shown_number(there),
            "left": shown_number(WHOLE - there),
        }
        raise RowRefusedError("share", text % shown)


__all__ = [
    "RowGoneError",
    "RowRefusedError",
    "YearClosedError",
    "add_row",
    "change_row",
    "redact_row",
    "remove_row",
]
