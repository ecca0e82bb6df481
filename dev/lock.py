"""One supervisor for one data folder. The kernel frees the lock however the holder dies."""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev import console, processes

NAME = "run.lock"


@contextmanager
def held(data_folder: Path) -> Iterator[None]:
    data_folder.mkdir(parents=True, exist_ok=True)
    with (data_folder / NAME).open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = (data_folder / NAME).read_text().strip()
            raise console.Failure(
                f"The portal already runs from {data_folder} (process {holder}). "
                "Stop it with `make stop`, or set PORT and KORUS_VAR for a second copy."
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def holder(data_folder: Path) -> int | None:
    """Process id of the supervisor that runs from the folder, None when none does."""
    try:
        with (data_folder / NAME).open("r") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return int((data_folder / NAME).read_text() or 0) or None
    return None


def stop_holder(data_folder: Path) -> bool:
    """Ask the supervisor to stop and wait for it; False when there was none."""
    pid = holder(data_folder)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    if not processes.wait_until(lambda: holder(data_folder) is None, 90, pause=0.2):
        raise console.Failure(f"The portal (process {pid}) did not stop within 90 s.")
    return True
