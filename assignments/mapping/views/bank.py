"""The question bank: the portal's own, and what the centre has added."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from assignments.mapping import actions, listing, rules
from assignments.mapping.forms import QuestionForm
from assignments.mapping.models import Question
from assignments.mapping.views.campaigns import crumbs_of, page_with_form
from korus_portal.accounts.http import AuthenticatedRequest


@require_GET
def question_list(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_ask(request.user):
        raise PermissionDenied
    context = {
        "questions": listing.bank_of(request.user),
        "own": {centre.pk for centre in rules.own_centres(request.user)},
        "crumbs": crumbs_of(here=_("Spørsmålsbank")),
    }
    return render(request, "mapping/question_list.html", context)


@page_with_form
def question_new(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_ask(request.user):
        raise PermissionDenied
    form = QuestionForm(request.POST or None, centres=rules.own_centres(request.user))
    if form.is_valid():
        entered = {
            name: form.cleaned_data[name] for name in ("theme", "kind", "text_nb", "text_nn")
        }
        token = form.cleaned_data["form_token"]
        actions.add_question(centre=form.for_centre, token=token, by=request.user, **entered)
        messages.success(request, _("Spørsmålet er lagt i banken."))
        return redirect("mapping:question_list")
    bank = (_("Spørsmålsbank"), reverse("mapping:question_list"))
    context = {"form": form, "crumbs": [*crumbs_of(), bank, (_("Nytt spørsmål"), None)]}
    return render(request, "mapping/question_form.html", context)


@require_POST
def question_retire(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    if not rules.can_ask(request.user):
        raise PermissionDenied
    question = get_object_or_404(Question.objects.visible_to(request.user), pk=pk)
    actions.retire_question(question=question, by=request.user)
    messages.success(request, _("Spørsmålet er tatt ut. Det står fortsatt der det er stilt."))
    return redirect("mapping:question_list")
