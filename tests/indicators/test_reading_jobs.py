"""Large files are read by a worker: once, from the top, and not after they are thrown away."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from korus_portal.accounts.models import User
from korus_portal.jobs import work
from korus_portal.jobs.models import Job
from korus_portal.jobs.work import Work
from municipalities.indicators.actions import applying, large, reading, uploading
from municipalities.indicators.actions.states import WrongStateError
from municipalities.indicators.actions.uploading import Choice
from municipalities.indicators.incoming import staging
from municipalities.indicators.incoming.columns import Columns
from municipalities.indicators.models import Batch, Indicator, IndicatorValue, StagedValue
from municipalities.models import Municipality

pytestmark = pytest.mark.django_db(transaction=True)
COLUMNS = Columns({"region": "place", "år": "year", "Andel": "value:prove-andel"})


@pytest.fixture
def batch(share: Indicator, municipality: Municipality, keeper: User) -> Batch:
    """Two good rows, one bad, and enough blank lines to count as large."""
    rows = ["region;år;Andel", "5601;2024;1", "5601;2025;2", "9999;2025;3"]
    content = "\n".join(rows + [""] * uploading.AT_ONCE).encode()
    return uploading.upload_batch(
        source=share.source, file_name="stor.csv", content=content, by=keeper
    )


@pytest.fixture
def job(batch: Batch, keeper: User) -> Job:
    found = uploading.choose_columns(batch=batch, choice=Choice(COLUMNS), by=keeper)
    assert found is not None
    return found


def state(batch: Batch) -> tuple[str, int, int]:
    batch.refresh_from_db()
    return batch.state, batch.accepted, batch.rejected


def test_a_large_file_is_read_by_a_job_that_leads_back(
    client: Client, batch: Batch, job: Job, keeper: User
) -> None:
    assert state(batch)[0] == Batch.State.READING
    assert job.label == "Leser stor.csv"
    client.force_login(keeper)
    address = reverse("indicators:batch_detail", args=[batch.pk])
    assert job.get_absolute_url() in client.get(address).content.decode()
    work.run(str(job.pk), reading.read_batch)
    assert state(batch) == (Batch.State.PREVIEWED, 2, 1)
    done = client.get(job.get_absolute_url())
    assert done.status_code == 302
    assert done["Location"] == address


def test_it_is_not_read_twice_at_once(batch: Batch, job: Job, keeper: User) -> None:
    with pytest.raises(WrongStateError):
        uploading.choose_columns(batch=batch, choice=Choice(COLUMNS), by=keeper)


class KilledError(BaseException):
    """The worker dies: nothing of it gets to clean up."""


def test_a_killed_job_begins_again_and_leaves_nothing_twice(
    batch: Batch, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "PIECE", 1)
    claimed = work.claim(str(job.pk))
    assert claimed is not None

    class Dying(Work):
        def advance(self, done: int, total: int) -> None:
            super().advance(done, total)
            if done == 2:
                raise KilledError

    with pytest.raises(KilledError):
        reading.read_batch(Dying(claimed))
    assert StagedValue.objects.count() == 2
    assert state(batch)[0] == Batch.State.READING
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    work.run(str(job.pk), reading.read_batch)
    assert state(batch) == (Batch.State.PREVIEWED, 2, 1)
    assert StagedValue.objects.count() == 2
    assert batch.row_errors.count() == 1


def test_a_worker_that_lost_its_lease_writes_no_more(batch: Batch, job: Job) -> None:
    first = work.claim(str(job.pk))
    assert first is not None
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    second = work.claim(str(job.pk))
    assert second is not None
    with pytest.raises(work.LeaseLostError):
        reading.read_batch(Work(first))
    assert not StagedValue.objects.exists()
    reading.read_batch(Work(second))
    assert state(batch) == (Batch.State.PREVIEWED, 2, 1)


def test_a_file_thrown_away_while_it_waits_is_not_read(
    batch: Batch, job: Job, keeper: User
) -> None:
    applying.discard_batch(batch=batch, by=keeper)
    work.run(str(job.pk), reading.read_batch)
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert state(batch)[0] == Batch.State.DISCARDED
    assert not StagedValue.objects.exists()


def test_a_file_thrown_away_while_it_is_read_leaves_nothing(
    batch: Batch, job: Job, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "PIECE", 1)
    claimed = work.claim(str(job.pk))
    assert claimed is not None

    class Interrupted(Work):
        def advance(self, done: int, total: int) -> None:
            if done == 1:
                applying.discard_batch(batch=batch, by=keeper)

    reading.read_batch(Interrupted(claimed))
    assert state(batch)[0] == Batch.State.DISCARDED
    assert not StagedValue.objects.exists()


def test_large_batches_are_decided_by_a_worker_and_only_once(
    client: Client,
    share: Indicator,
    municipality: Municipality,
    keeper: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(large, "AT_ONCE", 1)
    content = b"region;\xe5r;Andel\n5601;2024;1\n5601;2025;2\n"
    found = uploading.upload_batch(
        source=share.source, file_name="stor.csv", content=content, by=keeper
    )
    uploading.choose_columns(batch=found, choice=Choice(COLUMNS), by=keeper)
    client.force_login(keeper)
    for name, sent, expected in (
        ("batch_apply", {}, Batch.State.APPLIED),
        ("batch_withdraw", {"reason": "Feil."}, Batch.State.WITHDRAWN),
    ):
        address = reverse(f"indicators:{name}", args=[found.pk])
        asked = [client.post(address, sent)["Location"] for _click in range(2)]
        job = Job.objects.unfinished().get()
        assert asked == [job.get_absolute_url()] * 2
        for _time in range(2):
            work.run(str(job.pk), large.decide_batch)
        assert state(found)[0] == expected
        standing = IndicatorValue.objects.filter(is_current=True).count()
        assert standing == (2 if expected == Batch.State.APPLIED else 0)
