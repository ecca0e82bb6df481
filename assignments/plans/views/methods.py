"""The list of methods, and adding one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assignments.plans import actions, page, rules
from assignments.plans.forms import MethodForm
from assignments.plans.views.parts import Crumb, page_with_form, sent
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def method_list(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_list_assignments(request.user):
        raise PermissionDenied
    context = {
        "rows": page.methods(),
        "can_add": rules.can_add_method(request.user),
        "crumbs": _crumbs(),
    }
    return render(request, "plans/method_list.html", context)


@page_with_form
def method_new(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_add_method(request.user):
        raise PermissionDenied
    form = MethodForm(sent(request))
    if form.is_valid():
        try:
            actions.add_method(values=form.cleaned_data, by=request.user)
        except actions.MethodExistsError:
            form.add_error("name", _("Det finnes en metode med dette navnet fra før."))
        else:
            messages.success(request, _("Metoden er lagt til."))
            return redirect("plans:method_list")
    context = {"form": form, "crumbs": _crumbs(here=_("Ny metode"))}
    return render(request, "plans/method_form.html", context)


def _crumbs(*, here: str = "") -> list[Crumb]:
    crumbs: list[Crumb] = [(_("Tiltak"), reverse("plans:assignment_list"))]
    if not here:
        return [*crumbs, (_("Metoder"), None)]
    return [*crumbs, (_("Metoder"), reverse("plans:method_list")), (here, None)]
