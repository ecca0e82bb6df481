"""Whether the parts of the portal are alive, for whoever watches over it."""

import logging
from datetime import timedelta

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from korus_portal.accounts.shared_cache import address_of
from korus_portal.jobs.models import WorkerHeartbeat

logger = logging.getLogger(__name__)
PATIENCE_SECONDS = 1.0
SILENT_FOR = timedelta(seconds=60)


def states() -> dict[str, str]:
    """«ok» or «down» for each part. Says nothing about where they are or why they fail."""
    database = _database_answers()
    parts = {
        "database": database,
        "broker": _broker_answers(),
        "worker": database and _worker_is_alive(),
    }
    return {name: "ok" if is_up else "down" for name, is_up in parts.items()}


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        logger.exception("the database does not answer")
        return False


def _broker_answers() -> bool:
    try:
        client = redis.Redis.from_url(
            address_of(settings.REDIS_URL),
            socket_connect_timeout=PATIENCE_SECONDS,
            socket_timeout=PATIENCE_SECONDS,
        )
        with client:
            return bool(client.ping())
    except (redis.RedisError, OSError, ValueError):
        logger.warning("the broker does not answer")
        return False


def _worker_is_alive() -> bool:
    """A worker writes its heartbeat row when beat asks: old means that one of the two is gone."""
    try:
        since = timezone.now() - SILENT_FOR
        return WorkerHeartbeat.objects.filter(at__gte=since).exists()
    except DatabaseError:
        return False
