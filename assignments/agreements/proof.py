"""Proving anew who one is, for each approval: with the second factor where the person has one.

Without it only demo mode goes on, with the password again; else the person is asked to turn on
sign-in in two steps. The proof stands in the form that approves: one proof, one approval.
"""

from enum import StrEnum

from allauth.mfa.base.forms import BaseAuthenticateForm
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from korus_portal.accounts.limits import count
from korus_portal.accounts.models import User

TRIES, WHILE = 10, 300


class Proof(StrEnum):
    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - the name of a way
    NONE = "none"


def asked_of(user: User) -> Proof:
    """How the person can prove it."""
    if is_mfa_enabled(user):
        return Proof.CODE
    return Proof.PASSWORD if settings.DEMO_MODE else Proof.NONE


def is_proven(user: User, secret: str) -> bool:
    """Raises limits.TooOftenError after too many tries. A code is used up."""
    count(f"agreements-proof:{user.pk}", TRIES, WHILE)
    match asked_of(user):
        case Proof.CODE:
            return bool(BaseAuthenticateForm({"code": secret}, user=user).is_valid())
        case Proof.PASSWORD:
            return user.check_password(secret)
        case _:
            return False
