"""Doing a job in processes of their own, which a test may kill at any moment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import IO

from django.conf import settings

from korus_portal.jobs.models import Job
from reporting.models import AnnualReport

# Started once; each job is done in a fork of it, which is there at once.
PROGRAM = """
import os, sys, django
django.setup()
from korus_portal.jobs import work
from reporting.actions import drafting
print("ready", flush=True)
for line in sys.stdin:
    pids = []
    for job in line.split():
        pid = os.fork()
        if pid == 0:
            work.run(job, drafting.draft_report)
            os._exit(0)
        pids.append(pid)
    print(*pids, flush=True)
    for pid in pids:
        os.waitpid(pid, 0)
    print("ended", flush=True)
"""


class Workers:
    """They do what a worker does with the job of a draft, on the database of the test."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "korus_portal.settings", **environment},
            cwd=settings.BASE_DIR,
        )
        assert self.said() == "ready"

    def said(self) -> str:
        return self.pipe(self.process.stdout).readline().strip()

    def start(self, *jobs: Job) -> list[int]:
        """One process for each job that is named, also when it is named twice."""
        told = self.pipe(self.process.stdin)
        told.write(" ".join(str(job.pk) for job in jobs) + "\n")
        told.flush()
        return [int(pid) for pid in self.said().split()]

    def do(self, *jobs: Job) -> float:
        """Let them end by themselves. Says how many seconds it took."""
        began = time.monotonic()
        self.start(*jobs)
        assert self.said() == "ended"
        return time.monotonic() - began

    def kill(self, job: Job, *, after: float) -> None:
        """SIGKILL it so many seconds into its work. One that has ended waits for its parent."""
        (pid,) = self.start(job)
        time.sleep(after)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        assert self.said() == "ended"

    def end(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            self.pipe(pipe).close()
        self.process.wait(30)

    def pipe(self, found: IO[str] | None) -> IO[str]:
        assert found is not None
        return found


def let_go(job: Job) -> None:
    """What the sweep does when the lease of a dead worker has run out."""
    Job.objects.filter(pk=job.pk).exclude(state__in=[Job.State.DONE, Job.State.FAILED]).update(
        state=Job.State.QUEUED, lease=None, lease_until=None
    )


def is_untouched(report: AnnualReport) -> bool:
    return not report.figures and report.drafted_at is None and not report.entries.exists()


def is_whole(report: AnnualReport, entries: int) -> bool:
    """Figures, an entry for each subject with its figures, and the chapters' proposals."""
    found = list(report.entries.all())
    told = sum(row["value"] for row in report.figures.get("statuses", []))
    return (
        report.drafted_at is not None
        and len(found) == len({entry.subject_key for entry in found}) == entries == told
        and all(entry.figures and entry.proposed_brief for entry in found)
        and report.sections.exclude(proposed_body="").exists()
    )
