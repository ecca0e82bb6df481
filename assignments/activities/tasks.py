from celery import shared_task

from assignments.activities.actions import importing
from korus_portal.jobs import work


@shared_task(name="activities.read_import")
def read_import(job_id: str) -> None:
    work.run(job_id, importing.read_import)


@shared_task(name="activities.apply_import")
def apply_import(job_id: str) -> None:
    work.run(job_id, importing.apply_import)


@shared_task(name="activities.discard_old_imports", expires=600)
def discard_old_imports() -> None:
    importing.discard_old()
