"""A real Celery worker and beat on the test database, which a test may kill and start again."""

import json
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from dev import portal
from dev.processes import Process, signal_group, wait_until
from korus_portal.celery import app

# Short enough for a test to see a dead worker's job come back.
HURRY = {"KORUS_JOB_LEASE_SECONDS": "3", "KORUS_SWEEP_SECONDS": "1"}


class BackgroundProcess:
    """One process of the portal, in a session of its own."""

    def __init__(self, process: Process, ready: str) -> None:
        self.process = process
        self.ready = ready

    def start(self) -> None:
        """Start it and wait until it says that it works."""
        before = len(self.log)
        self.process.start()
        started = wait_until(lambda: self.ready in self.log[before:], 30)
        assert started, self.log

    def kill(self) -> None:
        """SIGKILL it with its children: nothing of it gets to clean up."""
        signal_group(self.process.pid, signal.SIGKILL)
        assert wait_until(lambda: not self.process.alive(), 5)

    def stop(self) -> None:
        self.process.stop()

    def ensure(self) -> None:
        if not self.process.alive():
            self.start()

    @property
    def log(self) -> str:
        return self.process.log.read_text() if self.process.log.exists() else ""


def background_environment(folder: Path) -> dict[str, str]:
    """What a process needs to find this session's database, broker and key."""
    name = str(settings.DATABASES["default"]["NAME"])
    if "DATABASE_URL" in os.environ:
        base = os.environ["DATABASE_URL"].rpartition("/")[0]
        return {**HURRY, "KORUS_VAR": str(folder), "DATABASE_URL": f"{base}/{name}"}
    servers = json.loads((settings.KORUS_VAR / "servers.json").read_text())
    servers["database_url"] = f"{servers['database_url'].rpartition('/')[0]}/{name}"
    (folder / "servers.json").write_text(json.dumps(servers))
    shutil.copy(settings.KORUS_VAR / "secret_key", folder)
    return {**HURRY, "KORUS_VAR": str(folder)}


@pytest.fixture(scope="session")
def background_folder(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None
) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("background")
    (folder / "log").mkdir()
    return folder, background_environment(folder)


@pytest.fixture(scope="module")
def _worker(background_folder: tuple[Path, dict[str, str]]) -> Iterator[BackgroundProcess]:
    """Ends with the file that asked for it: it would take the jobs of others' tests too."""
    folder, environment = background_folder
    process = portal.worker(folder)
    process.environment = environment
    worker = BackgroundProcess(process, ready=" ready.")
    yield worker
    worker.stop()


@pytest.fixture(scope="session")
def _beat(background_folder: tuple[Path, dict[str, str]]) -> Iterator[BackgroundProcess]:
    folder, environment = background_folder
    process = portal.beat(folder)
    process.environment = environment
    beat = BackgroundProcess(process, ready="beat: Starting...")
    yield beat
    beat.stop()


@pytest.fixture
def celery_worker_process(transactional_db: None, _worker: BackgroundProcess) -> BackgroundProcess:
    """A running worker with an empty queue."""
    app.control.purge()
    _worker.ensure()
    return _worker


@pytest.fixture
def celery_beat_process(
    celery_worker_process: BackgroundProcess, _beat: BackgroundProcess
) -> Iterator[BackgroundProcess]:
    """Beat runs for this test alone: its ticks would touch the rows of others."""
    _beat.ensure()
    yield _beat
    _beat.stop()
