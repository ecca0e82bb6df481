"""allauth bent to the house: no open sign-up, and every sign-in leaves a trace."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from korus_portal.audit.log import record


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation."""
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        record("accounts.signed_in", user, by=user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response
