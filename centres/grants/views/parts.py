"""What the pages of one grant share."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centres.grants.models import Grant
from centres.grants.page import readable
from korus_portal.accounts.http import AuthenticatedRequest

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


def visible(request: AuthenticatedRequest, pk: int) -> Grant:
    return get_object_or_404(readable(request.user), pk=pk)


def demand(may: object) -> None:
    if not may:
        raise PermissionDenied


def crumbs(grant: Grant | None = None, here: str = "") -> list[tuple[str, str | None]]:
    """Up to the list, over the grant, to this page."""
    trail: list[tuple[str, str | None]] = [(_("Tilskudd"), reverse("grants:grant_list"))]
    if grant is not None:
        trail.append((str(grant), grant.get_absolute_url() if here else None))
    return [*trail, (here, None)] if here else trail


def sent(request: AuthenticatedRequest) -> dict[str, Any]:
    """What a form is filled with: what was sent, or, where more rows were asked for, the same as
    it stands, with more rows and nothing checked."""
    if request.method != "POST":
        return {}
    if "more" not in request.POST:
        return {"data": request.POST, "files": request.FILES}
    if request.FILES:
        messages.info(request, _("Velg filen på nytt før du lagrer."))
    return {"typed": request.POST.dict(), "more": request.POST["more"]}
