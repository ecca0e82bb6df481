"""A new dialogue, and taking texts out of one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments.dialogues import actions, rules
from assignments.dialogues.forms import OpenForm, RedactionForm
from assignments.dialogues.opening import about_in, offered
from assignments.dialogues.redaction import redact_texts, texts_for
from assignments.dialogues.views.one import crumbs, visible
from assignments.plans.conflicts import AlreadySentError
from korus_portal.accounts.http import AuthenticatedRequest

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
def dialogue_new(request: AuthenticatedRequest) -> HttpResponse:
    """Open a dialogue about what the address says: kind, place, theme and year."""
    if not rules.can_start(request.user):
        raise PermissionDenied
    about = about_in(request.GET)
    if about is None:
        raise Http404
    openers = rules.openers(request.user, about)
    if not openers:
        raise PermissionDenied
    already = actions.open_one(about)
    if already is not None and request.method != "POST":
        return _known(request, already)
    form = OpenForm(request.POST if request.method == "POST" else None, **offered(about, openers))
    context: dict[str, Any] = {"about": about, "form": form, "crumbs": crumbs(here=_("Ny dialog"))}
    if form.is_valid() and (found := _open(request, about, form, context)):
        return found
    return render(request, "dialogues/dialogue_new.html", context)


@page_with_form
def dialogue_redact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The leader takes personal details out of what the own centre wrote."""
    dialogue = visible(request, pk)
    texts = texts_for(request.user, dialogue)
    if not texts:
        raise PermissionDenied
    form = RedactionForm(request.POST if request.method == "POST" else None, texts=texts)
    if form.is_valid():
        keys, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        redact_texts(dialogue=dialogue, keys=keys, reason=reason, by=request.user)
        messages.success(request, _("Teksten er sladdet."))
        return redirect(dialogue)
    context = {"dialogue": dialogue, "form": form, "crumbs": crumbs(dialogue, _("Sladd tekst"))}
    return render(request, "dialogues/dialogue_redact.html", context)


def _open(
    request: AuthenticatedRequest, about: Any, form: OpenForm, context: dict[str, Any]
) -> HttpResponse | None:
    """The way to the dialogue; None where the form is to be mended."""
    try:
        dialogue = actions.open_dialogue(
            about=about,
            centres=form.invited(),
            text=form.cleaned_data["text"],
            organisation=form.organisation,
            form_token=form.cleaned_data["form_token"],
            by=request.user,
        )
    except actions.TooFewCentresError:
        form.refuse_few()
        return None
    except AlreadySentError as again:
        context |= known_one(request, again.first)
        return None
    except actions.AlreadyOpenError as known:
        context |= known_one(request, known.dialogue)
        return None
    messages.success(request, _("Dialogen er åpnet. Sentrene får beskjed."))
    return redirect(dialogue)


def _known(request: AuthenticatedRequest, already: Any) -> HttpResponse:
    """Who may not see it is told that there is one, and asked to talk to the centres in it."""
    told = known_one(request, already)
    if told["can_see"]:
        messages.info(request, _("Det er allerede en åpen dialog om dette."))
        return redirect(already)
    context = {**told, "crumbs": crumbs(here=_("Ny dialog"))}
    return render(request, "dialogues/dialogue_new.html", context, status=409)


def known_one(request: AuthenticatedRequest, already: Any) -> dict[str, Any]:
    """The way to it stands there only for who may go it."""
    return {"already": already, "can_see": rules.seen_by(request.user, already) is not None}
