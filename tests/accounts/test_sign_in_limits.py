"""How often one may try to sign in: counted for all processes, by the caller's own address."""

import runpy
import tempfile
from pathlib import Path
from typing import Any

import pytest
from allauth.core.internal.httpkit import get_client_ip
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from dev.checks import PRODUCTION
from dev.paths import ROOT
from dev.processes import wait_until
from dev.valkey import Valkey
from korus_portal.accounts.models import User
from korus_portal.accounts.shared_cache import SharedCache, address_of
from tests.factories import PASSWORD

NOWHERE = "redis://127.0.0.1:1/0"
WRONG = "helt feil"


def settings_in(environment: dict[str, str]) -> dict[str, Any]:
    """What the settings are elsewhere: read anew, by themselves."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ("KORUS_TLS", "KORUS_DEMO", "TRUSTED_PROXY_COUNT"):
            patched.delenv(name, raising=False)
        for name, value in environment.items():
            patched.setenv(name, value)
        return runpy.run_path(str(ROOT / "korus_portal" / "settings.py"))


def try_to_sign_in(client: Client, email: str, password: str, **headers: str) -> Any:
    sent = {"login": email, "password": password}
    return client.post(reverse("account_login"), sent, headers=headers)


@pytest.fixture(autouse=True)
def _nobody_has_tried() -> None:
    cache.clear()


def test_the_socket_of_the_broker_is_found_by_both_libraries() -> None:
    assert address_of("redis+socket:///var/valkey.sock") == "unix:///var/valkey.sock"
    assert address_of("redis://redis:6379/0") == "redis://redis:6379/0"


def test_what_one_process_counted_another_knows() -> None:
    with tempfile.TemporaryDirectory(prefix="korus-") as short:  # a socket's path is
        valkey = Valkey(base=Path(short), sockets=Path(short), scratch=True)
        process = valkey.process(Path(short) / "log")
        process.start()
        try:
            assert wait_until(valkey.is_ready, 10)
            one, other = (SharedCache(address_of(valkey.url), {}) for _ in range(2))
            one.set("key", [1.5])
            assert other.get("key") == [1.5]
            assert not other.add("key", 2)
            assert other.delete("key")
            assert one.get("key", "empty") == "empty"
        finally:
            process.stop()


def test_a_cache_that_does_not_answer_is_an_empty_one() -> None:
    found = SharedCache(NOWHERE, {})
    found.set("key", 1)
    assert found.get("key", "empty") == "empty"
    assert found.add("key", 1)
    assert not found.delete("key")


def test_one_can_sign_in_without_it(client: Client, adviser: User, settings: Settings) -> None:
    backend = "korus_portal.accounts.shared_cache.SharedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": NOWHERE}}
    assert try_to_sign_in(client, adviser.email, PASSWORD).status_code == 302


def test_one_address_is_stopped_and_another_behind_the_proxy_is_not(
    client: Client, adviser: User, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    answers = [
        try_to_sign_in(client, adviser.email, WRONG, x_forwarded_for="10.0.0.1") for _ in range(3)
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (
        try_to_sign_in(client, adviser.email, WRONG, x_forwarded_for="10.0.0.2").status_code == 200
    )


def test_an_address_that_the_caller_made_up_is_not_believed(
    rf: RequestFactory, settings: Settings
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    request = rf.get("/", headers={"x-forwarded-for": "1.2.3.4, 10.0.0.1"})
    assert get_client_ip(request) == "10.0.0.1"


def test_behind_tls_there_is_one_proxy_unless_more_are_named() -> None:
    assert settings_in(PRODUCTION)["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert settings_in({**PRODUCTION, "KORUS_TLS": "0"})["ALLAUTH_TRUSTED_PROXY_COUNT"] == 0
    two = settings_in({**PRODUCTION, "TRUSTED_PROXY_COUNT": "2"})
    assert two["ALLAUTH_TRUSTED_PROXY_COUNT"] == 2


def test_the_cache_lies_with_the_broker() -> None:
    found = settings_in({**PRODUCTION, "REDIS_URL": "redis+socket:///x.sock"})
    assert found["CACHES"]["default"]["LOCATION"] == "unix:///x.sock"


def test_a_class_may_try_the_demo_from_one_address() -> None:
    assert settings_in(PRODUCTION)["ACCOUNT_RATE_LIMITS"] == {}
    demo = settings_in({**PRODUCTION, "KORUS_DEMO": "1"})
    assert demo["ACCOUNT_RATE_LIMITS"]["login"] == "600/m/ip"
