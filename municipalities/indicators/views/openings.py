"""Who figures are opened for: the list, a new opening, the end of one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from korus_portal.accounts.http import AuthenticatedRequest
from municipalities.indicators import rules
from municipalities.indicators.actions import opening
from municipalities.indicators.forms.openings import OpeningForm
from municipalities.indicators.models import Opening

PER_PAGE = 30


@require_GET
def opening_list(request: AuthenticatedRequest) -> HttpResponse:
    """What one has opened, and what is opened for one. Those in force first."""
    visible = Opening.objects.visible_to(request.user).select_related(
        "source", "municipality", "receiver", "opened_by", "ended_by"
    )
    rows = Paginator(
        visible.order_by(F("ended_at").desc(nulls_first=True), "-opened_at", "-pk"), PER_PAGE
    )
    page = rows.get_page(request.GET.get("page"))
    endable = rules.endable(request.user, page.object_list)
    context = {
        "page": page,
        "endable": endable,
        "can_open": rules.keeps_openings(request.user),
        "new_url": reverse("indicators:opening_new"),
        "crumbs": _crumbs(),
    }
    return render(request, "indicators/opening_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def opening_new(request: AuthenticatedRequest) -> HttpResponse:
    if not rules.keeps_openings(request.user):
        raise PermissionDenied
    form = OpeningForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_valid():
        try:
            opening.open_figures(by=request.user, **form.cleaned_data)
        except opening.AlreadyOpenError:
            form.add_error("receiver", _("Tallene er allerede åpnet for denne mottakeren."))
        else:
            messages.success(request, _("Tallene er åpnet."))
            return redirect("indicators:opening_list")
    context = {"form": form, "crumbs": _crumbs(here=_("Åpne tall"))}
    return render(request, "indicators/opening_new.html", context)


@require_POST
def opening_end(request: AuthenticatedRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Opening.objects.visible_to(request.user), pk=pk)
    opening.end_opening(opening=found, by=request.user)
    messages.success(request, _("Åpningen er lukket."))
    return redirect("indicators:opening_list")


def _crumbs(*, here: str = "") -> list[tuple[str, str | None]]:
    own = reverse("indicators:opening_list")
    found: list[tuple[str, str | None]] = [(_("Indikatorer"), reverse("indicators:source_list"))]
    found.append((_("Åpninger"), own if here else None))
    return [*found, (here, None)] if here else found
