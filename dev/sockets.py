"""Folders for unix sockets: the kernel takes no socket path over 107 bytes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

LONGEST_PATH = 107
LONGEST_NAME = ".s.PGSQL.5432.lock"
MOVED = "korus-sock-"


def folder(wanted: Path) -> Path:
    """The wanted folder, or a short one of our own where its path would be too long."""
    if len(os.fsencode(wanted / LONGEST_NAME)) <= LONGEST_PATH:
        return wanted
    return Path(tempfile.mkdtemp(prefix=MOVED, dir="/tmp"))


def was_moved(path: Path) -> bool:
    return path.name.startswith(MOVED)
