"""The cache that all processes share: how often somebody has tried to sign in.

It lies with the broker. Nobody is shut out because that is away: then nothing is remembered,
and sign-ins are not counted until it is back.
"""

import logging
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

logger = logging.getLogger(__name__)


def address_of(broker: str) -> str:
    """Celery and the Redis library spell the address of a socket file differently."""
    return broker.replace("redis+socket:", "unix:", 1)


class SharedCache(RedisCache):
    """Answers as an empty cache would where the server does not answer."""

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError:
            logger.warning("the shared cache does not answer")
            return default

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        try:
            super().set(key, value, timeout, version)
        except RedisError:
            logger.warning("the shared cache does not answer")

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """True where nobody answers: allauth would wait for a lock that it never got."""
        try:
            return bool(super().add(key, value, timeout, version))
        except RedisError:
            logger.warning("the shared cache does not answer")
            return True

    def delete(self, key: Any, version: int | None = None) -> bool:
        try:
            return bool(super().delete(key, version))
        except RedisError:
            logger.warning("the shared cache does not answer")
            return False
