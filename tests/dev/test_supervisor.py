"""What dies is started again, and stopping goes in the reverse order."""

import os
import signal
import sys
from pathlib import Path

import pytest

from dev.processes import Process, wait_until
from dev.supervisor import Supervisor, Watched

SAYS_WHEN_IT_STOPS = """
import signal, sys, time
def stop(*_):
    open(sys.argv[2], "a").write(sys.argv[1] + " ")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
open(sys.argv[2] + "." + sys.argv[1], "w")
time.sleep(60)
"""


def sleeper(folder: Path) -> Process:
    return Process("sleeper", ["sleep", "60"], folder / "sleeper.log")


def test_a_killed_process_is_started_again(tmp_path: Path) -> None:
    supervisor = Supervisor()
    process = sleeper(tmp_path)
    supervisor.hold(process)
    first = process.pid
    os.kill(first, signal.SIGKILL)
    assert supervisor.watch(lambda: process.alive() and process.pid != first, seconds=5)
    supervisor.stop()
    assert not process.alive()


def test_each_quick_death_doubles_the_wait_and_a_steady_life_ends_that(tmp_path: Path) -> None:
    process = Process("broken", ["false"], tmp_path / "broken.log")
    process.start()
    watched, now, waits = Watched(process, started=0), 0.0, []
    for _ in range(7):
        assert wait_until(lambda: not process.alive(), 5)
        watched.check(now)
        assert watched.due is not None
        waits.append(watched.due - now)
        now = watched.due
        assert watched.check(now)
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert wait_until(lambda: not process.alive(), 5)
    watched.check(now + 31)
    assert watched.due == now + 32


def test_what_a_dead_process_left_in_its_session_ends_too(tmp_path: Path) -> None:
    process = Process("parent", ["sh", "-c", "sleep 61 & wait"], tmp_path / "parent.log")
    process.start()
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    assert wait_until(lambda: bool(children.read_text().split()), 5)
    child = int(children.read_text().split()[0])
    os.kill(process.pid, signal.SIGKILL)
    assert wait_until(lambda: not process.alive(), 5)
    process.sweep()
    assert wait_until(lambda: not Path(f"/proc/{child}/cwd").exists(), 5)


def test_processes_stop_in_the_reverse_order(tmp_path: Path) -> None:
    supervisor, said = Supervisor(), tmp_path / "said"
    for name in ("postgres-like", "worker", "web"):
        command = [sys.executable, "-c", SAYS_WHEN_IT_STOPS, name, str(said)]
        supervisor.hold(Process(name, command, tmp_path / f"{name}.log"))
        assert wait_until(lambda name=name: Path(f"{said}.{name}").exists(), 10)  # type: ignore[misc]
    supervisor.stop()
    assert said.read_text().split() == ["web", "worker", "postgres-like"]


def test_one_that_will_not_stop_is_killed(tmp_path: Path) -> None:
    command = ["sh", "-c", "trap '' TERM; echo deaf; sleep 62 & wait; wait"]
    process = Process("stubborn", command, tmp_path / "stubborn.log", patience=0.5)
    process.start()
    assert wait_until(lambda: "deaf" in process.log.read_text(), 5)
    process.stop()
    assert process.exit_code == -signal.SIGKILL


@pytest.mark.parametrize("size", [10, 10_000_001])
def test_a_large_log_is_put_aside(tmp_path: Path, size: int) -> None:
    log = tmp_path / "sleeper.log"
    log.write_bytes(b"x" * size)
    process = sleeper(tmp_path)
    process.start()
    process.stop()
    assert log.with_suffix(".log.1").exists() == (size > 10_000_000)
