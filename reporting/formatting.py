"""Values as people read them in Norwegian: in the page's language, with a thin hand."""

from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

NBSP = "\N{NO-BREAK SPACE}"


def number(value: int) -> str:
    return f"{value:,}".replace(",", NBSP)


def decimal(value: Decimal | str, *, places: int = 2) -> str:
    """At most `places` decimals, without zeros at the end: «7,5»."""
    rounded = round(Decimal(value), places)
    text = f"{rounded:,f}".rstrip("0").rstrip(".") if "." in f"{rounded:f}" else f"{rounded:,f}"
    return text.replace(",", NBSP).replace(".", ",")


def share(value: Decimal | str) -> str:
    return f"{decimal(value, places=1)}{NBSP}%"


def day(value: date) -> str:
    return date_format(value, "j. F Y")


def listed(names: list[str]) -> str:
    """«Alta, Bodø og Vadsø»."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s og %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
