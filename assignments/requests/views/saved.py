"""Saved filters of a queue: named, shared, renamed, deleted, and by mail once a week."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assignments.requests import rules
from assignments.requests.actions import saving
from assignments.requests.forms.queue import SavedFilterForm
from assignments.requests.models import SavedFilter
from assignments.requests.queue.choice import Choice
from assignments.requests.queue.desk import Desk, desk_of
from assignments.requests.queue.saved import described, saved_rows
from assignments.requests.views.queue import desk_in
from korus_portal.accounts.http import AuthenticatedRequest

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def filter_list(request: AuthenticatedRequest) -> HttpResponse:
    """One's own and those that colleagues share."""
    desk = desk_in(request)
    crumbs = _crumbs(desk, _("Lagrede filtre"))
    context = {"desk": desk, "rows": saved_rows(desk), "crumbs": crumbs}
    return render(request, "requests/queue/filter_list.html", context)


@page_with_form
def filter_new(request: AuthenticatedRequest) -> HttpResponse:
    """Give the choice in the address a name."""
    desk, choice = desk_in(request), Choice.read(request.GET)
    form = SavedFilterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _save(form, desk, choice)
        except saving.NameTakenError:
            form.refuse_name()
        else:
            messages.success(request, _("Filteret er lagret."))
            return redirect(_list(desk))
    back = choice.address(desk.centre.code)
    return _form_page(request, desk, form, choice, heading=_("Lagre filter"), back=back)


def _save(form: SavedFilterForm, desk: Desk, choice: Choice) -> None:
    saving.save_filter(centre=desk.centre, choice=choice, by=desk.user, **form.cleaned_data)


@require_GET
def filter_open(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """The queue as the filter has it now: an address to share."""
    saved, desk = _visible(request, pk)
    return redirect(Choice.of_query(saved.query).address(desk.centre.code))


@page_with_form
def filter_edit(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Rename it, or change who sees it."""
    saved, desk = _visible(request, pk)
    if not rules.can_change_filter(request.user, saved):
        raise PermissionDenied
    stored = {"name": saved.name, "is_shared": saved.is_shared}
    form = SavedFilterForm(request.POST if request.method == "POST" else None, initial=stored)
    if form.is_valid():
        try:
            saving.change_filter(saved=saved, by=request.user, **form.cleaned_data)
        except saving.NameTakenError:
            form.refuse_name()
        else:
            messages.success(request, _("Filteret er endret."))
            return redirect(_list(desk))
    choice = Choice.of_query(saved.query)
    return _form_page(request, desk, form, choice, heading=_("Endre filter"), back=_list(desk))


@require_POST
def filter_delete(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    saved, desk = _visible(request, pk)
    saving.delete_filter(saved=saved, by=request.user)
    messages.success(request, _("Filteret «%(name)s» er slettet.") % {"name": saved.name})
    return redirect(_list(desk))


@require_POST
def filter_subscribe(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Start or stop the weekly letter, as the button says."""
    saved, desk = _visible(request, pk)
    if request.POST.get("vil") == "nei":
        saving.unsubscribe(saved=saved, by=request.user)
        messages.success(request, _("Du får ikke lenger ukebrev om dette filteret."))
    else:
        saving.subscribe(saved=saved, by=request.user)
        messages.success(request, _("Du får ukebrev om dette filteret fra neste mandag."))
    return redirect(_list(desk))


def _visible(request: AuthenticatedRequest, pk: int) -> tuple[SavedFilter, Desk]:
    """The filter and the queue it is of, for the centre's own people."""
    visible = SavedFilter.objects.visible_to(request.user).select_related("centre")
    saved = get_object_or_404(visible, pk=pk)
    desk = desk_of(request.user, saved.centre.code)
    if desk is None:
        raise Http404
    return saved, desk


def _form_page(
    request: AuthenticatedRequest,
    desk: Desk,
    form: SavedFilterForm,
    choice: Choice,
    *,
    heading: str,
    back: str,
) -> HttpResponse:
    context = {
        "form": form,
        "said": described(desk, choice),
        "back": back,
        "heading": heading,
        "crumbs": _crumbs(desk, heading),
    }
    status = 422 if form.is_bound else 200
    return render(request, "requests/queue/filter_form.html", context, status=status)


def _list(desk: Desk) -> str:
    return f"{reverse('requests:filter_list')}?{urlencode({'senter': desk.centre.code})}"


def _crumbs(desk: Desk, label: str) -> list[tuple[str, str | None]]:
    return [(_("Kø"), Choice().address(desk.centre.code)), (label, None)]
