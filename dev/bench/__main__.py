"""`make bench`: databases of several sizes, filled and measured in turns; and what was found."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from dev import console, test_database
from dev.bench import databases, measuring, results
from dev.paths import ROOT
from dev.servers import Servers
from dev.supervisor import Supervisor

SIZES = "20000,200000,1000000"
# Of these the servers' data are larger than what memory should hold.
MOST_IN_MEMORY = 50_000
REPORT = ROOT / "docs" / "performance.md"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--sizes", default=SIZES, help=f"activities, as {SIZES}")
    parser.add_argument("--repeats", type=int, default=20, help="visits of each page and size")
    parser.add_argument("--only", default="", help="part of a name: what to measure")
    parser.add_argument("--keep", type=Path, help="a folder to keep the databases in, and reuse")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    chosen = parser.parse_args()
    numbers = sorted({int(text) for text in chosen.sizes.split(",")})
    with (
        data_folder(chosen.keep, max(numbers)) as folder,
        serving(folder, is_kept=chosen.keep is not None) as (supervisor, servers),
    ):
        sizes = databases.prepare(servers, folder, numbers)
        try:
            for size in sizes:
                supervisor.hold(size.web)
            found = measuring.measure(sizes, chosen.repeats, chosen.only)
        finally:
            for size in sizes:
                size.inside.stop()
    for line in results.table(found):
        console.line(line)
    if chosen.write:
        results.write(REPORT, found)
    return 0


@contextmanager
def data_folder(kept: Path | None, largest: int) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        kept.chmod(0o711)
        yield kept.resolve()
        return
    if largest <= MOST_IN_MEMORY:
        with test_database.scratch_folder("korus-bench-") as folder:
            yield folder
        return
    with TemporaryDirectory(prefix="korus-bench-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@contextmanager
def serving(folder: Path, *, is_kept: bool) -> Iterator[tuple[Supervisor, Servers]]:
    os.environ.update(KORUS_VAR=str(folder), KORUS_DEMO="1")
    supervisor, servers = Supervisor(), Servers(folder, scratch=not is_kept)
    supervisor.on_change = servers.write_file
    try:
        with console.step("PostgreSQL and Valkey"):
            servers.start(supervisor.hold)
        yield supervisor, servers
    finally:
        supervisor.stop()
        servers.clean_up()


if __name__ == "__main__":
    sys.exit(console.guard(main))
