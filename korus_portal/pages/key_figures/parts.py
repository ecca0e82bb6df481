"""A key figure and the words that figures share. A figure always says what it is counted from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from reporting.dashboard.figures import Place, Reach
from reporting.dashboard.overtime import share_of
from reporting.dashboard.wording import number

# So many names stand in a sentence; the list has them all.
NAMED = 3


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure on a front page.

    `note` is the definition with what it is a part of, `beside` what it is compared with (empty
    where there is nothing meaningful), `more` another number that is told with it. Each has the
    page with the rows that were counted.
    """

    label: str
    value: str
    note: str
    href: str
    beside: str = ""
    beside_href: str = ""
    more: str = ""
    more_href: str = ""


def of_denominator(count: int, reach: Reach) -> str:
    """«12 av 39»; the count alone where there is no share, and never 0 for no data (12, 14)."""
    if reach.no_share == "no_data":
        return _("ingen data")
    if reach.no_share:
        return number(count)
    return part_of(count, reach.total)


def part_of(count: int, total: int) -> str:
    return _("%(count)s av %(total)s") % {"count": number(count), "total": number(total)}


def share_sentence(count: int, reach: Reach, year: int, *, of_what: str) -> str:
    """«30,8 % av kommunene i landet.», or why no share can be given."""
    why = {
        "no_data": _("Ingen bekreftet aktivitet i %(year)s. Det er ikke det samme som 0 %%."),
        "national": _("En nasjonal funksjon har ingen andel."),
        "unknown": _("Ansvarsområdet er ikke kjent, så andelen kan ikke regnes ut."),
    }
    if reach.no_share:
        return why[reach.no_share] % {"year": year}
    if not reach.total:
        return _("Ingen kommuner å regne andel av.")
    return f"{share_of(count, reach)} {of_what}"


def all_of(year: int, value: str) -> str:
    """A year that has ended beside one that has not: said, so that nobody takes it for a fall."""
    return _("Hele %(year)s: %(value)s") % {"year": year, "value": value}


def reach_before(count: int, reach: Reach, year: int) -> str:
    """Nothing where the places of the choice were not there that year."""
    return all_of(year, of_denominator(count, reach)) if reach.total else ""


def joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def names(places: list[Place]) -> str:
    """«Alta, Hasvik og Loppa»; of many only the first, in Norwegian order."""
    shown = [place.name for place in places[:NAMED]]
    if len(shown) < 2:
        return "".join(shown)
    return _("%(first)s og %(last)s") % {"first": ", ".join(shown[:-1]), "last": shown[-1]}


def whole_year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)
