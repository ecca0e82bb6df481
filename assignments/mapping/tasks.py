from celery import shared_task

from assignments.mapping import actions


@shared_task(name="mapping.close_due", expires=600)
def close_due() -> None:
    actions.close_due()
