"""Long work: claimed by one at a time, alive while it reports, written only under its lease."""

import threading
import time
import uuid
from datetime import timedelta

import pytest
from celery import current_app
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as DeafBroker
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from dev.processes import wait_until
from korus_portal.accounts.models import User
from korus_portal.jobs import actions, work
from korus_portal.jobs.models import Job, JobQuerySet, WorkerHeartbeat
from korus_portal.jobs.tasks import sweep, worker_heartbeat

pytestmark = pytest.mark.django_db
Sent = list[tuple[str, list[str]]]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Sent:
    """What would have gone to the broker."""
    found: Sent = []
    monkeypatch.setattr(current_app, "send_task", lambda name, args: found.append((name, args)))
    return found


@pytest.fixture
def job(adviser: User) -> Job:
    return actions.start("noe.langt", key="langt", label="Noe langt", by=adviser)


def age(job: Job, **columns: object) -> None:
    Job.objects.filter(pk=job.pk).update(**columns)


def seconds_ago(seconds: int) -> object:
    return timezone.now() - timedelta(seconds=seconds)


def connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND backend_type = 'client backend'"
        )
        return int(cursor.fetchone()[0])


class TestStarting:
    def test_the_job_is_a_row_before_the_broker_hears_of_it(
        self,
        adviser: User,
        sent: Sent,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            job = actions.start("noe.langt", key="a", label="Noe", by=adviser, arguments={"n": 1})
            assert sent == []
        assert sent == [("noe.langt", [str(job.pk)])]
        assert job.state == Job.State.QUEUED

    def test_the_same_work_asked_for_twice_is_one_job(self, job: Job, adviser: User) -> None:
        assert actions.start("noe.langt", key="langt", label="Noe", by=adviser) == job

    def test_finished_work_can_be_asked_for_again(self, job: Job, adviser: User) -> None:
        work.run(str(job.pk), lambda _work: None)
        assert actions.start("noe.langt", key="langt", label="Noe", by=adviser) != job

    @pytest.fixture
    def ends_meanwhile(self, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
        """The job is done just before anybody asks what is under way."""
        unfinished = JobQuerySet.unfinished

        def end_first(queryset: JobQuerySet) -> JobQuerySet:
            work.run(str(job.pk), lambda _work: None)
            return unfinished(queryset)

        monkeypatch.setattr(JobQuerySet, "unfinished", end_first)

    @pytest.mark.usefixtures("ends_meanwhile")
    def test_work_that_ends_while_it_is_asked_for_again_is_done_again(
        self, job: Job, adviser: User
    ) -> None:
        again = actions.start("noe.langt", key="langt", label="Noe", by=adviser)
        assert again != job
        assert Job.objects.get(pk=again.pk).state == Job.State.QUEUED

    @pytest.mark.usefixtures("ends_meanwhile")
    def test_so_is_failed_work_that_is_set_going_again(self, job: Job, adviser: User) -> None:
        failed = Job.objects.create(
            task="noe.langt",
            key="langt",
            label="Noe",
            started_by=adviser,
            state=Job.State.FAILED,
            finished_at=timezone.now(),
        )
        assert actions.retry_job(job=failed, by=adviser) == failed
        failed.refresh_from_db()
        assert failed.state == Job.State.QUEUED

    def test_a_deaf_broker_loses_nothing(
        self, job: Job, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def deaf(*_args: object, **_named: object) -> None:
            raise DeafBroker

        monkeypatch.setattr(current_app, "send_task", deaf)
        actions.send(job)
        assert "the sweep will send it again" in caplog.text
        job.refresh_from_db()
        assert job.state == Job.State.QUEUED


class TestClaiming:
    def test_of_two_workers_one_gets_the_job(self, job: Job) -> None:
        assert work.claim(str(job.pk)) is not None
        assert work.claim(str(job.pk)) is None

    def test_a_job_whose_holder_went_silent_can_be_taken_over(self, job: Job) -> None:
        first = work.claim(str(job.pk))
        age(job, lease_until=seconds_ago(1))
        second = work.claim(str(job.pk))
        assert first
        assert second
        assert first.lease != second.lease
        assert second.attempts == 2

    def test_finished_and_unknown_jobs_are_nobodys(self, job: Job) -> None:
        work.run(str(job.pk), lambda _work: None)
        assert work.claim(str(job.pk)) is None
        assert work.claim(str(uuid.uuid4())) is None


class TestWorking:
    def test_progress_is_seen_and_renews_the_lease(self, job: Job) -> None:
        claimed = work.claim(str(job.pk))
        assert claimed
        age(job, lease_until=seconds_ago(1))
        work.Work(claimed).advance(3, 10)
        job.refresh_from_db()
        assert (job.done, job.total, job.percent) == (3, 10, 30)
        assert job.lease_until
        assert job.lease_until > timezone.now()

    def test_whoever_lost_the_lease_can_neither_report_nor_write(self, job: Job) -> None:
        first = work.claim(str(job.pk))
        age(job, lease_until=seconds_ago(1))
        work.claim(str(job.pk))
        assert first
        with pytest.raises(work.LeaseLostError):
            work.Work(first).advance(1, 2)
        with transaction.atomic(), pytest.raises(work.LeaseLostError):
            work.Work(first).hold()

    def test_the_holder_may_write(self, job: Job) -> None:
        claimed = work.claim(str(job.pk))
        assert claimed
        with transaction.atomic():
            work.Work(claimed).hold()

    def test_done_work_is_done(self, job: Job) -> None:
        work.run(str(job.pk), lambda _work: None)
        job.refresh_from_db()
        assert (job.state, job.percent, job.is_finished) == (Job.State.DONE, 100, True)

    def test_running_it_twice_does_it_once(self, job: Job) -> None:
        done: list[int] = []
        for _ in range(2):
            work.run(str(job.pk), lambda _work: done.append(1))
        assert done == [1]

    def test_failed_work_says_what_failed(self, job: Job) -> None:
        def fail(_work: work.Work) -> None:
            raise ValueError("mangler tall")

        work.run(str(job.pk), fail)
        job.refresh_from_db()
        assert job.state == Job.State.FAILED
        assert job.error == "ValueError: mangler tall"
        assert job.finished_at

    @pytest.mark.parametrize("failure", [OperationalError("deadlock"), InterfaceError("closed")])
    def test_work_that_lost_the_database_is_tried_again(
        self, job: Job, sent: Sent, failure: Exception
    ) -> None:
        def fail(_work: work.Work) -> None:
            raise failure

        work.run(str(job.pk), fail)
        job.refresh_from_db()
        assert (job.state, job.error) == (Job.State.RUNNING, "")
        age(job, lease_until=seconds_ago(1))
        assert actions.sweep() == 1
        work.run(str(job.pk), lambda _work: None)
        job.refresh_from_db()
        assert (job.state, job.attempts) == (Job.State.DONE, 2)

    def test_work_that_always_loses_the_database_is_given_up(self, job: Job, sent: Sent) -> None:
        def fail(_work: work.Work) -> None:
            raise OperationalError("deadlock")

        for _ in range(actions.MAX_ATTEMPTS):
            work.run(str(job.pk), fail)
            age(job, lease_until=seconds_ago(1))
            actions.sweep()
        job.refresh_from_db()
        assert job.state == Job.State.FAILED
        assert job.attempts == actions.MAX_ATTEMPTS

    def test_the_end_of_a_worker_that_was_taken_over_changes_nothing(self, job: Job) -> None:
        def be_taken_over(mine: work.Work) -> None:
            age(job, lease_until=seconds_ago(1))
            assert work.claim(str(job.pk))
            mine.advance(1, 1)

        work.run(str(job.pk), be_taken_over)
        job.refresh_from_db()
        assert job.state == Job.State.RUNNING

    def test_a_job_without_a_total_is_at_no_per_cent(self, job: Job) -> None:
        assert job.percent == 0
        assert Job(done=5, total=5).percent == 99


@pytest.mark.django_db(transaction=True)
class TestStayingAlive:
    @pytest.fixture(autouse=True)
    def _short_lease(self, settings: Settings) -> None:
        settings.JOB_LEASE_SECONDS = 0.6

    def test_a_step_slower_than_the_lease_keeps_it(self, job: Job) -> None:
        claims: list[Job | None] = []

        def be_slow(mine: work.Work) -> None:
            for _ in range(4):
                time.sleep(0.5)
                claims.append(work.claim(str(job.pk)))
            with transaction.atomic():
                mine.hold()

        work.run(str(job.pk), be_slow)
        job.refresh_from_db()
        assert claims == [None] * 4
        assert (job.state, job.attempts) == (Job.State.DONE, 1)

    def test_a_row_that_is_held_for_long_is_left_alone(self, job: Job) -> None:
        swept: list[int] = []

        def sweep_elsewhere() -> None:
            swept.append(actions.sweep())
            connection.close()

        def hold_long(mine: work.Work) -> None:
            with transaction.atomic():
                mine.hold()
                time.sleep(1)
                other = threading.Thread(target=sweep_elsewhere)
                other.start()
                other.join()

        work.run(str(job.pk), hold_long)
        job.refresh_from_db()
        assert swept == [0]
        assert job.state == Job.State.DONE

    def test_a_lease_that_was_lost_is_not_won_back(self, job: Job) -> None:
        def be_taken_over(mine: work.Work) -> None:
            age(job, lease=uuid.uuid4(), lease_until=seconds_ago(1))
            time.sleep(0.5)
            mine.advance(1, 1)

        work.run(str(job.pk), be_taken_over)
        job.refresh_from_db()
        assert job.state == Job.State.RUNNING
        assert job.lease_until
        assert job.lease_until < timezone.now()

    def test_no_thread_or_connection_is_left(self, job: Job) -> None:
        before = threading.active_count(), connections()
        work.run(str(job.pk), lambda _work: time.sleep(0.3))
        assert threading.active_count() == before[0]
        assert wait_until(lambda: connections() == before[1], 5)

    def test_a_database_that_is_away_for_a_moment_does_not_end_it(
        self, job: Job, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def be_away(_job: Job) -> None:
            raise InterfaceError("connection already closed")

        monkeypatch.setattr(work, "renew", be_away)
        work.run(str(job.pk), lambda _work: time.sleep(0.5))
        job.refresh_from_db()
        assert job.state == Job.State.DONE
        assert "could not be renewed" in caplog.text


class TestTheSweep:
    def test_what_a_killed_worker_left_is_queued_again(self, job: Job, sent: Sent) -> None:
        work.claim(str(job.pk))
        age(job, lease_until=seconds_ago(1))
        assert actions.sweep() == 1
        job.refresh_from_db()
        assert (job.state, job.lease, job.attempts) == (Job.State.QUEUED, None, 1)
        assert sent == [("noe.langt", [str(job.pk)])]

    def test_what_the_broker_lost_is_sent_again(self, job: Job, sent: Sent) -> None:
        age(job, queued_at=seconds_ago(3600))
        sweep()
        assert sent == [("noe.langt", [str(job.pk)])]

    def test_living_work_is_left_alone(self, job: Job, sent: Sent) -> None:
        work.claim(str(job.pk))
        assert actions.sweep() == 0
        assert sent == []

    def test_work_that_kills_every_worker_is_given_up(self, job: Job, sent: Sent) -> None:
        work.claim(str(job.pk))
        age(job, lease_until=seconds_ago(1), attempts=actions.MAX_ATTEMPTS)
        assert actions.sweep() == 0
        job.refresh_from_db()
        assert job.state == Job.State.FAILED
        assert "gave up" in job.error

    def test_the_heartbeat_is_one_row(self) -> None:
        worker_heartbeat()
        worker_heartbeat()
        assert WorkerHeartbeat.objects.count() == 1
        assert str(WorkerHeartbeat.objects.get()).startswith("20")
