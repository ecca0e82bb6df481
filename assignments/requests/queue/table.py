"""A queue as it is shown: whose, narrowed how, in order, and what it can be narrowed by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assignments.requests.models import SupportRequestQuerySet
from assignments.requests.queue.choice import Choice
from assignments.requests.queue.desk import Desk
from assignments.requests.queue.lines import Line, lines_of
from assignments.requests.queue.marks import Marks, marks_of
from assignments.requests.queue.narrowing import in_order, narrowed


@dataclass(frozen=True)
class Queue:
    desk: Desk
    choice: Choice

    @cached_property
    def pairs(self) -> set[tuple[int, int | None, int | None]]:
        """Municipality, theme and adviser of all that the centre has: what there is to choose."""
        return set(self.desk.requests().values_list("municipality", "theme", "adviser").distinct())

    @cached_property
    def marks(self) -> Marks:
        return marks_of(self.desk.centre, {place for place, _theme, _adviser in self.pairs})

    @cached_property
    def rows(self) -> SupportRequestQuerySet:
        rows = self.desk.requests()
        chosen = narrowed(rows, self.choice, centre=self.desk.centre, marks=self.marks)
        return in_order(chosen, self.marks)

    @cached_property
    def count(self) -> int:
        return self.rows.order_by().count()

    def lines(self, rows: SupportRequestQuerySet | None = None) -> Iterator[Line]:
        """Those of a part of the rows, such as a page, else all."""
        found = self.rows if rows is None else rows
        return lines_of(found, centre=self.desk.centre, marks=self.marks)

    @property
    def address(self) -> str:
        return self.choice.address(self.desk.centre.code)
