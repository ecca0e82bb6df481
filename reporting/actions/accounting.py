"""The accounts of a report, one for each grant of the centre and year, and shared costs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from centres.grants.models import ApplicationLine, Grant
from korus_portal.accounts.models import User
from korus_portal.design.conflicts import StaleVersionError
from korus_portal.files import actions as files
from korus_portal.files.models import StoredFile
from reporting.actions.writing import writing
from reporting.models import Account, AccountLine, AnnualReport, SharedCost, SharedCostPart


class NameTakenError(Exception):
    """The report has another cost of that name."""

    def __str__(self) -> str:
        return _("Rapporten har alt en delt kostnad med dette navnet. Åpne den i stedet.")


@dataclass(frozen=True)
class LineValues:
    actual: int | None
    reason: str


@dataclass(frozen=True)
class AccountValues:
    """What a person fills in of one grant's accounts; `lines` by `AccountLine.pk`."""

    carried_in: int | None
    carried: int | None
    repaid: int | None
    comment: str
    auditor: str
    audited_on: date | None
    lines: dict[int, LineValues]


@dataclass(frozen=True)
class CostValues:
    """A shared cost; `parts` by `grant_7` or `income_3`."""

    name: str
    amount: int
    parts: dict[str, int]


COLUMNS = ["carried_in", "carried", "repaid", "comment", "auditor", "audited_on"]


def add_accounts(report: AnnualReport) -> None:
    """An account for every grant and a line for every line of its application's budget.

    Called when a report is opened and by the draft job, under the report's lock. Adds what came
    later and never touches what is there, so it may be called any number of times.
    """
    grants = Grant.objects.of_year(report.centre, report.year)
    Account.objects.bulk_create(
        [Account(report=report, grant=grant) for grant in grants.order_by("pk")],
        ignore_conflicts=True,
    )
    accounts = dict(report.accounts.values_list("grant", "pk"))
    lines = ApplicationLine.objects.filter(grant__in=accounts).order_by("grant", "position", "pk")
    AccountLine.objects.bulk_create(
        [AccountLine(account_id=accounts[line.grant_id], line=line) for line in lines],
        ignore_conflicts=True,
    )


def values_of(account: Account) -> AccountValues:
    lines = {row.pk: LineValues(row.actual, row.reason) for row in account.lines.all()}
    return AccountValues(**{name: getattr(account, name) for name in COLUMNS}, lines=lines)


@transaction.atomic
def save_account(
    *,
    account: Account,
    values: AccountValues,
    statement: UploadedFile[bytes] | None,
    version: int,
    by: User,
) -> Account:
    """Store one grant's accounts. Sent twice, it is stored once. Raises StaleVersionError."""
    with writing(account.report, by):
        stored = Account.objects.select_for_update().get(pk=account.pk)
        if stored.version != version:
            if values_of(stored) == values and is_kept(statement, stored.audit_statement):
                return stored
            raise StaleVersionError
        if statement is not None and not is_kept(statement, stored.audit_statement):
            stored.audit_statement = files.keep(upload=statement, by=by)
        for name in COLUMNS:
            setattr(stored, name, getattr(values, name))
        stored.version += 1
        stored.save(update_fields=[*COLUMNS, "audit_statement", "version"])
        write_lines(stored, values.lines)
    return stored


def is_kept(upload: UploadedFile[bytes] | None, kept: StoredFile | None) -> bool:
    """Whether the file that was chosen is there already, or none was chosen."""
    if upload is None:
        return True
    upload.seek(0)
    digest = hashlib.sha256(upload.read()).hexdigest()
    upload.seek(0)
    return kept is not None and kept.sha256 == digest


def write_lines(account: Account, values: dict[int, LineValues]) -> None:
    changed = []
    for row in account.lines.select_for_update():
        wanted = values.get(row.pk)
        if wanted is not None and wanted != LineValues(row.actual, row.reason):
            row.actual, row.reason = wanted.actual, wanted.reason
            changed.append(row)
    AccountLine.objects.bulk_update(changed, ["actual", "reason"])


def cost_values(cost: SharedCost) -> CostValues:
    parts = {payer_of(part): part.amount for part in cost.parts.all()}
    return CostValues(cost.name, cost.amount, parts)


def payer_of(part: SharedCostPart) -> str:
    return f"grant_{part.grant_id}" if part.grant_id else f"income_{part.income_id}"


@transaction.atomic
def add_cost(*, report: AnnualReport, values: CostValues, by: User) -> SharedCost:
    """A new shared cost. Sent twice, it is one. Raises NameTakenError."""
    with writing(report, by) as locked:
        same = locked.shared_costs.filter(name=values.name).first()
        if same is not None:
            if cost_values(same) == values:
                return same
            raise NameTakenError
        cost = SharedCost.objects.create(report=locked, name=values.name, amount=values.amount)
        write_parts(cost, values.parts)
    return cost


@transaction.atomic
def change_cost(*, cost: SharedCost, values: CostValues, seen: CostValues, by: User) -> SharedCost:
    """Replace what `seen` says of the cost. Raises StaleVersionError, NameTakenError."""
    with writing(cost.report, by):
        stored = SharedCost.objects.select_for_update().get(pk=cost.pk)
        now = cost_values(stored)
        if now == values:
            return stored
        if now != seen:
            raise StaleVersionError
        stored.name, stored.amount = values.name, values.amount
        try:
            with transaction.atomic():
                stored.save(update_fields=["name", "amount"])
        except IntegrityError as error:
            raise NameTakenError from error
        write_parts(stored, values.parts)
    return stored


def write_parts(cost: SharedCost, wanted: dict[str, int]) -> None:
    for part in cost.parts.all():
        amount = wanted.get(payer_of(part))
        if amount is None:
            part.delete()
        elif amount != part.amount:
            part.amount = amount
            part.save(update_fields=["amount"])
    present = {payer_of(part) for part in cost.parts.all()}
    for payer, amount in wanted.items():
        if payer not in present:
            kind, _line, pk = payer.partition("_")
            SharedCostPart.objects.create(cost=cost, **{f"{kind}_id": int(pk)}, amount=amount)


@transaction.atomic
def remove_cost(*, cost: SharedCost, by: User) -> None:
    """Take a shared cost out of the report; the history keeps it. Safe to repeat."""
    with writing(cost.report, by):
        SharedCost.objects.filter(pk=cost.pk).delete()
