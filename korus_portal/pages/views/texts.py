"""Pages of text: about, accessibility, privacy. And the sign of life for machines."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from korus_portal.pages import health, privacy


@login_not_required
@require_GET
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


@login_not_required
@require_GET
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html", {"contact_email": settings.CONTACT_EMAIL})


@login_not_required
@require_GET
def privacy_register(request: HttpRequest) -> HttpResponse:
    context = {"entries": privacy.REGISTER, "contact_email": settings.CONTACT_EMAIL}
    return render(request, "pages/privacy.html", context)


@login_not_required
@never_cache
@require_GET
def healthz(_request: HttpRequest) -> JsonResponse:
    states = health.states()
    return JsonResponse(states, status=503 if "down" in states.values() else 200)
