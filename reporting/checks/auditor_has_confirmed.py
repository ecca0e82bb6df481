"""From the amount that the letter says, an auditor confirms the accounts."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from reporting import accounts, formatting
from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, error, warning


def check(subject: Subject) -> Iterator[Finding]:
    for account in subject.accounts:
        words = {
            "grant": account.grant.scheme,
            "limit": formatting.number(account.grant.auditor_from),
        }
        if accounts.needs_auditor(account) and account.audited_on is None:
            yield error(
                _(
                    "Regnskapet for «%(grant)s» må bekreftes av revisor: tilskuddet er på "
                    "%(limit)s kroner eller mer."
                )
                % words,
                ways.of_account(account),
                key=f"{account.grant_id}",
            )
        elif account.audited_on and account.audit_statement is None:
            yield warning(
                _("Revisorbekreftelsen for «%(grant)s» er ikke lagt ved.") % words,
                ways.of_account(account),
                key=f"{account.grant_id}",
            )
