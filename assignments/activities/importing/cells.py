"""Understanding single cells: days, numbers, and the parts of a list."""

import re
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from assignments.activities import rules
from assignments.activities.by_place import MOST_ATTENDANCES

EARLIEST = date(2000, 1, 1)
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
USUAL_DAY = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
# What a spreadsheet stores for a day in a cell that is not formatted as one.
SERIAL = re.compile(r"\d{5}")
SERIAL_START = date(1899, 12, 30)
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
HOURS = re.compile(r"\d{1,5}(?:[.,]\d{1,2})?")
WHOLE = re.compile(r"\d{1,9}(?:[.,]0+)?")


class CellProblemError(Exception):
    """The cell does not hold what its column promises. The message is for who sent the file."""


def day(shown: str) -> date:
    """A day that can be counted from (rule 1)."""
    found = any_day(shown)
    if not rules.can_count_from(found):
        raise CellProblemError(_("Datoen er fram i tid. Bare det som er gjort, kan importeres."))
    return found


def any_day(shown: str) -> date:
    refuse_formula(shown)
    found = written_day(shown)
    if found is None:
        raise CellProblemError(_("Skriv datoen som 2024-03-31 eller 31.3.2024."))
    if found < EARLIEST:
        raise CellProblemError(_("Datoen er for langt tilbake."))
    return found


def written_day(shown: str) -> date | None:
    if SERIAL.fullmatch(shown):
        return SERIAL_START + timedelta(days=int(shown))
    iso, usual = ISO_DAY.fullmatch(shown), USUAL_DAY.fullmatch(shown)
    if iso:
        year, month, number = iso.groups()
    elif usual:
        number, month, year = usual.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None


def hours(shown: str) -> Decimal:
    refuse_formula(shown)
    found = SPACES.sub("", shown)
    if not HOURS.fullmatch(found):
        raise CellProblemError(_("Skriv timer som et tall med høyst to desimaler, som 7,5."))
    return Decimal(found.replace(",", "."))


def number(shown: str) -> int:
    refuse_formula(shown)
    found = SPACES.sub("", shown)
    if not WHOLE.fullmatch(found):
        raise CellProblemError(_("«%(cell)s» er ikke et helt tall.") % {"cell": shown[:40]})
    value = int(re.split("[.,]", found)[0])
    if value > MOST_ATTENDANCES:
        raise CellProblemError(_("Tallet er for stort."))
    return value


def refuse_formula(shown: str) -> None:
    if shown.startswith(("=", "#")):
        raise CellProblemError(_("Cellen er en formel. Lim inn verdien i stedet."))


def parts(shown: str) -> list[str]:
    """What stands between semicolons, or on lines of its own."""
    return [part for part in (" ".join(one.split()) for one in re.split("[;\n]", shown)) if part]


def numbered(part: str) -> tuple[str, int | None]:
    """`4601=12` as a place and its number."""
    place, sign, count = part.partition("=")
    if not sign:
        return part, None
    return place.strip(), number(count.strip()) if count.strip() else None
