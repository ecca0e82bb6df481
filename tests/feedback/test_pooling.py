"""No figure can be taken apart below three, by any adding and subtracting of figures."""

from fractions import Fraction
from itertools import combinations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from assignments.feedback.pooling import Path, Piece, standing
from assignments.suppression import LEAST

# An activity with two groups, so many answers of each in sight and left over.
FORMS = st.lists(
    st.tuples(
        st.sampled_from(["x", "y"]),
        st.sampled_from(["p", "q", None]),
        st.integers(1, 3),
        st.sampled_from([0, 3, 6]),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=7,
)
# The forms close one by one; the year ends among them.
END = 4.0
DAYS = st.integers(0, 8).map(float)
Spec = tuple[str, str | None, int, int, int]


def pieces_of(forms: list[Spec]) -> list[Piece[int]]:
    """As the results make them; the value is a number of the piece's own."""
    found: list[Piece[int]] = []
    for number, (theme, tiltak, activity, in_sight, left) in enumerate(forms):
        path: Path = ("centre", theme, tiltak, activity, number)
        for n in (in_sight, left):
            if n:
                found.append(Piece(path, n, (float(number), number), len(found)))
    return found


def reduced(row: list[Fraction], basis: list[list[Fraction]]) -> list[Fraction]:
    """What is left of a row when everything that the basis can make is taken away."""
    for other in basis:
        lead = next(index for index, value in enumerate(other) if value)
        if row[lead]:
            factor = row[lead] / other[lead]
            row = [mine - factor * theirs for mine, theirs in zip(row, other, strict=True)]
    return row


def rank(rows: list[list[Fraction]]) -> int:
    basis: list[list[Fraction]] = []
    for row in rows:
        left = reduced(row, basis)
        if any(left):
            basis.append(left)
    return len(basis)


def can_find(rows: list[list[Fraction]], hidden: set[int]) -> bool:
    """Whether some sum of the rows, with any weights, is about the hidden answers alone."""
    without = [[value for index, value in enumerate(row) if index not in hidden] for row in rows]
    return rank(rows) > rank(without)


def rows_of(pieces: list[Piece[int]], found: dict[Path, list[Piece[int]]]) -> list[list[Fraction]]:
    """A row for each figure, a column for each piece: 1 where the piece is in the figure."""
    return [
        [Fraction(piece.value in {one.value for one in own}) for piece in pieces]
        for own in found.values()
    ]


def nothing_small_can_be_found(pieces: list[Piece[int]], rows: list[list[Fraction]]) -> None:
    small = [piece for piece in pieces if piece.n < LEAST]
    for size in (1, 2):
        for some in combinations(small, size):
            if sum(piece.n for piece in some) < LEAST:
                assert not can_find(rows, {piece.value for piece in some}), some


@given(FORMS, DAYS)
@settings(max_examples=150, deadline=None)
def test_nothing_below_three_can_be_worked_out(forms: list[Spec], now: float) -> None:
    pieces = [piece for piece in pieces_of(forms) if piece.order[0] <= now]
    nothing_small_can_be_found(pieces, rows_of(pieces, standing(pieces, year_ends=END, now=now)))


@given(FORMS, DAYS, DAYS)
@example([("x", "p", 1, 0, 1)] * 2 + [("x", "q", 1, 0, 1), ("x", "p", 1, 0, 1)], 3.0, 7.0)
@settings(max_examples=150, deadline=None)
def test_nor_by_whoever_noted_the_figures_of_another_day(
    forms: list[Spec], one: float, other: float
) -> None:
    pieces = pieces_of(forms)
    rows: list[list[Fraction]] = []
    for now in (one, other):
        known = [piece for piece in pieces if piece.order[0] <= now]
        rows += rows_of(pieces, standing(known, year_ends=END, now=now))
    nothing_small_can_be_found(pieces, rows)


@given(FORMS, DAYS)
@settings(max_examples=150, deadline=None)
def test_every_figure_is_of_three_or_more_and_holds_its_parts(
    forms: list[Spec], now: float
) -> None:
    found = standing(pieces_of(forms), year_ends=END, now=now)
    for path, own in found.items():
        values = [piece.value for piece in own]
        assert sum(piece.n for piece in own) >= LEAST
        assert len(set(values)) == len(values)
        if path:
            assert set(values) <= {piece.value for piece in found[path[:-1]]}


@given(FORMS)
@settings(max_examples=150, deadline=None)
def test_when_the_year_is_over_at_most_two_answers_stand_nowhere(forms: list[Spec]) -> None:
    pieces = pieces_of(forms)
    whole = sum(piece.n for piece in standing(pieces, year_ends=END, now=END).get((), []))
    assert 0 <= sum(piece.n for piece in pieces) - whole < LEAST


def told(*pieces: Piece[str], now: float = 0) -> dict[Path, list[str]]:
    found = standing(pieces, year_ends=END, now=now)
    return {path: [piece.value for piece in own] for path, own in found.items()}


def test_two_groups_that_are_too_small_stand_together_on_the_activity() -> None:
    course: Path = ("centre", "theme", "tiltak", "course")
    found = told(Piece((*course, 1), 2, (1.0, 1), "f"), Piece((*course, 2), 2, (2.0, 2), "g"))
    assert found[course] == ["f", "g"]
    assert (*course, 1) not in found


def test_small_parts_of_two_tiltak_wait_until_the_year_is_over() -> None:
    pieces = [
        Piece(("centre", "theme", tiltak, "course", number), 2, (1.0, number), tiltak)
        for number, tiltak in enumerate("pq")
    ]
    assert told(*pieces) == {}
    assert told(*pieces, now=END)["centre", "theme"] == ["p", "q"]


def test_a_small_part_is_not_in_the_whole_beside_a_large_one() -> None:
    course: Path = ("centre", "theme", "tiltak", "course")
    found = told(
        Piece((*course, 1), 9, (1.0, 1), "f"), Piece((*course, 2), 2, (2.0, 2), "g"), now=END
    )
    assert found["centre",] == ["f"]
