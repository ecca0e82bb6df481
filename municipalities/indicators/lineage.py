"""Whose a figure is when the code it stands under is no longer in force, or not yet."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache

from django.utils import timezone

from municipalities.structure import Chain, current_chain

Codes = frozenset[str]


def ids_belonging_to(ids: Collection[int]) -> dict[int, set[int]]:
    """For each municipality: itself, those that became it or a part of it, and its later numbers.

    What a split leaves undecided belongs to nobody. One query at most.
    """
    if not ids:
        return {}
    chain = current_chain()
    members = _members(chain)
    return {
        pk: {chain.places[code].pk for code in members.get(chain.codes[pk], ())} | {pk}
        for pk in ids
        if pk in chain.codes
    }


def relatives(chain: Chain, code: str) -> Codes:
    """Every code that became, came from, or shares a descendant of today with `code`."""
    ends, by_end = _ends(chain)
    return frozenset(other for end in ends.get(code, ()) for other in by_end[end])


@lru_cache(maxsize=2)
def _ends(chain: Chain) -> tuple[Mapping[str, Codes], Mapping[str, Codes]]:
    """What each code has become today, and the same turned round."""
    today = timezone.localdate()
    ends: dict[str, Codes] = {}
    by_end: dict[str, set[str]] = defaultdict(set)
    for code, place in chain.places.items():
        last = place.nearest_day(today)
        ends[code] = frozenset(chain.carry(code, on=last, to=today).codes)
        for end in ends[code]:
            by_end[end].add(code)
    return ends, {end: frozenset(codes) for end, codes in by_end.items()}


@lru_cache(maxsize=2)
def _members(chain: Chain) -> dict[str, Codes]:
    """The codes whose figures are a municipality's own. Only those with a history are listed."""
    found = {}
    for code in chain.places:
        others = relatives(chain, code)
        if len(others) > 1:
            found[code] = frozenset(other for other in others if _is_part(chain, other, code))
    return found


def _is_part(chain: Chain, part: str, whole: str) -> bool:
    """Whether everything in `part` lies in `whole` on the last day of `whole`."""
    today = timezone.localdate()
    day = chain.places[whole].nearest_day(today)
    carried = chain.carry(part, on=chain.places[part].nearest_day(today), to=day)
    return not carried.is_split and carried.codes == (whole,)
