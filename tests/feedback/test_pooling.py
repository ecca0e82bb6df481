"""No figure can be taken apart below three, by any adding and subtracting of figures."""

from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st

from assignments.feedback.pooling import LEAST, Path, Piece, standing

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


@given(FORMS)
@example([("x", "p", 1, 0, 1), ("x", "p", 1, 0, 2), ("x", "p", 2, 3, 1), ("x", "q", 1, 0, 2)])
@settings(max_examples=150, deadline=None)
def test_nothing_below_three_can_be_worked_out(forms: list[Spec]) -> None:
    pieces = pieces_of(forms)
    shown = standing(pieces).values()
    rows = [
        [Fraction(piece.value in {one.value for one in own}) for piece in pieces] for own in shown
    ]
    small = [(piece.value, piece.n) for piece in pieces if piece.n < LEAST]
    for index, (one, n) in enumerate(small):
        assert not can_find(rows, {one})
        for other, more in small[index + 1 :]:
            assert n + more >= LEAST or not can_find(rows, {one, other})


@given(FORMS)
@settings(max_examples=150, deadline=None)
def test_every_figure_is_of_three_or_more_and_holds_its_parts(forms: list[Spec]) -> None:
    found = standing(pieces_of(forms))
    for path, own in found.items():
        values = [piece.value for piece in own]
        assert sum(piece.n for piece in own) >= LEAST
        assert len(set(values)) == len(values)
        if path:
            assert set(values) <= {piece.value for piece in found[path[:-1]]}


@given(FORMS)
@settings(max_examples=150, deadline=None)
def test_at_most_two_answers_stand_nowhere(forms: list[Spec]) -> None:
    pieces = pieces_of(forms)
    whole = sum(piece.n for piece in standing(pieces).get((), []))
    assert 0 <= sum(piece.n for piece in pieces) - whole < LEAST


@given(FORMS, st.integers(0, 2))
@settings(max_examples=150, deadline=None)
def test_a_form_of_a_new_activity_changes_no_figure_by_less_than_three(
    forms: list[Spec], left: int
) -> None:
    """Whoever notes the figures of two days has three answers or more between them."""
    before = standing(pieces_of(forms))
    after = standing(pieces_of([*forms, ("x", "p", 9, 0, left)]))
    for path, own in after.items():
        new = sum(piece.n for piece in own) - sum(piece.n for piece in before.get(path, []))
        assert new == 0 or new >= LEAST


def test_two_groups_that_are_too_small_stand_together_on_the_activity() -> None:
    found = standing([Piece(("a", "f"), 2, (1.0, 1), "f"), Piece(("a", "g"), 2, (2.0, 2), "g")])
    assert {path: [piece.value for piece in own] for path, own in found.items()} == {
        ("a",): ["f", "g"],
        (): ["f", "g"],
    }


def test_a_small_part_is_not_in_the_whole_beside_a_large_one() -> None:
    found = standing([Piece(("a", "f"), 9, (1.0, 1), "f"), Piece(("a", "g"), 2, (2.0, 2), "g")])
    assert [piece.value for piece in found[()]] == ["f"]
