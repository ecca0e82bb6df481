"""The national summary: its page, what its figures are made of, and its documents."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from centres.models import Centre
from korus_portal.accounts.http import AuthenticatedRequest
from reporting.actions import summarising
from reporting.forms.national import NationalForm
from reporting.national import content, page, reading, rules, sources_page, store
from reporting.national.reading import Choice
from reporting.views.fetching import Crumbs

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def choice_of(request: AuthenticatedRequest) -> tuple[NationalForm, Choice | None]:
    """What is asked for; nothing when the address says what cannot be. 403 for others."""
    if not rules.can_read_national_summary(request.user):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else request.GET
    form = NationalForm(data if "aar" in data else None)
    return form, form.choice() if form.is_valid() else None


def crumbs(choice: Choice | None, *more: str) -> Crumbs:
    own = reverse("reporting:national")
    if choice is not None:
        own = f"{own}?aar={choice.year}&type={choice.kind}"
    return [
        (_("Rapporter"), reverse("reporting:report_list")),
        (_("Nasjonal oppsummering"), own if more else None),
        *[(text, None) for text in more],
    ]


@require_GET
def national(request: AuthenticatedRequest) -> HttpResponse:
    """The page, with what is missing on top. Without a choice it opens with KORUS's last year."""
    form, choice = choice_of(request)
    year = reading.opening_year()
    if "aar" not in request.GET and year is not None:
        query = f"aar={year}&type={Centre.Kind.KORUS}"
        return redirect(f"{reverse('reporting:national')}?{query}")
    context: dict[str, Any] = {"form": form, "crumbs": crumbs(choice)}
    if choice is not None:
        context |= page.context(choice, request.user)
    status = 400 if choice is None and "aar" in request.GET else 200
    return render(request, "reporting/national.html", context, status=status)


@require_GET
def national_sources(request: AuthenticatedRequest) -> HttpResponse:
    """The reports that one figure is made of, each with the way to its rows."""
    _form, choice = choice_of(request)
    if choice is None:
        raise Http404
    try:
        group, code = request.GET.get("tall", ""), request.GET.get("kode", "")
        behind = page.sources(choice, group, code)
    except sources_page.NoSuchFigureError as error:
        raise Http404 from error
    context = {"behind": behind, "crumbs": crumbs(choice, behind.title)}
    return render(request, "reporting/national_sources.html", context)


@require_POST
def national_documents(request: AuthenticatedRequest) -> HttpResponse:
    """Make PDF and spreadsheet of the summary as it is now."""
    _form, choice = choice_of(request)
    if choice is None:
        raise Http404
    job = summarising.make_summary(choice=choice, by=request.user)
    return redirect(job.return_path)


@require_GET
def national_download(request: AuthenticatedRequest, kind: str) -> HttpResponse:
    """A finished document of what the summary says now. That it was fetched is recorded."""
    _form, choice = choice_of(request)
    if choice is None:
        raise Http404
    found = store.current(choice, content.of_choice(choice, get_language() or "nb"))
    document = next((row for row in found if row.kind == kind), None)
    if document is None:
        raise Http404
    made = summarising.download_summary(document=document, by=request.user)
    response = HttpResponse(made, content_type=TYPES[kind])
    name = _("nasjonal-oppsummering-%(year)s-%(kind)s") % {
        "year": choice.year,
        "kind": choice.kind or _("alle"),
    }
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
