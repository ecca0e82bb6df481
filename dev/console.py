"""What a person sees in the terminal: one line a step, and one line when something is wrong."""

from __future__ import annotations

import errno
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Failure(Exception):  # noqa: N818 - read as a noun where it is raised
    """Something the person at the keyboard can act on, told in one line."""


def line(text: str = "") -> None:
    print(text, flush=True)


@contextmanager
def step(name: str) -> Iterator[list[str]]:
    """Print the name, do the work, print the time; notes added to the list follow the time."""
    print(f"  {name:<34}", end="", flush=True)
    notes: list[str] = []
    began = time.monotonic()
    try:
        yield notes
    except BaseException:
        print("-", flush=True)
        raise
    print(f"{time.monotonic() - began:6.1f} s  {' '.join(notes)}".rstrip(), flush=True)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    for number in SIGNALS:  # stopping in order is not interrupted by a second Ctrl-C
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def stop_on_signals() -> None:
    """The first of Ctrl-C, SIGTERM and a closed terminal raises KeyboardInterrupt, once."""
    for number in SIGNALS:
        signal.signal(number, _interrupt)


def describe_os_error(error: OSError) -> str:
    where = f": {error.filename}" if error.filename else ""
    if error.errno == errno.ENOSPC:
        return f"The disk is full{where}. Free some space and start again."
    return f"{error.strerror or error}{where}"


def guard(command: Callable[[], int]) -> int:
    """Run a command; a failure becomes one line and exit code 1, never a traceback."""
    stop_on_signals()
    try:
        return command()
    except Failure as failure:
        message = str(failure)
    except OSError as error:
        message = describe_os_error(error)
    except KeyboardInterrupt:
        message = "Stopped."
    print(message, file=sys.stderr, flush=True)
    return 1
