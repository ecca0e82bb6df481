"""Accounts of two reports by line: matched by scheme and the line's name, over the years too."""

from typing import Any

from django.utils.translation import gettext as _

from reporting import accounts
from reporting.comparing.numbers import Pair, pair
from reporting.models import AnnualReport

SUMS = ("granted", "budgeted", "spent", "unspent", "carried_in", "carried", "repaid")


def pairs(old: AnnualReport, new: AnnualReport) -> list[Pair]:
    """Empty when a side was frozen before accounts were told."""
    before, after = money_of(old), money_of(new)
    if before is None or after is None:
        return []
    first, second = amounts(before), amounts(after)
    return [pair(key, first.get(key), second.get(key)) for key in {**first, **second}]


def money_of(report: AnnualReport) -> dict[str, Any] | None:
    """The frozen ones of what is submitted, the live ones of a draft."""
    if report.is_frozen:
        found: dict[str, Any] | None = report.figures.get("money")
        return found
    return accounts.frozen(report)


def amounts(money: dict[str, Any]) -> dict[str, int | None]:
    labels = {
        "granted": _("tildelt"),
        "budgeted": _("budsjett"),
        "spent": _("brukt"),
        "unspent": _("ubrukt"),
        "carried_in": _("overført fra i fjor"),
        "carried": _("overført til neste år"),
        "repaid": _("betalt tilbake"),
    }
    found: dict[str, int | None] = {}
    for grant in money["grants"]:
        for line in grant["budget"]:
            found[f"{grant['scheme']}: {line['name']}"] = line["actual"]
        for name in SUMS:
            found[f"{grant['scheme']}: {labels[name]}"] = grant.get(name)
    for income in money["other_income"]:
        found[_("Annen inntekt: %(source)s") % {"source": income["source"]}] = income["amount"]
    return found
