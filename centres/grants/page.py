"""What the page of one grant shows: letter, points, application and duties."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst

from centres.grants import rules
from centres.grants.duties import duties_of
from centres.grants.held import names_held
from centres.grants.kroner import kroner
from centres.grants.models import Grant, GrantItem
from centres.grants.recipients import warning_about
from centres.grants.values import shown_channel
from centres.models import MandateTask
from korus_portal.accounts.access import Viewer


@dataclass(frozen=True)
class Budget:
    """Named amounts and their sum; the sum is empty while an amount is unknown."""

    rows: tuple[tuple[str, str], ...]
    total: str
    amount: int | None


@dataclass(frozen=True)
class Points:
    """The points of one kind, as numbered in the letter."""

    name: str
    items: tuple[GrantItem, ...]


def readable(viewer: Viewer) -> QuerySet[Grant]:
    rows = Grant.objects.visible_to(viewer)
    rows = rows.select_related("centre", "recipient", "letter", "application")
    return rows.prefetch_related("lines", "items", "application_lines")


def page_of(grant: Grant, viewer: Viewer) -> dict[str, Any]:
    lines = budget_of((str(line), line.amount) for line in grant.lines.all())
    budget = budget_of((line.name, line.amount) for line in grant.application_lines.all())
    return {
        "grant": grant,
        "lines": lines,
        "budget": budget,
        "differs": differs(grant.applied_amount, budget.amount),
        "applied": kroner(grant.applied_amount),
        "auditor_from": kroner(grant.auditor_from),
        "channel": shown_channel(grant),
        "points": points_of(grant),
        "duties": duties_for(grant),
        "recipient_warning": warning_about(grant),
        "held": names_held(grant),
        "can_edit_letter": rules.gives_money(viewer),
        "can_edit_application": rules.can_edit_application(viewer, grant.centre),
        "can_redact": rules.can_redact(viewer, grant),
        "can_see_history": rules.can_see_history(viewer, grant),
    }


def budget_of(lines: Any) -> Budget:
    told = tuple(lines)
    amounts = [amount for _name, amount in told]
    known = [amount for amount in amounts if amount is not None]
    total = sum(known) if known and len(known) == len(amounts) else None
    rows = tuple((name, kroner(amount)) for name, amount in told)
    return Budget(rows=rows, total=kroner(total), amount=total)


def differs(applied: int | None, budgeted: int | None) -> bool:
    """Whether the budget comes to something else than what was applied for."""
    return applied is not None and budgeted is not None and applied != budgeted


def points_of(grant: Grant) -> list[Points]:
    """Goals, criteria and requirements; a kind that the letter does not have is left out."""
    rows = list(grant.items.all())
    groups = [
        Points(str(capfirst(kind.label)), tuple(row for row in rows if row.kind == kind))
        for kind in GrantItem.Kind
    ]
    return [group for group in groups if group.items]


def duties_for(grant: Grant) -> list[MandateTask]:
    return list(duties_of(grant.centre))
