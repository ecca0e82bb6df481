"""The job that counts a submitted report's year as its rows are today, beside what is frozen."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from korus_portal.accounts.models import User
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from korus_portal.jobs.work import Work
from reporting import entries, figures, recounts
from reporting.actions.locking import lock_report
from reporting.gathering import gather
from reporting.models import AnnualReport, Recount


class NotFrozenError(Exception):
    """A draft has its own way to new figures."""

    def __str__(self) -> str:
        return _("Tallene i et utkast hentes på nytt fra rapportens egen side.")


@transaction.atomic
def ask_for_recount(*, report: AnnualReport, by: User) -> Job:
    """Count the year again, for whoever may read the report. The frozen figures stay."""
    if not AnnualReport.objects.visible_to(by).filter(pk=report.pk).exists():
        raise PermissionDenied
    if not report.is_frozen:
        raise NotFrozenError
    return jobs.start(
        "reporting.recount_report",
        key=f"report:{report.pk}:today",
        label=_("Årsrapport %(year)s: teller dagens tall") % {"year": report.year},
        by=by,
        arguments={"report": report.pk},
        return_path=reverse("reporting:compare_today", args=[report.pk]),
    )


def recount(work: Work) -> None:
    """Safe to run twice: the newest count stays. Nothing of the report itself is written."""
    report = AnnualReport.objects.for_content().get(pk=work.job.arguments["report"])
    if not report.is_frozen:
        return
    work.advance(0, 2)
    rows = gather(report.centre, report.year)
    with translation.override(report.language):
        proposals = list(entries.propose(rows))
    counted = {"figures": figures.of_year(rows), "counted_at": rows.gathered_at}
    work.advance(1, 2)
    with transaction.atomic():
        work.hold()
        locked = lock_report(report.pk)
        today = Recount.objects.filter(report=report).first()
        if today is None or today.counted_at <= rows.gathered_at:
            told = recounts.without_redacted(locked, proposals)
            own = {row.subject_key: recounts.as_row(row) for row in told}
            Recount.objects.update_or_create(report=locked, defaults={**counted, "entries": own})
    work.advance(2, 2)
