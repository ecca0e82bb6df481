"""Keeps processes running: starts again what ends, and stops all in the reverse order."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from dev import console
from dev.processes import Process

FIRST_DELAY = 1.0
LONGEST_DELAY = 30.0
STEADY = 30.0
PAUSE = 0.2


@dataclass
class Watched:
    """A process and its back-off: each quick death doubles the wait before the next start."""

    process: Process
    started: float
    delay: float = FIRST_DELAY
    due: float | None = None

    def check(self, now: float) -> bool:
        """True when the process was started again."""
        if self.due is None:
            if not self.process.alive():
                self._note_death(now)
            return False
        if now < self.due:
            return False
        self.process.start()
        self.started, self.due = now, None
        return True

    def _note_death(self, now: float) -> None:
        self.process.sweep()
        if now - self.started > STEADY:
            self.delay = FIRST_DELAY
        name, code = self.process.name, self.process.exit_code
        console.line(f"  {name} ended ({code}); starts again in {self.delay:.0f} s")
        self.due, self.delay = now + self.delay, min(self.delay * 2, LONGEST_DELAY)


class Supervisor:
    """Holds processes in the order they were started."""

    def __init__(self) -> None:
        self.watched: list[Watched] = []
        self.on_change: Callable[[list[Process]], None] = lambda _running: None

    @property
    def processes(self) -> list[Process]:
        return [watched.process for watched in self.watched]

    def hold(self, process: Process) -> None:
        """Start a process and keep it."""
        self.watched.append(Watched(process, time.monotonic()))
        process.start()
        self.on_change(self.processes)

    def tick(self) -> None:
        """Look at every process once."""
        now = time.monotonic()
        started = [watched.check(now) for watched in self.watched]
        if any(started):
            self.on_change(self.processes)

    def watch(self, until: Callable[[], bool], seconds: float | None = None) -> bool:
        """Keep all running until the condition holds; False when the time ran out."""
        limit = None if seconds is None else time.monotonic() + seconds
        while not until():
            if limit is not None and time.monotonic() > limit:
                return False
            self.tick()
            time.sleep(PAUSE)
        return True

    def stop(self) -> None:
        """Stop in the reverse order of starting: what serves others goes last."""
        for watched in reversed(self.watched):
            watched.process.stop()
        self.watched.clear()
        self.on_change([])
