from celery import shared_task

from korus_portal.jobs import work
from reporting.actions import documenting, drafting
from reporting.dashboard.tasks import rebuild_coverage  # noqa: F401 - Celery looks for it here


@shared_task(name="reporting.draft_report")
def draft_report(job_id: str) -> None:
    work.run(job_id, drafting.draft_report)


@shared_task(name="reporting.make_documents")
def make_documents(job_id: str) -> None:
    work.run(job_id, documenting.make_documents)
