"""Registering and changing: the letter by the directorate, the application by the centre."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from centres.grants import actions, rules
from centres.grants.forms.application import ApplicationForm
from centres.grants.forms.letter import LetterForm
from centres.grants.models import Grant
from centres.grants.texts import texts_of
from centres.grants.values import LABELS, LetterValues, application_of, letter_of
from centres.grants.views.parts import crumbs, demand, page_with_form, sent, visible
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.design.conflicts import StaleVersionError, build_on, differences
from korus_portal.notifications.forms import WhichAndWhyForm


@page_with_form
def grant_new(request: AuthenticatedRequest) -> HttpResponse:
    """A new grant with its letter. Its centre's leaders are told."""
    demand(rules.gives_money(request.user))
    form = LetterForm(**sent(request))
    if form.is_valid() and (grant := registered(request, form)) is not None:
        messages.success(request, _("Tilskuddet er registrert. Senterets leder får beskjed."))
        return redirect(grant)
    title = _("Nytt tilskudd")
    context = {"form": form, "title": title, "crumbs": crumbs(here=title)}
    return render(request, "grants/letter_form.html", context)


def registered(request: AuthenticatedRequest, form: LetterForm) -> Grant | None:
    """None when it was refused; the form says why."""
    cleaned = form.cleaned_data
    try:
        return actions.register_grant(
            centre=cleaned["centre"],
            year=cleaned["year"],
            values=values_from(request, form),
            letter=form.upload,
            by=request.user,
        )
    except actions.GrantError as refusal:
        form.refuse(refusal)
        return None


def values_from(request: AuthenticatedRequest, form: LetterForm) -> LetterValues:
    new = form.new_recipient
    return form.values(actions.add_recipient(recipient=new, by=request.user) if new else None)


@page_with_form
def letter_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Change the letter, unless somebody else saved first: then both stand side by side."""
    grant = visible(request, pk)
    demand(rules.gives_money(request.user))
    form = LetterForm(stored=grant, **sent(request))
    title = _("Endre tilskuddsbrevet")
    context: dict[str, Any] = {"form": form, "grant": grant, "title": title}
    context["crumbs"] = crumbs(grant, title)
    if form.is_valid() and letter_saved(request, grant, form, context):
        return redirect(grant)
    return render(request, "grants/letter_form.html", context)


def letter_saved(
    request: AuthenticatedRequest, grant: Grant, form: LetterForm, context: dict[str, Any]
) -> bool:
    """Whether it is saved; else the context or the form says why not."""
    values = values_from(request, form)
    version = form.cleaned_data["version"] or 0
    try:
        actions.change_letter(
            grant=grant, values=values, version=version, letter=form.upload, by=request.user
        )
    except StaleVersionError:
        fresh = visible(request, grant.pk)
        build_on(form, fresh.version)
        context["differences"] = differences(letter_of(fresh), values, LABELS)
        return unchanged(form, context)
    except actions.GrantError as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("Tilskuddsbrevet er lagret."))
    return True


def unchanged(form: LetterForm | ApplicationForm, context: dict[str, Any]) -> bool:
    """Whether somebody else stored just this. A chosen file has to be chosen again."""
    if form.upload is not None:
        form.add_error(form.FILE, _("Velg filen på nytt."))
        return False
    return not context["differences"]


@page_with_form
def application_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """What was applied for; the accounts of the report follow its budget."""
    grant = visible(request, pk)
    demand(rules.can_edit_application(request.user, grant.centre))
    form = ApplicationForm(stored=grant, **sent(request))
    title = _("Registrer søknaden")
    context: dict[str, Any] = {"form": form, "grant": grant, "title": title}
    context["crumbs"] = crumbs(grant, title)
    if form.is_valid() and application_saved(request, grant, form, context):
        return redirect(grant)
    return render(request, "grants/application_form.html", context)


def application_saved(
    request: AuthenticatedRequest, grant: Grant, form: ApplicationForm, context: dict[str, Any]
) -> bool:
    values, version = form.values(), form.cleaned_data["version"] or 0
    try:
        actions.save_application(
            grant=grant, values=values, version=version, application=form.upload, by=request.user
        )
    except StaleVersionError:
        fresh = visible(request, grant.pk)
        build_on(form, fresh.version)
        context["differences"] = differences(application_of(fresh), values, LABELS)
        return unchanged(form, context)
    except actions.GrantError as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("Søknaden er lagret."))
    return True


@page_with_form
def grant_redact(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take points of the letter, or a file, out for good."""
    grant = visible(request, pk)
    demand(rules.can_redact(request.user, grant))
    choices = [(text.key, text.label) for text in texts_of(grant)]
    form = WhichAndWhyForm(request.POST if request.method == "POST" else None, choices=choices)
    if form.is_valid():
        keys, reason = form.cleaned_data["texts"], form.cleaned_data["reason"]
        actions.redact_grant(grant=grant, keys=keys, reason=reason, by=request.user)
        messages.success(request, _("Teksten er sladdet."))
        return redirect(grant)
    context = {"form": form, "grant": grant, "crumbs": crumbs(grant, _("Sladd"))}
    return render(request, "grants/grant_redact.html", context)
