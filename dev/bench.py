"""`make bench`: how long the main pages take on demo data, each as somebody who uses it.

Runs in the virtual environment, on servers of its own. Time is that of the whole request inside
Django, templates and database included; the network and the web server are left out.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dev import console, many, processes, test_database
from dev.paths import VENV_PYTHON
from dev.servers import Servers
from dev.supervisor import Supervisor

if TYPE_CHECKING:
    from django.test import Client

VISITOR = ""
PAGES = [
    (VISITOR, "/"),
    (VISITOR, "/finn/?q=tromsø"),
    (VISITOR, "/sentre/"),
    (VISITOR, "/sentre/korus-nord/"),
    (VISITOR, "/kommuner/5601/"),
    (VISITOR, "/dekning/"),
    ("contact", "/henvendelser/"),
    ("adviser", "/"),
    ("adviser", "/henvendelser/"),
    ("adviser", "/aktiviteter/"),
    ("adviser", "/aktiviteter/?year=2024"),
    ("adviser", "/aktiviteter/?kind=course"),
    ("adviser", "/aktiviteter/?kind=research"),
    ("adviser", "/aktiviteter/?theme=substance_use"),
    ("adviser", "/aktiviteter/?municipality=0301"),
    ("adviser", "/aktiviteter/?municipality=5601"),
    ("adviser", "/aktiviteter/?status=draft"),
    ("adviser", "/aktiviteter/?title=kurs"),
    ("adviser", "/aktiviteter/?title=sjeldenhet"),
    ("adviser", "/aktiviteter/?title=finnesikke"),
    ("adviser", "/aktiviteter/?year=2023&kind=course"),
    ("adviser", "/aktiviteter/?year=2023&municipality=5601"),
    ("adviser", "/aktiviteter/?year=2023&title=sjeldenhet"),
    ("adviser", "/aktiviteter/?theme=substance_use&municipality=5601"),
    ("adviser", "/aktiviteter/?kind=research&municipality=0301"),
    ("adviser", "/aktiviteter/eksport/"),
    ("leader", "/tiltak/"),
    ("directorate", "/dekning/"),
    ("directorate", "/dekning/rader/"),
    ("governor", "/dekning/"),
]


@dataclass(frozen=True)
class Timing:
    """One page: status of the answer, median and slowest in milliseconds, queries of one visit."""

    status: int
    median: float
    slowest: float
    queries: int


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--scale", type=int, default=1, help="1: about 2,000 activities")
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--activities", type=int, default=0, help="so many more, e.g. 1000000")
    chosen = parser.parse_args()
    with test_database.scratch_folder("korus-bench-") as folder:
        os.environ.update(KORUS_VAR=str(folder), KORUS_DEMO="1")
        supervisor, servers = Supervisor(), Servers(folder, scratch=True)
        servers.postgres.template = test_database.template()
        servers.postgres.database = test_database.NAME
        supervisor.on_change = servers.write_file
        try:
            servers.start(supervisor.hold)
            fill(chosen.scale)
            measure_all(chosen.repeats, chosen.activities)
        finally:
            supervisor.stop()
            servers.clean_up()
    return 0


def fill(scale: int) -> None:
    manage = [str(VENV_PYTHON), "manage.py"]
    with console.step("Reference data"):
        processes.run("load", [*manage, "load_reference_data"])
    with console.step(f"Demo data, scale {scale}"):
        processes.run("seed", [*manage, "seed_demo", f"--scale={scale}"])
    with console.step("Static files"):
        processes.run("collectstatic", [*manage, "collectstatic", "--no-input"])


def measure_all(repeats: int, activities: int) -> None:
    import django  # noqa: PLC0415 - settings read the servers that were started

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "korus_portal.settings")
    django.setup()
    logging.disable(logging.CRITICAL)
    if activities:
        with console.step(f"{activities} more activities"):
            many.fill(activities)
    console.line(f"\n{'as':<14}{'page':<60}{'status':>7}{'median':>9}{'slowest':>9}{'queries':>9}")
    for person, path in PAGES:
        found = measure(visitor(person), path, repeats)
        console.line(
            f"{person or 'visitor':<14}{path:<60}{found.status:>7}"
            f"{found.median:>6.1f} ms{found.slowest:>6.1f} ms{found.queries:>9}"
        )


def visitor(person: str) -> Client:
    from django.test import Client  # noqa: PLC0415

    from korus_portal.accounts.models import User  # noqa: PLC0415

    client = Client(HTTP_HOST="localhost")
    if person:
        client.force_login(User.objects.get(email=f"{person}@demo.example"))
    return client


def measure(client: Client, path: str, repeats: int) -> Timing:
    """The first visit warms up and counts queries; redirects and streams are followed."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    times: list[float] = []
    with CaptureQueriesContext(connection) as captured:
        status = client.get(path, follow=True).status_code
    queries = len(captured)  # the next request empties the log
    for _ in range(repeats):
        began = time.perf_counter()
        answer = client.get(path, follow=True)
        b"".join(answer)
        times.append((time.perf_counter() - began) * 1000)
    return Timing(status, statistics.median(times), max(times), queries)


if __name__ == "__main__":
    sys.exit(console.guard(main))
