"""Drawings kept in the process under all that they show.

A page is drawn from what the database answers, and the answer is read for every visit. The drawing
is taken up again only for an equal answer, in the same language and for the same kind of reader,
so it can never be older than its rows.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Drawing = TypeVar("Drawing")


class Memory(Generic[Drawing]):
    """The latest `most` drawings. What differs in anything shown must differ in its key."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: OrderedDict[Hashable, Drawing] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Hashable, draw: Callable[[], Drawing]) -> Drawing:
        with self.lock:
            found = self.kept.get(key)
            if found is not None:
                self.kept.move_to_end(key)
                return found
        drawn = draw()
        with self.lock:
            self.kept[key] = drawn
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)
        return drawn
