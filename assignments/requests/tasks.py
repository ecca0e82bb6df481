from celery import shared_task

from assignments.requests.actions import (
    digesting,
    drafting,
    exporting,
    files,
    guests,
    handing_over,
    queue_export,
    reminding,
)
from korus_portal.jobs import work


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


@shared_task(name="requests.export_case")
def export_case(job_id: str) -> None:
    work.run(job_id, exporting.make_export)


@shared_task(name="requests.remove_old_exports", expires=600)
def remove_old_exports() -> None:
    exporting.remove_old_exports()


@shared_task(name="requests.make_queue_file")
def make_queue_file(job_id: str) -> None:
    work.run(job_id, queue_export.make_file)


@shared_task(name="requests.remove_queue_files", expires=600)
def remove_queue_files() -> None:
    queue_export.remove_old()


@shared_task(name="requests.weekly_digest", expires=600)
def weekly_digest() -> None:
    digesting.digest()


@shared_task(name="requests.forget_unsent", expires=3600)
def forget_unsent() -> None:
    drafting.forget_old()
    guests.forget_asks()
