"""When two people change the same thing: who comes last sees both texts and decides."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Choices
from django.forms import BaseForm
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from korus_portal.design.numbers import shown_number


class StaleVersionError(Exception):
    """Somebody else saved the same thing since the form was opened."""


class AlreadySentError(Exception):
    """The same form was sent before, with another content (somebody went back and wrote on)."""

    def __init__(self, first: Any) -> None:
        super().__init__(first.pk)
        self.first = first


@dataclass(frozen=True)
class Difference:
    label: str
    stored: str
    own: str


def differences(stored: Any, own: Any, labels: Mapping[str, Any]) -> list[Difference]:
    """Where two values of the same dataclass differ, as texts to put side by side."""
    found = []
    for column in fields(stored):
        theirs, mine = getattr(stored, column.name), getattr(own, column.name)
        if theirs != mine:
            label = str(labels[column.name])
            found.append(Difference(label=label, stored=shown(theirs), own=shown(mine)))
    return found


def differing(
    stored: Mapping[str, Any], own: Mapping[str, Any], labels: Mapping[str, Any]
) -> list[Difference]:
    """Where two versions of a row differ, column by column."""
    return [
        Difference(label=str(labels[name]), stored=shown(stored[name]), own=shown(own[name]))
        for name in own
        if stored[name] != own[name]
    ]


def build_on(form: BaseForm, version: int) -> None:
    """Let the form, sent again, replace the version that its reader has now been shown."""
    sent: Any = form.data
    data = sent.copy()
    data["version"] = str(version)
    form.data = data


def shown(value: Any) -> str:
    """A value as a person would read it."""
    if value in (None, "", (), {}):
        return _("(tomt)")
    if isinstance(value, bool):
        return _("ja") if value else _("nei")
    return str(as_text(value))


def as_text(value: Any) -> Any:
    match value:
        case Choices():
            return value.label
        case date():
            return date_format(value, "j. F Y")
        case Decimal():
            return shown_number(value)
        case tuple():
            return ", ".join(str(as_text(part)) for part in value)
        case dict():
            return ", ".join(entry(key, number) for key, number in value.items())
        case _:
            return value


def entry(key: Any, number: int | Decimal | None) -> str:
    text = str(as_text(key))
    return text if number is None else f"{text} = {as_text(number)}"
