"""Gives a pytest session its own PostgreSQL and Valkey, and asks for a browser where one is needed.

Named in pyproject.toml, so that `make test` and a bare `pytest` do the same. The servers start
before Django reads its settings and never touch the developer's data. With `DATABASE_URL` set, or
`KORUS_TEST_SERVERS` naming the data folder of servers that run already, none are started.
"""

from __future__ import annotations

import atexit
import os
import signal
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

import pytest

from dev import chromium, console, test_database, translations
from dev.servers import Servers
from dev.supervisor import Supervisor

_cleanup = ExitStack()  # as the interpreter ends: also after an error in the command line
atexit.register(_cleanup.close)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    os.environ.setdefault("KORUS_HASHED_STATIC", "0")
    running = os.environ.get("KORUS_TEST_SERVERS")
    if running:
        os.environ["KORUS_VAR"] = running
    else:
        _use_own_folder()
    return (yield)


def pytest_configure(config: pytest.Config) -> None:
    """Keep the database that came with our servers: it is migrated, and goes with them."""
    if "DATABASE_URL" not in os.environ and "KORUS_TEST_SERVERS" not in os.environ:
        config.option.reuse_db = True
    translations.compile_all()  # a bare `pytest` too shows the pages in the words of today


def _use_own_folder() -> None:
    folder = _cleanup.enter_context(test_database.scratch_folder("korus-test-"))
    (folder / "static").mkdir()  # WhiteNoise warns where it is missing
    os.environ["KORUS_VAR"] = str(folder)
    signal.signal(signal.SIGTERM, _end_in_order)
    if "DATABASE_URL" not in os.environ:
        _start_servers(folder)


def _end_in_order(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _start_servers(folder: Path) -> None:
    supervisor = Supervisor()
    servers = Servers(folder, scratch=True)
    supervisor.on_change = servers.write_file
    _cleanup.callback(servers.clean_up)
    _cleanup.callback(supervisor.stop)
    try:
        servers.postgres.template = test_database.template()
        servers.start(supervisor.hold)
    except console.Failure as failure:
        raise pytest.UsageError(str(failure)) from failure


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long runs only when they are asked for by `-m soak`."""
    if "soak" in str(config.getoption("markexpr")):
        return
    long = [item for item in items if item.get_closest_marker("soak")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser"):
        require_browser()


def require_browser() -> str:
    """Path of Chromium; without one the test is skipped, or fails where a browser is required."""
    found = chromium.find()
    if found is None and os.environ.get("KORUS_REQUIRE_BROWSER", "") not in ("", "0"):
        pytest.fail(f"KORUS_REQUIRE_BROWSER is set, but {chromium.NONE_FOUND}", pytrace=False)
    if found is None:
        pytest.skip(chromium.NONE_FOUND)
    return found
