from celery import shared_task
from django.utils import timezone

from korus_portal.jobs import work
from reporting.dashboard import rebuilding


@shared_task(name="reporting.rebuild_coverage")
def rebuild_coverage(job_id: str) -> None:
    work.run(job_id, rebuilding.rebuild_coverage)


@shared_task(name="reporting.follow_structure", expires=600)
def follow_structure() -> None:
    rebuilding.follow_structure(today=timezone.localdate())
