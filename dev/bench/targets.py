"""What was aimed at, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dev.bench.measuring import DRAFT, SAVE, Measured, median

MOST_BUFFERS, MOST_SEARCH, MOST_SAVING = 1.3, 5, 3
MOST_CSV_MB, MOST_FIRST_BYTE, MOST_XLSX_MB = 20, 1000, 40


@dataclass(frozen=True)
class Target:
    """What is measured, the most it may be, and what it was."""

    name: str
    most: float
    was: float
    unit: str = "×"

    @property
    def is_met(self) -> bool:
        return self.was <= self.most


def targets(found: list[Measured]) -> Iterator[Target]:
    """Each at its worst size; growth from the smallest size to the largest."""
    by_name: dict[str, list[Measured]] = {}
    for one in found:
        by_name.setdefault(one.page.name, []).append(one)
    for name, sizes in by_name.items():
        most = sizes[0].page.most
        if most is not None:
            worst = max(one.by_sql for one in sizes)
            yield Target(f"{name}: page minus empty page ÷ its SQL", most, worst)
    yield from growth(by_name)
    yield from searches(by_name)
    yield from files(by_name)
    if SAVE.name in by_name:
        worst = max(median(one.times) / median(one.sql) for one in by_name[SAVE.name])
        yield Target("saving ÷ the same without summary rows", MOST_SAVING, worst)


def growth(by_name: dict[str, list[Measured]]) -> Iterator[Target]:
    for name, sizes in by_name.items():
        first, last = sizes[0], sizes[-1]
        if len(sizes) > 1 and first.buffers and name not in ("empty page", DRAFT.name):
            grown = last.buffers / first.buffers
            yield Target(f"{name}: buffers, largest ÷ smallest size", MOST_BUFFERS, grown)


def searches(by_name: dict[str, list[Measured]]) -> Iterator[Target]:
    found = [sizes for name, sizes in by_name.items() if name.startswith("search")]
    if len(found) > 1:
        times = [[median(one.times) for one in at_size] for at_size in zip(*found, strict=True)]
        worst = max(max(each) / min(each) for each in times)
        yield Target("search: slowest ÷ fastest term", MOST_SEARCH, worst)


def files(by_name: dict[str, list[Measured]]) -> Iterator[Target]:
    for name, most in (("CSV", MOST_CSV_MB), ("XLSX", MOST_XLSX_MB)):
        if name in by_name:
            grown = max(max(one.memory) for one in by_name[name])
            yield Target(f"{name}: growth of memory", most, grown, " MB")
    if "CSV" in by_name:
        first = max(median(one.first_byte) for one in by_name["CSV"])
        yield Target("CSV: first byte", MOST_FIRST_BYTE, first, " ms")
