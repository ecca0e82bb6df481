"""Who can be signed in at all. Asked at sign-in and at every request of a session."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from korus_portal.accounts import demo


class PortalBackend(AuthenticationBackend):  # type: ignore[misc]  # untyped base
    """allauth's sign-in by e-mail, closed to demo persons where demo mode is off."""

    def authenticate(
        self, request: HttpRequest | None, **credentials: Any
    ) -> AbstractBaseUser | None:
        """A demo person's password is wrong, like any other: the page gives nothing away."""
        user = super().authenticate(request, **credentials)
        return None if user is None or demo.is_shut_out(user) else user

    def get_user(self, user_id: int) -> AbstractBaseUser | None:
        """Asked for each request of a session: those that exist already end too."""
        user = super().get_user(user_id)
        return None if user is None or demo.is_shut_out(user) else user
