"""The sign of life: database, broker and worker, for machines, quickly and without secrets."""

from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from redis import Redis

from korus_portal.jobs.models import WorkerHeartbeat
from korus_portal.pages import health


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Redis, "ping", lambda _self: True)


@pytest.fixture
def worker(db: None) -> WorkerHeartbeat:
    return WorkerHeartbeat.objects.create(at=timezone.now())


def test_all_is_well(client: Client, broker: None, worker: WorkerHeartbeat) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "broker": "ok", "worker": "ok"}
    assert "no-store" in answer["Cache-Control"]


def test_it_asks_two_questions(
    client: Client,
    broker: None,
    worker: WorkerHeartbeat,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(2):
        client.get("/healthz")


def test_a_worker_that_has_been_silent_for_a_minute_is_down(
    client: Client, broker: None, worker: WorkerHeartbeat
) -> None:
    WorkerHeartbeat.objects.update(at=timezone.now() - timedelta(seconds=61))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["worker"] == "down"


def test_a_worker_that_never_was_is_down(client: Client, broker: None, db: None) -> None:
    assert client.get("/healthz").json()["worker"] == "down"


@pytest.mark.parametrize("address", ["redis://127.0.0.1:1/0", "not-an-address"])
def test_a_broker_that_does_not_answer_is_down(
    client: Client, worker: WorkerHeartbeat, settings: Settings, address: str
) -> None:
    settings.REDIS_URL = address
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "broker": "down", "worker": "ok"}
    assert address not in answer.content.decode()


def test_without_a_database_the_worker_is_not_known_to_live(
    client: Client, broker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def cursor(self) -> None:
            raise DatabaseError("postgres://hemmelig@vert")

    monkeypatch.setattr(health, "connection", Broken())
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "down", "broker": "ok", "worker": "down"}
    assert "hemmelig" not in answer.content.decode()


def test_a_database_that_dies_between_the_questions_is_not_an_error_page(
    client: Client, broker: None, worker: WorkerHeartbeat, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_args: object, **_named: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(WorkerHeartbeat.objects, "filter", die)
    assert client.get("/healthz").json()["worker"] == "down"


def test_it_only_answers_questions(client: Client, db: None) -> None:
    assert client.post("/healthz").status_code == 405
