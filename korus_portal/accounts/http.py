"""What views receive: a request whose user is known to be signed in, or may be a visitor."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User


class PortalRequest(HttpRequest):
    """A request to a page that visitors may open too."""

    htmx: HtmxDetails
    user: Viewer


class AuthenticatedRequest(PortalRequest):
    """A request that LoginRequiredMiddleware has let through."""

    user: User


def is_fragment(request: PortalRequest) -> bool:
    """True when htmx asks for a part of the page; going back in history asks for the whole."""
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request
