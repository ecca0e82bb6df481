from celery import shared_task

from assignments.requests.actions import files, handing_over, reminding


@shared_task(name="requests.remind", expires=600)
def remind() -> None:
    reminding.remind()


@shared_task(name="requests.scan_file")
def scan_file(attachment_id: int) -> None:
    files.scan(attachment_id)


@shared_task(name="requests.scan_missed", expires=60)
def scan_missed() -> None:
    files.scan_missed()


@shared_task(name="requests.expire_hand_overs", expires=600)
def expire_hand_overs() -> None:
    handing_over.expire_unanswered()
