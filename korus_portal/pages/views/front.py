"""The front page, which is another for each role, and the way to one's own municipality."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from korus_portal.accounts.http import PortalRequest
from korus_portal.accounts.models import User
from korus_portal.pages import front, places
from korus_portal.pages.forms import FindForm
from korus_portal.pages.next_steps.sections import sections


@login_not_required
@require_GET
def front_page(request: PortalRequest) -> HttpResponse:
    today = timezone.localdate()
    if isinstance(request.user, User):
        context = {"sections": sections(request.user, on=today), "today": today}
        return render(request, "pages/front_signed_in.html", context)
    here = places.in_force(on=today)
    context = {
        "form": FindForm(places.choices(here), auto_id="finn-%s"),
        "coverage": front.public_coverage(on=today),
    }
    return render(request, "pages/front.html", context)


@login_not_required
@require_GET
def find_centre(request: PortalRequest) -> HttpResponse:
    """Leads on to the municipality. A name typed by hand works as well as a chosen number."""
    text = request.GET.get("kommune", "").strip()
    found = places.found(places.in_force(on=timezone.localdate()), text) if text else []
    named = [place for place in found if text in (place.code, place.name)] or found
    if len(named) == 1:
        return redirect("pages:municipality_detail", named[0].code)
    return redirect(f"{reverse('pages:municipality_list')}?{urlencode({'q': text})}")
