"""Processes die and come back: no work is lost, none is done twice, and the portal says so."""

import json
import re
import signal
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from dev.processes import signal_group, wait_until
from tests.e2e.conftest import Desk, Portal

pytestmark = [pytest.mark.browser, pytest.mark.worker]
COUNT = """
import json
from reporting.models import AnnualReport, ReportDocument
from korus_portal.jobs.models import Job
report = AnnualReport.objects.get(centre__code='korus-vest-stavanger', year=2026)
print(json.dumps({
    'entries': report.entries.count(),
    'tiltak': report.entries.values('assignment', 'initiative').distinct().count(),
    'drafted': report.drafted_at is not None,
    'unfinished': Job.objects.unfinished().count(),
    'pdf': report.documents.filter(kind='pdf').count(),
    'xlsx': report.documents.filter(kind='xlsx').count(),
}))
"""


def test_a_worker_killed_in_the_middle_ends_with_one_complete_report(
    desk: Desk, portal: Portal
) -> None:
    page = desk.person("leader-stavanger")
    page.goto("/rapporter/")
    page.locator("select[name=year]").select_option("2026")
    page.get_by_role("button", name="Start årsrapport").click()
    page.wait_for_url(re.compile(r"/rapporter/\d+/"))
    worker = portal.processes["worker"]
    signal_group(worker.pid, signal.SIGKILL)
    assert wait_until(lambda: not worker.alive(), 5)
    worker.start()
    done = wait_until(lambda: portal.ask(COUNT)["unfinished"] == 0, 90, pause=1)
    found = portal.ask(COUNT)
    assert done, found
    assert found["drafted"]
    assert found["entries"] == found["tiltak"] > 0
    assert (found["pdf"], found["xlsx"]) == (1, 1)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Deler av rapporten")


def health(portal: Portal) -> tuple[int, dict[str, str]]:
    try:
        with urllib.request.urlopen(f"{portal.url}/healthz", timeout=10) as answer:  # noqa: S310
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_health_names_what_is_down(portal: Portal) -> None:
    code, states = health(portal)
    assert (code, set(states)) == (200, {"database", "broker", "worker"})
    assert set(states.values()) == {"ok"}
