from celery import shared_task

from korus_portal.notifications import actions, delivery, digests


@shared_task(name="notifications.deliver")
def deliver(letter_id: int) -> None:
    delivery.deliver(letter_id)


@shared_task(name="notifications.sweep", expires=60)
def sweep() -> None:
    delivery.sweep()


@shared_task(name="notifications.send_digests", expires=600)
def send_digests() -> None:
    digests.send_digests()


@shared_task(name="notifications.delete_old_notices", expires=3600)
def delete_old_notices() -> None:
    actions.delete_old_notices()
