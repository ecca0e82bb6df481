"""What becomes of a batch: taken into use, thrown away, or withdrawn."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from korus_portal.accounts.http import AuthenticatedRequest
from municipalities.indicators.actions import applying, large
from municipalities.indicators.actions.states import (
    AlreadyImportedError,
    HasErrorsError,
    WrongStateError,
)
from municipalities.indicators.forms.batches import WithdrawForm
from municipalities.indicators.models import Batch
from municipalities.indicators.paths import batch_path, crumbs_of


@require_POST
def batch_apply(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = _visible(request, pk)
    try:
        job = large.apply_or_ask(batch=batch, by=request.user)
    except WrongStateError:
        messages.info(request, _("Importen er allerede behandlet."))
    except HasErrorsError:
        messages.error(request, _("Filen har feil. Rett den og last den opp på nytt."))
    except AlreadyImportedError:
        messages.error(request, _("Den samme filen er allerede tatt i bruk."))
    else:
        if job:
            return redirect(job)
        messages.success(request, _("Tallene er tatt i bruk."))
    return redirect(batch_path(batch))


@require_POST
def batch_discard(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    batch = _visible(request, pk)
    try:
        applying.discard_batch(batch=batch, by=request.user)
    except WrongStateError:
        messages.info(request, _("Importen er allerede behandlet."))
    else:
        messages.success(request, _("Filen er forkastet. Ingen tall er endret."))
    return redirect(batch_path(batch))


@require_http_methods(["GET", "HEAD", "POST"])
def batch_withdraw(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    """Take the values out of use, and say why."""
    batch = _visible(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if batch.state != Batch.State.APPLIED:
        messages.info(request, _("Bare tall som er i bruk, kan trekkes tilbake."))
        return redirect(batch_path(batch))
    if form.is_valid():
        return _withdraw(request, batch, form.cleaned_data["reason"])
    crumbs = crumbs_of(batch, here=_("Trekk tilbake"))
    context = {"form": form, "batch": batch, "crumbs": crumbs}
    return render(request, "indicators/batch_withdraw.html", context)


def _withdraw(request: AuthenticatedRequest, batch: Batch, reason: str) -> HttpResponse:
    try:
        job = large.withdraw_or_ask(batch=batch, reason=reason, by=request.user)
    except WrongStateError:
        messages.info(request, _("Importen er allerede behandlet."))
    else:
        if job:
            return redirect(job)
        messages.success(request, _("Tallene er trukket tilbake. Det de erstattet, gjelder igjen."))
    return redirect(batch_path(batch))


def _visible(request: AuthenticatedRequest, pk: int) -> Batch:
    return get_object_or_404(Batch.objects.visible_to(request.user), pk=pk)
