"""Figures in the structure of a day (rules.md, 23).

One to one goes freely. What a merge brought together is added up where the indicator is additive;
a part that is suppressed makes the sum suppressed, a part that is missing makes it missing. What a
split or a merge leaves ambiguous has no value, and the note says why.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from municipalities.indicators.models import Mark
from municipalities.models import Municipality
from municipalities.structure import Carried, Chain

NAMES_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it is shown: a value, or the sign that stands in its place, and what to know."""

    value: Decimal | None
    mark: str
    year: int
    note: str = ""
    # When its batch was applied; for a sum, the last of them.
    applied_at: datetime | None = None


class Told(NamedTuple):
    """A value as a batch told it, and when that batch was applied."""

    indicator: int
    place: int
    year: int
    value: Decimal | None
    mark: str
    applied_at: datetime


Key = tuple[int, int, int]  # indicator, place, year


class Carrier:
    """Brings values into the structure of `on`. Asks for names once, and only for notes."""

    def __init__(self, chain: Chain, *, on: date, additive: Collection[int]) -> None:
        self.chain, self.on, self.additive = chain, on, set(additive)
        self.names: dict[str, str] = {}
        self.asked: dict[tuple[str, date, date], Carried] = {}

    def carry(self, rows: Iterable[Told]) -> dict[Key, Shown]:
        gathered: dict[tuple[int, str, int], dict[str, Told]] = defaultdict(dict)
        for row in rows:
            code = self.chain.codes[row.place]
            for target in self._carried(code, self._day(row.year), self.on).codes:
                held = gathered[row.indicator, target, row.year]
                if code not in held or held[code].applied_at < row.applied_at:
                    held[code] = row
        self._learn_names(gathered)
        return {
            (indicator, self.chain.places[target].pk, year): self._shown(target, year, parts)
            for (indicator, target, year), parts in gathered.items()
        }

    def _shown(self, target: str, year: int, parts: dict[str, Told]) -> Shown:
        exact = [row for code, row in parts.items() if self._is_same(code, target, year)]
        if exact:
            best = max(
                exact, key=lambda row: (row.applied_at, self.chain.codes[row.place] == target)
            )
            return Shown(best.value, best.mark, year, "", best.applied_at)
        whole, shared = self._parts_of(target, year, parts)
        if not whole:
            names = self._listed(parts)
            note = _("Tallet gjelder %(names)s og kan ikke fordeles.") % {"names": names}
            return Shown(None, Mark.MISSING, year, note)
        return self._brought_together(year, parts, whole, shared)

    def _brought_together(
        self, year: int, parts: dict[str, Told], whole: list[str], shared: list[str]
    ) -> Shown:
        """A merge: the sum of its parts, if they can be added up and all of them are known."""
        note = _("Uten %(names)s, som ble delt.") % {"names": self._listed(shared)}
        note = note if shared else ""
        rows = [parts[code] for code in whole if code in parts]
        if len(whole) == 1 and rows:
            return Shown(rows[0].value, rows[0].mark, year, note, rows[0].applied_at)
        names = {"names": self._listed(whole)}
        if not {row.indicator for row in rows} <= self.additive:
            why = _("Gjelder %(names)s hver for seg. Tallene kan ikke legges sammen.") % names
            return Shown(None, Mark.MISSING, year, why)
        value, mark = added_up(rows, of=len(whole))
        why = _("Lagt sammen av tallene for %(names)s.") % names
        if value is None:
            why = _("Kan ikke legges sammen: ikke alle tallene for %(names)s er kjent.") % names
        last = max((row.applied_at for row in rows), default=None)
        return Shown(value, mark, year, f"{why} {note}".strip(), last)

    def _parts_of(
        self, target: str, year: int, parts: dict[str, Told]
    ) -> tuple[list[str], list[str]]:
        """The codes that `target` was made of in the year: those it took in whole, and the split.

        Nothing is whole where the figures are younger than the structure asked for.
        """
        day = self._stood(next(iter(parts)), year)
        if day > self.on:
            return [], list(parts)
        older = self._carried(target, self.on, day).codes
        whole = [code for code in older if not self._carried(code, day, self.on).is_split]
        return whole, [code for code in older if code not in whole]

    def _is_same(self, code: str, target: str, year: int) -> bool:
        """One to one in both directions."""
        if code == target:
            return True
        day = self._stood(code, year)
        there = self._carried(code, day, self.on)
        back = self._carried(target, self.on, day)
        return not there.is_split and not back.is_split and back.codes == (code,)

    def _stood(self, code: str, year: int) -> date:
        """A day in the structure that the figure stands in."""
        return self.chain.places[code].nearest_day(self._day(year))

    def _day(self, year: int) -> date:
        return date(year, 1, 1)

    def _learn_names(self, gathered: dict[tuple[int, str, int], dict[str, Told]]) -> None:
        """The names that notes may need: of every code that stands for another."""
        wanted: set[str] = set()
        for (_indicator, target, year), parts in gathered.items():
            if parts.keys() != {target}:
                older = self._carried(target, self.on, min(self._day(year), self.on))
                wanted.update(parts, older.codes)
        if wanted:
            named = Municipality.objects.filter(code__in=wanted).values_list("code", "name")
            self.names = dict(named)

    def _carried(self, code: str, on: date, to: date) -> Carried:
        """What the chain says; thousands of rows ask the same."""
        key = (code, on, to)
        if key not in self.asked:
            self.asked[key] = self.chain.carry(code, on=on, to=to)
        return self.asked[key]

    def _listed(self, codes: Iterable[str]) -> str:
        names = [self.names.get(code, code) for code in sorted(codes)]
        more = len(names) - NAMES_AT_MOST
        shown = ", ".join(names[:NAMES_AT_MOST])
        return (
            _("%(names)s og %(more)d til") % {"names": shown, "more": more} if more > 0 else shown
        )


def added_up(rows: Collection[Told], *, of: int) -> tuple[Decimal | None, str]:
    """A sum with the sign that stands for it: hidden where a part is hidden, else missing where
    one is missing."""
    if any(row.mark == Mark.SUPPRESSED for row in rows):
        return None, Mark.SUPPRESSED
    values = [row.value for row in rows if row.value is not None]
    if len(values) < of:
        return None, Mark.MISSING
    total = sum(values, Decimal(0))
    return total, Mark.GIVEN if total else rows_mark(rows)


def rows_mark(rows: Iterable[Told]) -> str:
    """Nothing and nothing is nothing, by the sign that all of them bear."""
    marks = {row.mark for row in rows}
    return Mark.ZERO if marks == {Mark.ZERO} else Mark.GIVEN
