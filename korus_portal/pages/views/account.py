"""One's own account: who is signed in, as what, and how to be reached."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from korus_portal.accounts.forms import AccountForm
from korus_portal.accounts.http import AuthenticatedRequest
from korus_portal.accounts.models import User


@require_http_methods(["GET", "POST"])
def account(request: AuthenticatedRequest) -> HttpResponse:
    # A row of its own: a refused form must not change the name in the page's header.
    own = User.objects.visible_to(request.user).get(pk=request.user.pk)
    form = AccountForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Lagret."))
        response = redirect("pages:account")
        # The language stored on the account now decides, not one that was chosen before.
        response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
        return response
    context = {
        "form": form,
        "memberships": request.user.current_memberships,
        "has_second_factor": is_mfa_enabled(request.user),
    }
    return render(request, "pages/account.html", context)
