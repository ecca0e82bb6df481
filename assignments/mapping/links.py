"""Personal links: whose they are, and how often one may try."""

from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from assignments.mapping import rules
from assignments.mapping.answering import LinkClosedError
from assignments.mapping.models import Invitation
from korus_portal.accounts import limits

# Wrong links from one address, and answers through one link: far above what people do.
WRONG_LINKS, WRONG_LINKS_SECONDS = 30, 600
SAVES, SAVES_SECONDS = 240, 60


class WrongLinkError(Exception):
    """No invitation has this link."""


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
    limits.count(f"mapping:wrong:{limits.address_of(request)}", WRONG_LINKS, WRONG_LINKS_SECONDS)


def count_save(invitation: Invitation) -> None:
    limits.count(f"mapping:save:{invitation.pk}", SAVES, SAVES_SECONDS)
