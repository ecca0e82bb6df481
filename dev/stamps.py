"""Steps that are skipped while what they were made from is unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


def digest(paths: Iterable[Path], *more: str) -> str:
    """One hash over names, contents and further words."""
    total = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        total.update(f"\0{path.name}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    return stamp.is_file() and stamp.read_text() == value


@contextmanager
def renewing(stamp: Path, value: str) -> Iterator[None]:
    """Write the stamp only when the work was done: what was interrupted is done again."""
    stamp.unlink(missing_ok=True)
    yield
    stamp.write_text(value)
