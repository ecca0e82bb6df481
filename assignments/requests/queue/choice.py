"""What somebody has chosen to see of a queue, as the query of an address.

The same words stand in the address of the page, in a saved filter and in what a file was made of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from assignments.requests.models import SupportRequest

NOBODY = "ingen"
ELSEWHERE = "annet"
ALL, WAITING = "alle", "uten_svar"
# Empty means the open ones: that is what a queue is for.
STATUSES = frozenset({"", ALL, WAITING, *SupportRequest.Status.values})


class Mark(TextChoices):
    NEVER = "aldri", _("Har aldri brukt senteret")
    SMALL = "liten", _("Liten kommune")
    EITHER = "foran", _("Liten eller aldri brukt senteret")


class Part(TextChoices):
    OWNER = "eier", _("Vi har saken")
    JOINT = "felles", _("Vi er med i saken")


class Confirmed(TextChoices):
    YES = "ja", _("Bare bekreftede")
    NO = "nei", _("Bare ubekreftede")


class Answered(TextChoices):
    YES = "besvart", _("Har fått første svar")
    NO = "ubesvart", _("Venter på første svar")
    IN_TIME = "i_tide", _("Svar innen fristen")
    LATE = "for_sent", _("Svar etter fristen, eller fristen er ute")


# The word in the address for each choice.
NAMES = {
    "status": "status",
    "theme": "tema",
    "adviser": "radgiver",
    "municipality": "kommune",
    "county": "fylke",
    "mark": "merke",
    "part": "eierskap",
    "confirmed": "bekreftet",
    "answered": "svar",
    "declined_because": "grunn",
    "pointed_to": "videre",
    "is_late": "over_fristen",
    "since": "fra",
    "until": "til",
}
CLOSED_LISTS: dict[str, frozenset[str]] = {
    "status": STATUSES,
    "mark": frozenset(Mark.values),
    "part": frozenset(Part.values),
    "confirmed": frozenset(Confirmed.values),
    "answered": frozenset(Answered.values),
    "declined_because": frozenset(SupportRequest.DeclineCode.values),
}
# Codes of themes, places and centres.
CODE = re.compile("[A-Za-z0-9_-]{1,40}")


@dataclass(frozen=True)
class Choice:
    """Empty is no choice. What is not understood is left out; the form says so at the field."""

    status: str = ""
    theme: str = ""
    adviser: str = ""
    municipality: str = ""
    county: str = ""
    mark: str = ""
    part: str = ""
    confirmed: str = ""
    answered: str = ""
    declined_because: str = ""
    pointed_to: str = ""
    is_late: bool = False
    since: date | None = None
    until: date | None = None

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        found: dict[str, Any] = {}
        for name, word in NAMES.items():
            if value := understood(name, str(given.get(word) or "").strip()):
                found[name] = value
        return cls(**found)

    @classmethod
    def of_query(cls, query: str) -> Self:
        return cls.read(dict(parse_qsl(query)))

    @property
    def query(self) -> str:
        return urlencode({NAMES[name]: written(value) for name, value in self.made.items()})

    @property
    def made(self) -> dict[str, Any]:
        """The choices that were made, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value}

    @property
    def is_narrowed(self) -> bool:
        return bool(self.made)

    def but(self, **changed: Any) -> Self:
        return replace(self, **changed)

    def address(self, centre_code: str, *, name: str = "requests:request_queue") -> str:
        own = urlencode({"senter": centre_code})
        return f"{reverse(name)}?{own}&{self.query}" if self.query else f"{reverse(name)}?{own}"


def understood(name: str, text: str) -> Any:
    """The value that the text stands for; something empty when it stands for none."""
    if name in CLOSED_LISTS:
        return text if text in CLOSED_LISTS[name] else ""
    if name == "is_late":
        return text in ("on", "true", "1")
    if name in ("since", "until"):
        return day_of(text)
    if name == "adviser":
        return text if text == NOBODY or re.fullmatch("[0-9]{1,9}", text) else ""
    return text if CODE.fullmatch(text) else ""


def day_of(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def written(value: Any) -> str:
    if value is True:
        return "on"
    return value.isoformat() if isinstance(value, date) else str(value)
