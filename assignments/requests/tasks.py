from celery import shared_task

from assignments.requests import actions


@shared_task(name="requests.remind", expires=600)
def remind() -> None:
    actions.remind_late()
