"""Which answers stand in which figure, so that none can be taken apart below three (rules.md, 31).

Answers stand in a tree: a centre, a theme, a tiltak, an activity, a form. What is too small to
stand where it was given waits and is pooled further up, with others in the order in which their
forms were closed, until there are three. So every figure is a sum of whole pieces, each of three
answers or more, and no adding or subtracting of figures finds less than such a piece. What is
pooled nowhere stands in no figure, the total included: at most two answers for each tree.

Hiding a second part beside a small one would protect as well, but every new answer could change
which of them is hidden, and whoever noted the figures of two days could subtract.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

LEAST = 3

Path = tuple[Hashable, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """`n` answers that are never told apart; `order` says when they came to rest."""

    path: Path
    n: int
    order: tuple[float, int]
    value: T


def standing(pieces: Iterable[Piece[T]]) -> dict[Path, list[Piece[T]]]:
    """The pieces in the figure of every place that has one. () is the whole tree."""
    waiting: defaultdict[Path, list[Piece[T]]] = defaultdict(list)
    for piece in pieces:
        waiting[piece.path].append(piece)
    found: defaultdict[Path, list[Piece[T]]] = defaultdict(list)
    places = {path[:depth] for path in waiting for depth in range(len(path) + 1)}
    for path in sorted(places, key=len, reverse=True):
        stands, too_few = pooled(sorted(waiting[path], key=lambda piece: piece.order))
        found[path] += stands
        if path:
            found[path[:-1]] += found[path]
            waiting[path[:-1]] += too_few
    return {path: own for path, own in found.items() if own}


def pooled(pieces: Sequence[Piece[T]]) -> tuple[list[Piece[T]], list[Piece[T]]]:
    """Those that make whole pools, in the order given, and those that are too few for one."""
    stands: list[Piece[T]] = [piece for piece in pieces if piece.n >= LEAST]
    pool: list[Piece[T]] = []
    for piece in pieces:
        if 0 < piece.n < LEAST:
            pool.append(piece)
        if sum(one.n for one in pool) >= LEAST:
            stands += pool
            pool = []
    return stands, pool
