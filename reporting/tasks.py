from celery import shared_task
from django.utils import timezone

from korus_portal.jobs import work
from reporting.actions import (
    documenting,
    drafting,
    forgetting,
    obliging,
    opening,
    recounting,
    reminding,
    summarising,
)
from reporting.dashboard.tasks import (  # noqa: F401 - Celery looks for them here
    follow_structure,
    rebuild_coverage,
)


@shared_task(name="reporting.draft_report")
def draft_report(job_id: str) -> None:
    work.run(job_id, drafting.draft_report)


@shared_task(name="reporting.make_documents")
def make_documents(job_id: str) -> None:
    work.run(job_id, documenting.make_documents)


@shared_task(name="reporting.make_summary")
def make_summary(job_id: str) -> None:
    work.run(job_id, summarising.make_documents)


@shared_task(name="reporting.recount_report")
def recount_report(job_id: str) -> None:
    work.run(job_id, recounting.recount)


@shared_task(name="reporting.follow_due_dates", expires=600)
def follow_due_dates() -> None:
    """The obligations that are missing, the reports whose day has come, the reminders."""
    today = timezone.localdate()
    obliging.make_obligations(today=today)
    opening.open_due(today=today)
    reminding.remind(today=today)


@shared_task(name="reporting.forget_redacted", expires=300)
def forget_redacted() -> None:
    forgetting.forget_redacted()
