"""Personal links: whose they are, and how often one may try."""

import logging
from uuid import UUID

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from redis import RedisError

from assignments.mapping import rules
from assignments.mapping.answering import LinkClosedError
from assignments.mapping.models import Invitation

logger = logging.getLogger(__name__)
# Wrong links from one address, and answers through one link: far above what people do.
WRONG_LINKS, WRONG_LINKS_SECONDS = 30, 600
SAVES, SAVES_SECONDS = 240, 60


class WrongLinkError(Exception):
    """No invitation has this link."""


class TooOftenError(Exception):
    """Too many tries in a short while."""


def find(text: str) -> Invitation:
    """The invitation of a link that works. Raises WrongLinkError or LinkClosedError."""
    try:
        key = UUID(text)
    except ValueError:
        raise WrongLinkError from None
    rows = Invitation.objects.select_related("campaign__centre", "municipality")
    found = rows.filter(key=key).first()
    if found is None or found.campaign.is_draft:
        raise WrongLinkError
    if not rules.is_answerable(found, on=timezone.localdate()):
        raise LinkClosedError(found)
    return found


def count_wrong(request: HttpRequest) -> None:
    """Raises TooOftenError for who tries links at random."""
    ip = get_adapter().get_client_ip(request)
    count(f"mapping:wrong:{ip}", WRONG_LINKS, WRONG_LINKS_SECONDS)


def count_save(invitation: Invitation) -> None:
    count(f"mapping:save:{invitation.pk}", SAVES, SAVES_SECONDS)


def count(key: str, most: int, seconds: int) -> None:
    """Nobody is held back because the shared cache is away: then nothing is counted."""
    cache.add(key, 0, seconds)
    try:
        number = cache.incr(key)
    except (ValueError, RedisError):
        logger.warning("the shared cache does not count")
        return
    if number > most:
        raise TooOftenError
