"""One need: its page, what the sides say about it, and its status."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.needs import actions, rules
from assignments.needs.forms.speaking import RedactionForm, SpeakForm, StatusForm
from assignments.needs.models import Need
from assignments.needs.page import Forms, detail_of, forms_for, readable, verdict_form
from assignments.needs.redaction import redact_texts, texts_for
from korus_portal.accounts.http import AuthenticatedRequest

Crumb = tuple[str, str | None]
CLOSED = gettext_lazy("Behovet er avsluttet. Åpne det igjen først.")


@require_GET
def need_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    need = visible(request, pk)
    return _page(request, need, forms_for(request.user, need))


@require_POST
def need_speak(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Reply for the municipality, answer for the centre, comment for the governor."""
    need = visible(request, pk)
    voices = rules.voices_on(request.user, need)
    if not voices:
        raise PermissionDenied
    form = SpeakForm(request.POST, voices=voices)
    if not form.is_valid():
        return _page(request, need, Forms(speak=form))
    text = form.cleaned_data["text"]
    actions.speak(need=need, text=text, by=request.user, organisation=form.organisation)
    messages.success(request, _("Svaret er lagret. De andre får beskjed."))
    return redirect(need)


@require_POST
def need_verdict(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Confirm or dispute, in the name of the responsible centre or the governor."""
    need = visible(request, pk)
    voices = rules.judging_voices(request.user, need)
    if not voices:
        raise PermissionDenied
    form = verdict_form(need, voices, request.POST)
    if not form.is_valid():
        return _page(request, need, Forms(verdict=form))
    said = {name: form.cleaned_data[name] for name in ("agrees", "reason")}
    try:
        actions.give_verdict(need=need, by=request.user, organisation=form.organisation, **said)
    except actions.NeedClosedError:
        messages.warning(request, CLOSED)
    else:
        messages.success(request, _("Svaret er lagret. De andre får beskjed."))
    return redirect(need)


@require_POST
def need_status(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    need = visible(request, pk)
    voices = rules.closing_voices(request.user, need)
    if not voices:
        raise PermissionDenied
    form = StatusForm(request.POST, voices=voices, need=need)
    if not form.is_valid():
        return _page(request, need, Forms(status=form))
    status, text = Need.Status(form.cleaned_data["status"]), form.cleaned_data["text"]
    actions.set_status(
        need=need, status=status, text=text, by=request.user, organisation=form.organisation
    )
    messages.success(request, _("Status er lagret."))
    return redirect(need)


@require_http_methods(["GET", "HEAD", "POST"])
def need_redact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take personal details out of what one's own organisation wrote."""
    need = visible(request, pk)
    texts = texts_for(request.user, need)
    if not texts:
        raise PermissionDenied
    form = RedactionForm(request.POST if request.method == "POST" else None, texts=texts)
    if form.is_valid():
        keys, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        redact_texts(need=need, keys=keys, reason=reason, by=request.user)
        messages.success(request, _("Teksten er sladdet."))
        return redirect(need)
    context = {"need": need, "form": form, "crumbs": crumbs(need, _("Sladd tekst"))}
    return render(request, "needs/need_redact.html", context)


def visible(request: AuthenticatedRequest, pk: int) -> Need:
    return get_object_or_404(readable(request.user), pk=pk)


def crumbs(need: Need | None = None, here: str = "") -> list[Crumb]:
    """Up to the list, over the need, to this page."""
    trail: list[Crumb] = [(_("Behov"), reverse("needs:need_list"))]
    if need is not None:
        trail.append((str(need), need.get_absolute_url() if here else None))
    return [*trail, (here, None)] if here else trail


def _page(request: AuthenticatedRequest, need: Need, sent: Forms) -> HttpResponse:
    """The whole page, with the form that was sent in the place of its empty one."""
    offered = forms_for(request.user, need)
    for name, form in vars(sent).items():
        if form is not None:
            setattr(offered, name, form)
    context = detail_of(need, request.user, offered) | {"crumbs": crumbs(need)}
    status = 422 if offered.with_errors else 200
    return render(request, "needs/need_detail.html", context, status=status)
