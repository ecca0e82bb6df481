"""The bell in the header: how much one has not read, and whether one's letters arrive.

One question to the database for each page that shows it. Whoever opens the page that a notice
leads to, from a letter or a list, has read the notice too.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import JSONObject, Lower
from django.http import HttpRequest, HttpResponse

from korus_portal.accounts.models import User
from korus_portal.notifications import actions
from korus_portal.notifications.models import BouncingAddress, Notice

MOST = 99
# Pages that are opened for so many reasons that opening one is not reading a notice: the front
# page, and the list to which those are led who may not read a request any more.
EVERYWHERE = frozenset({"", "/", "/henvendelser/"})


class Bell:
    """What the header shows of one person's notices. Asks when it is first looked at."""

    def __init__(self, user: User, path: str) -> None:
        self.user, self.path = user, path

    @cached_property
    def _found(self) -> tuple[list[dict[str, Any]], bool]:
        unread = Notice.objects.filter(user=OuterRef("pk"), read_at=None)
        newest = unread.order_by("-created_at", "-pk")[: MOST + 1]
        bounces = BouncingAddress.objects.filter(address=Lower(OuterRef("email")))
        asked = User.objects.visible_to(self.user).filter(pk=self.user.pk)
        row = JSONObject(pk=F("pk"), path=F("path"))
        found = asked.values_list(ArraySubquery(newest.values(row=row)), Exists(bounces))
        unread_rows, address_bounces = found[0]
        return unread_rows, address_bounces

    @property
    def is_rung(self) -> bool:
        return "_found" in self.__dict__

    @property
    def here(self) -> list[int]:
        """Unread notices that lead to this very page."""
        if self.path in EVERYWHERE:
            return []
        return [row["pk"] for row in self._found[0] if _page(row["path"]) == self.path]

    @property
    def count(self) -> int:
        return len(self._found[0]) - len(self.here)

    @property
    def shown(self) -> str:
        return f"{MOST}+" if self.count > MOST else str(self.count)

    @property
    def address_bounces(self) -> bool:
        return self._found[1]


def _page(path: str) -> str:
    return path.partition("#")[0].partition("?")[0]


def bell(request: HttpRequest) -> dict[str, Any]:
    """For every template: the bell of whoever is signed in."""
    # An error page may be drawn before anybody was recognised.
    user: Any = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"bell": None}
    found: Bell = getattr(request, "bell", None) or Bell(user, request.path)
    request.bell = found  # type: ignore[attr-defined]
    return {"bell": found}


class ReadingMiddleware:
    """Marks the notices that lead to the page just shown. Only one's own, and only once: showing
    the page again changes nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        shown: Bell | None = getattr(request, "bell", None)
        if shown is None or request.method != "GET" or response.status_code != 200:
            return response
        if shown.is_rung and shown.here:
            actions.read_notices(by=shown.user, ids=shown.here)
        return response
