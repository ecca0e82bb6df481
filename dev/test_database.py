"""A migrated, empty test database as files, so that a test session copies instead of migrating.

Made anew whenever a migration or the lock changes; kept inside the virtual environment.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev import environment, processes, stamps
from dev.paths import ROOT, VENV, VENV_PYTHON
from dev.servers import Servers
from dev.supervisor import Supervisor

MEMORY = Path("/dev/shm")  # noqa: S108 - used through mkdtemp
ENOUGH = 2_000_000_000
NAME = "test_korus"
KEPT = VENV / "test-database"
APPS = ["korus_portal", "municipalities", "centres", "assignments", "reporting"]


def template() -> Path:
    """The data folder to copy."""
    migrations = [path for app in APPS for path in (ROOT / app).rglob("migrations/*.py")]
    lock = environment.lock_file(environment.DEVELOPMENT)
    wanted = KEPT / stamps.digest([*migrations, lock])[:16]
    with environment.one_at_a_time():
        if not wanted.exists():
            shutil.rmtree(KEPT, ignore_errors=True)
            KEPT.mkdir()
            _make(wanted)
    return wanted


def _make(wanted: Path) -> None:
    with scratch_folder("korus-template-") as folder:
        supervisor, servers = Supervisor(), Servers(folder, scratch=True)
        servers.postgres.database = NAME
        supervisor.on_change = servers.write_file
        try:
            servers.start(supervisor.hold)
            migrate = [str(VENV_PYTHON), "manage.py", "migrate", "--verbosity=0", "--run-syncdb"]
            processes.run("test-migrations", migrate, environment={"KORUS_VAR": str(folder)})
        finally:
            supervisor.stop()
        new = wanted.with_suffix(".new")
        shutil.copytree(servers.postgres.data, new)
        new.rename(wanted)
        servers.clean_up()


def _memory_is_large() -> bool:
    """Containers often give a few MB only."""
    return os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH


@contextmanager
def scratch_folder(prefix: str) -> Iterator[Path]:
    """A data folder that PostgreSQL's own user can pass, gone afterwards; in memory if it fits."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY if _memory_is_large() else None))
    try:
        folder.chmod(0o711)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
