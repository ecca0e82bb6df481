"""How far the counting of a report has come, for the pages that show it."""

from typing import Any

from korus_portal.accounts.models import User
from korus_portal.jobs.models import Job
from reporting.models import AnnualReport


def of_report(report: AnnualReport, user: User) -> dict[str, Any]:
    """`job`: one that the reader may follow; the others hold for everybody."""
    own = Job.objects.visible_to(user).unfinished()
    return {
        "job": own.filter(key__startswith=f"report:{report.pk}:").first(),
        "is_drafting": report.job is not None and not report.job.is_finished,
        "has_failed": report.job is not None and report.job.state == Job.State.FAILED,
    }
