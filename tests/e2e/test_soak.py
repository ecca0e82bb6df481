"""Long runs, by `make soak`: a worker killed at random moments, many times over."""

import random
import signal
import time

import pytest

from dev.processes import signal_group, wait_until
from tests.e2e.conftest import Portal

pytestmark = [pytest.mark.soak, pytest.mark.worker]
KILLS = 25
START = """
import json
from centres.models import Centre
from korus_portal.accounts.models import User
from reporting.actions import starting
centre = Centre.objects.get(code='korus-nord')
by = User.objects.get(email='leader@demo.example')
from reporting.models import AnnualReport
AnnualReport.objects.filter(centre=centre, year=2025).delete()
report = starting.start_report(centre=centre, year=2025, by=by)
print(json.dumps(report.pk))
"""
COUNT = """
import json
from reporting.models import AnnualReport
from korus_portal.jobs.models import Job
report = AnnualReport.objects.get(pk={pk})
print(json.dumps([
    Job.objects.unfinished().count(),
    report.entries.count(),
    report.entries.values('assignment', 'initiative').distinct().count(),
    report.documents.filter(kind='pdf').count(),
    report.documents.filter(kind='xlsx').count(),
]))
"""


@pytest.mark.parametrize("number", range(KILLS))
def test_a_kill_at_any_moment_ends_with_one_complete_report(portal: Portal, number: int) -> None:
    pause = random.Random(number).uniform(0, 4)  # noqa: S311 - a moment, not a secret
    report = portal.ask(START)
    time.sleep(pause)
    worker = portal.processes["worker"]
    signal_group(worker.pid, signal.SIGKILL)
    assert wait_until(lambda: not worker.alive(), 5)
    worker.start()
    count = COUNT.format(pk=report)
    assert wait_until(lambda: portal.ask(count)[0] == 0, 90, pause=1), portal.ask(count)
    _unfinished, entries, tiltak, pdf, xlsx = portal.ask(count)
    assert entries == tiltak > 0
    assert (pdf, xlsx) == (1, 1)
