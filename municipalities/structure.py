"""The chain of municipal changes: which code of one date is which code of another.

Forwards a merge, a new number and a new name give one code; a split gives every receiver and says
so. Backwards only what is one to one has a single answer. Land that moves between two
municipalities (a boundary change) carries nothing (rules.md, 23).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.utils import timezone

from municipalities.models import Municipality, MunicipalityChange

Change = tuple[date, str, str]  # the day, the old code, the new code
Step = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Carried:
    """The codes that a code stands for on another date."""

    codes: tuple[str, ...]
    # True when there is no single counterpart: nothing may be moved without a decision.
    is_split: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A code with its first and last day, None where the bound is open or unknown."""

    pk: int
    code: str
    valid_from: date | None
    valid_to: date | None

    def nearest_day(self, day: date) -> date:
        """`day`, or the first or last day of the code where it lies outside."""
        if self.valid_to is not None and day > self.valid_to:
            return self.valid_to
        if self.valid_from is not None and day < self.valid_from:
            return self.valid_from
        return day

    def stood_before(self, day: date) -> bool:
        return self.valid_from is None or self.valid_from < day


class Chain:
    """All changes, walkable in both directions. Holds no rows and asks no questions."""

    def __init__(self, places: Iterable[Place], changes: Iterable[Change]) -> None:
        self.places = {place.code: place for place in places}
        self.codes = {place.pk: place.code for place in self.places.values()}
        forwards: dict[date, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for day, old, new in changes:
            forwards[day][old].add(new)
        self._forwards = {day: _frozen(step) for day, step in sorted(forwards.items())}
        self._backwards = {
            day: self._turned(day, step) for day, step in reversed(self._forwards.items())
        }
        # Every page asks for the same few days, each time of every municipality.
        self._known: dict[tuple[str, date], str] = {}

    def carry(self, code: str, *, on: date, to: date) -> Carried:
        """What `code`, valid `on` a day, is called on the day `to`.

        A day outside the code's validity means its nearest valid day. An unknown code is a
        KeyError.
        """
        start = self.places[code].nearest_day(on)
        return self._later(code, start, to) if to >= start else self._earlier(code, start, to)

    def at(self, code: str, day: date) -> str:
        """The code in the structure of `day`; itself where a split leaves that undecided."""
        found = self._known.get((code, day))
        if found is None:
            carried = self.carry(code, on=day, to=day)
            found = self._known[code, day] = code if carried.is_split else carried.codes[0]
        return found

    def _later(self, code: str, start: date, end: date) -> Carried:
        codes, is_split = {code}, False
        for day, step in self._forwards.items():
            if start < day <= end:
                is_split = is_split or any(len(step.get(one, ())) > 1 for one in codes)
                codes = _taken(codes, step)
        return Carried(tuple(sorted(codes)), is_split)

    def _earlier(self, code: str, start: date, end: date) -> Carried:
        codes, is_split = {code}, False
        for day, step in self._backwards.items():
            if end < day <= start:
                older = _taken(codes, step)
                is_split = is_split or not self._is_one_to_one(day, codes, older)
                codes = older
        return Carried(tuple(sorted(codes)), is_split)

    def _is_one_to_one(self, day: date, codes: set[str], older: set[str]) -> bool:
        forwards = self._forwards[day]
        return len(older) == len(codes) == 1 and _taken(older, forwards) == codes

    def _turned(self, day: date, step: Step) -> Step:
        """The step read backwards. A code that took in others was itself there before."""
        backwards: dict[str, set[str]] = defaultdict(set)
        for old, receivers in step.items():
            for new in receivers:
                backwards[new].add(old)
        for new, older in backwards.items():
            if new in self.places and self.places[new].stood_before(day):
                older.add(new)
        return _frozen(backwards)


def _frozen(step: dict[str, set[str]]) -> Step:
    return {code: frozenset(others) for code, others in step.items()}


def _taken(codes: set[str], step: Step) -> set[str]:
    return {after for code in codes for after in step.get(code, (code,))}


def carry(code: str, *, on: date, to: date) -> Carried:
    """What `code`, valid `on` a day, is called on the day `to` (see Chain.carry)."""
    return current_chain().carry(code, on=on, to=to)


def place_ids(ids: Iterable[int], *, to: date) -> dict[int, int]:
    """Id of each municipality in the structure of a day (rule 23), its own where a split leaves it
    undecided.

    City districts stand for themselves.
    """
    chain = current_chain()
    found = {}
    for pk in ids:
        code = chain.codes.get(pk)
        found[pk] = pk if code is None else chain.places[chain.at(code, to)].pk
    return found


def place_today_ids(ids: Iterable[int]) -> dict[int, int]:
    """The same in today's structure."""
    return place_ids(ids, to=timezone.localdate())


# The chain is the same for every request until reference data changes: one per process.
_kept: dict[str, Chain] = {}

FINGERPRINT = """
SELECT concat_ws(' ',
  (SELECT sum(hashtextextended(concat_ws(':', id, code, valid_from, valid_to), 0))
   FROM municipalities_municipality),
  (SELECT sum(hashtextextended(concat_ws(':', id, date, change_type, old_id, new_id), 0))
   FROM municipalities_municipalitychange))
"""


def current_chain() -> Chain:
    """The chain of the data as it stands: one query, two more when the data has changed."""
    with connection.cursor() as cursor:
        cursor.execute(FINGERPRINT)
        (fingerprint,) = cursor.fetchone()
    chain = _kept.get(fingerprint)
    if chain is None:
        chain = _read_chain()
        _kept.clear()
        _kept[fingerprint] = chain
    return chain


def _read_chain() -> Chain:
    places = Municipality.objects.order_by("pk").values_list("pk", "code", "valid_from", "valid_to")
    changes = (
        MunicipalityChange.objects.exclude(change_type=MunicipalityChange.Type.BOUNDARY)
        .order_by("date", "pk")
        .values_list("date", "old__code", "new__code")
    )
    return Chain((Place(*row) for row in places), changes)
