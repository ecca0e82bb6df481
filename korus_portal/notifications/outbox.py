"""Telling people. What is told is stored with the change that caused it, as a notice in the
portal and as a letter to those who want one; letters are sent after commit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from korus_portal.accounts.models import User
from korus_portal.notifications import choices, kinds
from korus_portal.notifications.delivery import ask_for_delivery
from korus_portal.notifications.models import Letter, Mode, Notice

LONGEST_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class News:
    """What is told, whoever reads it. `template` names `<template>_subject.txt` and
    `<template>.txt`."""

    kind: str
    template: str
    about: Model | None = None
    path: str = ""
    context: dict[str, Any] = field(default_factory=dict)

    @property
    def link(self) -> str:
        return str(settings.SITE_URL) + self.path

    @property
    def tells_about(self) -> dict[str, str]:
        if self.about is None:
            return {}
        return {"object_type": self.about._meta.label_lower, "object_id": str(self.about.pk)}

    def render(self, name: str, language: str, user: User | None) -> str:
        shown = {**self.context, "about": self.about, "link": self.link, "user": user}
        with translation.override(language):
            return render_to_string(name, shown).strip()

    def subject(self, language: str, user: User | None) -> str:
        """On one line, however the names in it were written."""
        text = self.render(f"{self.template}_subject.txt", language, user)
        return " ".join(text.split())[:LONGEST_SUBJECT]

    def letter(self, address: str, *, language: str, user: User | None) -> Letter:
        body = self.render(f"{self.template}.txt", language, user)
        return Letter(
            kind=self.kind,
            to=user,
            address=address,
            language=language,
            subject=self.subject(language, user),
            body=f"{body}\n\n{footer(body, self.link, language, user)}\n",
            path=self.path,
            **self.tells_about,
        )

    def notice(self, user: User, mode: str, letter: Letter | None) -> Notice:
        return Notice(
            user=user,
            kind=self.kind,
            text=letter.subject if letter else self.subject(user.language, user),
            path=self.path,
            mode=mode,
            letter=letter,
            told_at=letter.created_at if letter else None,
            **self.tells_about,
        )


def footer(body: str, link: str, language: str, user: User | None) -> str:
    """What every letter ends with: nobody reads a reply, and where to say it instead."""
    can_choose = user is not None and user.has_usable_password()
    shown = {
        "has_link": link in body,
        "link": link,
        "choices": settings.SITE_URL + reverse("notifications:choices") if can_choose else "",
    }
    with translation.override(language):
        return render_to_string("notifications/emails/_footer.txt", shown).strip()


def notify(
    to: Iterable[User],
    *,
    kind: str,
    template: str,
    about: Model | None = None,
    path: str = "",
    context: dict[str, Any] | None = None,
) -> list[Letter]:
    """Tell each person in that person's own language. Returns the letters that are sent at once.

    Each has a notice in the portal, and a letter as the person has chosen for this kind: at
    once, with the day's others (`digests`), or none.
    """
    news, about_kind = News(kind, template, about, path, context or {}), kinds.of(kind)
    people = {person.pk: person for person in to if person.is_active}
    with transaction.atomic(savepoint=False):
        wanted = choices.modes(people.values(), about_kind)
        letters = store(
            news.letter(person.email, language=person.language, user=person)
            for person in people.values()
            if wanted[person.pk] == Mode.AT_ONCE
        )
        if about_kind.in_portal:
            written = {letter.to_id: letter for letter in letters}
            Notice.objects.bulk_create(
                news.notice(person, wanted[pk], written.get(pk)) for pk, person in people.items()
            )
    return letters


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
    news = News(kind, template, about, path, context or {})
    return store([news.letter(address, language=language, user=None)])[0]


def store(letters: Iterable[Letter]) -> list[Letter]:
    """Put letters in the outbox; the workers are told after commit."""
    stored = Letter.objects.bulk_create(letters)
    if stored:
        transaction.on_commit(partial(ask_for_delivery, *[letter.pk for letter in stored]))
    return stored
