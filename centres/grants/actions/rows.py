"""The rows of a grant, written as sent: each keeps its number in the database when it changes,
because tiltak, answers and accounts point at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Model, ProtectedError

from centres.grants import held
from centres.grants.actions.errors import RowInUseError, RowReportedError
from centres.grants.models import ApplicationLine, Grant, GrantItem, GrantLine
from centres.grants.values import BudgetValues, ItemValues, LineValues

Columns = Mapping[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of row: what the form calls it, and which columns are its name in the grant."""

    name: str
    model: Any
    keys: tuple[str, ...]
    has_position: bool = True


LINES = Kind("line", GrantLine, ("chapter", "item"), has_position=False)
ITEMS = Kind("item", GrantItem, ("number",))
BUDGET = Kind("budget", ApplicationLine, ("name",))


def write_lines(grant: Grant, wanted: Sequence[LineValues]) -> None:
    write(LINES, grant, wanted, held.held_lines(grant))


def write_items(grant: Grant, wanted: Sequence[ItemValues]) -> None:
    write(ITEMS, grant, wanted, held.held_items(grant))


def write_budget(grant: Grant, wanted: Sequence[BudgetValues]) -> None:
    write(BUDGET, grant, wanted, held.held_application_lines(grant))


def write(kind: Kind, grant: Grant, wanted: Sequence[Any], in_reports: set[int]) -> None:
    """Remove what is not wanted any more, change what is, add the rest; in the order sent."""
    stored = {row.pk: row for row in kind.model.objects.filter(grant=grant)}
    sent = [columns_of(kind, row, place) for place, row in enumerate(wanted)]
    changes = {
        place: changed
        for place, row in enumerate(wanted)
        if row.pk in stored and (changed := changed_in(stored[row.pk], sent[place]))
    }
    for place, changed in changes.items():
        if wanted[place].pk in in_reports and set(changed) - {"position"}:
            raise RowReportedError(str(stored[wanted[place].pk]), kind.name, place)
    for pk in set(stored) - {row.pk for row in wanted}:
        remove(stored.pop(pk), kind, in_reports)
    set_aside(kind, stored, {wanted[place].pk: sent[place] for place in changes})
    for place, row in enumerate(wanted):
        if row.pk not in stored:
            kind.model.objects.create(grant=grant, **sent[place])
        elif place in changes:
            save(stored[row.pk], changes[place])


def columns_of(kind: Kind, row: Any, place: int) -> Columns:
    own = {one.name: getattr(row, one.name) for one in fields(row) if one.name != "pk"}
    return {**own, "position": place} if kind.has_position else own


def changed_in(row: Model, sent: Columns) -> Columns:
    return {name: value for name, value in sent.items() if getattr(row, name) != value}


def remove(row: Model, kind: Kind, in_reports: set[int]) -> None:
    if row.pk in in_reports:
        raise RowReportedError(str(row), kind.name)
    name = str(row)
    try:
        row.delete()
    except ProtectedError as error:
        raise RowInUseError(name, kind.name) from error


def set_aside(kind: Kind, stored: Mapping[int, Any], sent: Mapping[int, Columns]) -> None:
    """Rows that trade names: the database holds each name once, also on the way."""
    holders = {key_of(kind, vars(row)): pk for pk, row in stored.items()}
    for pk, columns in sent.items():
        holder = holders.get(key_of(kind, columns), pk)
        if holder != pk:
            save(stored[holder], {kind.keys[-1]: f"#{holder}"})


def key_of(kind: Kind, columns: Columns) -> tuple[Any, ...]:
    return tuple(columns[name] for name in kind.keys)


def save(row: Model, changed: Columns) -> None:
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
