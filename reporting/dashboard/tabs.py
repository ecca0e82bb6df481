"""The pages of coverage: the same choice, one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting.dashboard.choice import Choice

# Name of the address, and what the reader calls the page.
PAGES: list[tuple[str, str | Promise]] = [
    ("reporting:coverage", _("Oversikt")),
    ("reporting:coverage_years", _("Over tid")),
    ("reporting:coverage_evenness", _("Fordeling")),
    ("reporting:coverage_work", _("Arbeid og midler")),
    ("reporting:coverage_unreached", _("Ikke nådd")),
    ("reporting:coverage_meeting", _("Overlapp og hull")),
    ("reporting:coverage_rules", _("Slik teller vi")),
]


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    href: str
    is_current: bool


def of_choice(query: str, current: str) -> list[Tab]:
    return [Tab(str(label), f"{reverse(name)}?{query}", name == current) for name, label in PAGES]


def address(choice: Choice, name: str) -> str:
    """The same choice on another of the pages."""
    return f"{reverse(name)}?{choice.query()}"
