"""What was measured, as lines for the screen and as docs/performance.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dev.bench.measuring import Measured, median, p95


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


def write(_path: Path, _found: list[Measured]) -> None:
    """Later."""
