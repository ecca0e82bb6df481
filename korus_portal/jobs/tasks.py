from celery import shared_task

from korus_portal.jobs import actions


@shared_task(name="jobs.sweep", expires=30)
def sweep() -> None:
    actions.sweep()


@shared_task(name="jobs.worker_heartbeat", expires=30)
def worker_heartbeat() -> None:
    actions.beat_worker_heart()
