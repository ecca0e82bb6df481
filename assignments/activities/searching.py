"""Which activities a list shows, newest first, and how many there are: asked of the list's rows.

The database answers both questions itself (`activities_page`, `activities_count`), so that what
few rows have costs no more than what many have. Pages follow a row, not a number: the millionth
row is as near as the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from heapq import merge

from django.db import connection

PAGE_SIZE = 50
# Along a shelf the index alone is counted; by words each row is read.
MOST_COUNTED, MOST_COUNTED_BY_WORDS = 10_000, 1_000
FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
ADDRESS = re.compile(r"(\d{4}-\d{2}-\d{2})_(\d{1,18})")
PAGE = "SELECT found_on, found FROM activities_page(%s, %s::text[], %s, %s, %s, %s, %s, %s, %s)"
COUNT = "SELECT activities_count(%s::bigint[], %s::text[], %s, %s, %s, %s)"


@dataclass(frozen=True, order=True)
class Place:
    """Where in the list a row stands; the later day first, then the later row."""

    day: date
    pk: int

    @classmethod
    def read(cls, text: str) -> Place | None:
        """What `str()` wrote; None for anything else."""
        found = ADDRESS.fullmatch(text)
        try:
            return cls(date.fromisoformat(found[1]), int(found[2])) if found else None
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.day.isoformat()}_{self.pk}"


TOP, BOTTOM = Place(LAST_DAY, 2**62), Place(FIRST_DAY, 0)


@dataclass(frozen=True)
class Search:
    """What is asked for. `words` must all hold; one with `|` inside holds when any part does."""

    centres: tuple[int, ...]
    words: tuple[str, ...] = ()
    title: str = ""
    year: int | None = None
    is_deleted: bool = False

    @property
    def shelves(self) -> list[int]:
        return [-centre if self.is_deleted else centre for centre in self.centres]

    @property
    def days(self) -> tuple[date, date]:
        if self.year is None:
            return FIRST_DAY, LAST_DAY
        return date(self.year, 1, 1), date(self.year, 12, 31)

    @property
    def most_counted(self) -> int:
        is_by_words = self.words or self.title
        return MOST_COUNTED_BY_WORDS if is_by_words else MOST_COUNTED

    def older(self, than: Place = TOP, most: int = PAGE_SIZE) -> list[Place]:
        """The rows after `than`, in the order of the list."""
        ways = [self._asked(shelf, than, most, is_backwards=False) for shelf in self.shelves]
        return list(merge(*ways, reverse=True))[:most]

    def newer(self, than: Place, most: int = PAGE_SIZE) -> list[Place]:
        """The rows just before `than`, in the order of the list."""
        ways = [self._asked(shelf, than, most, is_backwards=True) for shelf in self.shelves]
        return list(merge(*ways))[:most][::-1]

    def all(self, most: int = 1000) -> Iterator[list[int]]:
        """Every row, so many at a time."""
        last = TOP
        while found := self.older(last, most):
            yield [place.pk for place in found]
            last = found[-1]

    def count(self, most: int | None = None) -> int:
        """How many; counted no further than `most`."""
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [self.shelves, self._words, self.title, *self.days, most])
            (number,) = cursor.fetchone()
        return int(number)

    @property
    def _words(self) -> list[str]:
        """A year is a word too: together with others it is looked up like them."""
        year = [f"y{self.year}"] if self.year and (self.words or self.title) else []
        return [*self.words, *year]

    def _asked(self, shelf: int, than: Place, most: int, *, is_backwards: bool) -> list[Place]:
        start = (than.day, than.pk, is_backwards, most)
        with connection.cursor() as cursor:
            cursor.execute(PAGE, (shelf, self._words, self.title, *self.days, *start))
            return [Place(day, pk) for day, pk in cursor.fetchall()]
