"""PostgreSQL and Valkey of a data folder: found, apart from others, and recovered after a kill."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from dev import lock, postgres
from dev.paths import ROOT, VENV_PYTHON
from dev.processes import started_at, wait_until
from tests.dev.conftest import Portal, clean_environment

Start = Callable[[Path], Portal]
ASK_DJANGO = """
from django.db import connection
from korus_portal.celery import app
cursor = connection.cursor()
cursor.execute("SELECT current_database(), 'Ålesund' ILIKE 'å%%'")
print(*cursor.fetchone())
with app.connection_for_write() as broker:
    broker.ensure_connection(max_retries=1)
    print(broker.default_channel.client.ping())
"""
SUPERVISE = """
import sys
from pathlib import Path
from dev.servers import Servers
from dev.supervisor import Supervisor
supervisor, servers = Supervisor(), Servers(Path(sys.argv[1]))
supervisor.on_change = servers.write_file
servers.start(supervisor.hold)
print("up", flush=True)
supervisor.watch(lambda: False)
"""


def query(portal: Portal, statement: str) -> str:
    server = portal[1].postgres
    connect = [server.program("psql"), "-h", str(server.sockets), "-U", "korus", "-d", "korus"]
    answer = subprocess.run(
        [*connect, "-Atc", statement], capture_output=True, text=True, check=True
    )
    return answer.stdout.strip()


def test_manage_py_finds_the_servers_even_where_the_path_is_long_and_norwegian(
    open_folder: Path, start_servers: Start
) -> None:
    folder = open_folder / "Ålesund og omegn" / ("lang " * 20).strip()
    folder.mkdir(parents=True)
    start_servers(folder)
    answer = subprocess.run(
        [str(VENV_PYTHON), "manage.py", "shell", "--no-imports", "-c", ASK_DJANGO],
        cwd=ROOT,
        env=clean_environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.stdout.split() == ["korus", "True", "True"], answer.stderr


def test_two_copies_run_side_by_side(open_folder: Path, start_servers: Start) -> None:
    one, other = start_servers(open_folder / "one"), start_servers(open_folder / "other")
    query(one, "CREATE TABLE only_in_one ()")
    assert query(one, "SELECT to_regclass('only_in_one')") == "only_in_one"
    assert query(other, "SELECT to_regclass('only_in_one')") == ""
    one[0].stop()
    assert query(other, "SELECT 1") == "1"


def test_a_killed_supervisor_leaves_nothing_that_hinders_the_next_start(
    open_folder: Path, start_servers: Start
) -> None:
    command = [sys.executable, "-c", SUPERVISE, str(open_folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == b"up\n"
        before = json.loads((open_folder / "servers.json").read_text())["processes"]
        killed.kill()
    portal = start_servers(open_folder)
    assert query(portal, "SELECT 1") == "1"
    assert all(started_at(pid) != start for pid, start in before.values())


def test_a_server_that_outlived_its_supervisor_is_stopped_first(
    open_folder: Path, start_servers: Start
) -> None:
    supervisor, servers = start_servers(open_folder)
    (open_folder / "servers.json").unlink()
    orphan = supervisor.processes[0]
    again = start_servers(open_folder)
    assert not orphan.alive()
    assert query(again, "SELECT 1") == "1"
    assert servers.postgres.data == again[1].postgres.data


def test_a_pid_that_another_process_now_has_is_neither_trusted_nor_killed(
    open_folder: Path, start_servers: Start
) -> None:
    supervisor, servers = start_servers(open_folder)
    supervisor.stop()
    (servers.postgres.data / "postmaster.pid").write_text(f"{os.getpid()}\n")
    again = start_servers(open_folder)
    assert query(again, "SELECT 1") == "1"


def test_a_killed_database_comes_back(open_folder: Path, start_servers: Start) -> None:
    portal = start_servers(open_folder)
    supervisor, servers = portal
    query(portal, "CREATE TABLE kept ()")
    first = supervisor.processes[0].pid
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: not supervisor.processes[0].alive(), 5)
    came_back = lambda: supervisor.processes[0].alive() and servers.postgres.is_ready()  # noqa: E731
    (servers.postgres.data / "postmaster.pid").unlink()
    assert supervisor.watch(came_back, seconds=20)
    assert query(portal, "SELECT to_regclass('kept')") == "kept"


def test_folders_closed_to_the_database_user_stay_closed(
    open_folder: Path,
) -> None:
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    base = postgres.place(closed, scratch=True).base
    assert closed.stat().st_mode & 0o777 == 0o700
    inside = base.is_relative_to(closed)
    assert inside == (os.geteuid() != 0)
    if not inside:
        shutil.rmtree(base)


def test_the_lock_is_free_again_when_its_holder_is_killed(open_folder: Path) -> None:
    hold = "import sys, time; from pathlib import Path; from dev import lock\n"
    hold += "with lock.held(Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    command = [sys.executable, "-c", hold, str(open_folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert lock.holder(open_folder) == holder.pid
        holder.kill()
    assert lock.holder(open_folder) is None
