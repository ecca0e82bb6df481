"""A centre makes forms, hands out their links, follows and closes them."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.feedback import actions, letters, listing, rules
from assignments.feedback.forms import NewForm
from assignments.feedback.models import FeedbackForm
from assignments.feedback.page import headings
from assignments.feedback.tallies import cells
from assignments.plans.rules import own_centres
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.notifications.forms import WhyForm

Crumb = tuple[str, str | None]
PAGE_SIZE = 50
page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def form_list(request: AuthenticatedRequest) -> HttpResponse:
    """A centre's forms; a user organisation's those that go through it."""
    if not rules.can_list(request.user):
        raise PermissionDenied
    visible = FeedbackForm.objects.visible_to(request.user).for_list()
    page = Paginator(visible, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": listing.form_rows(page.object_list),
        "headings": headings(),
        "can_ask": rules.can_ask(request.user),
    }
    return render(request, "feedback/form_list.html", context)


@page_with_form
def form_new(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.can_ask(request.user):
        raise PermissionDenied
    asked = {name: number(request.GET.get(key, "")) for name, key in ABOUT.items()}
    form = NewForm(request.POST or None, centres=own_centres(request.user), asked=asked)
    if form.is_valid():
        made = actions.create_form(
            centre=form.for_centre,
            values=form.values(),
            by=request.user,
            token=form.cleaned_data["form_token"],
        )
        messages.success(request, _("Skjemaet er klart. Del lenken eller QR-koden."))
        return redirect(made)
    context = {"form": form, "crumbs": crumbs_of(here=_("Nytt skjema"))}
    return render(request, "feedback/form_new.html", context)


@require_GET
def form_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The link, its code, and what stands of the answers."""
    form = visible_form(request, pk)
    today, is_own = timezone.localdate(), rules.can_manage(request.user, form)
    opinion = listing.opinion_of_form(form)
    can_be_sent = is_own and rules.can_be_sent(form, on=today)
    context = {
        "form": form,
        "is_open": rules.is_open(form, on=today),
        "is_own": is_own,
        "can_be_sent": can_be_sent,
        "is_sent": can_be_sent and letters.is_sent(form),
        "address": listing.address_of(form),
        "picture": listing.picture_of(form),
        "opinion": opinion,
        "headings": headings(),
        "cells": cells(opinion),
        "bank": listing.bank_means(form),
        "comments": listing.comment_rows(form, request.user) if is_own else [],
        "crumbs": crumbs_of(here=form.title),
    }
    return render(request, "feedback/form_detail.html", context)


@require_GET
def form_sheet(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """One sheet of paper to hang up or hand out, in both written standards."""
    form = visible_form(request, pk)
    context = {
        "form": form,
        "address": listing.address_of(form),
        "picture": listing.picture_of(form),
        "crumbs": crumbs_of(form, _("Ark til utskrift")),
    }
    return render(request, "feedback/form_sheet.html", context)


@require_POST
def form_close(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    form = own_form(request, pk)
    try:
        actions.close_form(form=form, by=request.user)
    except actions.FormEndedError:
        messages.warning(request, _("Skjemaet er allerede avsluttet."))
    else:
        messages.success(request, _("Skjemaet er avsluttet. Lenken tar ikke imot flere svar."))
    return redirect(form)


@require_POST
def form_send(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The link by letter to the contacts of the municipalities, once."""
    form = own_form(request, pk)
    try:
        count = actions.send_link(form=form, by=request.user)
    except actions.AlreadySentError:
        messages.warning(request, _("Lenken er sendt før."))
    except actions.NobodyToTellError:
        messages.warning(request, _("Kommunene har ingen kontaktpersoner i portalen."))
    except actions.FormEndedError:
        messages.warning(request, _("Lenken kan ikke sendes."))
    else:
        text = ngettext(
            "Lenken er sendt til %(n)d kontaktperson.",
            "Lenken er sendt til %(n)d kontaktpersoner.",
            count,
        )
        messages.success(request, text % {"n": count})
    return redirect(form)


@page_with_form
def comment_redact(request: AuthenticatedRequest, pk: int, answer: UUID) -> HttpResponse:
    """The leader takes personal details out of a comment."""
    form = own_form(request, pk)
    found = get_object_or_404(form.answers.filter(is_shown=True).exclude(comment=""), pk=answer)
    if not rules.can_redact(request.user, found):
        raise PermissionDenied
    why = WhyForm(request.POST or None)
    if why.is_valid():
        reason = why.cleaned_data["reason"]
        actions.redact_comment(answer=found, reason=reason, by=request.user)
        messages.success(request, _("Kommentaren er sladdet."))
        return redirect(form)
    context = {
        "form": why,
        "feedback": form,
        "comment": found.comment,
        "crumbs": crumbs_of(form, _("Sladd kommentar")),
    }
    return render(request, "feedback/comment_redact.html", context)


ABOUT = {"activity": "aktivitet", "assignment": "tiltak"}


def number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 18 else None


def visible_form(request: AuthenticatedRequest, pk: int) -> FeedbackForm:
    """The centre's own, and a user organisation's; other roles have nothing to do here."""
    if not rules.can_list(request.user):
        raise PermissionDenied
    return get_object_or_404(FeedbackForm.objects.visible_to(request.user).for_list(), pk=pk)


def own_form(request: AuthenticatedRequest, pk: int) -> FeedbackForm:
    form = visible_form(request, pk)
    if not rules.can_manage(request.user, form):
        raise PermissionDenied
    return form


def crumbs_of(form: FeedbackForm | None = None, here: str = "") -> list[Crumb]:
    crumbs: list[Crumb] = [(_("Tilbakemeldinger"), reverse("feedback:form_list"))]
    if form is not None:
        crumbs.append((form.title, form.get_absolute_url()))
    return [*crumbs, (here, None)]
