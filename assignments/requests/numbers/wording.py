"""Figures in words: days, shares, and for how many of all they are given."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assignments.requests.numbers.figures import Spread


def days_text(days: float | None) -> str:
    """«3,5 dager»; nothing is known of no rows."""
    if days is None:
        return "–"
    rounded = round(days, 1)
    shown = number_format(rounded, decimal_pos=0 if rounded == int(rounded) else 1)
    return _("1 dag") if rounded == 1 else _("%(n)s dager") % {"n": shown}


def share_text(share: float | None) -> str:
    return "–" if share is None else f"{round(share * 100)}\N{NO-BREAK SPACE}%"


def given_text(given: int, of: int) -> str:
    """How many of all a figure rests on."""
    return _("Gjelder %(given)s av %(of)s.") % {"given": given, "of": of}


def given(spread: Spread) -> str:
    return given_text(spread.given, spread.of)
