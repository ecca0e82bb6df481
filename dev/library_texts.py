"""The libraries whose own texts reach our pages, and which of those they have translated.

allauth and django-filter know no nynorsk, and Django's two catalogues lag behind its texts.
What a library lacks, our catalogues must hold; what it has, they may say better.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.pofile import read_po

from dev.paths import site_packages

SHOWN = [
    "allauth/account/adapter.py",
    "allauth/account/fields.py",
    "allauth/account/forms.py",
    "allauth/mfa/adapter.py",
    "allauth/mfa/base/forms.py",
    "allauth/mfa/totp/forms.py",
    "allauth/templates/account",
    "allauth/templates/mfa",
    "django/contrib/admin/actions.py",
    "django/contrib/admin/filters.py",
    "django/contrib/admin/options.py",
    "django/contrib/admin/sites.py",
    "django/contrib/admin/templates",
    "django/contrib/admin/templatetags",
    "django/contrib/admin/views",
    "django/contrib/admin/widgets.py",
    "django/contrib/auth/password_validation.py",
    "django/core/validators.py",
    "django/db/models/base.py",
    "django/db/models/fields",
    "django/forms",
    "django_filters/fields.py",
    "django_filters/filters.py",
    "django_filters/widgets.py",
]
# Ways to sign in that the settings leave out.
SWITCHED_OFF = ("webauthn", "passkey", "phone", "login_code")
TRANSLATED = ["allauth", "django/conf", "django/contrib/admin", "django/contrib/auth"]


def files() -> Iterator[Path]:
    """Every file of a library that may hold a text for our pages."""
    for place in SHOWN:
        path = site_packages() / place
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if not any(word in str(file) for word in (*SWITCHED_OFF, "/locale/", "/jsi18n/")):
                yield file


def translated(language: str) -> set[tuple[str, str | None]]:
    """What the libraries themselves say in the language: singular text and context."""
    found = set()
    for package in TRANSLATED:
        path = site_packages() / package / "locale" / language / "LC_MESSAGES" / "django.po"
        if path.exists():
            with path.open("rb") as file:
                messages = [message for message in read_po(file, locale=language) if message.string]
            found |= {(singular(message.id), message.context) for message in messages}
    return found


def singular(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else text[0]
