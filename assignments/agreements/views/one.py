"""One agreement: its page, its history, and taking texts out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assignments.agreements import rules
from assignments.agreements.page import changes_of, page_of
from assignments.agreements.redaction import redact_texts, texts_left
from assignments.agreements.views.parts import crumbs, demand, visible
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.notifications.forms import WhichAndWhyForm


@require_GET
def agreement_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    agreement = visible(request, pk)
    context = page_of(agreement, request.user) | {"crumbs": crumbs(agreement)}
    return render(request, "agreements/agreement_detail.html", context)


@require_GET
def agreement_history(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Who changed what and when; for both sides."""
    agreement = visible(request, pk)
    demand(rules.can_see_internal(request.user, agreement))
    context = {
        "agreement": agreement,
        "changes": changes_of(agreement),
        "crumbs": crumbs(agreement, _("Historikk")),
    }
    return render(request, "agreements/agreement_history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_redact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The leader takes personal details out."""
    agreement = visible(request, pk)
    demand(rules.leads(request.user, agreement))
    choices = [(one.key, one.label) for one in texts_left(agreement)]
    form = WhichAndWhyForm(request.POST if request.method == "POST" else None, choices=choices)
    if form.is_valid():
        keys, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        redact_texts(agreement=agreement, keys=keys, reason=reason, by=request.user)
        messages.success(request, _("Teksten er sladdet."))
        return redirect(agreement)
    context = {"agreement": agreement, "form": form, "crumbs": crumbs(agreement, _("Sladd tekst"))}
    return render(request, "agreements/agreement_redact.html", context)
