"""Copies of the tooling and folders of their own: nothing here touches the developer's data."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dev.paths import ROOT
from dev.servers import Servers
from dev.supervisor import Supervisor
from dev.test_database import scratch_folder

NOT_OURS = ("DATABASE_URL", "REDIS_URL", "PORT", "KORUS_VAR", "KORUS_DEMO")
Portal = tuple[Supervisor, Servers]


def clean_environment(folder: Path, **more: str) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    return {**inherited, "KORUS_VAR": str(folder), **more}


def dev(
    *arguments: str, folder: Path, project: Path = ROOT, **more: str
) -> subprocess.CompletedProcess[str]:
    """`python3 -m dev …` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "dev", *arguments],
        cwd=project,
        env=clean_environment(folder, **more),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A data folder that PostgreSQL's own user can enter, unlike pytest's."""
    with scratch_folder("korus-test-dev-") as folder:
        yield folder


@pytest.fixture
def start_servers() -> Iterator[Callable[[Path], Portal]]:
    """Start PostgreSQL and Valkey from a folder; all are stopped at the end."""
    started: list[Portal] = []

    def start(folder: Path) -> Portal:
        supervisor, servers = Supervisor(), Servers(folder)
        supervisor.on_change = servers.write_file
        started.append((supervisor, servers))
        servers.start(supervisor.hold)
        return started[-1]

    yield start
    for supervisor, servers in reversed(started):
        supervisor.stop()
        servers.clean_up()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of nothing but the tooling, with locks that install nothing."""
    folder = tmp_path / "project"
    shutil.copytree(ROOT / "dev", folder / "dev", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("local", "dev"):
        (folder / f"requirements-{name}.lock").touch()
    return folder
