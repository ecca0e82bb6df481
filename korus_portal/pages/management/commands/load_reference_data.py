"""`manage.py load_reference_data [--data DIR]`: the register, the centres and the closed lists."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from korus_portal.pages import reference
from municipalities.csvfile import DataFileError
from municipalities.sync import Tally


class Command(BaseCommand):
    help = (
        "Load municipalities, centres and the closed lists from CSV files. A file that is not in "
        "the folder is taken from the project's own data. A broken file changes nothing."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, help="folder with files to use before our own")

    def handle(self, *args: Any, data: Path | None = None, **options: Any) -> None:
        if data is not None and not data.is_dir():
            raise CommandError(f"{data} is not a folder")
        try:
            tallies = reference.load(data)
        except DataFileError as error:
            raise CommandError(str(error)) from None
        self._print(tallies)

    def _print(self, tallies: dict[str, Tally]) -> None:
        width = max(len(kind) for kind in tallies)
        for kind, tally in tallies.items():
            counts = f"created {tally.created:4}  updated {tally.updated:4}"
            self.stdout.write(f"{kind:{width}}  {counts}  unchanged {tally.unchanged:4}")
            for name in tally.absent:
                self.stdout.write(f"  in no file, kept as it is: {name}")
        written = sum(tally.written for tally in tallies.values())
        self.stdout.write(f"{written} rows written" if written else "nothing changed")
