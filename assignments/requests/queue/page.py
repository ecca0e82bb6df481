"""One page of a queue, with everything that stands around the table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.formats import date_format

from assignments.requests.models import QueueExport, SavedFilter, SupportRequestQuerySet
from assignments.requests.queue.choice import Choice
from assignments.requests.queue.lines import Line
from assignments.requests.queue.loads import Load, loads_of
from assignments.requests.queue.offer import Offer, offer_of
from assignments.requests.queue.saved import saved_of
from assignments.requests.queue.table import Queue

PER_PAGE = 50


@dataclass(frozen=True)
class QueuePage:
    queue: Queue
    number: str

    @cached_property
    def page(self) -> Page[Any]:
        paginator = Paginator(self.queue.rows, PER_PAGE)
        # Counted without the order: the database need not sort what it only counts.
        paginator.count = self.queue.count
        return paginator.get_page(self.number)

    @cached_property
    def lines(self) -> list[Line]:
        return list(self.queue.lines(cast("SupportRequestQuerySet", self.page.object_list)))

    @cached_property
    def loads(self) -> list[Load]:
        return loads_of(self.queue.desk)

    @cached_property
    def offer(self) -> Offer:
        return offer_of(self.queue)

    @cached_property
    def saved(self) -> list[SavedFilter]:
        return saved_of(self.queue.desk)

    @property
    def may_assign_some(self) -> bool:
        return any(self.may_assign(line) for line in self.lines)

    def may_assign(self, line: Line) -> bool:
        """The same as `rules.can_assign`, without a question for each row."""
        desk = self.queue.desk
        return line.is_own and line.is_open and (desk.leads or line.adviser_id == desk.user.pk)

    @cached_property
    def ticks(self) -> list[tuple[Line, bool]]:
        return [(line, self.may_assign(line)) for line in self.lines]

    @cached_property
    def load_rows(self) -> list[tuple[Load, str, str, str]]:
        """Each load with the addresses of the rows behind its counts."""
        code = self.queue.desk.centre.code
        return [
            (load, load.url(code, ""), load.url(code, "undecided"), load.url(code, "late"))
            for load in self.loads
        ]

    @property
    def counted_on(self) -> str:
        """The days that the populations are of, for whoever asks what small means."""
        return ", ".join(date_format(day, "j. F Y") for day in self.queue.marks.counted_on)

    @property
    def all_open(self) -> str:
        """The queue without any choice."""
        return Choice().address(self.queue.desk.centre.code)

    @property
    def formats(self) -> list[tuple[str, Any]]:
        return QueueExport.Format.choices

    @property
    def assign_address(self) -> str:
        """Where ticked rows are sent: it keeps the choice and the page."""
        return f"{reverse('requests:queue_assign')}?{self.kept}"

    @property
    def kept(self) -> str:
        own = {"senter": self.queue.desk.centre.code}
        number = {"page": str(self.page.number)} if self.page.number > 1 else {}
        parts = [urlencode(own), self.queue.choice.query, urlencode(number)]
        return "&".join(part for part in parts if part)
