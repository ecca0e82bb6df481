"""Finding a tiltak, and what stands around its pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments.plans import rules
from assignments.plans.models import Assignment
from korus_portal.accounts.http import AuthenticatedRequest

Crumb = tuple[str, str | None]
page_with_form = require_http_methods(["GET", "POST"])


def visible(request: AuthenticatedRequest, pk: int) -> Assignment:
    return get_object_or_404(Assignment.objects.visible_to(request.user).for_list(), pk=pk)


def editable(request: AuthenticatedRequest, pk: int) -> Assignment:
    assignment = visible(request, pk)
    if not rules.can_edit_assignment(request.user, assignment):
        raise PermissionDenied
    return assignment


def sent(request: AuthenticatedRequest) -> Any:
    return request.POST if request.method == "POST" else None


def files_of(request: AuthenticatedRequest) -> Any:
    return request.FILES if request.method == "POST" else None


def crumbs_of(assignment: Assignment | None = None, *, here: str = "") -> list[Crumb]:
    """Up to the list, over the tiltak, to this page."""
    crumbs: list[Crumb] = [(_("Tiltak"), reverse("plans:assignment_list"))]
    if assignment is not None:
        crumbs.append((assignment.title, assignment.get_absolute_url() if here else None))
    return [*crumbs, (here, None)] if here else crumbs
