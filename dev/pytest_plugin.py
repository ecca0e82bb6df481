"""Gives a pytest session its own PostgreSQL and Valkey, and asks for a browser where one is needed.

Named in pyproject.toml, so that `make test` and a bare `pytest` do the same. The servers start
before Django reads its settings and never touch the developer's data. With `DATABASE_URL` set, or
`KORUS_TEST_SERVERS` naming the data folder of servers that run already, none are started.
"""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import tempfile
from collections.abc import Generator
from pathlib import Path
from types import FrameType

import pytest

from dev import chromium, console
from dev.servers import Servers
from dev.supervisor import Supervisor


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    os.environ.setdefault("KORUS_HASHED_STATIC", "0")
    running = os.environ.get("KORUS_TEST_SERVERS")
    if running:
        os.environ["KORUS_VAR"] = running
    else:
        _use_own_folder()
    return (yield)


def _use_own_folder() -> None:
    folder = Path(tempfile.mkdtemp(prefix="korus-test-"))
    folder.chmod(0o711)  # as root, PostgreSQL's user must pass through
    (folder / "static").mkdir()  # WhiteNoise warns where it is missing
    os.environ["KORUS_VAR"] = str(folder)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    signal.signal(signal.SIGTERM, _end_in_order)
    if "DATABASE_URL" not in os.environ:
        _start_servers(folder)


def _end_in_order(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _start_servers(folder: Path) -> None:
    supervisor = Supervisor()
    servers = Servers(folder, scratch=True)
    supervisor.on_change = servers.write_file
    atexit.register(servers.clean_up)
    atexit.register(supervisor.stop)
    try:
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
