from celery import shared_task

from korus_portal.files import actions


@shared_task(name="files.scan_file")
def scan_file(file_id: int) -> None:
    actions.scan(file_id)


@shared_task(name="files.scan_missed", expires=60)
def scan_missed() -> None:
    actions.scan_missed()
