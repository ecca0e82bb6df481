"""Which figures may stand on a page, so that nothing hidden can be worked out (rules.md, 31).

Answers stand in a tree: everybody, a county, a municipality, a service, and for wishes what was
wished for. A figure may be shown when it is made of enough persons, and when what is left of the
figure above it, with all that is shown taken away, is nothing or enough persons too. Shown figures
cut the tree into such remainders, and adding and subtracting them gives whole remainders only. So
none can be smaller than the limit.

Zero is fewer than three as well, and the mark is one for all: it does not tell who was few and
who was hidden so that another could not be worked out.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping

Path = tuple[Hashable, ...]
EVERYBODY: Path = ()


def totals(leaves: Mapping[Path, int]) -> dict[Path, int]:
    """The number of persons in every place of the tree, from those at its leaves."""
    found: defaultdict[Path, int] = defaultdict(int)
    for path, persons in leaves.items():
        for depth in range(len(path) + 1):
            found[path[:depth]] += persons
    return dict(found)


def shown(leaves: Mapping[Path, int], *, least: int) -> frozenset[Path]:
    """The places whose figures may stand (rule 31). `least` is how many persons make a figure.

    Totals come before their parts, and large before small: so the second one to be hidden is the
    smallest that will do. No place more could be shown; taking one in cuts the remainders finer,
    and a piece that is too small stays so.
    """
    persons = totals(leaves)
    rest: dict[Path, int] = {}
    for path in sorted(persons, key=lambda one: (len(one), -persons[one], repr(one))):
        above = nearest(path, rest)
        left = None if above is None else rest[above] - persons[path]
        if persons[path] >= max(least, 1) and (not left or left >= least):
            rest[path] = persons[path]
            if above is not None:
                rest[above] -= persons[path]
    return frozenset(rest) | known_empty(persons, rest)


def nearest(path: Path, among: Mapping[Path, object]) -> Path | None:
    """The closest place above `path` that is among those given."""
    for depth in range(len(path) - 1, -1, -1):
        if path[:depth] in among:
            return path[:depth]
    return None


def known_empty(persons: Mapping[Path, int], rest: Mapping[Path, int]) -> set[Path]:
    """Places where nobody answered, and where what is shown says so already."""
    found = set()
    for path, number in persons.items():
        above = nearest(path, rest) if number == 0 else None
        if above is not None and rest[above] == 0:
            found.add(path)
    return found
