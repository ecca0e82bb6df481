"""`make check`: every check runs, also after one has failed, and a summary ends it."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass, field

from dev import console, processes
from dev.paths import ROOT, VENV_PYTHON, venv_program

# Values that look like a deployment, so that Django's deploy check judges what production gets.
PRODUCTION = {
    "DATABASE_URL": "postgres://korus@localhost/korus",
    "REDIS_URL": "redis://localhost/0",
    "SECRET_KEY": "only-for-the-deploy-check-" + "0123456789abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "portal.example",
}


@dataclass(frozen=True)
class Check:
    """One command that must end with 0."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


def all_checks() -> list[Check]:
    manage = [str(VENV_PYTHON), "manage.py"]
    deploy = ["check", "--deploy", "--fail-level", "WARNING"]
    return [
        Check("ruff", [venv_program("ruff"), "check", "."]),
        Check("format", [venv_program("ruff"), "format", "--check", "."]),
        Check("layers", [venv_program("lint-imports")]),
        Check("templates", [venv_program("djlint"), "templates", "--lint", "--quiet"]),
        Check("translations", [str(VENV_PYTHON), "-m", "dev.translations", "check"]),
        Check("migrations", [*manage, "makemigrations", "--check", "--dry-run"]),
        Check("deploy", [*manage, *deploy], PRODUCTION),
        Check("types", [venv_program("mypy"), "."]),
    ]


def check(names: list[str]) -> int:
    """All of them, or those named; the output of what failed is shown."""
    chosen = [item for item in all_checks() if not names or item.name in names]
    with tempfile.TemporaryDirectory(prefix="korus-check-") as folder:
        os.environ["KORUS_VAR"] = folder
        failed = [item.name for item in chosen if not _passes(item)]
    console.line(f"\nFailed: {', '.join(failed)}" if failed else "\nAll checks passed.")
    return 1 if failed else 0


def _passes(item: Check) -> bool:
    began = time.monotonic()
    environment = {**os.environ, **item.environment}
    ended = subprocess.run(
        item.command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = ended.returncode == 0
    took = time.monotonic() - began
    console.line(f"  {item.name:<14}{'ok' if passed else 'FAILED':<8}{took:6.1f} s")
    if not passed:
        console.line(ended.stdout)
    return passed


def fix() -> int:
    """What a machine can mend by itself."""
    ruff = venv_program("ruff")
    subprocess.run([ruff, "check", "--fix-only", "--quiet", "."], cwd=ROOT, check=False)
    subprocess.run([ruff, "format", "."], cwd=ROOT, check=False)
    processes.run("messages", [str(VENV_PYTHON), "-m", "dev.translations", "update"])
    return 0
