"""Next year's municipalities, for the administrator alone."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from korus_portal.accounts.http import AuthenticatedRequest
from municipalities.register import actions, listing, rules
from municipalities.register.forms import RegisterUploadForm
from municipalities.register.models import RegisterUpdate
from municipalities.register.preview import preview_of
from municipalities.register.snapshot import comparison_of

page_with_form = require_http_methods(["GET", "HEAD", "POST"])


@page_with_form
def update_list(request: AuthenticatedRequest) -> HttpResponse:
    """The register as it is, what has been read before, and the form to read the next lists."""
    refuse_others(request)
    form = RegisterUploadForm()
    if request.method == "POST":
        form = RegisterUploadForm(request.POST, request.FILES)
        if form.is_valid():
            update = actions.store_update(
                valid_from=form.cleaned_data["valid_from"],
                files=(form.files_read["codes"], form.files_read["changes"]),
                codes=form.code_list,
                changes=form.change_rows,
                by=request.user,
            )
            return redirect(update)
    updates = RegisterUpdate.objects.visible_to(request.user)
    context = {"form": form, "crumbs": crumbs(), "register": listing.register(updates)}
    return render(request, "register/update_list.html", context)


@require_http_methods(["GET", "HEAD"])
def update_detail(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    refuse_others(request)
    update = visible(request, pk)
    found = comparison_of(update)
    context = {
        "update": update,
        "preview": preview_of(update, found),
        "fingerprint": actions.fingerprint(found),
        "is_early": update.valid_from > timezone.localdate(),
        "heading": heading(update),
        "crumbs": crumbs(heading(update)),
    }
    return render(request, "register/update_detail.html", context)


@require_POST
def update_apply(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    refuse_others(request)
    update = visible(request, pk)
    seen = request.POST.get("seen") or "nothing"
    try:
        job = actions.apply_update(update=update, by=request.user, seen=seen)
    except actions.AlreadyDecidedError:
        messages.info(request, _("Listene er alt avgjort."))
    except actions.NotYetError:
        messages.error(
            request, _("Listene gjelder ikke ennå, og kan ikke tas i bruk før de gjør det.")
        )
    except actions.ChangedSinceError:
        messages.error(
            request, _("Registeret er endret siden du så listene. Se gjennom dem på nytt.")
        )
    else:
        messages.success(request, _("Registeret er oppdatert. Dekningen telles på nytt."))
        return redirect(job)
    return redirect(update)


@require_POST
def update_discard(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    refuse_others(request)
    update = visible(request, pk)
    try:
        actions.discard_update(update=update, by=request.user)
    except actions.AlreadyDecidedError:
        messages.info(request, _("Listene er alt avgjort."))
    else:
        messages.success(request, _("Listene er forkastet. Registeret er som før."))
    return redirect("register:update_list")


def heading(update: RegisterUpdate) -> str:
    day = date_format(update.valid_from, "j. F Y")
    return _("Kommunene fra %(day)s") % {"day": day}


def refuse_others(request: AuthenticatedRequest) -> None:
    if not rules.can_manage_register(request.user):
        raise PermissionDenied


def visible(request: AuthenticatedRequest, pk: int) -> RegisterUpdate:
    updates = RegisterUpdate.objects.visible_to(request.user)
    return get_object_or_404(updates.select_related("uploaded_by", "decided_by"), pk=pk)


def crumbs(here: str = "") -> list[tuple[str, str | None]]:
    """From the municipalities to the register to one update."""
    start: list[tuple[str, str | None]] = [
        (_("Kommuner"), reverse("pages:municipality_list")),
        (_("Kommuneregisteret"), reverse("register:update_list") if here else None),
    ]
    return [*start, (here, None)] if here else start
