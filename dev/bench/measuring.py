"""Measuring in turns: a visit of each size, then the next visit, so that all share the weather."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass, field
from datetime import date

from dev import console
from dev.bench.databases import Size
from dev.bench.pages import EMPTY, Page, pages
from dev.bench.visiting import Memory, Visitor

WARM_UP = 4
FILE_REPEATS = 3


@dataclass
class Measured:
    """One page at one size. Times in milliseconds, one for each round."""

    page: Page
    size: int
    times: list[float] = field(default_factory=list)
    empty: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)
    first_byte: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    bytes: int = 0
    queries: int = 0
    buffers: int = 0

    @property
    def own(self) -> float:
        """What the page costs more than an empty one."""
        return median(self.times) - median(self.empty)

    @property
    def by_sql(self) -> float:
        return self.own / median(self.sql) if self.sql else 0.0


def median(times: list[float]) -> float:
    return statistics.median(times) if times else 0.0


def p95(times: list[float]) -> float:
    return sorted(times)[max(0, -(-95 * len(times) // 100) - 1)] if times else 0.0


def measure(sizes: list[Size], repeats: int, only: str) -> list[Measured]:
    found: list[Measured] = []
    wait_for(sizes)
    for page in pages(date.today()):  # noqa: DTZ011 - the day on this machine's clock
        if only in page.name:
            with console.step(page.name):
                found += in_turns(page, sizes, FILE_REPEATS if page.is_file else repeats)
    return found + actions(sizes, repeats, only)


def wait_for(sizes: list[Size]) -> None:
    for size in sizes:
        visitor = Visitor(size.port, "")
        for _second in range(60):
            try:
                visitor.visit(EMPTY)
                break
            except OSError:
                time.sleep(1)


def in_turns(page: Page, sizes: list[Size], repeats: int) -> list[Measured]:
    visitors = {
        size.number: Visitor(size.port, size.inside.ask("sign_in", page.person)) for size in sizes
    }
    found = {size.number: Measured(page, size.number) for size in sizes}
    for size in sizes:
        for _visit in range(0 if page.is_file else WARM_UP):
            visitors[size.number].visit(page.path)
    for _round in range(repeats):
        for size in sizes:
            one_round(found[size.number], size, visitors[size.number])
    for size in sizes:
        if not page.is_file:
            read = size.inside.ask("reads", page.person, page.path)
            found[size.number].queries = read["queries"]
            found[size.number].buffers = read["buffers"]
    return list(found.values())


def one_round(measured: Measured, size: Size, visitor: Visitor) -> None:
    page = measured.page
    measured.empty.append(visitor.visit(EMPTY).last)
    memory = Memory(size.web.pid) if page.is_file else None
    visit = visitor.visit(page.path)
    measured.times.append(visit.last)
    measured.first_byte.append(visit.first)
    measured.bytes = visit.size
    if memory is not None:
        measured.memory.append(memory.growth())
    if page.sql:
        measured.sql += size.inside.ask("time_sql", page.sql, 1)


SAVE = Page("save an activity", "adviser", "")
DRAFT = Page("draft a report", "leader", "")


def actions(sizes: list[Size], repeats: int, only: str) -> list[Measured]:
    """Saving with its summary rows, beside saving without; and drafting a centre's report."""
    found = []
    if only in SAVE.name:
        saved = {size.number: Measured(SAVE, size.number) for size in sizes}
        with console.step(SAVE.name):
            for _round in range(max(1, repeats // 4)):
                for size in sizes:
                    saved[size.number].sql += size.inside.ask("save", 4, "uncounted")
                    saved[size.number].times += size.inside.ask("save", 4, "counted")
        found += list(saved.values())
    if only in DRAFT.name:
        drafted = {size.number: Measured(DRAFT, size.number) for size in sizes}
        with console.step(DRAFT.name):
            for size in sizes:
                drafted[size.number].times += size.inside.ask("draft", 2)
        found += list(drafted.values())
    return found
