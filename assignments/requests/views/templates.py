"""The leader writes the centre's own words of the interim reply."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.plans.conflicts import StaleVersionError, build_on, differences
from assignments.requests import interim, rules
from assignments.requests.actions import templates
from assignments.requests.actions.templates import Words
from assignments.requests.forms.clock import LABELS, TemplateForm
from assignments.requests.template_page import Standing, preview, standing, standings
from assignments.requests.views.clock import Crumbs, first_crumb
from centres.models import Centre
from korus_portal.accounts.access import holds, parties
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.accounts.models import Role


@require_GET
def template_list(request: AuthenticatedRequest) -> HttpResponse:
    if not holds(request.user, Role.LEADER):
        raise PermissionDenied
    led = parties(request.user, Role.LEADER)
    centres = Centre.objects.visible_to(request.user).filter(organisation__in=led)
    context = {
        "centres": [(centre, standings(centre)) for centre in centres],
        "crumbs": [*first_crumb(), (_("Maler"), None)],
    }
    return render(request, "requests/clock/template_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def template_edit(request: AuthenticatedRequest, code: str, language: str) -> HttpResponse:
    """Own words in one language. «Vis hvordan det blir» shows them without saving."""
    centre, now = _own(request, code, language)
    shown = _words(now)
    initial = {"subject": shown.subject, "body": shown.body, "version": now.version}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    context: dict[str, Any] = {"centre": centre, "standing": now, "form": form}
    if form.is_valid():
        shown = form.words()
        context["warning"] = form.warning
        if "preview" not in request.POST and _save(request, centre, form, context):
            return redirect("requests:template_edit", code, language)
    context |= {
        "preview": Words(
            *(
                preview(centre, language, part, by=request.user)
                for part in (shown.subject, shown.body)
            )
        ),
        "placeholders": interim.PLACEHOLDERS.items(),
        "crumbs": _crumbs(now),
    }
    return render(request, "requests/clock/template_edit.html", context)


@require_POST
def template_reset(request: AuthenticatedRequest, code: str, language: str) -> HttpResponse:
    centre, now = _own(request, code, language)
    version = request.POST.get("version", "")
    try:
        templates.reset_template(
            centre=centre,
            language=language,
            version=int(version) if version.isdecimal() else -1,
            by=request.user,
        )
    except StaleVersionError:
        messages.warning(
            request, _("Noen lagret malen før deg. Les den før du setter den tilbake.")
        )
    else:
        messages.success(request, _("Malen er satt tilbake."))
    return redirect("requests:template_edit", code, now.language)


def _own(request: AuthenticatedRequest, code: str, language: str) -> tuple[Centre, Standing]:
    """404 for strangers, 403 for colleagues who are not the leader."""
    centre = get_object_or_404(Centre.objects.visible_to(request.user), code=code)
    if not rules.works_at(request.user, centre):
        raise Http404
    if not rules.leads(request.user, centre):
        raise PermissionDenied
    found = standing(centre, language)
    if found is None:
        raise Http404
    return centre, found


def _save(
    request: AuthenticatedRequest, centre: Centre, form: TemplateForm, context: dict[str, Any]
) -> bool:
    """Whether it is saved; else the context holds what somebody else saved."""
    language = context["standing"].language
    version, words = form.cleaned_data["version"], form.words()
    try:
        templates.save_template(
            centre=centre, language=language, words=words, version=version, by=request.user
        )
    except StaleVersionError:
        now = standing(centre, language)
        build_on(form, now.version if now else 0)
        context["standing"] = now
        context["differences"] = differences(_words(now), words, LABELS)
        return False
    messages.success(request, _("Malen er lagret."))
    if context["warning"]:
        messages.warning(request, context["warning"])
    return True


def _words(now: Standing | None) -> Words:
    found = now.template if now else None
    return Words(found.subject, found.body) if found else Words("", "")


def _crumbs(now: Standing) -> Crumbs:
    return [*first_crumb(), (_("Maler"), reverse("requests:template_list")), (now.label, None)]
