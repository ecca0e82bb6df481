"""A real worker is killed while it drafts: without help there is exactly one complete report."""

import pytest

from centres.models import Centre
from dev.processes import wait_until
from korus_portal.accounts.models import User
from korus_portal.jobs.models import Job
from reporting.actions import starting
from reporting.models import AnnualReport, ReportDocument, ReportEntry
from tests.fixtures_worker import BackgroundProcess
from tests.reporting.conftest import Year
from tests.reporting.report_year import YEAR, add_assignment


def has_been_taken(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk).exclude(state=Job.State.QUEUED).exists()


def everything_is_done() -> bool:
    documents = Job.objects.filter(task="reporting.make_documents", state=Job.State.DONE)
    return documents.exists() and not Job.objects.unfinished().exists()


@pytest.mark.worker
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_one_complete_report(
    celery_worker_process: BackgroundProcess,
    celery_beat_process: BackgroundProcess,
    year: Year,
    centre: Centre,
    leader: User,
) -> None:
    for number in range(30):
        add_assignment(centre, leader, f"Tiltak {number:02}")
    report = starting.start_report(centre=centre, year=YEAR, by=leader)
    job = Job.objects.get(task="reporting.draft_report")
    assert wait_until(lambda: has_been_taken(job), 20)
    celery_worker_process.kill()
    celery_worker_process.start()
    assert wait_until(everything_is_done, 120), list(Job.objects.values("task", "state", "error"))
    assert AnnualReport.objects.get().pk == report.pk
    assert ReportEntry.objects.count() == 32
    kinds = list(ReportDocument.objects.order_by("kind").values_list("kind", flat=True))
    assert kinds == sorted({*kinds, "docx", "pdf", "xlsx"})
