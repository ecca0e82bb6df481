"""Starting long work: a row in the caller's transaction, sent to the broker after commit."""

import logging
from functools import partial
from typing import Any

from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from korus_portal.accounts.models import User
from korus_portal.audit.log import record
from korus_portal.jobs import rules
from korus_portal.jobs.models import Job, WorkerHeartbeat

logger = logging.getLogger(__name__)
MAX_ATTEMPTS = 8


class NotFailedError(Exception):
    """Only failed work is started again: somebody has done it already, or it never failed."""


def start(
    task: str,
    *,
    key: str,
    label: str,
    by: User | None,
    arguments: dict[str, Any] | None = None,
    return_path: str = "",
) -> Job:
    """Ask for long work. The same key asked for twice gives the job that is already under way."""
    job = Job(
        task=task,
        key=key,
        label=label,
        arguments=arguments or {},
        started_by=by,
        return_path=return_path,
    )
    stored = store(job)
    if stored is job:
        transaction.on_commit(partial(send, job))
    return stored


def store(job: Job) -> Job:
    """Save the job, or give the unfinished one with its key. That one may end between the two
    questions, and then there is room after all."""
    try:
        with transaction.atomic():
            job.save()
    except IntegrityError:
        under_way = Job.objects.unfinished().filter(key=job.key).first()
        if under_way is not None:
            return under_way
        job.save()
    return job


@transaction.atomic
def retry_job(*, job: Job, by: User) -> Job:
    """Set failed work going again, or lead to the same work if it is under way."""
    locked = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if not rules.can_retry_job(by, locked):
        raise PermissionDenied
    if locked.state != Job.State.FAILED:
        raise NotFailedError
    locked.state, locked.attempts, locked.done, locked.error = Job.State.QUEUED, 0, 0, ""
    locked.lease, locked.lease_until, locked.finished_at = None, None, None
    locked.queued_at = timezone.now()
    under_way = store(locked)
    if under_way is not locked:
        return under_way
    record("jobs.job_retried", locked, by=by)
    transaction.on_commit(partial(send, locked))
    return locked


def send(job: Job) -> None:
    """Tell the workers. A deaf broker loses nothing: the sweep tells them again."""
    try:
        current_app.send_task(job.task, args=[str(job.pk)])
    except (OperationalError, OSError):
        logger.warning("broker did not take job %s; the sweep will send it again", job.pk)


def sweep() -> int:
    """Queue again what a dead worker left behind. Returns how many jobs were sent."""
    with transaction.atomic():
        found = list(Job.objects.abandoned().select_for_update(skip_locked=True)[:100])
        now = timezone.now()
        for job in found:
            if job.attempts >= MAX_ATTEMPTS:
                job.state, job.finished_at = Job.State.FAILED, now
                job.error = f"gave up after {job.attempts} attempts"
            else:
                job.state, job.queued_at, job.lease, job.lease_until = "queued", now, None, None
        Job.objects.bulk_update(
            found, ["state", "queued_at", "lease", "lease_until", "finished_at", "error"]
        )
    again = [job for job in found if job.state == Job.State.QUEUED]
    for job in again:
        send(job)
    return len(again)


def beat_worker_heart() -> None:
    """Called by a worker at each beat: proof for /healthz that work is being done."""
    WorkerHeartbeat.objects.update_or_create(pk=1, defaults={"at": timezone.now()})
