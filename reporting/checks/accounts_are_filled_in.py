"""Each grant has accounts, and every line of its application's budget has a figure.

Empty is not 0: a line without cost is written as 0.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting import accounts
from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, error
from reporting.models import Account


def check(subject: Subject) -> Iterator[Finding]:
    present = {account.grant_id for account in subject.accounts}
    for grant in subject.grants:
        if grant.pk not in present:
            yield error(
                _("«%(grant)s» er ikke med i regnskapet. Hent tallene på nytt.")
                % {"grant": grant.scheme},
                ways.of_accounts(subject.report),
                key=f"{grant.pk}",
            )
    for account in subject.accounts:
        yield from of_account(account)


def of_account(account: Account) -> Iterator[Finding]:
    yield from of_grant(account)
    grant, href = account.grant, ways.of_account(account)
    empty = sum(row.actual is None for row in account.lines.all())
    if empty:
        text = ngettext(
            "Regnskapet for «%(grant)s» mangler beløp for %(count)s post.",
            "Regnskapet for «%(grant)s» mangler beløp for %(count)s poster.",
            empty,
        )
        words = {"grant": grant.scheme, "count": empty}
        yield error(text % words, href, key=f"{grant.pk}:lines")
    if account.carried is None or account.repaid is None:
        yield error(
            _(
                "Regnskapet for «%(grant)s» sier ikke hva som søkes overført og hva som er "
                "betalt tilbake. Skriv 0 hvis det er ingenting."
            )
            % {"grant": grant.scheme},
            href,
            key=f"{grant.pk}:rest",
        )


def of_grant(account: Account) -> Iterator[Finding]:
    """What the accounts are held against must be there first."""
    grant = account.grant
    if accounts.total(row.amount for row in grant.lines.all()) is None:
        yield error(
            _("Tilskuddsbrevet for «%(grant)s» mangler beløp.") % {"grant": grant.scheme},
            grant.get_absolute_url(),
            key=f"{grant.pk}:letter",
        )
    if not account.lines.all():
        yield error(
            _("Budsjettet i søknaden om «%(grant)s» er ikke ført.") % {"grant": grant.scheme},
            grant.get_absolute_url(),
            key=f"{grant.pk}:budget",
        )
