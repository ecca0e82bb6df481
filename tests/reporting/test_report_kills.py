"""A draft that is killed anywhere, done by two at once, or that no worker heard of."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app

from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from reporting.actions import starting
from reporting.models import AnnualReport, Recount
from tests.reporting.conftest import Year
from tests.reporting.killing import Workers, is_untouched, is_whole, let_go
from tests.reporting.report_year import YEAR, add_activity, add_assignment, run_job

TILTAK = 20
ENTRIES = TILTAK + 2


@pytest.fixture(scope="module")
def workers(background_folder: tuple[Path, dict[str, str]]) -> Iterator[Workers]:
    found = Workers(background_folder[1])
    yield found
    found.end()


@pytest.fixture
def full_year(year: Year, centre: Centre, leader: User) -> Year:
    for number in range(TILTAK):
        tiltak = add_assignment(centre, leader, f"Tiltak {number:02}")
        add_activity(centre, leader, assignment=tiltak, hours=2)
    return year


def started(centre: Centre, leader: User) -> tuple[AnnualReport, Job]:
    """A report of its own, as if it were the first."""
    AnnualReport.objects.all().delete()
    Job.objects.all().delete()
    report = starting.start_report(centre=centre, year=YEAR, by=leader)
    assert report.job is not None
    return report, report.job


def kill_often(workers: Workers, centre: Centre, leader: User, times: int) -> None:
    """After each kill there is nothing or everything, and the next worker makes it whole."""
    seed = random.randrange(2**32)  # noqa: S311 - moments, not secrets
    print(f"seed {seed}")  # noqa: T201 - shown with what fails
    moments = random.Random(seed)  # noqa: S311 - moments, not secrets
    report, job = started(centre, leader)
    takes = workers.do(job)
    for number in range(times):
        report, job = started(centre, leader)
        workers.kill(job, after=moments.uniform(0, takes))
        report.refresh_from_db()
        assert is_untouched(report) or is_whole(report, ENTRIES), (seed, number)
        let_go(job)
        run_job(job)
        report.refresh_from_db()
        assert is_whole(report, ENTRIES), (seed, number)


@pytest.mark.django_db(transaction=True)
def test_five_kills_at_any_moment_leave_nothing_or_a_whole_draft(
    workers: Workers, full_year: Year, centre: Centre, leader: User
) -> None:
    kill_often(workers, centre, leader, 5)


@pytest.mark.soak
@pytest.mark.django_db(transaction=True)
def test_fifty_kills_at_any_moment_leave_nothing_or_a_whole_draft(
    workers: Workers, full_year: Year, centre: Centre, leader: User
) -> None:
    kill_often(workers, centre, leader, 50)


@pytest.mark.django_db(transaction=True)
def test_a_recount_that_is_killed_leaves_the_figures_and_one_count_at_most(
    workers: Workers, full_year: Year, centre: Centre, leader: User
) -> None:
    report, job = started(centre, leader)
    takes = workers.do(job)
    before = AnnualReport.objects.get(pk=report.pk).figures
    add_activity(centre, leader, assignment=full_year.courses, hours=1)
    asked = starting.refresh_report(report=report, by=leader).job
    assert asked is not None
    workers.kill(asked, after=takes / 2)
    let_go(asked)
    run_job(asked)
    report.refresh_from_db()
    assert report.figures == before
    assert Recount.objects.get().figures["totals"]["activities"]["value"] == 26


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_job_make_one_draft(
    workers: Workers, full_year: Year, centre: Centre, leader: User
) -> None:
    report, job = started(centre, leader)
    workers.do(job, job)
    report.refresh_from_db()
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 1)
    assert is_whole(report, ENTRIES)
    assert report.entries.count() == ENTRIES


@pytest.mark.django_db(transaction=True)
def test_without_a_broker_the_report_is_opened_and_its_job_waits_for_the_sweep(
    full_year: Year, centre: Centre, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deaf(*_args: object, **_values: object) -> None:
        raise OSError("the broker is away")

    monkeypatch.setattr(current_app, "send_task", deaf)
    report, job = started(centre, leader)
    assert job.state == Job.State.QUEUED
    assert is_untouched(report)
    Job.objects.update(queued_at="2026-01-01T00:00:00Z")
    assert jobs.sweep() == 1
    run_job(job)
    report.refresh_from_db()
    assert is_whole(report, ENTRIES)
