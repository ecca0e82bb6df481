"""The page speaks the language of whoever is signed in; visitors choose by cookie."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from korus_portal.accounts.models import User


class LanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if chosen is None and isinstance(request.user, User):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        elif chosen is None:
            # Browsers in Norway often ask for English first; the portal's own language wins.
            translation.activate(visitor_language(request))
        return self.get_response(request)


def visitor_language(request: HttpRequest) -> str:
    """nn for those whose browser puts nynorsk before bokmål, else nb."""
    accepted = request.headers.get("Accept-Language", "").lower()
    for part in accepted.split(","):
        code = part.split(";")[0].strip()[:2]
        if code in ("nb", "no"):
            return "nb"
        if code == "nn":
            return "nn"
    return "nb"
