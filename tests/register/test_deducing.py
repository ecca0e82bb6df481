"""The kind of each change follows from the lists, and the chain from the kinds."""

from collections.abc import Callable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from municipalities.register import naming
from municipalities.register.comparing import Comparison, Register, compare
from municipalities.register.klass import ChangeRow, CodeList, CodeRow
from municipalities.register.naming import Names
from municipalities.structure import Chain, Place

DAY = date(2026, 1, 1)
EVE = DAY - timedelta(days=1)
OLD = [f"03{number:02}" for number in range(1, 9)]
NEW = [f"03{number:02}" for number in range(51, 59)]
Draw = Callable[..., set[str]]
# What each old code becomes: itself (nobody), or the codes it goes to.
Reform = dict[str, frozenset[str]]


@st.composite
def reforms(draw: Draw) -> Reform:
    """Any old code stays, or goes to one or two codes, old or new, that are there afterwards."""
    staying = draw(st.sets(st.sampled_from(OLD), min_size=1))
    targets = st.sampled_from(sorted(staying) + NEW)
    return {
        code: frozenset()
        if code in staying
        else frozenset(draw(st.sets(targets, min_size=1, max_size=2)))
        for code in OLD
    }


def compared(reform: Reform) -> tuple[Comparison, set[str]]:
    staying = {code for code, goes_to in reform.items() if not goes_to}
    after = staying.union(*reform.values())
    register = Register(
        day=DAY,
        before={code: code for code in OLD},
        on_day=frozenset(OLD),
        ever=frozenset(OLD),
        counties={"03": "Oslo"},
        counties_ever=frozenset({"03"}),
        later=frozenset(),
    )
    codes = CodeList([CodeRow(at, code, code) for at, code in enumerate(sorted(after))])
    moves = [(old, new) for old, goes_to in reform.items() for new in sorted(goes_to)]
    changes = [ChangeRow(at, old, old, new, new) for at, (old, new) in enumerate(moves)]
    return compare(register, codes, changes), after


@given(reforms())
@settings(deadline=None)
def test_any_reform_gives_a_chain_that_leads_where_the_lists_say(reform: Reform) -> None:
    found, after = compared(reform)
    assert found.problems == []
    places = [
        Place(pk, code, None if code in OLD else DAY, None if code in after else EVE)
        for pk, code in enumerate([*OLD, *sorted(after - set(OLD))])
    ]
    links = [(DAY, one.old, one.new) for one in found.changes if one.kind != "boundary"]
    chain = Chain(places, links)
    for code, goes_to in reform.items():
        carried = chain.carry(code, on=EVE, to=DAY)
        assert set(carried.codes) == (goes_to or {code})
        assert carried.is_split == (len(goes_to) > 1)
    assert {code for one in OLD for code in chain.carry(one, on=EVE, to=DAY).codes} == after


@given(reforms())
@settings(deadline=None)
def test_only_what_is_one_to_one_is_a_new_number(reform: Reform) -> None:
    found, _after = compared(reform)
    for change in found.of_kind("renumber"):
        assert reform[change.old] == {change.new}
        assert [old for old, goes_to in reform.items() if change.new in goes_to] == [change.old]
        assert change.new not in OLD


@given(reforms(), st.sampled_from(OLD))
@settings(deadline=None)
def test_a_code_that_vanishes_without_a_change_is_always_told(reform: Reform, lost: str) -> None:
    without = {code: goes_to for code, goes_to in reform.items() if code != lost}
    if not without or not any(not goes_to for goes_to in without.values()):
        return
    found, after = compared(without)
    assert bool(found.problems) == (lost not in after)


def test_land_from_one_that_stays_is_no_descent() -> None:
    found, _after = compared({"0301": frozenset(), **dict.fromkeys(OLD[1:], frozenset({"0351"}))})
    assert {one.kind for one in found.changes} == {"merge"}


class TestNames:
    def test_parts_may_change_places_and_lose_letters(self) -> None:
        assert naming.is_same("Røros - Rosse", "Rosse - Røros")
        assert naming.is_same("K?r??johka - Karasjok", "Kárášjohka - Karasjok")
        assert naming.is_same("Våler (Innlandet)", "Våler")
        assert not naming.is_same("Rana", "Rana - Raane")
        assert not naming.is_same("Alta", "Aure")

    def test_the_norwegian_name_is_kept_among_parallel_ones(self) -> None:
        before = Names("Karasjok", "Karasjok", "Kárášjohka", "")
        assert naming.after("Kárášjohka - Karasjok", before) == Names(
            "Karasjok", "Kárášjohka - Karasjok", "Kárášjohka", ""
        )
        assert naming.after("Nye Sund - Ođđa Nuorri", None).name == "Nye Sund"

    def test_an_older_export_does_not_spoil_a_name(self) -> None:
        before = Names("Karasjok", "Kárášjohka - Karasjok", "Kárášjohka", "")
        assert naming.after("K?r??johka - Karasjok", before) == before
