"""Others' requests in one's own reach, and the operator's look at one with a reason."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from assignments.requests import outline, rules
from assignments.requests.actions.operating import read_as_operator
from assignments.requests.case_reader import readable
from assignments.requests.filters import OutlineFilter
from assignments.requests.forms.operating import WhyReadForm
from assignments.requests.views.parts import page_with_form, sent
from korus_portal.accounts.access import is_administrator
from korus_portal.accounts.http import AuthenticatedRequest, is_fragment

PER_PAGE = 50
Crumb = tuple[str, str | None]


@require_GET
@vary_on_headers("HX-Request")
def outline_list(request: AuthenticatedRequest) -> HttpResponse:
    """Theme, state, centre, municipality and month."""
    if not rules.can_read_outlines(request.user):
        raise PermissionDenied
    filters = OutlineFilter(request.GET, queryset=outline.others(request.user))
    context = {
        "filters": filters,
        "page": Paginator(filters.qs, PER_PAGE).get_page(request.GET.get("page")),
        "is_narrowed": any(request.GET.get(name) for name in filters.filters),
        "crumbs": _crumbs(request, _("I området")),
        "list_url": reverse("requests:outline_list"),
    }
    name = "_outline_part" if is_fragment(request) else "outline_list"
    return render(request, f"requests/{name}.html", context)


@require_GET
def request_outline(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    if not rules.can_read_outlines(request.user):
        raise PermissionDenied
    if readable(request.user).filter(case_number=case_number).exists():
        return redirect("requests:request_detail", case_number)
    found = get_object_or_404(outline.outlined(request.user), case_number=case_number)
    context = {
        **outline.outline_of(found, request.user),
        "crumbs": _crumbs(request, found.case_number, under_list=True),
    }
    return render(request, "requests/request_outline.html", context)


@page_with_form
def request_operate(request: AuthenticatedRequest, case_number: str) -> HttpResponse:
    """The operator reads what was asked, for a reason that is written down first."""
    if not is_administrator(request.user):
        raise PermissionDenied
    form = WhyReadForm(sent(request))
    found = None
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        found = read_as_operator(case_number=case_number, reason=reason, by=request.user)
        if found is None:
            raise Http404
    context = {"form": form, "support_request": found, "number": case_number}
    return render(request, "requests/request_operate.html", context)


def _crumbs(request: AuthenticatedRequest, here: str, *, under_list: bool = False) -> list[Crumb]:
    """A county governor has no list of requests of its own above this one."""
    trail: list[Crumb] = []
    if rules.can_follow_requests(request.user):
        trail.append((_("Henvendelser"), reverse("requests:request_list")))
    if under_list:
        trail.append((_("I området"), reverse("requests:outline_list")))
    return [*trail, (here, None)]
