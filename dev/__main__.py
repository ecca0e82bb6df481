"""`python3 -m dev COMMAND`: what the Makefile calls. Works before anything is installed."""

from __future__ import annotations

import sys

OLDEST_PYTHON = (3, 11)


def main(arguments: list[str]) -> int:
    """An old Python gets one line; what it could not read is imported after that."""
    command, *rest = arguments or ["help"]
    if sys.version_info < OLDEST_PYTHON:
        sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11 " + command)
    from dev import commands  # noqa: PLC0415 - an old Python cannot read it

    return commands.main(command, rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
