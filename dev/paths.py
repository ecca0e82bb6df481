"""Where things lie: the project, its virtual environment and the data folder."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"


def data_folder() -> Path:
    """`KORUS_VAR`, or `var` in the project."""
    named = os.environ.get("KORUS_VAR", "")
    return Path(named).expanduser().resolve() if named else ROOT / "var"


def log_folder() -> Path:
    folder = data_folder() / "log"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def site_packages() -> Path:
    """The one folder of installed packages in the virtual environment."""
    found = sorted((VENV / "lib").glob("python3*/site-packages"))
    return found[-1] if found else VENV / "lib"


def venv_program(name: str) -> str:
    return str(VENV / "bin" / name)
