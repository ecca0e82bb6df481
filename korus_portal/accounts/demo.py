"""The accounts of demo mode. They exist nowhere else and belong to no real person."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from korus_portal.accounts.models import Membership, Role

DOMAIN = "demo.example"
PASSWORD = "demo"  # noqa: S105 - printed on the sign-in page of demo mode
ADDRESSES = [
    "adviser",
    "leader",
    "leader-stavanger",
    "contact",
    "contact-utsira",
    "governor",
    "userorg",
    "directorate",
    "admin",
]


@dataclass(frozen=True)
class DemoAccount:
    email: str
    name: str
    role_label: str
    organisation: str


def addresses() -> list[str]:
    return [f"{name}@{DOMAIN}" for name in ADDRESSES]


def is_shut_out(user: AbstractBaseUser) -> bool:
    """Demo persons have a password that is known to all: outside demo mode they are nobody."""
    return not settings.DEMO_MODE and user.get_username().lower().endswith(f"@{DOMAIN}")


def demo_accounts() -> list[DemoAccount]:
    """Who can be signed in with one click, in the order of the loop. Empty until seeded."""
    emails = addresses()
    found = Membership.objects.current().filter(user__email__in=emails, user__is_active=True)
    by_email = {held.user.email: held for held in found.select_related("user", "organisation")}
    return [
        DemoAccount(
            email=email,
            name=by_email[email].user.name,
            role_label=str(Role(by_email[email].role).label),
            organisation=by_email[email].organisation.name,
        )
        for email in emails
        if email in by_email
    ]
