"""Nothing hidden can be worked out, and nothing is hidden without a reason."""

from collections.abc import Iterable
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from assignments.mapping.suppression import EVERYBODY, Path, shown, totals

LEAST = 3
FEW = st.integers(0, 6)
SERVICES = st.dictionaries(st.sampled_from(["a", "b", "c"]), FEW, min_size=1, max_size=3)
PLACES = st.dictionaries(st.integers(1, 3), SERVICES, min_size=1, max_size=3)
COUNTIES = st.dictionaries(st.integers(1, 3), PLACES, min_size=1, max_size=3)


@st.composite
def tables(draw: st.DrawFn) -> dict[Path, int]:
    """Persons by county, municipality and service."""
    return {
        (county, place, service): number
        for county, places in draw(COUNTIES).items()
        for place, services in places.items()
        for service, number in services.items()
    }


def reduced(row: list[Fraction], basis: list[list[Fraction]]) -> list[Fraction]:
    """What is left of a row when everything that the basis can make is taken away."""
    for other in basis:
        lead = next(index for index, value in enumerate(other) if value)
        if row[lead]:
            factor = row[lead] / other[lead]
            row = [mine - factor * theirs for mine, theirs in zip(row, other, strict=True)]
    return row


class Shown:
    """What a reader can make of the shown figures by adding and subtracting them.

    Each answer of a leaf is one unknown; a shown figure is the sum of the leaves below it.
    """

    def __init__(self, leaves: dict[Path, int], paths: Iterable[Path]) -> None:
        self.leaves = sorted((path for path, number in leaves.items() if number), key=repr)
        self.basis: list[list[Fraction]] = []
        for path in paths:
            row = reduced(self.row([leaf for leaf in self.leaves if below(leaf, path)]), self.basis)
            if any(row):
                self.basis.append(row)

    def row(self, among: Iterable[Path]) -> list[Fraction]:
        chosen = set(among)
        return [Fraction(leaf in chosen) for leaf in self.leaves]

    def can_tell(self, group: Iterable[Path]) -> bool:
        return not any(reduced(self.row(group), self.basis))


def below(leaf: Path, path: Path) -> bool:
    return leaf[: len(path)] == path


def small_groups(leaves: dict[Path, int]) -> list[tuple[Path, ...]]:
    """Every group of leaves that is one or two persons."""
    filled = [path for path, number in leaves.items() if number]
    return [
        group
        for size in (1, 2)
        for group in combinations(filled, size)
        if sum(leaves[path] for path in group) < LEAST
    ]


def gives_away(leaves: dict[Path, int], paths: Iterable[Path]) -> bool:
    told = Shown(leaves, paths)
    return any(told.can_tell(group) for group in small_groups(leaves))


@settings(max_examples=250, deadline=None)
@given(tables())
def test_no_sum_or_difference_of_what_is_shown_is_about_fewer_than_three(
    leaves: dict[Path, int],
) -> None:
    assert not gives_away(leaves, shown(leaves, least=LEAST))


@settings(max_examples=250, deadline=None)
@given(tables())
def test_what_is_hidden_cannot_be_worked_out(leaves: dict[Path, int]) -> None:
    visible = shown(leaves, least=LEAST)
    told = Shown(leaves, visible)
    for path, persons in totals(leaves).items():
        inside = [leaf for leaf in told.leaves if below(leaf, path)]
        if path not in visible and persons:
            assert not told.can_tell(inside), path


@settings(max_examples=250, deadline=None)
@given(tables())
def test_nothing_of_three_or_more_is_hidden_without_a_reason(leaves: dict[Path, int]) -> None:
    visible = shown(leaves, least=LEAST)
    for path, persons in totals(leaves).items():
        if path not in visible and persons >= LEAST:
            assert gives_away(leaves, [*visible, path]), path


@settings(max_examples=100, deadline=None)
@given(tables())
def test_what_is_shown_is_three_or_more_or_known_to_be_nobody(leaves: dict[Path, int]) -> None:
    persons = totals(leaves)
    visible = shown(leaves, least=LEAST)
    assert {persons[path] for path in visible}.isdisjoint({1, 2})
    told = Shown(leaves, visible)
    for path in visible:
        if persons[path] == 0:
            # Everything else below the nearest shown total is shown too.
            above = next(path[:n] for n in range(len(path), -1, -1) if persons[path[:n]])
            assert told.can_tell([leaf for leaf in told.leaves if below(leaf, above)])


@given(tables())
def test_service_answers_show_from_one(leaves: dict[Path, int]) -> None:
    persons = totals(leaves)
    visible = shown(leaves, least=1)
    if persons[EVERYBODY]:
        assert visible == set(persons)
    else:
        assert visible == set()


def test_a_second_municipality_is_hidden_beside_one_with_two_answers() -> None:
    leaves: dict[Path, int] = {
        ("56", "Alta", "a"): 2,
        ("56", "Vadsø", "a"): 4,
        ("56", "Vardø", "a"): 9,
    }
    visible = shown(leaves, least=LEAST)
    assert ("56",) in visible
    assert ("56", "Vardø") in visible
    assert ("56", "Alta") not in visible
    assert ("56", "Vadsø") not in visible


def test_three_who_wished_for_three_things_are_not_told_apart() -> None:
    leaves: dict[Path, int] = {("Alta", wish): 1 for wish in ("course", "guidance", "network")}
    leaves[("Alta", "none")] = 0
    assert shown(leaves, least=LEAST) == {EVERYBODY, ("Alta",)}


def test_nobody_is_shown_as_nobody_where_the_rest_tells_it_anyway() -> None:
    leaves: dict[Path, int] = {("Alta", "course"): 4, ("Alta", "none"): 0}
    assert ("Alta", "none") in shown(leaves, least=LEAST)
