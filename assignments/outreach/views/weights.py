"""The page where a centre's leader decides how the score is weighed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assignments.outreach import weighing
from assignments.outreach.desk import Desk
from assignments.outreach.forms import WeightsForm
from assignments.outreach.gathering import weights_of
from assignments.outreach.score import NATIONAL
from assignments.outreach.views import opening
from assignments.outreach.views.opening import page_with_form, sent
from korus_portal.accounts.http import AuthenticatedRequest


@page_with_form
def weights(request: AuthenticatedRequest) -> HttpResponse:
    """The centre's own weights beside the national ones."""
    desk = _led(request)
    stored = weights_of(desk.centre)
    form = WeightsForm(sent(request), stored=stored)
    if form.is_valid() and _set(form, desk, request):
        return redirect(opening.address("outreach:call_list", desk))
    back = opening.address("outreach:call_list", desk)
    context = {
        "desk": desk,
        "form": form,
        "is_own": stored != NATIONAL,
        "back": back,
        "reset_url": opening.address("outreach:weights_reset", desk),
        "crumbs": [(_("Bør kontaktes"), back), (_("Vekter"), None)],
    }
    return render(request, "outreach/weights.html", context)


@require_POST
def weights_reset(request: AuthenticatedRequest) -> HttpResponse:
    desk = _led(request)
    weighing.reset_weights(centre=desk.centre, by=request.user)
    messages.success(request, _("Senteret bruker nå de nasjonale vektene."))
    return redirect(opening.address("outreach:call_list", desk))


def _led(request: AuthenticatedRequest) -> Desk:
    desk = opening.desk_in(request)
    if not desk.leads:
        raise PermissionDenied
    return desk


def _set(form: WeightsForm, desk: Desk, request: AuthenticatedRequest) -> bool:
    try:
        weighing.set_weights(
            centre=desk.centre,
            weights=form.weights(),
            seen=form.cleaned_data["seen"],
            by=request.user,
        )
    except weighing.WeightsMovedError:
        form.tell_moved(weights_of(desk.centre))
        return False
    messages.success(request, _("Vektene er lagret."))
    return True
