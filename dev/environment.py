"""The virtual environment, installed from a lock in which every file has its hash."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev import console, processes, stamps
from dev.paths import ROOT, VENV, VENV_PYTHON, site_packages

LOCAL, DEVELOPMENT = "local", "dev"
UNFINISHED = VENV / ".unfinished"
NO_VENV = "Python's venv module is missing: install it (on Debian and Ubuntu: python3-venv)."


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two copies started together set up one after the other."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def lock_file(name: str) -> Path:
    return ROOT / f"requirements-{name}.lock"


def ensure(name: str) -> None:
    """Bring `.venv` to the state of the lock; what runs locally is part of what develops."""
    wanted = {lock: _value(lock) for lock in (name, DEVELOPMENT)}
    if _python_runs() and any(
        stamps.is_current(_stamp(lock), value) for lock, value in wanted.items()
    ):
        _find_project()
        return
    with console.step("Python packages"):
        if UNFINISHED.exists() or not _python_runs():
            _create()
        _install(name, wanted[name])
        _find_project()


def _find_project() -> None:
    """Let every program of the environment import the project, as pytest's plugin must."""
    path = site_packages() / "korus-portal.pth"
    wanted = f"{ROOT}\n"
    if not path.exists() or path.read_text() != wanted:
        path.write_text(wanted)


def _value(name: str) -> str:
    path = lock_file(name)
    if not path.is_file():
        raise console.Failure(f"{path.name} is missing.")
    return stamps.digest([path], sys.version)


def _stamp(name: str) -> Path:
    return VENV / f".stamp-{name}"


def _python_runs() -> bool:
    """Also false when the Python that made the environment is gone, or another version."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return VENV_PYTHON.exists() and (VENV / "lib" / version / "site-packages" / "pip").is_dir()


def _create() -> None:
    """Make the environment anew; half an installation is not worth keeping."""
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        processes.run("venv", [sys.executable, "-m", "venv", str(VENV)])
    except console.Failure as failure:
        if "disk is full" in str(failure):
            raise
        _create_with_the_systems_pip()


def _create_with_the_systems_pip() -> None:
    """Debian splits ensurepip from Python; the system's pip can fill an environment as well."""
    shutil.rmtree(VENV, ignore_errors=True)
    try:
        processes.run("venv", [sys.executable, "-m", "venv", "--without-pip", str(VENV)])
        system_pip = [sys.executable, "-m", "pip", "--python", str(VENV_PYTHON)]
        processes.run("venv-pip", [*system_pip, "install", "pip"])
    except console.Failure as failure:
        raise console.Failure(NO_VENV) from failure


def _install(name: str, value: str) -> None:
    lock = lock_file(name)
    options = ["--no-deps", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    pip = [str(VENV_PYTHON), "-m", "pip", "install", *options]
    with stamps.renewing(_stamp(name), value):
        UNFINISHED.touch()
        try:
            processes.run("pip", [*pip, "--require-hashes", "-r", str(lock)])
        except console.Failure as failure:
            UNFINISHED.unlink(missing_ok=True)  # pip itself gave up, and took back what it began
            raise console.Failure(f"{lock.name} could not be installed. {failure}") from failure
        UNFINISHED.unlink(missing_ok=True)
