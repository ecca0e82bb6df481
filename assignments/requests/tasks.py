from celery import shared_task

from assignments.requests.actions import files, reminding


@shared_task(name="requests.remind", expires=600)
def remind() -> None:
    reminding.remind()


@shared_task(name="requests.scan_file")
def scan_file(attachment_id: int) -> None:
    files.scan(attachment_id)


@shared_task(name="requests.scan_missed", expires=60)
def scan_missed() -> None:
    files.scan_missed()
