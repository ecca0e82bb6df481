"""A report with money in it, small enough to add up by hand."""

from typing import Any

from django.utils import timezone

from centres.grants.models import Grant
from centres.models import Centre
from korus_portal.accounts.models import User
from reporting import checks, subject
from reporting.actions.accounting import add_accounts
from reporting.checks.findings import Finding
from reporting.figures import of_year
from reporting.gathering import YearRows
from reporting.models import Account, AnnualReport, ReportSection
from tests.reporting.report_year import YEAR


def figures(**values: Any) -> dict[str, Any]:
    """Of an empty year, but for 100 hours and 40 attendances."""
    nothing: dict[str, Any] = {"assignments": [], "activities": [], "requests": [], "places": []}
    centre = Centre(name="Et senter", kind=Centre.Kind.KORUS)
    rows = YearRows(centre=centre, year=YEAR, gathered_at=timezone.now(), catchment=None, **nothing)
    found: dict[str, Any] = of_year(rows)
    found["totals"]["hours"]["value"] = "100.00"
    found["totals"]["attendances"]["value"] = 40
    return found | values


def open_report(centre: Centre, by: User, year: int = YEAR, **values: Any) -> AnnualReport:
    """A draft with its chapters, drafted by no job."""
    values.setdefault("figures", figures())
    report = AnnualReport.objects.create(centre=centre, year=year, started_by=by, **values)
    ReportSection.objects.bulk_create(
        ReportSection(report=report, key=key) for key in ReportSection.Key
    )
    return report


def add_grant(
    report: AnnualReport,
    scheme: str = "Drift",
    letter: dict[str, int | None] | None = None,
    budget: dict[str, int] | None = None,
    **values: Any,
) -> Account:
    """A grant of 900,000 for pay and travel, and its account in the report."""
    grant = Grant.objects.create(centre=report.centre, year=report.year, scheme=scheme, **values)
    for place, amount in ({"714.21": 900_000} if letter is None else letter).items():
        chapter, _dot, item = place.partition(".")
        grant.lines.create(chapter=chapter, item=item, amount=amount)
    lines = {"Lønn": 700_000, "Reise": 200_000} if budget is None else budget
    for position, (name, amount) in enumerate(lines.items()):
        grant.application_lines.create(name=name, amount=amount, position=position)
    add_accounts(report)
    return Account.objects.get(report=report, grant=grant)


def fill(account: Account, *actual: int | None, **values: Any) -> Account:
    """What the lines came to, in their order, and columns of the account."""
    for row, amount in zip(account.lines.order_by("line__position"), actual, strict=True):
        row.actual = amount
        row.save(update_fields=["actual"])
    Account.objects.filter(pk=account.pk).update(**values)
    account.refresh_from_db()
    return account


def found(report: AnnualReport, name: str) -> list[Finding]:
    """What one check says of the report as it is now."""
    stored = AnnualReport.objects.for_content().get(pk=report.pk)
    return [row for row in checks.run(subject.of_report(stored)) if row.check_name == name]
