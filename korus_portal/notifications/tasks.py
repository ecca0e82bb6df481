from celery import shared_task

from korus_portal.notifications import delivery


@shared_task(name="notifications.deliver")
def deliver(letter_id: int) -> None:
    delivery.deliver(letter_id)


@shared_task(name="notifications.sweep", expires=60)
def sweep() -> None:
    delivery.sweep()
