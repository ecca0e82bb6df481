"""Doing long work: one holder at a time, with signs of life, written under the row's lock."""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pghistory
from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from korus_portal.jobs.models import Job

logger = logging.getLogger(__name__)


class LeaseLostError(Exception):
    """Another worker holds the job now; whatever this one did since must not be written."""


class Work:
    """A job being done. Hand it to the action; it reports progress and commits results."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def advance(self, done: int, total: int) -> None:
        """Report progress and renew the lease. Raises LeaseLostError when it was taken over."""
        now = timezone.now()
        changed = Job.objects.filter(pk=self.job.pk, lease=self.job.lease).update(
            done=done, total=total, heartbeat_at=now, lease_until=lease_end(now)
        )
        if not changed:
            raise LeaseLostError

    def hold(self) -> None:
        """Lock the job's row until the transaction ends, if the lease is still ours.

        To be called first in the transaction that writes a result: of two workers that
        believe they hold the job, only one gets past this line.
        """
        held = Job.objects.select_for_update().filter(pk=self.job.pk, lease=self.job.lease)
        if not held.exists():
            raise LeaseLostError


def lease_end(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def claim(job_id: str) -> Job | None:
    """Take a queued job, or one whose holder has gone silent. None when there is nothing to do."""
    with transaction.atomic():
        job = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id).first()
        if job is None or job.is_finished:
            return None
        now = timezone.now()
        if job.state == Job.State.RUNNING and job.lease_until and job.lease_until > now:
            return None
        job.state, job.lease, job.lease_until = Job.State.RUNNING, uuid.uuid4(), lease_end(now)
        job.heartbeat_at, job.attempts, job.done = now, job.attempts + 1, 0
        job.save()
        return job


def run(job_id: str, action: Callable[[Work], None]) -> None:
    """Do one job to its end. Safe to call twice: the second call finds nothing to claim."""
    job = claim(job_id)
    if job is None:
        return
    try:
        with pghistory.context(job=str(job.pk), user=job.started_by_id), kept_alive(job):
            action(Work(job))
    except LeaseLostError:
        logger.warning("job %s was taken over by another worker", job.pk)
    except (OperationalError, InterfaceError):
        # A deadlock or a database that went away says nothing about the work. The lease runs
        # out, and the sweep lets it be tried again, as often as it lets any work be.
        logger.exception("job %s lost the database; the sweep will send it again", job.pk)
    except Exception as error:
        logger.exception("job %s failed", job.pk)
        finish(job, Job.State.FAILED, error=f"{type(error).__name__}: {error}")
    else:
        finish(job, Job.State.DONE)


@contextmanager
def kept_alive(job: Job) -> Iterator[None]:
    """Renew the lease for as long as the process lives: one step may take longer than a lease."""
    ended = threading.Event()
    pulse = threading.Thread(target=renew_until, args=(job, ended), daemon=True)
    pulse.start()
    try:
        yield
    finally:
        ended.set()
        pulse.join()


def renew_until(job: Job, ended: threading.Event) -> None:
    """Beat three times a lease. A thread has a connection of its own, and closes it."""
    while not ended.wait(settings.JOB_LEASE_SECONDS / 3):
        try:
            renew(job)
        except Error:
            logger.warning("the lease of job %s could not be renewed", job.pk, exc_info=True)
        finally:
            connection.close()


@transaction.atomic
def renew(job: Job) -> None:
    """Lengthen a lease that is still ours. A row that `hold` has locked is passed by: nobody can
    take it, and whoever locked it must never wait for this."""
    own = Job.objects.select_for_update(skip_locked=True).filter(pk=job.pk, lease=job.lease)
    if own.exists():
        now = timezone.now()
        Job.objects.filter(pk=job.pk).update(heartbeat_at=now, lease_until=lease_end(now))


def finish(job: Job, state: Job.State, *, error: str = "") -> None:
    Job.objects.filter(pk=job.pk, lease=job.lease).update(
        state=state, error=error, finished_at=timezone.now(), heartbeat_at=timezone.now()
    )
