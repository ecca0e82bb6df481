"""Who may open and send what of a report's money, checks and municipalities not reached."""

from collections.abc import Callable
from typing import Any

# The centre's own people; the directorate when it has received the report.
DRAFT = [302, 404, 404, 200, 200, 404, 404, 404, 404, 404]
RECEIVED = [302, 404, 404, 200, 200, 404, 404, 404, 200, 404]
# What only the centre works with: the directorate reads the report, and may not.
OWN = [302, 404, 404, 200, 200, 404, 404, 404, 403, 404]
REFUSED = [302, 404, 404, 422, 422, 404, 404, 404, 404, 404]
DONE = [302, 404, 404, 302, 302, 404, 404, 404, 404, 404]

GET: dict[str, list[int]] = {
    "reporting:accounts": DRAFT,
    "reporting:accounts#submitted": RECEIVED,
    "reporting:account_edit": DRAFT,
    "reporting:account_edit#submitted": OWN,
    "reporting:account_statement": DRAFT,
    "reporting:account_statement#submitted": RECEIVED,
    "reporting:cost_new": DRAFT,
    "reporting:cost_edit": DRAFT,
    "reporting:year_edit": DRAFT,
    "reporting:year_edit#submitted": OWN,
    "reporting:unreached": DRAFT,
    "reporting:unreached#submitted": RECEIVED,
    "reporting:report_checks": DRAFT,
    "reporting:report_checks#submitted": OWN,
}

POST: dict[str, list[int]] = {
    "reporting:account_edit": REFUSED,
    "reporting:cost_new": REFUSED,
    "reporting:cost_edit": REFUSED,
    "reporting:cost_remove": DONE,
    "reporting:year_edit": DONE,
    "reporting:unreached": DONE,
    "reporting:unreached#submitted": [302, 404, 404, 302, 302, 404, 404, 404, 403, 404],
    "reporting:check_waive": REFUSED,
    "reporting:waiver_end": DONE,
}


def account_of(report: Any) -> list[Any]:
    """One grant's accounts, with the auditor's statement."""
    from centres.grants.models import Grant  # noqa: PLC0415 - needs Django
    from korus_portal.files.actions import keep_made  # noqa: PLC0415
    from reporting.models import Account  # noqa: PLC0415

    grant = Grant.objects.create(centre=report.centre, scheme="Drift", year=report.year)
    statement = keep_made(name="revisor.pdf", content_type="application/pdf", content=b"%PDF-")
    account = Account.objects.create(report=report, grant=grant, audit_statement=statement)
    return [report.pk, account.pk]


def cost_of(world: Any) -> list[Any]:
    cost = world.report.shared_costs.create(name="Leie", amount=1000)
    return [world.report.pk, cost.pk]


ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "reporting:account_edit": lambda w: account_of(w.report),
    "reporting:account_edit#submitted": lambda w: account_of(w.submitted),
    "reporting:account_statement": lambda w: account_of(w.report),
    "reporting:account_statement#submitted": lambda w: account_of(w.submitted),
    "reporting:cost_edit": cost_of,
    "reporting:cost_remove": cost_of,
    "reporting:waiver_end": lambda w: [w.report.pk, 0],
}
