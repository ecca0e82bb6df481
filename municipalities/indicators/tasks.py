from celery import shared_task

from korus_portal.jobs import work
from municipalities.indicators.actions import large, reading


@shared_task(name="indicators.read_batch")
def read_batch(job_id: str) -> None:
    work.run(job_id, reading.read_batch)


@shared_task(name="indicators.decide_batch")
def decide_batch(job_id: str) -> None:
    work.run(job_id, large.decide_batch)
