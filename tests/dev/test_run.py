"""`make run` as a person meets it: it comes up, mends itself, and leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dev import test_database
from dev.paths import ROOT
from dev.processes import started_at, wait_until
from dev.servers import Servers
from dev.supervisor import Supervisor
from tests.dev.conftest import clean_environment, dev

EVERYTHING = {"postgres", "valkey", "worker", "beat", "web"}


@pytest.fixture
def migrated_folder(open_folder: Path) -> Path:
    """A data folder whose database has its tables, which saves the time of the migrations."""
    supervisor, servers = Supervisor(), Servers(open_folder)
    servers.postgres.template = test_database.template()
    servers.postgres.database = test_database.NAME
    servers.start(supervisor.hold)
    psql = [servers.postgres.program("psql"), "-h", str(servers.postgres.sockets), "-U", "korus"]
    rename = f"ALTER DATABASE {test_database.NAME} RENAME TO korus"
    subprocess.run([*psql, "-d", "postgres", "-qc", rename], check=True)
    supervisor.stop()
    return open_folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "dev", "run"],
        cwd=ROOT,
        env=clean_environment(folder, PORT=str(port), KORUS_DEMO="0"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        seen = []
        for line in process.stdout:
            seen.append(line)
            if line.startswith("The portal runs at"):
                break
        else:
            pytest.fail("".join(seen))
        yield process
        if process.poll() is None:
            process.terminate()


def recorded(folder: Path) -> dict[str, list[int]]:
    found: dict[str, list[int]] = json.loads((folder / "servers.json").read_text())["processes"]
    return found


def is_well(port: int) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
        return bool(answer.status == 200)


def none_runs(processes: dict[str, list[int]]) -> Callable[[], bool]:
    return lambda: all(started_at(pid) != start for pid, start in processes.values())


def test_the_portal_comes_up_mends_itself_and_stops_in_order(migrated_folder: Path) -> None:
    port = free_port()
    with running(migrated_folder, port) as portal:
        before = recorded(migrated_folder)
        assert set(before) == EVERYTHING
        assert is_well(port)
        os.kill(before["worker"][0], signal.SIGKILL)
        assert wait_until(lambda: recorded(migrated_folder)["worker"] != before["worker"], 10)
        after = recorded(migrated_folder)
        assert after["web"] == before["web"]

        stopped = dev("stop", folder=migrated_folder)
        assert stopped.stdout == "Stopped.\n"
        assert portal.wait(30) == 0
    assert none_runs(after)()
    assert recorded(migrated_folder) == {}
    assert not list((migrated_folder / "postgres" / "run").glob(".s.PGSQL*"))
