"""The link by which an invited person chooses a password: allauth's own reset link."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from korus_portal.accounts.models import User

KIND = "accounts.invitation"


def path(user: User) -> str:
    """Works once and for a limited time: the key dies with the password it was made for."""
    arguments = {
        "uidb36": user_pk_to_url_str(user),
        "key": default_token_generator.make_token(user),
    }
    return reverse("account_reset_password_from_key", kwargs=arguments)


def days() -> int:
    return int(settings.PASSWORD_RESET_TIMEOUT // 86_400)
