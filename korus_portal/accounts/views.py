"""One-click sign-in where demo mode is on, and nowhere else."""

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from korus_portal.accounts import demo
from korus_portal.accounts.http import PortalRequest
from korus_portal.accounts.models import User


@login_not_required
@require_POST
def demo_sign_in(request: PortalRequest) -> HttpResponse:
    """Sign in as one of the demo persons. The trail is written by the sign-in adapter."""
    email = request.POST.get("email", "")
    if not settings.DEMO_MODE or email not in demo.addresses():
        raise Http404
    user = get_object_or_404(User, email=email, is_active=True)
    target = get_next_redirect_url(request) or settings.LOGIN_REDIRECT_URL
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=target))
    return response
