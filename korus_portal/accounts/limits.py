"""How often something may be done from one address, or by one link, in a while."""

import logging

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from redis import RedisError

logger = logging.getLogger(__name__)


class TooOftenError(Exception):
    """Too many tries in a short while."""


def address_of(request: HttpRequest) -> str:
    """The reader's own, also behind the proxies that the operator has named."""
    return str(get_adapter().get_client_ip(request))


def count(key: str, most: int, seconds: int) -> None:
    """Raises TooOftenError from the one after `most` on.

    Nobody is held back because the shared cache is away: then nothing is counted.
    """
    cache.add(key, 0, seconds)
    try:
        number = cache.incr(key)
    except (ValueError, RedisError):
        logger.warning("the shared cache does not count")
        return
    if number > most:
        raise TooOftenError
