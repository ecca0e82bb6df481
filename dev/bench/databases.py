"""A database and a portal of each size, beside each other on the same servers."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from dev import console, portal, processes
from dev.bench.inside import Inside
from dev.paths import VENV_PYTHON
from dev.servers import Servers

BASE = "bench"
FIRST_PORT = 8731


@dataclass
class Size:
    """One portal: its data folder, its web server and a process inside it."""

    number: int
    folder: Path
    port: int
    web: processes.Process
    inside: Inside

    @property
    def name(self) -> str:
        return f"{self.number:,}".replace(",", " ")


def prepare(servers: Servers, folder: Path, numbers: list[int]) -> list[Size]:
    """Every database that is not there yet is made from the demo data, and filled."""
    if BASE not in databases(servers):
        make_base(servers, folder)
    return [open_size(servers, folder, number, at) for at, number in enumerate(numbers)]


def make_base(servers: Servers, folder: Path) -> None:
    """Migrations, reference data and demo data: the people and their portal around the rows."""
    making = f"{BASE}_making"
    run_sql(servers, f"DROP DATABASE IF EXISTS {making}")
    run_sql(servers, f"CREATE DATABASE {making}")
    own = write_servers_file(servers, folder, making, 0)
    for name, *rest in (["migrate", "--verbosity=0"], ["load_reference_data"], ["seed_demo"]):
        with console.step(f"Base: {name}"):
            manage(own, name, *rest)
    run_sql(servers, f"ALTER DATABASE {making} RENAME TO {BASE}")


def open_size(servers: Servers, folder: Path, number: int, at: int) -> Size:
    name, making = f"{BASE}_{number}", f"{BASE}_{number}_making"
    is_new = name not in databases(servers)
    if is_new:
        run_sql(servers, f"DROP DATABASE IF EXISTS {making}")
        run_sql(servers, f"CREATE DATABASE {making} TEMPLATE {BASE}")
        filling = Inside(write_servers_file(servers, folder, making, at + 1))
        with console.step(f"{number} activities"):
            filling.ask("fill", number)
        filling.stop()
        run_sql(servers, f"ALTER DATABASE {making} RENAME TO {name}")
    own = write_servers_file(servers, folder, name, at + 1)
    if not is_new:
        manage(own, "migrate", "--verbosity=0")
    port = FIRST_PORT + at
    web = portal.web(own, port)
    web.environment = {"KORUS_VAR": str(own), "KORUS_DEMO": "1"}
    manage(own, "collectstatic", "--no-input", "--verbosity=0")
    return Size(number, own, port, web, Inside(own))


def manage(folder: Path, name: str, *arguments: str) -> None:
    command = [str(VENV_PYTHON), "manage.py", name, *arguments]
    processes.run(name, command, environment={"KORUS_VAR": str(folder), "KORUS_DEMO": "1"})


def write_servers_file(servers: Servers, folder: Path, database: str, number: int) -> Path:
    """A data folder of its own, which the settings read as they read any portal's."""
    own = folder / database.removesuffix("_making")
    (own / "log").mkdir(parents=True, exist_ok=True)
    url, _slash, _name = servers.postgres.url.rpartition("/")
    content = {
        "database_url": f"{url}/{database}",
        "redis_url": f"{servers.valkey.url}?virtual_host={number}",
    }
    (own / "servers.json").write_text(json.dumps(content))
    return own


def databases(servers: Servers) -> set[str]:
    return set(run_sql(servers, "SELECT datname FROM pg_database").split())


def run_sql(servers: Servers, statement: str) -> str:
    server = servers.postgres
    psql = [server.program("psql"), "-h", str(server.sockets), "-U", "korus", "-d", "postgres"]
    found = subprocess.run(
        [*psql, "-Atqc", statement], capture_output=True, text=True, check=True, env={**os.environ}
    )
    return found.stdout
