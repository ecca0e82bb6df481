"""Asking the web server, as a browser that keeps its connection and its session."""

from __future__ import annotations

import http.client
import select
import time
from dataclasses import dataclass
from pathlib import Path

from dev import portal

CHUNK = 65_536


@dataclass(frozen=True)
class Visit:
    """Milliseconds to the first byte and to the last, and how many bytes came."""

    first: float
    last: float
    size: int


class Visitor:
    """One person at one portal."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port, self.cookie = port, cookie
        self.connection = http.client.HTTPConnection(portal.ADDRESS, port, timeout=600)

    def visit(self, path: str) -> Visit:
        """A connection that the server has closed meanwhile is opened again, untimed."""
        self._open()
        began = time.perf_counter()
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        size = len(answer.read(1))
        first = time.perf_counter()
        while piece := answer.read(CHUNK):
            size += len(piece)
        last = time.perf_counter()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return Visit((first - began) * 1000, (last - began) * 1000, size)

    def _open(self) -> None:
        """Nothing is due, so a socket that can be read has been closed by the server."""
        held = self.connection.sock
        if held is not None and select.select([held], [], [], 0)[0]:
            self.connection.close()
        if self.connection.sock is None:
            self.connection.connect()


def workers(pid: int) -> list[int]:
    """The processes that a web server's first process has started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in children.split()]


class Memory:
    """How much the worker that grows most grows at its peak, in MB."""

    def __init__(self, pid: int) -> None:
        self.before = {}
        for worker in workers(pid):
            Path(f"/proc/{worker}/clear_refs").write_text("5")
            self.before[worker] = status(worker, "VmRSS")

    def growth(self) -> float:
        grown = [status(worker, "VmHWM") - rss for worker, rss in self.before.items()]
        return max(grown) / 1024


def status(pid: int, name: str) -> int:
    """A line of the kernel's own account of a process, in kB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))
