"""A whole portal of its own: servers, web, worker, beat, reference data and a demo year.

Started once for all end-to-end tests, apart from the database of the other tests. The tests
share it, so each makes the rows that it needs and looks at no one else's.
"""

import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from dev import portal as programs
from dev import processes, test_database
from dev.processes import Process, wait_until
from dev.servers import Servers
from dev.supervisor import Supervisor

PATIENCE_MS = 30_000  # two test processes and their servers share two cores
LONG = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Portal:
    """The running portal, and the processes that a test may kill."""

    url: str
    environment: dict[str, str]
    processes: dict[str, Process] = field(default_factory=dict)

    def manage(self, *arguments: str) -> str:
        """Run a management command on this portal and give what it printed."""
        command = [sys.executable, "manage.py", *arguments]
        return processes.run(f"e2e-{arguments[0]}", command, environment=self.environment)

    def ask(self, code: str) -> Any:
        """Evaluate Python in the portal's own process environment; the answer comes as JSON."""
        return json.loads(self.manage("shell", "--no-imports", "-c", code).splitlines()[-1])


@contextmanager
def running(folder: Path) -> Iterator[Portal]:
    supervisor, servers = Supervisor(), Servers(folder, scratch=True)
    supervisor.on_change = servers.write_file
    servers.postgres.template = test_database.template()
    servers.postgres.database = test_database.NAME
    try:
        servers.start(supervisor.hold)
        port = free_port()
        environment = environment_of(folder, servers, port)
        found = Portal(programs.web_url(port), environment)
        found.manage("load_reference_data")
        found.manage("seed_demo")
        for process in (
            programs.worker(folder),
            programs.beat(folder),
            programs.web(folder, port),
        ):
            process.environment = environment
            supervisor.hold(process)
            found.processes[process.name] = process
        assert wait_until(lambda: programs.is_healthy(found.url), LONG), "the portal is not well"
        yield found
    finally:
        supervisor.stop()
        servers.clean_up()


def environment_of(folder: Path, servers: Servers, port: int) -> dict[str, str]:
    """Everything named outright, so that nothing leaks in from the session's own environment."""
    return {
        "KORUS_VAR": str(folder),
        "DATABASE_URL": servers.postgres.url,
        "REDIS_URL": servers.valkey.url,
        "SECRET_KEY": "only for this test session",
        "SITE_URL": programs.web_url(port),
        "KORUS_DEMO": "1",
        "KORUS_TLS": "0",
        "KORUS_HASHED_STATIC": "0",
        "KORUS_JOB_LEASE_SECONDS": "3",
        "KORUS_SWEEP_SECONDS": "1",
    }


@pytest.fixture(scope="session")
def portal() -> Iterator[Portal]:
    with test_database.scratch_folder("korus-e2e-") as folder:
        (folder / "static").mkdir()
        with running(folder) as found:
            yield found


class Desk:
    """Opens browsers on the portal as one person or another, and notes what breaks in them."""

    def __init__(self, browser: Browser, portal: Portal) -> None:
        self.browser = browser
        self.portal = portal
        self.contexts: list[BrowserContext] = []
        self.errors: list[str] = []

    def visitor(self, **options: Any) -> Page:
        options.setdefault("locale", "nb-NO")
        context = self.browser.new_context(base_url=self.portal.url, **options)
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self.note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def person(self, name: str, **options: Any) -> Page:
        """Signed in as `<name>@demo.example`, by the sign-in form."""
        page = self.visitor(**options)
        page.goto("/konto/login/")
        page.fill("[name=login]", f"{name}@demo.example")
        page.fill("[name=password]", "demo")
        page.locator("main form").filter(has=page.locator("[name=password]")).locator(
            "button[type=submit]"
        ).click()
        page.wait_for_url(lambda url: "/konto/login/" not in url)
        return page

    def note(self, message: ConsoleMessage) -> None:
        # A page that answers 403 or 404 on purpose says so on the console too.
        if message.type == "error" and "status of 4" not in message.text:
            self.errors.append(message.text)

    def close(self) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture
def desk(chromium: Browser, portal: Portal) -> Iterator[Desk]:
    found = Desk(chromium, portal)
    yield found
    found.close()
    assert found.errors == []
