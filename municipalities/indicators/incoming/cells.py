"""Understanding single cells: numbers with SSB's signs, and years."""

import re
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from municipalities.indicators.incoming.tables import Cell, text
from municipalities.indicators.models import Mark

FIRST_YEAR = 1990
SPACES = " \u00a0\u202f\u2009"
MINUS = ("-", "\N{MINUS SIGN}", "\N{EN DASH}")
WHOLE = rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+|[0-9]+"
NUMBER = re.compile(rf"(?:{WHOLE})(?:[.,][0-9]+)?")
FINEST = Decimal("0.0001")
LARGEST = Decimal(10) ** 10
Figure = tuple[Decimal | None, str]


class CellProblemError(Exception):
    """The cell does not hold what its column promises. The message is for whoever sent it."""


def figure(cell: Cell) -> Figure:
    """A value with its sign: a number, «-» for nothing, or a sign that hides it or lacks it."""
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        return bounded(Decimal(str(cell))), Mark.GIVEN
    shown = text(cell)
    if shown == Mark.ZERO:
        return Decimal(0), Mark.ZERO
    if shown in (Mark.SUPPRESSED, Mark.MISSING, Mark.NOT_APPLICABLE):
        return None, Mark(shown)
    refuse_what_is_no_number(shown)
    plain = re.sub(rf"[{SPACES}]", "", shown).replace(",", ".")
    return bounded(Decimal(plain)), Mark.GIVEN


def refuse_what_is_no_number(shown: str) -> None:
    if not shown:
        raise CellProblemError(_("Cellen er tom. Skriv .. når tallet mangler."))
    refuse_formula(shown)
    if shown.startswith(MINUS) and NUMBER.fullmatch(shown[1:].strip(SPACES)):
        raise CellProblemError(_("Tallet er negativt."))
    if not NUMBER.fullmatch(shown):
        raise CellProblemError(_("Her skal det stå et tall, eller ett av tegnene : .. . -"))


def refuse_formula(shown: str) -> None:
    if shown.startswith("="):
        raise CellProblemError(_("Cellen er en formel. Lim inn verdien i stedet."))
    if shown.startswith("#"):
        raise CellProblemError(_("Cellen er en formel med feil."))


def bounded(value: Decimal) -> Decimal:
    """Four decimals, and no more digits than can be stored."""
    if not value.is_finite():
        raise CellProblemError(_("Her skal det stå et tall, eller ett av tegnene : .. . -"))
    if value < 0:
        raise CellProblemError(_("Tallet er negativt."))
    if value >= LARGEST:
        raise CellProblemError(_("Tallet er for stort."))
    return value.quantize(FINEST)


def year(cell: Cell) -> int:
    shown = text(cell)
    if not shown:
        raise CellProblemError(_("Årstallet mangler."))
    refuse_formula(shown)
    if not re.fullmatch(r"[0-9]{4}", shown):
        raise CellProblemError(_("Her skal det stå et årstall med fire sifre."))
    return year_in_range(int(shown))


def year_in_range(found: int) -> int:
    if found < FIRST_YEAR:
        raise CellProblemError(_("Årstallet er før %(year)d.") % {"year": FIRST_YEAR})
    if found > timezone.localdate().year:
        raise CellProblemError(_("Årstallet er i framtiden."))
    return found
