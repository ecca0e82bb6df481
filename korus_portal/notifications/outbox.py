"""Writing letters. They are stored with the change that caused them and sent after commit."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import translation

from korus_portal.accounts.models import User
from korus_portal.notifications.delivery import ask_for_delivery
from korus_portal.notifications.models import Letter


def notify(
    to: Iterable[User],
    *,
    kind: str,
    template: str,
    about: Model | None = None,
    path: str = "",
    context: dict[str, Any] | None = None,
) -> list[Letter]:
    """Write one letter to each person in that person's own language.

    `template` names two files: `<template>_subject.txt` and `<template>.txt`.
    """
    return [
        write(
            user.email,
            language=user.language,
            kind=kind,
            template=template,
            about=about,
            path=path,
            context=context,
            user=user,
        )
        for user in to
        if user.is_active
    ]


def notify_address(
    address: str,
    *,
    language: str,
    kind: str,
    template: str,
    about: Model | None = None,
    path: str = "",
    context: dict[str, Any] | None = None,
) -> Letter:
    """Write one letter to a plain address."""
    return write(
        address,
        language=language,
        kind=kind,
        template=template,
        about=about,
        path=path,
        context=context,
        user=None,
    )


def write(
    address: str,
    *,
    language: str,
    kind: str,
    template: str,
    about: Model | None,
    path: str,
    context: dict[str, Any] | None,
    user: User | None,
) -> Letter:
    shown = {**(context or {}), "about": about, "link": settings.SITE_URL + path, "user": user}
    with translation.override(language):
        subject = render_to_string(f"{template}_subject.txt", shown).strip()
        body = render_to_string(f"{template}.txt", shown).strip() + "\n"
    letter = Letter.objects.create(
        kind=kind,
        to=user,
        address=address,
        language=language,
        subject=subject,
        body=body,
        path=path,
        object_type=about._meta.label_lower if about else "",
        object_id=str(about.pk) if about else "",
    )
    transaction.on_commit(lambda: ask_for_delivery(letter.pk))
    return letter
