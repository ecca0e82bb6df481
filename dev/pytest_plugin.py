"""Gives a pytest session its own PostgreSQL and Valkey, and asks for a browser where one is needed.

Named in pyproject.toml, so that `make test` and a bare `pytest` do the same. The servers start
before Django reads its settings and never touch the developer's data. With `DATABASE_URL` set, or
`KORUS_TEST_SERVERS` naming the data folder of servers that run already, none are started.

`make test` runs one process for each core (pytest-xdist), each with servers of its own, so that
nothing is shared but the machine.
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
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from dev import chromium, console, test_database, translations
from dev.servers import Servers
from dev.supervisor import Supervisor

WHOLE_PORTAL = "tests/e2e"
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


def pytest_unconfigure() -> None:
    """A process of several may not live to its `atexit`."""
    _cleanup.close()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None, None, None]:
    """Long runs only when they are asked for by `-m soak`. The longest group comes first, whatever
    the order of the others: nobody waits for it at the end."""
    if "soak" not in str(config.getoption("markexpr")):
        _leave_out_long_runs(config, items)
    yield
    items.sort(key=lambda item: group_of(item.nodeid) != WHOLE_PORTAL)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return ByFile(config, log)


class ByFile(LoadScopeScheduling):  # type: ignore[misc]  # it brings no types
    """Tests of one file share its fixtures, and those of the whole portal share that."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """What stays in one process when the tests run in several."""
    return WHOLE_PORTAL if nodeid.startswith(f"{WHOLE_PORTAL}/") else nodeid.partition("::")[0]


def _leave_out_long_runs(config: pytest.Config, items: list[pytest.Item]) -> None:
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
