"""Sums of answers to the two questions that stand everywhere, and what is shown of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce

from django.utils.formats import number_format
from django.utils.translation import gettext as _

TENTH = Decimal("0.1")
# From this answer up it was useful, or close to practice.
HIGH = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """So many answers, their sums, and how many of them were 4 or 5."""

    n: int = 0
    useful: int = 0
    useful_high: int = 0
    practice: int = 0
    practice_high: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.n + other.n,
            self.useful + other.useful,
            self.useful_high + other.useful_high,
            self.practice + other.practice,
            self.practice_high + other.practice_high,
        )


@dataclass(frozen=True, slots=True)
class Opinion:
    """What stands of a tally of three answers or more."""

    n: int
    useful: Decimal
    useful_share: int
    practice: Decimal
    practice_share: int


def total(tallies: Iterable[Tally]) -> Tally:
    return reduce(Tally.__add__, tallies, Tally())


def opinion_of(tally: Tally) -> Opinion:
    return Opinion(
        tally.n,
        mean(tally.useful, tally.n),
        percent(tally.useful_high, tally.n),
        mean(tally.practice, tally.n),
        percent(tally.practice_high, tally.n),
    )


def mean(total: int, n: int) -> Decimal:
    return (Decimal(total) / n).quantize(TENTH, ROUND_HALF_UP)


def percent(part: int, n: int) -> int:
    return int((Decimal(100 * part) / n).quantize(Decimal(1), ROUND_HALF_UP))


def cells(opinion: Opinion | None) -> list[str]:
    """The row of a table. One mark for none and for too few: it tells neither from the other."""
    if opinion is None:
        return [_("færre enn 3"), "–", "–", "–", "–"]
    return [
        str(opinion.n),
        number_format(opinion.useful),
        f"{opinion.useful_share}\N{NO-BREAK SPACE}%",
        number_format(opinion.practice),
        f"{opinion.practice_share}\N{NO-BREAK SPACE}%",
    ]
