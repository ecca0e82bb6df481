"""The accounts of a report: one for each grant of the centre and year."""

from centres.grants.models import ApplicationLine, Grant
from reporting.models import Account, AccountLine, AnnualReport


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
