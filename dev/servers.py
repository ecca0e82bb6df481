"""The local PostgreSQL and Valkey of one data folder, and the file that names them."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from dev import console, postgres, processes, sockets, valkey

STOP_ORDER = ["web", "beat", "worker", "valkey", "postgres"]
PATIENCE = 60


class Servers:
    """Both servers of a data folder, as processes that a supervisor or a test session holds."""

    def __init__(self, data_folder: Path, *, scratch: bool = False, web_url: str = "") -> None:
        self.file = data_folder / "servers.json"
        self.log = data_folder / "log"
        self.log.mkdir(parents=True, exist_ok=True)
        end_leftovers(self.file)
        self.postgres = postgres.place(data_folder, scratch=scratch)
        self.valkey = valkey.place(data_folder, scratch=scratch)
        self.web_url = web_url

    def start(self, hold: Callable[[processes.Process], None]) -> None:
        """Start both and wait until they answer; `hold` starts and keeps each process."""
        self.postgres.create()
        self.postgres.end_orphan()
        self.postgres.prepare_sockets()
        self._start(hold, self.postgres.process(self.log / "postgres.log"), self.postgres.is_ready)
        self._start(hold, self.valkey.process(self.log / "valkey.log"), self.valkey.is_ready)
        self.postgres.ensure_database()

    def _start(
        self,
        hold: Callable[[processes.Process], None],
        process: processes.Process,
        is_ready: Callable[[], bool],
    ) -> None:
        hold(process)
        processes.wait_until(lambda: is_ready() or not process.alive(), PATIENCE)
        if not (process.alive() and is_ready()):
            said = process.log.read_text(errors="replace")
            raise console.Failure(processes.explain(process.name, said, process.log))

    def write_file(self, running: Iterable[processes.Process]) -> None:
        """Tell `manage.py` the addresses, and the next start which processes were ours."""
        started = {process.name: processes.started_at(process.pid) for process in running}
        content = {
            "database_url": self.postgres.url,
            "redis_url": self.valkey.url,
            "web_url": self.web_url,
            "processes": {
                process.name: [process.pid, started[process.name]]
                for process in running
                if started[process.name] is not None
            },
            "moved": [str(path) for path in self._moved()],
        }
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps(content, indent=2) + "\n")
        new.replace(self.file)

    def _moved(self) -> list[Path]:
        folders = [self.postgres.sockets, self.valkey.sockets]
        return [folder for folder in folders if sockets.was_moved(folder)]

    def clean_up(self) -> None:
        """After the last process: socket folders outside the data folder go, and scratch data."""
        for folder in self._moved():
            shutil.rmtree(folder, ignore_errors=True)
        if self.postgres.scratch:
            shutil.rmtree(self.postgres.base, ignore_errors=True)


def read_file(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return found


def end_leftovers(path: Path) -> None:
    """Stop what a killed supervisor left running, in order; pid and start time must both fit."""
    known = read_file(path)
    recorded = known.get("processes", {})
    for name in STOP_ORDER:
        if name in recorded:
            pid, start = recorded[name]
            processes.stop_pid(pid, start, processes.stop_signal(name), 10)
    for folder in known.get("moved", []):
        if sockets.was_moved(Path(folder)) and Path(folder).stat().st_uid in _ours():
            shutil.rmtree(folder, ignore_errors=True)


def _ours() -> set[int]:
    return {os.geteuid(), postgres.OWN_UID}
