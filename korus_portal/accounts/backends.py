"""Who can be signed in at all. Asked at sign-in and at every request of a session."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from korus_portal.accounts import demo


class PortalBackend(AuthenticationBackend):
    """allauth's sign-in by e-mail, closed to demo persons where demo mode is off."""

    def authenticate(
        self, request: HttpRequest | None, **credentials: Any
    ) -> AbstractBaseUser | None:
        """A demo person's password is wrong, like any other: the page gives nothing away."""
        user = super().authenticate(request, **credentials)
        return None if user is None or demo.is_shut_out(user) else user

    def user_can_authenticate(self, user: Any) -> bool:
        """Whether an existing session still stands for anybody."""
        return super().user_can_authenticate(user) and not demo.is_shut_out(user)
