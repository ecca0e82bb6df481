from celery import shared_task

from korus_portal.jobs import work
from municipalities.indicators.actions import reading


@shared_task(name="indicators.read_batch")
def read_batch(job_id: str) -> None:
    work.run(job_id, reading.read_batch)
