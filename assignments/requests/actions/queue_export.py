"""A queue as a file: the trail of who took which, and long ones made by a job."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation

from assignments.requests import rules
from assignments.requests.models import QueueExport
from assignments.requests.queue import spreadsheet
from assignments.requests.queue.choice import Choice
from assignments.requests.queue.desk import desk_of
from assignments.requests.queue.table import Queue
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from korus_portal.jobs.work import Work

# More rows than this are made by a job.
AT_ONCE = 2000
KEPT = timedelta(days=7)


@transaction.atomic
def record_download(*, centre: Centre, by: User, **details: object) -> None:
    """Put in the trail that the person took the list out of the portal."""
    if not rules.works_at(by, centre):
        raise PermissionDenied
    record("requests.queue_exported", centre, by=by, details=details)


@transaction.atomic
def ask_for_file(*, queue: Queue, code: str, label: str, by: User) -> Job:
    """Have a long list made. The same list asked for twice is made once."""
    choice, desk = queue.choice, queue.desk
    if not rules.works_at(by, desk.centre):
        raise PermissionDenied
    asked = QueueExport.objects.create(
        centre=desk.centre, query=choice.query, format=code, language=by.language, made_by=by
    )
    job = jobs.start(
        "requests.make_queue_file",
        key=f"queue {by.pk} {desk.centre.pk} {code} {spreadsheet.digest_of(choice.query)}",
        label=label,
        by=by,
        arguments={"export": asked.pk},
        return_path=asked.get_absolute_url(),
    )
    if job.arguments != {"export": asked.pk}:
        asked.delete()
    return job


def make_file(work: Work) -> None:
    """Write the file. Whoever has left the centre since gets none."""
    asked = QueueExport.objects.select_related("centre", "made_by")
    export = asked.filter(pk=work.job.arguments["export"]).first()
    desk = desk_of(export.made_by, export.centre.code) if export else None
    if export is None or export.made_at is not None or desk is None:
        return
    queue = Queue(desk, Choice.of_query(export.query))
    work.advance(0, queue.count)
    with translation.override(export.language):
        content = spreadsheet.file_of(queue, spreadsheet.format_of(export.format))
    with transaction.atomic():
        work.hold()
        export.content, export.rows, export.made_at = content, queue.count, timezone.now()
        export.save(update_fields=["content", "rows", "made_at"])


def remove_old() -> int:
    """Take away files that are a week old. Returns how many."""
    gone, _each = QueueExport.objects.filter(asked_at__lt=timezone.now() - KEPT).delete()
    return gone
