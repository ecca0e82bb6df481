"""Brings database and static files to the state of the code, in one process because each start
of Django costs seconds."""

import hashlib
import time
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Safe to run again: every step changes only what is not yet so."""

    help = "Migrates, loads reference data, seeds an empty demo, collects static files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--accounts", type=Path, help="write the demo accounts to this file")

    def handle(self, *, accounts: Path | None, **options: Any) -> None:
        self._step("Database migrations", "migrate", interactive=False)
        self._step("Reference data", "load_reference_data")
        if settings.DEMO_MODE:
            self._step("Demo data", "seed_demo", if_empty=True)
        self._collect_static()
        if accounts is not None:
            self._write_accounts(accounts)

    def _collect_static(self) -> None:
        """Compressing takes a second: only where a file, or how it is stored, has changed."""
        stamp, wanted = Path(settings.STATIC_ROOT) / ".stamp", static_signature()
        if stamp.exists() and stamp.read_text() == wanted:
            return
        self._step("Static files", "collectstatic", interactive=False)
        stamp.write_text(wanted)

    def _step(self, name: str, command: str, **options: Any) -> None:
        self.stdout.write(f"  {name:<34}", ending="")
        self.stdout.flush()
        began = time.monotonic()
        try:
            call_command(command, verbosity=0, stdout=StringIO(), **options)
        except BaseException:
            self.stdout.write("-")
            raise
        self.stdout.write(f"{time.monotonic() - began:6.1f} s")

    def _write_accounts(self, path: Path) -> None:
        text = StringIO()
        if settings.DEMO_MODE:
            call_command("demo_accounts", stdout=text)
        path.write_text(text.getvalue())


def static_signature() -> str:
    """Changes with any static file's place, size or time, and with the storage."""
    total = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = Path(storage.path(name)).stat()
            total.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\0".encode())
    return total.hexdigest()
