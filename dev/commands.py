"""The commands behind the Makefile's targets."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from dev import checks, console, environment, lock, run
from dev.paths import VENV_PYTHON, data_folder, venv_program
from dev.servers import end_leftovers

Command = Callable[[list[str]], int]
# One process for each core; what shares a fixture of a file or a portal stays in one of them.
SHARED = ["--dist", "loadscope", "--no-loadscope-reorder"]
HELP = "run test coverage soak check fix messages bench stop"


def main(name: str, arguments: list[str]) -> int:
    if name not in COMMANDS:
        console.line(f"python3 -m dev COMMAND, where COMMAND is one of: {HELP}")
        return 0 if name == "help" else 2
    return console.guard(lambda: COMMANDS[name](arguments))


def test(arguments: list[str]) -> int:
    """The whole suite; arguments go to pytest."""
    run.set_up(environment.DEVELOPMENT)
    return become([venv_program("pytest"), *(arguments or ["-n", str(cores()), *SHARED])])


def cores() -> int:
    """How many test processes at once: each has servers of its own, so no more than four."""
    return min(4, os.cpu_count() or 1)


def coverage(arguments: list[str]) -> int:
    """The suite with its branch coverage, which nearly doubles the time it takes."""
    run.set_up(environment.DEVELOPMENT)
    report = ["--cov", "--cov-report=term:skip-covered"]
    return become([venv_program("pytest"), *report, *arguments])


def soak(arguments: list[str]) -> int:
    run.set_up(environment.DEVELOPMENT)
    return become([venv_program("pytest"), "-m", "soak", *arguments])


def check(arguments: list[str]) -> int:
    run.set_up(environment.DEVELOPMENT)
    return checks.check(arguments)


def fix(_arguments: list[str]) -> int:
    environment.ensure(environment.DEVELOPMENT)
    return checks.fix()


def messages(_arguments: list[str]) -> int:
    environment.ensure(environment.DEVELOPMENT)
    return become([str(VENV_PYTHON), "-m", "dev.translations", "update"])


def bench(arguments: list[str]) -> int:
    run.set_up(environment.DEVELOPMENT)
    return become([str(VENV_PYTHON), "-m", "dev.bench", *arguments])


def stop(_arguments: list[str]) -> int:
    """Stop the portal that runs from this data folder, or what a killed one left."""
    folder = data_folder()
    was_running = lock.stop_holder(folder)
    end_leftovers(folder / "servers.json")
    console.line("Stopped." if was_running else f"Nothing runs from {folder}.")
    return 0


def become(command: list[str]) -> int:
    """Hand this process over, so that signals and exit code are the program's own."""
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - a fixed program of ours


COMMANDS: dict[str, Command] = {
    "run": lambda _arguments: run.main(),
    "test": test,
    "coverage": coverage,
    "soak": soak,
    "check": check,
    "fix": fix,
    "messages": messages,
    "bench": bench,
    "stop": stop,
}
