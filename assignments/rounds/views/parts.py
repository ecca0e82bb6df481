"""Finding a round, and what stands around its pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments.plans.rules import works_at
from assignments.rounds.models import InformationRound
from korus_portal.accounts.http import AuthenticatedRequest

Crumb = tuple[str, str | None]
page_with_form = require_http_methods(["GET", "HEAD", "POST"])


def visible_round(request: AuthenticatedRequest, pk: int) -> InformationRound:
    rows = InformationRound.objects.visible_to(request.user)
    joined = ("centre", "theme", "document", "registered_by", "deleted_by")
    return get_object_or_404(rows.select_related(*joined), pk=pk)


def own_round(request: AuthenticatedRequest, pk: int) -> InformationRound:
    """One of the centre's own; others who may read it change nothing."""
    found = visible_round(request, pk)
    if not works_at(request.user, found.centre):
        raise PermissionDenied
    return found


def sent(request: AuthenticatedRequest) -> Any:
    return request.POST if request.method == "POST" else None


def files_of(request: AuthenticatedRequest) -> Any:
    return request.FILES if request.method == "POST" else None


def crumbs_of(found: InformationRound | None = None, here: str = "") -> list[Crumb]:
    trail: list[Crumb] = [(_("Informasjonsrunder"), reverse("rounds:round_list"))]
    if found is None:
        return [*trail, (here, None)]
    if not here:
        return [*trail, (found.title, None)]
    return [*trail, (found.title, found.get_absolute_url()), (here, None)]
