"""Public grants may not pay more for a cost than it came to.

Seen in two places: the parts of a shared cost, and lines of two grants' accounts with the same
name and the same amount. The latter may be two costs that happen to look alike: then they are
told as a shared cost with a part for each, or get names of their own.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting import formatting
from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, error
from reporting.models import SharedCost


def check(subject: Subject) -> Iterator[Finding]:
    by_name: dict[str, list[SharedCost]] = defaultdict(list)
    for cost in subject.costs:
        by_name[plain(cost.name)].append(cost)
    for same in by_name.values():
        yield from overpaid(subject, same)
    yield from charged_twice(subject, set(by_name))


def plain(name: str) -> str:
    """«Revisjon» and « revisjon» are the same cost."""
    return " ".join(name.casefold().split())


def overpaid(subject: Subject, same: list[SharedCost]) -> Iterator[Finding]:
    """A cost that is told twice with the same amount is one cost."""
    whole = sum({cost.amount for cost in same})
    paid = sum(public_part(cost) for cost in same)
    if paid > whole:
        yield error(
            _(
                "«%(cost)s» kostet %(whole)s kroner, men offentlige tilskudd betaler %(paid)s "
                "kroner."
            )
            % {
                "cost": same[0].name,
                "whole": formatting.number(whole),
                "paid": formatting.number(paid),
            },
            ways.of_costs(subject.report),
            key=f"cost:{same[0].pk}",
        )


def public_part(cost: SharedCost) -> int:
    return sum(
        part.amount
        for part in cost.parts.all()
        if part.income is None or part.income.is_public_grant
    )


def charged_twice(subject: Subject, shared: set[str]) -> Iterator[Finding]:
    charged: dict[tuple[str, int], list[str]] = defaultdict(list)
    for account in subject.accounts:
        for row in account.lines.all():
            if row.actual and row.actual > 0 and plain(row.line.name) not in shared:
                charged[plain(row.line.name), row.actual].append(account.grant.scheme)
    for (name, amount), schemes in charged.items():
        if len(schemes) > 1:
            yield error(
                _(
                    "«%(cost)s» er ført med %(amount)s kroner i både %(grants)s. Et tilskudd kan "
                    "ikke betale det et annet har betalt. Er kostnaden delt, før den som delt "
                    "kostnad."
                )
                % {
                    "cost": name,
                    "amount": formatting.number(amount),
                    "grants": formatting.listed([f"«{scheme}»" for scheme in schemes]),
                },
                ways.of_costs(subject.report),
                key=f"line:{name}"[:80],
            )
