"""allauth bent to the house: no open sign-up, and every sign-in leaves a trace."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse

from korus_portal.accounts import demo
from korus_portal.accounts.models import User
from korus_portal.audit.log import record


def remember_address(user: User) -> None:
    """Tell allauth that the address is the person's: the password was set through a letter to it.

    Without this it refuses a second factor.
    """
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by invitation."""
        return False

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Written by the portal like its own letters: no machine is to answer."""
        every = {**settings.MAIL_HEADERS, **(headers or {})}
        letter: EmailMessage = super().render_mail(template_prefix, email, context, every)
        return letter

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        """Also the ways in without a password, such as a new password's link, end here."""
        if demo.is_shut_out(user):
            raise PermissionDenied
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        record("accounts.signed_in", user, by=user)
        remember_address(user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        return response
