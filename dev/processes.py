"""Programs we start: steps that end, and processes that stay."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from dev.console import SIGNALS, Failure
from dev.paths import ROOT, log_folder

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)
LOG_SIZE = 10_000_000
DEFAULT_STOP = signal.SIGTERM
STOP_SIGNALS = {"postgres": signal.SIGINT}  # the fast shutdown; SIGTERM waits for every client
TELLING = re.compile(r"(npm )?error\b|fatal\b|\w*Error: ", re.IGNORECASE)
FULL_DISK = "No space left on device"


def dies_with_parent(number: int) -> Callable[[], None]:
    """Code for a new child: be sent this signal when the parent dies, however it dies."""
    parent = os.getpid()

    def ask_the_kernel() -> None:
        for ignored in SIGNALS:  # what we ignore while stopping, a child must still hear
            signal.signal(ignored, signal.SIG_DFL)
        LIBC.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel


def started_at(pid: int) -> int | None:
    """When the process started, in clock ticks; together with the pid it names one process."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    state, *rest = text.rpartition(")")[2].split()
    return None if state in "ZX" else int(rest[18])


def signal_group(pid: int, number: int) -> None:
    """Signal a process and all it started in its session; none left is fine."""
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        return


def wait_until(condition: Callable[[], bool], seconds: float, pause: float = 0.05) -> bool:
    """Poll until the condition holds; False when time runs out."""
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            return False
        time.sleep(pause)
    return True


def stop_pid(pid: int, start: int, number: int, patience: float) -> None:
    """Stop exactly this process: first politely, after `patience` seconds by force."""
    if started_at(pid) != start:
        return
    os.kill(pid, number)
    if not wait_until(lambda: started_at(pid) != start, patience):
        signal_group(pid, signal.SIGKILL)
        wait_until(lambda: started_at(pid) != start, 5)


def spawn(
    command: Sequence[str],
    *,
    output: IO[bytes] | None,
    errors: IO[bytes],
    environment: Mapping[str, str],
    folder: Path,
    user: int | None,
    last_signal: int = DEFAULT_STOP,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own: Ctrl-C reaches us alone, and we stop it."""
    return subprocess.Popen(
        list(command),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=errors,
        env={**os.environ, **environment},
        cwd=folder,
        start_new_session=True,
        preexec_fn=dies_with_parent(last_signal),  # noqa: PLW1509 - from the main thread only
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )


def stop_signal(name: str) -> int:
    return STOP_SIGNALS.get(name, DEFAULT_STOP)


@dataclass
class Process:
    """One long-running process: how it is started, and how it likes to be stopped."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path = ROOT
    user: int | None = None
    patience: float = 10
    _popen: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        rotate(self.log)
        with self.log.open("ab") as log:
            self._popen = spawn(
                self.command,
                output=log,
                errors=log,
                environment=self.environment,
                folder=self.folder,
                user=self.user,
                last_signal=self.stop_signal,
            )

    @property
    def stop_signal(self) -> int:
        return stop_signal(self.name)

    @property
    def pid(self) -> int:
        return self._popen.pid if self._popen else 0

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._popen.poll() if self._popen else -1

    def alive(self) -> bool:
        return self.exit_code is None

    def stop(self) -> None:
        """Ask it to stop, wait, and end what is left of its session."""
        if self._popen is None:
            return
        if self.alive():
            self._popen.send_signal(self.stop_signal)
            try:
                self._popen.wait(self.patience)
            except subprocess.TimeoutExpired:
                signal_group(self.pid, signal.SIGKILL)
                self._popen.wait()
        self.sweep()

    def sweep(self) -> None:
        """End what a dead process left behind in its session."""
        if self._popen is not None and not self.alive():
            signal_group(self.pid, signal.SIGKILL)


def rotate(log: Path) -> None:
    """Keep one older part of a log that has grown large."""
    if log.exists() and log.stat().st_size > LOG_SIZE:
        log.replace(log.with_suffix(".log.1"))


def run(
    name: str,
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path = ROOT,
    user: int | None = None,
    show_output: bool = False,
) -> str:
    """Run a step to its end with its output in log/<name>.log; a Failure quotes what went wrong."""
    path = log_folder() / f"{name}.log"
    with path.open("wb") as log:
        process = spawn(
            command,
            output=None if show_output else log,
            errors=log,
            environment=environment or {},
            folder=folder,
            user=user,
        )
        code = wait_or_end(process)
    output = path.read_text(errors="replace")
    if code != 0:
        raise Failure(explain(name, output, path))
    return output


def wait_or_end(process: subprocess.Popen[bytes]) -> int:
    """Its exit code; when we are interrupted, all of it ends first."""
    try:
        return process.wait()
    except BaseException:
        end_session(process)
        raise


def end_session(process: subprocess.Popen[bytes]) -> None:
    signal_group(process.pid, signal.SIGTERM)
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        signal_group(process.pid, signal.SIGKILL)
        process.wait()


def explain(name: str, output: str, log: Path) -> str:
    """The one line of a failed step's output that says most."""
    if FULL_DISK in output or "ENOSPC" in output:
        return f"{name}: the disk is full. Free some space and start again."
    lines = [text.strip() for text in output.splitlines() if text.strip()]
    marked = [text for text in lines if TELLING.match(text)]
    said = (marked or lines[-1:] or ["no output"])[0]
    return f"{name} failed: {said[:300]} (all of it: {log})"
