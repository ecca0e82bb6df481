"""Finds a Chromium that runs: named, the system's, or Playwright's; else installs one if it can."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from dev.paths import VENV_PYTHON

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
INSTALL_WITHIN = 240
# Quiet and alone: a test browser asks nobody for updates.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NONE_FOUND = "no Chromium found, and none could be installed (KORUS_CHROMIUM names one)"


@functools.cache
def find() -> str | None:
    """Path of a Chromium that starts, None where none can be had."""
    for path in candidates():
        if runs(path):
            return path
    installed = install()
    return installed if installed and runs(installed) else None


def candidates() -> Iterator[str]:
    named = os.environ.get("KORUS_CHROMIUM")
    if named:
        yield named
    yield from filter(None, map(shutil.which, NAMES))
    playwrights = playwrights_own()
    if playwrights:
        yield playwrights


def runs(path: str) -> bool:
    """A wrapper without its package, or libraries that are missing, show here."""
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def playwrights_own() -> str | None:
    """Where Playwright keeps its Chromium, when it has one."""
    ask = "from playwright.sync_api import sync_playwright as p; "
    ask += "q = p().start(); print(q.chromium.executable_path); q.stop()"
    answer = subprocess.run(
        [str(VENV_PYTHON), "-c", ask], capture_output=True, text=True, check=False
    )
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None


def install() -> str | None:
    """Let Playwright fetch its Chromium, once and not for long."""
    command = [str(VENV_PYTHON), "-m", "playwright", "install", "chromium"]
    try:
        subprocess.run(command, capture_output=True, timeout=INSTALL_WITHIN, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    return playwrights_own()
