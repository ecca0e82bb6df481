"""The money of a report as plain data: what is frozen, what pages show and what checks ask.

Whole kroner. What is not filled in is None and makes every sum it would be part of None too:
empty is unknown, not 0.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from centres.grants.models import CentreYear, OtherIncome
from reporting.canonical import sha256
from reporting.models import Account, AccountLine, AnnualReport, SharedCost

Money = dict[str, Any]


def frozen(report: AnnualReport) -> Money:
    """All money of the report, by eight queries however much there is."""
    return {
        "grants": [of_account(row) for row in accounts_of(report)],
        "shared_costs": [of_cost(row) for row in costs_of(report)],
        "other_income": [
            {
                "id": row.pk,
                "source": row.source,
                "source_sha256": sha256(row.source),
                "amount": row.amount,
                "is_public_grant": row.is_public_grant,
            }
            for row in incomes_of(report)
        ],
        "staffing": staffing(report),
    }


def accounts_of(report: AnnualReport) -> list[Account]:
    """With grant, recipient, lines of the letter and lines of the application's budget."""
    lines = AccountLine.objects.select_related("line").order_by("line__position", "line")
    rows = report.accounts.select_related("grant__recipient", "audit_statement")
    rows = rows.prefetch_related("grant__lines", Prefetch("lines", queryset=lines))
    return list(rows.order_by("grant__scheme", "grant"))


def costs_of(report: AnnualReport) -> list[SharedCost]:
    rows = report.shared_costs.prefetch_related("parts__grant", "parts__income")
    return list(rows.order_by("pk"))


def incomes_of(report: AnnualReport) -> list[OtherIncome]:
    rows = OtherIncome.objects.filter(centre=report.centre_id, year=report.year)
    return list(rows.order_by("pk"))


def staffing(report: AnnualReport) -> dict[str, str | None]:
    row = CentreYear.objects.filter(centre=report.centre_id, year=report.year).first()
    return {
        "agreed": as_text(row.fte_agreed if row else None),
        "filled": as_text(row.fte_filled if row else None),
    }


def as_text(value: Decimal | None) -> str | None:
    """A fixed number of decimals, so that frozen figures have one written form."""
    return None if value is None else f"{value:.2f}"


def of_account(account: Account) -> Money:
    grant, lines = account.grant, list(account.lines.all())
    letter = list(grant.lines.all())
    granted = total(row.amount for row in letter)
    spent = total(row.actual for row in lines)
    return {
        "grant": grant.pk,
        "scheme": grant.scheme,
        "reference": grant.reference,
        "recipient": grant.recipient.name if grant.recipient else "",
        "number": grant.recipient.number if grant.recipient else "",
        "granted": granted,
        "lines": [
            {"chapter": row.chapter, "item": row.item, "amount": row.amount} for row in letter
        ],
        "budget": [of_line(row) for row in lines],
        "budgeted": total(row.line.amount for row in lines),
        "spent": spent,
        "carried_in": account.carried_in,
        "unspent": unspent(granted, account.carried_in, spent),
        "carried": account.carried,
        "repaid": account.repaid,
        "comment_sha256": sha256(account.comment),
        "auditor": auditor(account),
    }


def of_line(row: AccountLine) -> Money:
    return {
        "name": row.line.name,
        "budget": row.line.amount,
        "actual": row.actual,
        "deviation": None if row.actual is None else row.actual - row.line.amount,
        "reason_sha256": sha256(row.reason),
    }


def of_cost(cost: SharedCost) -> Money:
    return {
        "id": cost.pk,
        "name": cost.name,
        "name_sha256": sha256(cost.name),
        "amount": cost.amount,
        "parts": [
            {
                **({"grant": part.grant_id} if part.grant_id else {"income": part.income_id}),
                "amount": part.amount,
            }
            for part in cost.parts.all()
        ],
    }


def auditor(account: Account) -> Money | None:
    if not account.auditor or account.audited_on is None:
        return None
    return {"name": account.auditor, "day": account.audited_on.isoformat()}


def total(amounts: Iterable[int | None]) -> int | None:
    """None when there is nothing to add, and when any of it is unknown."""
    every = list(amounts)
    known = [amount for amount in every if amount is not None]
    return sum(known) if every and len(known) == len(every) else None


def unspent(granted: int | None, carried_in: int | None, spent: int | None) -> int | None:
    """What is left of the grant and of what was carried from the year before. Nothing carried
    counts as 0: most grants are paid and used in one year."""
    if granted is None or spent is None:
        return None
    return granted + (carried_in or 0) - spent


# Ours to set: the letter asks for reasons for «vesentlige avvik» and names no limit.
LARGE_SHARE = 10
LARGE_AMOUNT = 10_000


def is_large(budget: int, deviation: int) -> bool:
    """Above a tenth of the budget and above 10,000 kroner: then the line says why."""
    return abs(deviation) > LARGE_AMOUNT and 100 * abs(deviation) > LARGE_SHARE * budget


def needs_auditor(account: Account) -> bool:
    """From the amount that the letter says (`Grant.auditor_from`)."""
    granted = total(row.amount for row in account.grant.lines.all())
    return granted is not None and granted >= account.grant.auditor_from


def carried_by_scheme(money: Money) -> dict[str, int | None]:
    """What the frozen accounts of a year wanted carried to the next, for each scheme."""
    return {row["scheme"]: row["carried"] for row in money.get("grants", [])}


def money_before(report: AnnualReport) -> Money:
    """The frozen accounts of the year before, as the directorate received them."""
    received = AnnualReport.objects.received().filter(centre=report.centre_id)
    found = received.filter(year=report.year - 1).values_list("figures__money", flat=True)
    return found.first() or {}
