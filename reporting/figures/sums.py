"""Sums of activities, each with the ids of the rows that it was counted from."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reporting.gathering import ActivityRow

Figures = dict[str, Any]


def counted(rows: Iterable[ActivityRow]) -> Figures:
    every = list(rows)
    return {"value": events(every), "rows": [row.pk for row in every]}


def events(rows: Iterable[ActivityRow]) -> int:
    """Rows of the same event, in which the centre was a partner, count once (rule 19)."""
    return len({row.event for row in rows})


def hours_sum(rows: Iterable[ActivityRow]) -> Figures:
    """Empty is unknown, not 0: the sum says how many gave it (rule 15)."""
    every = list(rows)
    given = [row for row in every if row.hours is not None]
    return {
        "value": hours_text(given),
        "given": events(given),
        "of": events(every),
        "rows": [row.pk for row in given],
    }


def attendances_sum(rows: Iterable[ActivityRow]) -> Figures:
    """Attendances, not persons (rule 17)."""
    every = list(rows)
    given = [row for row in every if row.attendances is not None]
    return {
        "value": sum(row.attendances or 0 for row in given),
        "given": events(given),
        "of": events(every),
        "rows": [row.pk for row in given],
    }


def grouped(
    activities: Iterable[ActivityRow], codes_of: Callable[[ActivityRow], list[str]]
) -> list[Figures]:
    """Activities and hours per code, in the order of the codes; the first code of an activity takes
    the hours (rule 21)."""
    counting: dict[str, list[ActivityRow]] = defaultdict(list)
    giving: dict[str, list[ActivityRow]] = defaultdict(list)
    for row in activities:
        codes = codes_of(row)
        giving[codes[0]].append(row)
        for code in codes:
            counting[code].append(row)
    return [
        {"code": code, **counted(rows), "hours": hours_text(giving[code])}
        for code, rows in sorted(counting.items())
    ]


def share_of(part: Decimal, whole: Decimal) -> str | None:
    """In per cent with one decimal; nothing can be said of a share of nothing."""
    return f"{rounded(100 * part / whole, '0.1')}" if whole else None


def hours_of(rows: Iterable[ActivityRow]) -> Decimal:
    return sum((row.hours for row in rows if row.hours is not None), Decimal(0))


def hours_text(rows: Iterable[ActivityRow]) -> str:
    return f"{hours_of(rows):.2f}"


def rounded(value: Decimal, unit: str) -> Decimal:
    return value.quantize(Decimal(unit), rounding=ROUND_HALF_UP)
