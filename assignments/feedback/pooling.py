"""Which answers stand in which figure, so that none can be taken apart below three (rules.md, 31).

Answers stand in a tree: a centre, a theme, a tiltak, an activity, a form. What is too small to
stand where it was given waits, and is pooled further up with others until there are three. A pool
never changes afterwards. So every figure, on any day, is a sum of whole pieces and pools of three
answers or more: no adding or subtracting of figures, nor of the figures of two days, finds less.

Pools of an activity or a tiltak are made at once. Those of a theme or a centre are made when the
year is over, so that an answer is not taken up there while its tiltak may still get enough. What
is pooled nowhere stands in no figure, the total included: at most two answers for each centre.

Hiding a second part beside a small one would protect on one day too, but each new answer could
change which of them is hidden, and whoever noted the figures of two days could subtract.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from assignments.suppression import LEAST, is_too_few

# The depth of a tree's top (a centre), and of the highest place that pools at once (a tiltak).
TOP, AT_ONCE = 1, 3

Path = tuple[Hashable, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """`n` answers that are never told apart; `order` says when they came to rest."""

    path: Path
    n: int
    order: tuple[float, int]
    value: T


Pool = tuple[Path, list[Piece[T]]]


def standing(
    pieces: Iterable[Piece[T]], *, year_ends: float, now: float
) -> dict[Path, list[Piece[T]]]:
    """The pieces in the figure of every place that has one; few wait for more (rule 31)."""
    every = list(pieces)
    found: defaultdict[Path, list[Piece[T]]] = defaultdict(list)
    alone = [(piece.path, [piece]) for piece in every if piece.n >= LEAST]
    small = [piece for piece in every if is_too_few(piece.n)]
    for place, own in [*alone, *pools(small, year_ends=year_ends, now=now)]:
        for depth in range(len(place) + 1):
            found[place[:depth]] += own
    return dict(found)


def pools(small: Iterable[Piece[T]], *, year_ends: float, now: float) -> list[Pool[T]]:
    """In the order in which they came to rest: what comes later changes no pool."""
    made: list[Pool[T]] = []
    waiting: list[Piece[T]] = []
    ordered = sorted(small, key=lambda piece: piece.order)
    for piece in (one for one in ordered if one.order[0] < year_ends):
        waiting.append(piece)
        take(made, waiting, piece.path, AT_ONCE)
    if now < year_ends:
        return made
    for depth in range(AT_ONCE - 1, TOP - 1, -1):
        for piece in list(waiting):
            take(made, waiting, piece.path[: depth + 1], depth)
    for piece in (one for one in ordered if one.order[0] >= year_ends):
        waiting.append(piece)
        take(made, waiting, piece.path, TOP)
    return made


def take(made: list[Pool[T]], waiting: list[Piece[T]], path: Path, highest: int) -> None:
    """Pool what waits at the lowest place above `path` that has enough, if any has."""
    for depth in range(len(path) - 1, highest - 1, -1):
        place = path[:depth]
        own = [piece for piece in waiting if piece.path[:depth] == place]
        if sum(piece.n for piece in own) >= LEAST:
            made.append((place, own))
            waiting[:] = [piece for piece in waiting if piece not in own]
            return
