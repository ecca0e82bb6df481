"""What is asked from inside one portal: a process with its settings, which answers line by line.

`python -m dev.bench.inside` reads one JSON list a line, a name and its arguments, and writes one
JSON value a line.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from dev.paths import ROOT, VENV_PYTHON


class Inside:
    """The process, from outside."""

    def __init__(self, data_folder: Path) -> None:
        self.process = subprocess.Popen(
            [str(VENV_PYTHON), "-m", "dev.bench.inside"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "KORUS_VAR": str(data_folder)},
            cwd=ROOT,
            text=True,
        )

    def ask(self, name: str, *arguments: Any) -> Any:
        assert self.process.stdin is not None  # noqa: S101 - for the type checker
        assert self.process.stdout is not None  # noqa: S101
        self.process.stdin.write(json.dumps([name, *arguments]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{name} failed, see above")
        return json.loads(answer)

    def stop(self) -> None:
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait(30)


def main() -> None:
    import django  # noqa: PLC0415 - settings read the servers that were started

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korus_portal.settings")
    django.setup()
    logging.disable(logging.CRITICAL)
    from dev.bench.answers import ANSWERS  # noqa: PLC0415

    out, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        out.write(json.dumps(ANSWERS[name](*arguments)) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
