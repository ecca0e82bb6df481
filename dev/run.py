"""`make run`: from a bare machine to a running portal, and back again on Ctrl-C."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from dev import assets, console, environment, lock, portal, processes
from dev.paths import ROOT, VENV_PYTHON, data_folder
from dev.servers import Servers, end_leftovers
from dev.supervisor import Supervisor

HEALTHY_WITHIN = 60
ACCOUNTS = "demo-accounts.txt"
OWN_SERVERS_ONLY = ("DATABASE_URL", "REDIS_URL")


def main() -> int:
    folder, port = data_folder(), chosen_port()
    refuse_named_servers()
    os.environ["KORUS_VAR"] = str(folder)
    with lock.held(folder):
        end_leftovers(folder / "servers.json")
        require_free(port)
        console.line("Starting the portal")
        set_up(environment.LOCAL)
        serve(folder, port)
    return 0


def set_up(lock_name: str) -> None:
    """Everything that is made from the files of the project."""
    with environment.one_at_a_time():
        environment.ensure(lock_name)
        assets.ensure()
        compile_translations()


def compile_translations() -> None:
    sources = list((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
    if any(not is_compiled(source) for source in sources):
        with console.step("Translations"):
            processes.run("translations", [str(VENV_PYTHON), "-m", "dev.translations", "compile"])


def is_compiled(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


def serve(folder: Path, port: int) -> None:
    """Start all, keep all running, and stop all in order however this ends."""
    supervisor = Supervisor()
    servers = Servers(folder, web_url=portal.web_url(port))
    supervisor.on_change = servers.write_file
    try:
        with console.step("PostgreSQL and Valkey"):
            servers.start(supervisor.hold)
        prepare(folder / ACCOUNTS)
        with console.step("Web server, worker and beat"):
            start_portal(supervisor, folder, port)
        welcome(folder, port)
        supervisor.watch(until=lambda: False)
    except KeyboardInterrupt:
        console.line("\nStopping in order; the data stays.")
    finally:
        supervisor.stop()
        servers.clean_up()


def prepare(accounts: Path) -> None:
    """Migrations, reference data, demo data and static files, in one process for speed."""
    command = [str(VENV_PYTHON), "manage.py", "prepare", f"--accounts={accounts}"]
    processes.run("prepare", command, show_output=True)


def start_portal(supervisor: Supervisor, folder: Path, port: int) -> None:
    supervisor.hold(portal.worker(folder))
    supervisor.hold(portal.beat(folder))
    supervisor.hold(portal.web(folder, port))
    url = portal.web_url(port)
    if not supervisor.watch(lambda: portal.is_healthy(url), HEALTHY_WITHIN):
        logs = folder / "log"
        raise console.Failure(f"{url}/healthz is not well after {HEALTHY_WITHIN} s; see {logs}.")


def welcome(folder: Path, port: int) -> None:
    console.line(f"\nThe portal runs at {portal.web_url(port)}/")
    console.line((folder / ACCOUNTS).read_text())
    console.line(f"Logs: {folder / 'log'}. Ctrl-C stops.")


def chosen_port() -> int:
    text = os.environ.get("PORT", "") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise console.Failure(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def refuse_named_servers() -> None:
    """A database named in the environment may be anybody's: never migrated and seeded by us."""
    named = [name for name in OWN_SERVERS_ONLY if os.environ.get(name)]
    if named:
        raise console.Failure(
            f"{' and '.join(named)} is set, but `make run` starts servers of its own. "
            "Unset it, or start the processes by hand: docs/how-to/deploy.md."
        )


def require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((portal.ADDRESS, port))
        except OSError as error:
            raise console.Failure(
                f"Port {port} cannot be used ({error.strerror}). Choose another: PORT=8001 make run"
            ) from error
