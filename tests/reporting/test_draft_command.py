"""`manage.py draft_annual_reports`: by hand what beat does, and a wait for the jobs."""

import threading
from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from centres.models import Centre
from dev.processes import wait_until
from korus_portal.accounts.models import User
from korus_portal.jobs import work
from korus_portal.jobs.models import Job
from korus_portal.jobs.work import Work
from reporting.actions import documenting, drafting
from reporting.models import AnnualReport, ReportDocument
from tests.fixtures_worker import BackgroundProcess
from tests.reporting.due_dates import YEAR, add_grant, received_report
from tests.reporting.report_year import add_assignment, run_job


def draft(*arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command("draft_annual_reports", *arguments, stdout=out, **options)
    return out.getvalue()


def test_every_centre_with_a_grant_has_its_report_opened_and_then_refreshed(
    centre: Centre, centre_elsewhere: Centre, leader: User
) -> None:
    for one in (centre, centre_elsewhere):
        add_grant(one)
    assert draft(f"--year={YEAR}").splitlines() == [
        "korus-nord: opened, draft asked for",
        "korus-vest-stavanger: opened, draft asked for",
    ]
    for job in Job.objects.filter(task="reporting.draft_report"):
        run_job(job)
    again = draft(f"--year={YEAR}", "--centre=korus-nord")
    assert again.splitlines() == ["korus-nord: draft asked for again"]
    assert AnnualReport.objects.count() == 2
    waiting = Job.objects.get(task="reporting.draft_report", state=Job.State.QUEUED)
    assert waiting.arguments == {"report": AnnualReport.objects.get(centre=centre).pk}


def test_what_is_submitted_is_left_alone(centre: Centre, leader: User) -> None:
    add_grant(centre)
    received_report(centre, leader, date(2026, 3, 1))
    assert draft(f"--year={YEAR}") == "korus-nord: left alone (submitted)\n"
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([f"--year={YEAR}", "--centre=finnes-ikke"], "no centre with the code finnes-ikke"),
        (["--year=2150"], "2150 cannot be reported"),
        (["--year=12"], "12 cannot be reported"),
        ([f"--year={YEAR}", "--centre=korus-nord"], "no grant of 2025 to korus-nord"),
        ([f"--year={YEAR}"], "no grant of 2025 to any centre"),
    ],
    ids=["code", "future", "slip", "no-grant", "no-grants"],
)
def test_what_cannot_be_done_is_said_in_plain_words(
    centre: Centre, arguments: list[str], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        draft(*arguments)
    assert not AnnualReport.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_waiting_follows_drafts_and_documents_until_all_are_done(
    centre: Centre, leader: User
) -> None:
    add_grant(centre)
    add_assignment(centre, leader, "Kurs")
    told: list[str] = []
    waiting = threading.Thread(target=wait_for_draft, args=[told])
    waiting.start()
    assert wait_until(lambda: Job.objects.filter(task="reporting.draft_report").exists(), 60)
    finish("reporting.draft_report", drafting.draft_report)
    assert waiting.is_alive()
    finish("reporting.make_documents", documenting.make_documents)
    waiting.join(timeout=60)
    assert not waiting.is_alive()
    assert told[-1].startswith("2 of 2 jobs done")


def finish(task: str, action: Callable[[Work], None]) -> None:
    """Here, or by a worker of another test that was quicker."""
    for job in Job.objects.filter(task=task):
        work.run(str(job.pk), action)
    left = Job.objects.filter(task=task).exclude(state=Job.State.DONE)
    assert wait_until(lambda: not left.exists(), 60)


def wait_for_draft(told: list[str]) -> None:
    try:
        told += draft(f"--year={YEAR}", "--wait").splitlines()
    finally:
        connection.close()


def test_a_job_that_failed_makes_the_command_fail(
    centre: Centre, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_grant(centre)
    draft(f"--year={YEAR}")

    def give_up(_seconds: float) -> None:
        ended = {"state": Job.State.FAILED, "finished_at": timezone.now(), "error": "boom"}
        Job.objects.update(**ended)

    monkeypatch.setattr("time.sleep", give_up)
    complaints = StringIO()
    with pytest.raises(SystemExit) as ended:
        draft(f"--year={YEAR}", "--wait", stderr=complaints)
    assert ended.value.code == 1
    assert "boom" in complaints.getvalue()


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_with_a_real_worker_every_report_has_its_documents_in_the_end(
    celery_worker_process: BackgroundProcess,
    centre: Centre,
    centre_elsewhere: Centre,
    leader: User,
) -> None:
    for one in (centre, centre_elsewhere):
        add_grant(one)
        add_assignment(one, leader, "Kurs")
    told = draft(f"--year={YEAR}", "--wait")
    assert "0 steps in those at work" in told.splitlines()[-1]
    assert not Job.objects.exclude(state=Job.State.DONE).exists()
    with_documents = ReportDocument.objects.values("report").distinct()
    assert with_documents.count() == 2
