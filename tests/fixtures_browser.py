"""A real Chromium for page tests: one for the session, a fresh context for each visitor."""

import os
import time
from collections.abc import Iterator
from threading import Lock
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, sync_playwright
from pytest_django.live_server_helper import LiveServer

from dev import chromium as finder
from dev.pytest_plugin import require_browser
from korus_portal.accounts.models import User

PATIENCE_MS = 10_000
SECONDS_TO_END = 10


class UnderWay:
    """How many requests the server in this process is answering."""

    def __init__(self) -> None:
        self.count, self.lock = 0, Lock()
        request_started.connect(self.begun)
        request_finished.connect(self.ended)

    def begun(self, **_kwargs: object) -> None:
        with self.lock:
            self.count += 1

    def ended(self, **_kwargs: object) -> None:
        with self.lock:
            self.count -= 1

    def wait(self) -> None:
        """What a page asked for last must not meet the emptying of the tables."""
        ends_at = time.monotonic() + SECONDS_TO_END
        while self.count > 0 and time.monotonic() < ends_at:
            time.sleep(0.02)
        request_started.disconnect(self.begun)
        request_finished.disconnect(self.ended)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = require_browser()
    # Playwright's event loop runs in this thread, where the ORM would else refuse to work.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=finder.FLAGS)
        yield browser
        browser.close()


class Visitors:
    """Makes browser contexts on the live server and remembers what went wrong inside them."""

    def __init__(self, browser: Browser, server: LiveServer) -> None:
        self.browser = browser
        self.server = server
        self.contexts: list[BrowserContext] = []
        self.errors: list[str] = []
        self.under_way = UnderWay()

    def __call__(self, user: User | None = None, **options: Any) -> BrowserContext:
        """A context as this user, signed in already; options are Playwright's."""
        defaults = {"base_url": self.server.url, "locale": "nb-NO", "reduced_motion": "reduce"}
        context = self.browser.new_context(**{**defaults, **options})
        context.set_default_timeout(PATIENCE_MS)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("console", self._listen)
        self.contexts.append(context)
        if user is not None:
            context.add_cookies([self._session(user)])
        return context

    def _listen(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.errors.append(message.text)

    def _session(self, user: User) -> SetCookieParam:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": self.server.url}

    def close(self) -> None:
        for context in self.contexts:
            context.set_offline(True)  # nothing new is asked while the last answers are awaited
        self.under_way.wait()
        for context in self.contexts:
            context.close()


@pytest.fixture
def browser_context_factory(chromium: Browser, live_server: LiveServer) -> Iterator[Visitors]:
    """Call it for a context; a script error or a broken content policy fails the test."""
    visitors = Visitors(chromium, live_server)
    yield visitors
    visitors.close()
    assert visitors.errors == []
