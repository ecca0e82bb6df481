"""A full disk, a killed worker, a report of thousands of rows: whole documents or none."""

import resource
import tempfile
import time
import tracemalloc
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from korus_portal.accounts.models import User
from korus_portal.jobs import work
from korus_portal.jobs.models import Job
from reporting.actions import documenting
from reporting.documents import content, csv_files, data, xlsx
from reporting.documents.content import Content
from reporting.models import AnnualReport, ReportDocument
from tests.reporting.documents_world import filled, freeze

MANY = 5000


@contextmanager
def no_room_above(size: int) -> Iterator[None]:
    """The disk takes no file larger than this: writing on fails as on a full one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def waiting(ready_report: AnnualReport, leader: User) -> Job:
    """The documents of a submitted report, asked for and not made."""
    report = freeze(filled(ready_report, leader), leader)
    return documenting.ask_for_documents(report, by=leader)


def run(job: Job) -> Job:
    work.run(str(job.pk), documenting.make_documents)
    job.refresh_from_db()
    return job


def made(job: Job) -> set[str]:
    rows = ReportDocument.objects.filter(report=job.arguments["report"])
    assert all(bytes(row.content) for row in rows)
    return set(rows.values_list("kind", flat=True))


def test_a_full_disk_stops_the_spreadsheet_alone_and_the_work_can_be_repeated(
    waiting: Job, leader: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    nowhere = tmp_path / "full"
    nowhere.write_text("no directory")
    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "tempdir", str(nowhere))
        failed = run(waiting)
    assert failed.state == Job.State.FAILED
    assert "Kunne ikke lage Regneark (XLSX) og Arkivpakke (ZIP)." in failed.error
    assert made(failed) == {"pdf", "docx", "json", "csv"}
    report = AnnualReport.objects.for_content().get(pk=waiting.arguments["report"])
    before = dict(ReportDocument.objects.values_list("kind", "pk"))
    again = run(documenting.ask_for_documents(report, by=leader))
    assert again.state == Job.State.DONE
    assert made(again) == set(ReportDocument.Kind.values)
    kept = dict(ReportDocument.objects.values_list("kind", "pk"))
    assert {kind: kept[kind] for kind in before} == before


def test_a_disk_that_fills_in_the_middle_leaves_no_half_spreadsheet(
    waiting: Job, leader: User
) -> None:
    report = AnnualReport.objects.for_content().get(pk=waiting.arguments["report"])
    large = with_many_rows(content.of_report(report), report)
    before = set(Path(tempfile.gettempdir()).glob("report-*"))
    with no_room_above(20_000), pytest.raises(OSError, match="File too large"):
        xlsx.make(large)
    assert set(Path(tempfile.gettempdir()).glob("report-*")) == before
    assert xlsx.make(large).startswith(b"PK")


def test_a_worker_that_lost_its_work_stores_nothing_more(waiting: Job) -> None:
    """Another worker takes over after the second document; the first one must not go on."""
    claimed = work.claim(str(waiting.pk))
    assert claimed is not None
    mine = work.Work(claimed)

    class Overtaken(work.Work):
        def advance(self, done: int, total: int) -> None:
            if done == 2:
                Job.objects.filter(pk=self.job.pk).update(lease=uuid.uuid4())
            super().advance(done, total)

    with pytest.raises(work.LeaseLostError):
        documenting.make_documents(Overtaken(mine.job))
    assert made(waiting) == {"pdf", "docx"}
    Job.objects.filter(pk=waiting.pk).update(state="queued", lease=None, lease_until=None)
    assert run(waiting).state == Job.State.DONE
    assert made(waiting) == set(ReportDocument.Kind.values)


def with_many_rows(shown: Content, report: AnnualReport) -> Content:
    """The same report with thousands of activities."""
    rows: list[Any] = report.figures["rows"]
    report.figures["rows"] = [{**rows[n % len(rows)], "id": n + 1} for n in range(MANY)]
    return content.of_report(report)


def test_thousands_of_activities_take_bounded_memory_and_seconds(waiting: Job) -> None:
    report = AnnualReport.objects.for_content().get(pk=waiting.arguments["report"])
    tracemalloc.start()
    began = time.monotonic()
    try:
        large = with_many_rows(content.of_report(report), report)
        assert len(xlsx.make(large)) > 100_000
        assert len(csv_files.make(large)) > 10_000
        assert len(data.make(large.data)) > 500_000
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 150_000_000
    assert time.monotonic() - began < 120
