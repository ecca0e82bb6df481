"""What was measured, as lines for the screen and as docs/performance.md."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from dev.bench.measuring import Measured, median, p95
from dev.bench.targets import targets

REASONS = Path(__file__).with_name("reasons.md")
HOW = """\
# How quick the portal is, measured

Written by `make bench ARGS="--write"` on {day}, on a machine with {cores} cores and {memory} GB of
memory; load of the machine when it was done: {load}. Times on such a machine differ by half from
run to run, so read the ratios, and none below 1.5.

How: a database of each size (three municipalities to an activity, ten years, titles of Norwegian
words of which few are common and most are rare, KORUS Nord with a fifth of all rows), all on one
PostgreSQL as it comes; gunicorn as `make run` starts it, one for each size; a signed-in person with
a kept connection. Page, empty page (`/om/`, with session and menu) and bare SQL (the portal's own
connection, rows fetched) take turns, and so do the sizes. `make bench ARGS="--sizes 20000"` is
quick; `--keep FOLDER` keeps the databases for next time; `--only list` measures a part.
"""


def table(found: list[Measured]) -> Iterator[str]:
    yield (
        f"\n{'':<20}{'rows':>9}{'p50':>9}{'p95':>9}{'empty':>8}{'SQL':>9}{'÷ SQL':>7}"
        f"{'queries':>8}{'buffers':>8}{'first':>8}{'MB':>6}"
    )
    for one in found:
        memory = f"{max(one.memory):.0f}" if one.memory else ""
        yield (
            f"{one.page.name:<20}{one.size:>9}{median(one.times):>9.1f}{p95(one.times):>9.1f}"
            f"{median(one.empty):>8.1f}{median(one.sql):>9.1f}{one.by_sql:>7.1f}"
            f"{one.queries:>8}{one.buffers:>8}{median(one.first_byte):>8.0f}{memory:>6}"
        )
    yield ""
    for each in targets(found):
        met = "met" if each.is_met else "NOT MET"
        yield f"{each.name:<60}{each.was:>8.1f}{each.unit} of {each.most:g}{each.unit}  {met}"


def write(path: Path, found: list[Measured]) -> None:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    how = HOW.format(
        day=date.today(),  # noqa: DTZ011 - the day on this machine's clock
        cores=os.cpu_count(),
        memory=round(memory),
        load=f"{os.getloadavg()[1]:.1f}",
    )
    parts = [how, *aims(found), *ratios(found), *times(found), REASONS.read_text().rstrip()]
    path.write_text("\n".join(parts) + "\n")


def aims(found: list[Measured]) -> Iterator[str]:
    yield "## Targets\n\n| at the worst size | target | was | |\n| --- | --- | --- | --- |"
    for each in targets(found):
        met = "met" if each.is_met else "**not met**"
        was, most = f"{each.was:.1f}{each.unit}", f"{each.most:g}{each.unit}"
        yield f"| {each.name} | {most} | {was} | {met} |"


def ratios(found: list[Measured]) -> Iterator[str]:
    """Each size beside the smallest."""
    yield "\n## Ratios\n"
    yield "| page | activities | ÷ its SQL | ÷ smallest size | queries | buffers |"
    yield "| --- | --- | --- | --- | --- | --- |"
    first: dict[str, Measured] = {}
    for one in found:
        least = first.setdefault(one.page.name, one)
        grown = median(one.times) / median(least.times)
        by_sql = f"{one.by_sql:.1f}" if one.sql else ""
        yield (
            f"| {one.page.name} | {one.size:,} | {by_sql} | {grown:.1f} | {one.queries or ''} |"
            f" {one.buffers or ''} |"
        )


def times(found: list[Measured]) -> Iterator[str]:
    yield "\n## Milliseconds\n"
    yield "| page | activities | p50 | p95 | empty page | bare SQL | first byte | MB more |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for one in found:
        memory = f"{max(one.memory):.0f}" if one.memory else ""
        cells = [median(one.empty), median(one.sql), median(one.first_byte)]
        shown = " | ".join(f"{cell:.1f}" if cell else "" for cell in cells)
        yield (
            f"| {one.page.name} | {one.size:,} | {median(one.times):.1f} |"
            f" {p95(one.times):.1f} | {shown} | {memory} |"
        )
