"""A new need, other words about one, and more evidence."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assignments.needs import actions, rules
from assignments.needs.forms.evidence import EvidenceForm
from assignments.needs.forms.registering import NeedEditForm, NeedForm, PlaceForm
from assignments.needs.models import Need
from assignments.needs.page import open_alike
from assignments.needs.values import LABELS, text_of
from assignments.needs.views.one import CLOSED, crumbs, visible
from assignments.plans.conflicts import (
    AlreadySentError,
    StaleVersionError,
    build_on,
    differences,
)
from korus_portal.accounts.http import AuthenticatedRequest
from municipalities.models import Municipality

page_with_form = require_http_methods(["GET", "HEAD", "POST"])
# What the address of a new need may say, and the field that takes it.
PREFILL = {
    "tema": "theme",
    "indikator": "indicator_values",
    "kartlegging": "campaigns",
    "henvendelse": "requests",
}
LISTS = ("indicator_values", "campaigns", "requests")


@page_with_form
def need_new(request: AuthenticatedRequest) -> HttpResponse:
    """Register a need: first where, then what. The address may say both and what it rests on."""
    if not rules.can_follow_needs(request.user):
        raise PermissionDenied
    places = rules.places_to_register(request.user)
    choice = PlaceForm(request.GET if "kommune" in request.GET else None, places=places)
    if choice.is_valid():
        return _new(request, choice.cleaned_data["kommune"])
    few = list(places[:2])
    if len(few) == 1 and not choice.is_bound:
        return _new(request, few[0])
    kept = {name: request.GET[name] for name in PREFILL if name in request.GET}
    context = {"form": choice, "kept": kept, "has_places": bool(few)}
    context["crumbs"] = crumbs(here=_("Registrer behov"))
    return render(request, "needs/need_place.html", context)


@page_with_form
def need_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Other words, unless somebody else saved first: then both stand side by side."""
    need = visible(request, pk)
    if not rules.editing_voices(request.user, need):
        raise PermissionDenied
    form = NeedEditForm(request.POST if request.method == "POST" else None, need=need)
    context: dict[str, Any] = {"form": form, "need": need, "crumbs": crumbs(need, _("Endre"))}
    if _is_too_late(request, need) or (form.is_valid() and _change(request, need, form, context)):
        return redirect(need)
    return render(request, "needs/need_edit.html", context)


@page_with_form
def need_evidence(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Add what the need rests on."""
    need = visible(request, pk)
    voices = rules.voices_on(request.user, need)
    if not voices:
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    place = need.municipality
    form = EvidenceForm(sent, user=request.user, municipality=place, voices=voices)
    if _is_too_late(request, need) or (form.is_valid() and _add(request, need, form)):
        return redirect(need)
    context = {"form": form, "need": need, "crumbs": crumbs(need, _("Legg til grunnlag"))}
    return render(request, "needs/need_evidence.html", context)


def _new(request: AuthenticatedRequest, place: Municipality) -> HttpResponse:
    """Send it in. A form sent before with other words is offered again, as a new one."""
    form, before = _need_form(request, place, sent=request.method == "POST"), None
    context: dict[str, Any] = {"place": place, "crumbs": crumbs(here=_("Registrer behov"))}
    context["alike"], has_seen = _alike(request, form, place)
    if form.is_valid() and has_seen:
        try:
            return _registered(request, form)
        except AlreadySentError as again:
            before = again.first
            form = _renewed(request, form, place)
    context |= {"form": form, "sent_before": before}
    return render(request, "needs/need_new.html", context)


def _need_form(request: AuthenticatedRequest, place: Municipality, *, sent: bool) -> NeedForm:
    return NeedForm(
        request.POST if sent else None,
        shown=_shown(request),
        user=request.user,
        municipality=place,
        voices=rules.registering_voices(request.user, place),
    )


def _shown(request: AuthenticatedRequest) -> dict[str, Any]:
    """What the address says of the need, field by field."""
    found = {field: request.GET[name] for name, field in PREFILL.items() if name in request.GET}
    return {name: [value] if name in LISTS else value for name, value in found.items()}


def _alike(
    request: AuthenticatedRequest, form: NeedForm, place: Municipality
) -> tuple[list[Need], bool]:
    """Open needs on the theme that is chosen, and whether they were shown before it was sent."""
    theme = form.chosen_theme()
    found = open_alike(request.user, place, theme) if theme else []
    return found, not found or form.note_seen(theme)


def _registered(request: AuthenticatedRequest, form: NeedForm) -> HttpResponse:
    need = actions.register_need(
        values=form.values(),
        by=request.user,
        organisation=form.organisation,
        form_token=form.cleaned_data["form_token"],
    )
    messages.success(request, _("Behovet er registrert. De det gjelder, får beskjed."))
    return redirect(need)


def _renewed(request: AuthenticatedRequest, form: NeedForm, place: Municipality) -> NeedForm:
    """The same words under a new token: sent once more, they are another need."""
    data = request.POST.copy()
    data["form_token"] = str(uuid4())
    voices = rules.registering_voices(request.user, place)
    return NeedForm(data, shown={}, user=request.user, municipality=place, voices=voices)


def _is_too_late(request: AuthenticatedRequest, need: Need) -> bool:
    """Nobody is offered a form for a closed need; one that was open already keeps its words."""
    if need.is_open or request.method == "POST":
        return False
    messages.warning(request, CLOSED)
    return True


def _change(
    request: AuthenticatedRequest, need: Need, form: NeedEditForm, context: dict[str, Any]
) -> bool:
    """Whether it is saved; else the context holds what somebody else saved."""
    version = form.cleaned_data["version"]
    try:
        actions.change_need(need=need, values=form.values(), version=version, by=request.user)
    except StaleVersionError:
        need.refresh_from_db()
        build_on(form, need.version)
        context["differences"] = differences(text_of(need), form.values(), LABELS)
        if context["differences"]:
            return False
    except actions.NeedClosedError:
        form.add_error(None, CLOSED)
        return False
    messages.success(request, _("Behovet er lagret."))
    return True


def _add(request: AuthenticatedRequest, need: Need, form: EvidenceForm) -> bool:
    try:
        actions.add_evidence(
            need=need, evidence=form.cited(), by=request.user, organisation=form.organisation
        )
    except actions.NeedClosedError:
        form.add_error(None, CLOSED)
        return False
    messages.success(request, _("Grunnlaget er lagt til."))
    return True
