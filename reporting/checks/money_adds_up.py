"""What is left of a grant is carried or repaid, and the accounts match letter and last year."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from reporting import accounts, formatting
from reporting.checks import ways
from reporting.checks.findings import Finding, Subject, error, warning
from reporting.models import Account


def check(subject: Subject) -> Iterator[Finding]:
    earlier = accounts.carried_by_scheme(subject.previous_money)
    for account in subject.accounts:
        money = accounts.of_account(account)
        yield from rest(account, money)
        yield from carried_in(account, earlier)
        yield from budget(account, money)


def rest(account: Account, money: dict[str, Any]) -> Iterator[Finding]:
    """Nothing is left of a grant that was overspent."""
    unspent, carried, repaid = money["unspent"], account.carried, account.repaid
    if unspent is None or carried is None or repaid is None:
        return
    left = max(unspent, 0)
    if carried + repaid != left:
        yield error(
            _(
                "«%(grant)s»: ubrukt er %(left)s kroner, men overført og tilbakebetalt er "
                "%(named)s kroner til sammen."
            )
            % {
                "grant": account.grant.scheme,
                "left": formatting.number(left),
                "named": formatting.number(carried + repaid),
            },
            ways.of_account(account),
            key=f"{account.grant_id}:rest",
        )


def carried_in(account: Account, earlier: dict[str, int | None]) -> Iterator[Finding]:
    scheme = account.grant.scheme
    before, now = earlier.get(scheme) or 0, account.carried_in or 0
    if scheme in earlier and before != now:
        yield warning(
            _(
                "«%(grant)s»: fjorårets rapport søkte %(before)s kroner overført. Regnskapet har "
                "%(now)s kroner overført fra i fjor."
            )
            % {
                "grant": scheme,
                "before": formatting.number(before),
                "now": formatting.number(now),
            },
            ways.of_account(account),
            key=f"{account.grant_id}:carried_in:{before}:{now}",
        )


def budget(account: Account, money: dict[str, Any]) -> Iterator[Finding]:
    granted, budgeted = money["granted"], money["budgeted"]
    if granted is not None and budgeted is not None and granted != budgeted:
        yield warning(
            _(
                "«%(grant)s»: tilskuddsbrevet gir %(granted)s kroner, og budsjettet i søknaden er "
                "%(budgeted)s kroner."
            )
            % {
                "grant": account.grant.scheme,
                "granted": formatting.number(granted),
                "budgeted": formatting.number(budgeted),
            },
            account.grant.get_absolute_url(),
            key=f"{account.grant_id}:budget:{granted}:{budgeted}",
        )
