"""What goes wrong at start is told in one line that names the way out, never in a traceback."""

import hashlib
import os
import signal
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from dev import console, lock, processes
from tests.dev.conftest import dev


def only_line(ended: CompletedProcess[str]) -> str:
    assert ended.returncode == 1, ended.stdout + ended.stderr
    lines = ended.stderr.strip().splitlines()
    assert len(lines) == 1, ended.stderr
    return lines[0]


def test_a_port_in_use(open_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        said = only_line(dev("run", folder=open_folder, PORT=port))
    assert said.startswith(f"Port {port} cannot be used (Address already in use)")


@pytest.mark.parametrize("port", ["åtte tusen", "0", "70000"])
def test_a_port_that_is_none(open_folder: Path, port: str) -> None:
    assert "PORT must be a number" in only_line(dev("run", folder=open_folder, PORT=port))


def test_a_second_start_from_the_same_data(open_folder: Path) -> None:
    with lock.held(open_folder):
        said = only_line(dev("run", folder=open_folder))
    assert f"already runs from {open_folder} (process {os.getpid()})" in said


def test_a_database_named_in_the_environment_is_not_ours_to_fill(open_folder: Path) -> None:
    said = only_line(dev("run", folder=open_folder, DATABASE_URL="postgres://x/y"))
    assert "DATABASE_URL is set" in said


def test_a_broken_lock_and_the_repair(project: Path, open_folder: Path) -> None:
    lock_file = project / "requirements-local.lock"
    lock_file.write_text("django ===!= 5\n")
    said = only_line(dev("run", folder=open_folder, project=project))
    assert said.startswith("requirements-local.lock could not be installed. pip failed: ERROR")

    wheel = project / "tiny-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", "")
        archive.writestr("tiny-1.0.dist-info/METADATA", "Name: tiny\nVersion: 1.0\n")
        archive.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr("tiny-1.0.dist-info/RECORD", "")
    line = f"tiny @ file://{wheel} --hash=sha256:"
    lock_file.write_text(line + "0" * 64)
    said = only_line(dev("run", folder=open_folder, project=project))
    assert "DO NOT MATCH THE HASHES" in said

    lock_file.write_text(line + hashlib.sha256(wheel.read_bytes()).hexdigest())
    (project / ".venv" / ".unfinished").touch()  # as a kill in the middle leaves it
    (project / ".venv" / "half").touch()
    ended = dev("run", folder=open_folder, project=project)
    assert list((project / ".venv").glob("lib/*/site-packages/tiny.py")), ended.stderr
    assert not (project / ".venv" / "half").exists()
    assert "package-lock.json" in only_line(ended)  # as far as this small project goes


@pytest.fixture
def handlers_restored() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in console.SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("handlers_restored")
def test_a_full_disk(capsys: pytest.CaptureFixture[str]) -> None:
    def fill() -> int:
        with Path("/dev/full").open("w") as file:
            file.write("x")
        return 0

    assert console.guard(fill) == 1
    assert capsys.readouterr().err == "The disk is full. Free some space and start again.\n"


def test_a_full_disk_under_a_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KORUS_VAR", str(tmp_path))
    with pytest.raises(console.Failure, match="filler: the disk is full"):
        processes.run("filler", ["sh", "-c", "cat /etc/passwd > /dev/full"])
