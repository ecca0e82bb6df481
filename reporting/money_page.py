"""The pages of a report's money. Reads, decides nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.design.conflicts import Difference, differing
from reporting import accounts, formatting, rules, tabs
from reporting.accounts import Money
from reporting.forms.money import AccountForm
from reporting.models import Account, AnnualReport

MINUS = "\N{MINUS SIGN}"
# Frozen before incomes had a number.
MISSING = "–"


@dataclass(frozen=True)
class ShownLine:
    """A line of the budget, as text."""

    name: str
    budget: str
    actual: str
    deviation: str
    per_cent: str
    reason: str
    # Above the limit, so a reason is wanted.
    is_large: bool = False


@dataclass(frozen=True)
class ShownGrant:
    anchor: str
    scheme: str
    recipient: str
    reference: str
    letter: list[tuple[str, str]]
    # Granted, carried in, spent, unspent, carried, repaid.
    sums: list[str]
    lines: list[ShownLine]
    total: ShownLine
    auditor: str
    needs_auditor: bool
    comment: str
    edit_url: str
    statement_url: str


def context(report: AnnualReport, user: User) -> dict[str, Any]:
    money = money_of(report)
    return {
        "report": report,
        "tabs": tabs.of_report(report, "accounts"),
        "grants": shown_grants(report, money),
        "costs": shown_costs(report, money),
        "incomes": [
            (row["source"], amount(row["amount"]), row["is_public_grant"])
            for row in money["other_income"]
        ],
        "agreed": fte(money["staffing"]["agreed"]),
        "filled": fte(money["staffing"]["filled"]),
        "limit": amount(accounts.LARGE_AMOUNT),
        "limit_share": accounts.LARGE_SHARE,
        "can_write": report.is_draft and rules.can_write_report(user, report),
    }


def money_of(report: AnnualReport) -> Money:
    """As it was frozen; of a draft as it is now (rule 27)."""
    frozen: Money | None = report.figures.get("money") if report.is_frozen else None
    return frozen or accounts.frozen(report)


def payer(part: Money) -> str:
    return f"grant_{part['grant']}" if "grant" in part else f"income_{part['income']}"


def payer_names(money: Money) -> dict[str, str]:
    found = {f"grant_{row['grant']}": row["scheme"] for row in money["grants"]}
    incomes = {f"income_{row['id']}": row["source"] for row in money["other_income"] if "id" in row}
    return found | incomes


def shown_costs(report: AnnualReport, money: Money) -> list[tuple[str, str, Any, str]]:
    """Name, whole, parts and address of each; they stand in the order of their numbers."""
    names = payer_names(money)
    ids = report.shared_costs.order_by("pk").values_list("pk", flat=True)
    return [
        (
            row["name"],
            amount(row["amount"]),
            [(names.get(payer(part), MISSING), amount(part["amount"])) for part in row["parts"]],
            reverse("reporting:cost_edit", args=[report.pk, pk]),
        )
        for row, pk in zip(money["shared_costs"], ids, strict=False)
    ]


def shown_grants(report: AnnualReport, money: Money) -> list[ShownGrant]:
    rows = {account.grant_id: account for account in accounts.accounts_of(report)}
    return [shown_grant(report, found, rows[found["grant"]]) for found in money["grants"]]


def shown_grant(report: AnnualReport, found: Money, account: Account) -> ShownGrant:
    """Figures as they are frozen; texts stand in the rows, where they can be redacted."""
    reasons = {row.line.name: row.reason for row in account.lines.all()}
    sums = ("granted", "carried_in", "spent", "unspent", "carried", "repaid")
    own = [report.pk, account.pk]
    return ShownGrant(
        anchor=f"tilskudd-{account.grant_id}",
        scheme=found["scheme"],
        recipient=" ".join(part for part in (found["recipient"], found["number"]) if part),
        reference=found["reference"],
        letter=[
            (
                _("Kap. %(chapter)s post %(item)s") % row,
                amount(row["amount"]),
            )
            for row in found["lines"]
        ],
        sums=[amount(found[name]) for name in sums],
        lines=[shown_line(row, reasons.get(row["name"], "")) for row in found["budget"]],
        total=shown_total(found),
        auditor=auditor(found["auditor"]),
        needs_auditor=accounts.needs_auditor(account),
        comment=account.comment,
        edit_url=reverse("reporting:account_edit", args=own),
        statement_url=(
            reverse("reporting:account_statement", args=own) if account.audit_statement_id else ""
        ),
    )


def shown_line(row: Money, reason: str) -> ShownLine:
    budget, deviation = row["budget"], row["deviation"]
    return ShownLine(
        name=row["name"],
        budget=amount(budget),
        actual=amount(row["actual"]),
        deviation=amount(deviation),
        per_cent=per_cent(deviation, budget),
        reason=reason,
        is_large=deviation is not None and accounts.is_large(budget, deviation),
    )


def shown_total(found: Money) -> ShownLine:
    budgeted, spent = found["budgeted"], found["spent"]
    deviation = None if budgeted is None or spent is None else spent - budgeted
    return ShownLine(
        name=_("Til sammen"),
        budget=amount(budgeted),
        actual=amount(spent),
        deviation=amount(deviation),
        per_cent=per_cent(deviation, budgeted),
        reason="",
    )


def auditor(found: Money | None) -> str:
    day = parse_date(found["day"]) if found else None
    if found is None or day is None:
        return ""
    return _("%(name)s, %(day)s") % {"name": found["name"], "day": formatting.day(day)}


def amount(value: int | None) -> str:
    """Whole kroner; a dash for what nobody has filled in."""
    return "–" if value is None else formatting.number(value).replace("-", MINUS)


def per_cent(deviation: int | None, budget: int | None) -> str:
    if deviation is None or not budget:
        return "–"
    return formatting.share(Decimal(100 * deviation) / budget).replace("-", MINUS)


def fte(value: str | None) -> str:
    return "–" if value is None else formatting.decimal(value)


def accounts_to_edit(report: AnnualReport) -> QuerySet[Account]:
    """With all that the page of one of them shows."""
    rows = report.accounts.select_related("grant", "audit_statement")
    return rows.prefetch_related("lines__line", "grant__lines")


def proposed_carry(account: Account) -> int | None:
    """What the report of the year before, as received, wanted carried to this one."""
    before = accounts.carried_by_scheme(accounts.money_before(account.report))
    return before.get(account.grant.scheme)


def conflict(
    stored: Mapping[str, Any], own: Mapping[str, Any], labels: Mapping[str, Any]
) -> list[Difference]:
    """What was stored by somebody else meanwhile, beside what was typed."""
    return differing({name: stored.get(name) for name in own}, own, labels)


def account_context(report: AnnualReport, account: Account, form: AccountForm) -> dict[str, Any]:
    """The page where one grant's accounts are filled in."""
    proposed = proposed_carry(account)
    return {
        "report": report,
        "account": account,
        "form": form,
        "lines": [
            (row.line.name, amount(row.line.amount), actual, reason)
            for row, actual, reason in form.rows()
        ],
        "proposed": None if proposed is None else amount(proposed),
        "needs_auditor": accounts.needs_auditor(account),
        "limit": amount(accounts.LARGE_AMOUNT),
    }
