"""Public grants may not pay more for a cost than it came to.

Seen in two places: the parts of a shared cost, and lines of two grants' accounts with the same
name and the same amount. The latter may be two costs that happen to look alike: then they are
told as a shared cost with a part for each, or get names of their own.
"""

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from korus_portal.notifications.redaction import is_left
from reporting import formatting
from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, error
from reporting.models import SharedCost


def check(subject: Subject) -> Iterator[Finding]:
    by_name: dict[str, list[SharedCost]] = defaultdict(list)
    for cost in subject.costs:
        by_name[known_as(cost)].append(cost)
    for same in by_name.values():
        yield from overpaid(subject, same)
    yield from charged_twice(subject, payers_of(by_name))


def known_as(cost: SharedCost) -> str:
    """Two costs whose names were redacted are not the same cost."""
    return plain(cost.name) if is_left(cost.name) else f"{cost.name} {cost.pk}"


def payers_of(by_name: dict[str, list[SharedCost]]) -> dict[str, set[int]]:
    """The grants that have a part of each shared cost."""
    return {
        name: {part.grant_id for cost in same for part in cost.parts.all() if part.grant_id}
        for name, same in by_name.items()
    }


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


def charged_twice(subject: Subject, shared: dict[str, set[int]]) -> Iterator[Finding]:
    """A grant that has its part of the shared cost has told it."""
    charged: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for account in subject.accounts:
        for row in account.lines.all():
            name = plain(row.line.name)
            if row.actual and row.actual > 0 and account.grant_id not in shared.get(name, set()):
                charged[name, row.actual][account.grant_id] = account.grant.scheme
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
                    "grants": formatting.listed([f"«{scheme}»" for scheme in schemes.values()]),
                },
                ways.of_costs(subject.report),
                key=f"line:{name}"[:80],
            )
