"""The gallery of components, and the choice between light and dark."""

from types import SimpleNamespace

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from korus_portal.design.forms import ComplaintForm, DemoForm, QuietForm

THEMES = ["auto", "light", "dark"]
ONE_YEAR = 365 * 24 * 60 * 60


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; what is not here does not exist."""
    context = {
        "crumbs": [(_("Forsiden"), "/"), (_("Min konto"), "/konto/"), (_("Komponenter"), None)],
        "form": DemoForm(),
        "wrong_form": ComplaintForm({"wrong-reply": "brevdue", "wrong-opened_on": "i går"}),
        "filter_form": QuietForm(),
        "first_page": Paginator(range(230), 25).page(1),
        "middle_page": Paginator(range(2300), 25).page(40),
        "only_page": Paginator(range(3), 25).page(1),
        "query": QueryDict("fylke=56"),
        "jobs": _jobs(),
        "tones": ["neutral", "info", "success", "warning", "danger"],
        "alert_tones": ["info", "success", "warning", "danger"],
        "long_text": _("Kommuneoverlegesamarbeidsavtaleforhandlingsmøtereferat"),
    }
    return render(request, "design/gallery.html", context)


@login_not_required
@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Keeps the choice in a cookie, so that it also holds for visitors."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    theme = request.POST.get("theme")
    if theme in THEMES:
        response.set_cookie(
            "theme",
            theme,
            max_age=ONE_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _jobs() -> list[SimpleNamespace]:
    """Bars that stand still: their ids lead nowhere, so nothing is asked for."""
    states = [("queued", 0, 0), ("running", 0, 0), ("running", 43, 120), ("done", 120, 120)]
    return [
        SimpleNamespace(id=f"shown-{number}", label=_("Årsrapport 2025"), state=s, done=d, total=t)
        for number, (s, d, t) in enumerate([*states, ("failed", 43, 120)])
    ]
