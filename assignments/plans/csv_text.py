"""Tables as CSV, in two forms, for everything that can be downloaded.

«Excel» is what a Norwegian Excel opens by a double click: semicolons, decimal comma, a byte order
mark, and an apostrophe before what a spreadsheet would run as a formula. «CSV» is RFC 4180 with
the texts exactly as stored.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from assignments.plans.numbers import trimmed

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class Format(TextChoices):
    EXCEL = "excel", _("Excel (semikolon)")
    PLAIN = "csv", _("CSV (komma)")


@dataclass(frozen=True)
class Style:
    delimiter: str
    before: str
    decimal: str
    is_guarded: bool


STYLES = {
    Format.EXCEL: Style(delimiter=";", before="\N{BYTE ORDER MARK}", decimal=",", is_guarded=True),
    Format.PLAIN: Style(delimiter=",", before="", decimal=".", is_guarded=False),
}


def style_of(code: str) -> Style:
    """The style asked for; Excel's where none is known."""
    return STYLES[Format(code)] if code in Format else STYLES[Format.EXCEL]


class Line:
    """A file of one line: the csv writer writes it, and it is handed on at once."""

    def write(self, text: str) -> str:
        return text


def as_text(cell: Any, style: Style) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{trimmed(cell):f}".replace(".", style.decimal)
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    return f"'{text}" if style.is_guarded and text.startswith(FORMULA_STARTS) else text
