"""The municipalities: the list, and the page that says who helps and what has been given."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assignments.coverage.models import Level
from korus_portal.accounts.access import Viewer, parties
from korus_portal.accounts.http import PortalRequest
from korus_portal.accounts.models import Role
from korus_portal.pages import figures, links, places, public_activities, reach, serving
from korus_portal.pages.forms import MunicipalitySearchForm
from municipalities.models import County, Municipality


@login_not_required
@require_GET
def municipality_list(request: PortalRequest) -> HttpResponse:
    today = timezone.localdate()
    form = MunicipalitySearchForm(County.objects.in_force(on=today), request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    text, county = wanted.get("q") or "", wanted.get("fylke")
    found = places.found(places.in_force(on=today), text)
    if county:
        found = [place for place in found if place.county_code == county.code]
    context = {
        "form": form,
        "year": today.year,
        "rows": rows(found, reach.levels_by_place(today.year)),
        "retired": places.retired(text, on=today),
    }
    return render(request, "pages/municipality_list.html", context)


def rows(found: list[places.Place], levels: dict[int, Level]) -> list[tuple[str, ...]]:
    """Ready strings: hundreds of rows cost less when nothing is looked up in the template."""
    labels = {level: str(level.label) for level in Level}
    base = reverse("pages:municipality_list")
    return [
        (
            f"{base}{place.code}/",
            place.label,
            place.code,
            place.county,
            figures.number(place.population),
            labels[levels.get(place.pk, Level.UNKNOWN)],
        )
        for place in found
    ]


@login_not_required
@require_GET
def municipality_detail(request: PortalRequest, code: str) -> HttpResponse:
    today = timezone.localdate()
    known = Municipality.objects.select_related("county", "parent")
    municipality = get_object_or_404(known, code=code)
    is_in_force = municipality.is_in_force(today)
    page = request.GET.get("page")
    context = {
        "municipality": municipality,
        "heading": heading(municipality),
        "lead": lead(municipality),
        "population": figures.number(municipality.population),
        "is_in_force": is_in_force,
        "services": serving.services_of(municipality, on=today) if is_in_force else None,
        "history": places.history(municipality),
        "became": [] if is_in_force else places.became(municipality, on=today),
        "years": reach.years_of(municipality, on=today),
        "districts": reach.districts_of(municipality, on=today),
        "shown_years": [today.year, today.year - 1],
        "page_obj": public_activities.of_municipality(municipality, page, on=today),
        "crumbs": [(_("Kommuner"), links.to("pages:municipality_list")), (str(municipality), None)],
        "request_url": request_url(request.user, municipality),
    }
    return render(request, "pages/municipality_detail.html", context)


def request_url(viewer: Viewer, municipality: Municipality) -> str:
    """Where its own contacts ask for support; nowhere for others."""
    is_own = municipality.organisation_id in parties(viewer, Role.CONTACT)
    return reverse("requests:request_new") if is_own else ""


def heading(municipality: Municipality) -> str:
    names = [municipality.name, municipality.name_sami, municipality.name_kven]
    return " – ".join(dict.fromkeys(name for name in names if name))


def lead(municipality: Municipality) -> str:
    if municipality.parent:
        return _("Bydel i %(city)s") % {"city": municipality.parent}
    return _("Kommune i %(county)s") % {"county": municipality.county}
