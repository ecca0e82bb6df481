from celery import shared_task

from assignments.requests.actions import reminding


@shared_task(name="requests.remind", expires=600)
def remind() -> None:
    reminding.remind()
