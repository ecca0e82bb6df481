"""The code chain holds for every code and every day since 2017, also when histories are made up."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from municipalities.structure import Chain, Place
from tests.municipalities.test_structure import CHAIN, FIRST, LAST, MUNICIPALITIES, in_force

FIRSTS = [date(year, 1, 1) for year in range(2017, 2027)]
days = st.dates(FIRST, LAST)
codes = st.sampled_from(sorted(MUNICIPALITIES))
Draw = Callable[..., object]


@pytest.mark.parametrize("day", [*FIRSTS, LAST])
def test_every_code_there_ever_was_is_carried_to_codes_in_force(day: date) -> None:
    standing = in_force(day)
    for code, row in MUNICIPALITIES.items():
        for start in (row.valid_from, row.valid_to, FIRST, LAST):
            found = CHAIN.carry(code, on=start or FIRST, to=day)
            assert found.codes
            assert set(found.codes) <= standing, code


@given(codes, days)
@settings(deadline=None)
def test_carried_to_the_same_day_a_code_is_itself(code: str, day: date) -> None:
    row = MUNICIPALITIES[code]
    if row.is_in_force(day):
        found = CHAIN.carry(code, on=day, to=day)
        assert (found.codes, found.is_split) == ((code,), False)


@given(codes, days, days)
@settings(deadline=None)
def test_there_and_back_is_the_code_itself_where_nothing_is_split(
    code: str, one: date, other: date
) -> None:
    if not MUNICIPALITIES[code].is_in_force(one):
        return
    there = CHAIN.carry(code, on=one, to=other)
    if there.is_split:
        return
    back = CHAIN.carry(there.codes[0], on=other, to=one)
    if not back.is_split:
        assert back.codes == (code,)


@given(days, days)
@settings(max_examples=50, deadline=None)
def test_all_codes_of_a_day_together_are_all_codes_of_a_later_one(one: date, other: date) -> None:
    start, end = sorted((one, other))
    carried = (CHAIN.carry(code, on=start, to=end).codes for code in in_force(start))
    assert {code for found in carried for code in found} == in_force(end)


@given(days, days)
@settings(max_examples=50, deadline=None)
def test_backwards_every_older_code_is_an_origin_of_some_newer_one(one: date, other: date) -> None:
    start, end = sorted((one, other))
    carried = (CHAIN.carry(code, on=end, to=start).codes for code in in_force(end))
    assert {code for found in carried for code in found} == in_force(start)


class History:
    """A made-up country: each year some municipalities merge, split, or change their number."""

    def __init__(self) -> None:
        self.places: dict[str, list[date | None]] = {}
        self.changes: list[tuple[date, str, str]] = []
        self.now: list[str] = []
        self.next = 100

    def make(self, day: date | None) -> str:
        code = f"{self.next:04}"
        self.next += 1
        self.places[code] = [day, None]
        self.now.append(code)
        return code

    def end(self, code: str, day: date) -> None:
        self.now.remove(code)
        self.places[code][1] = date(day.year - 1, 12, 31)

    def chain(self) -> Chain:
        rows = enumerate(self.places.items())
        return Chain([Place(pk, code, *bounds) for pk, (code, bounds) in rows], self.changes)

    def in_force(self, day: date) -> set[str]:
        return {
            code
            for code, (first, last) in self.places.items()
            if (first is None or first <= day) and (last is None or last >= day)
        }


def merge(history: History, draw: Draw, day: date) -> None:
    if len(history.now) < 3:
        return
    olds = draw(st.lists(st.sampled_from(history.now), min_size=2, max_size=3, unique=True))
    assert isinstance(olds, list)
    new = history.make(day)
    for old in olds:
        history.end(old, day)
        history.changes.append((day, old, new))


def absorb(history: History, draw: Draw, day: date) -> None:
    if len(history.now) < 3:
        return
    old, new = history.now[0], history.now[-1]
    if history.places[new][0] != day:
        history.end(old, day)
        history.changes.append((day, old, new))


def split(history: History, draw: Draw, day: date) -> None:
    old = draw(st.sampled_from(history.now))
    assert isinstance(old, str)
    if history.places[old][0] != day:
        history.end(old, day)
        history.changes += [(day, old, history.make(day)) for _part in range(2)]


def renumber(history: History, draw: Draw, day: date) -> None:
    old = draw(st.sampled_from(history.now))
    assert isinstance(old, str)
    if history.places[old][0] != day:
        history.end(old, day)
        history.changes.append((day, old, history.make(day)))


@st.composite
def histories(draw: Draw) -> History:
    history = History()
    for _place in range(4):
        history.make(None)
    for year in range(2018, 2023):
        day = date(year, 1, 1)
        act = draw(st.sampled_from([merge, absorb, split, renumber, None]))
        if callable(act):
            act(history, draw, day)
    return history


@given(histories(), st.integers(2017, 2022), st.integers(2017, 2022), st.integers(2017, 2022))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_made_up_histories_hold_the_same_laws(
    history: History, one: int, two: int, three: int
) -> None:
    first, middle, last = (date(year, 6, 1) for year in sorted((one, two, three)))
    chain = history.chain()
    reached = set()
    for code in history.in_force(first):
        whole = chain.carry(code, on=first, to=last)
        half = chain.carry(code, on=first, to=middle)
        steps = [chain.carry(found, on=middle, to=last) for found in half.codes]
        assert set(whole.codes) == {found for step in steps for found in step.codes}
        assert whole.is_split == (half.is_split or any(step.is_split for step in steps))
        reached |= set(whole.codes)
        if not whole.is_split:
            back = chain.carry(whole.codes[0], on=last, to=first)
            assert code in back.codes
            assert back.is_split == (len(back.codes) > 1)
    assert reached == history.in_force(last)
