"""A line that differs much from its budget says why.

The letter asks for reasons for «vesentlige avvik» and names no limit. The limit is ours to set,
and stands beside the figures: more than a tenth of the budget, and more than 10,000 kroner.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting import formatting
from reporting.accounts import is_large
from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, error


def check(subject: Subject) -> Iterator[Finding]:
    for account in subject.accounts:
        for row in account.lines.all():
            if row.actual is None or row.reason.strip():
                continue
            deviation = row.actual - row.line.amount
            if is_large(row.line.amount, deviation):
                yield error(
                    _("«%(grant)s», %(line)s: skriv hvorfor regnskapet avviker %(amount)s kroner.")
                    % {
                        "grant": account.grant.scheme,
                        "line": row.line.name,
                        "amount": formatting.number(deviation),
                    },
                    ways.of_account(account),
                    key=f"{row.line_id}",
                )
