"""`manage.py load_boundaries FILE [--structure YEAR]`: borders for the geographic map."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from municipalities.register.boundaries import load_boundaries
from municipalities.register.geojson import BoundaryFileError

FIRST_STRUCTURE = 2017


class Command(BaseCommand):
    help = (
        "Load Kartverket's municipal borders (GeoJSON) for the geographic map. A file that does"
        " not hold exactly the municipalities of the structure changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--structure", type=int, help="year whose municipalities these are; this year's if not"
        )

    def handle(self, *args: Any, file: Path, structure: int | None, **options: Any) -> None:
        year = structure or timezone.localdate().year
        if not FIRST_STRUCTURE <= year <= timezone.localdate().year + 1:
            raise CommandError(f"{year} is not a year that the register knows")
        try:
            outlines = load_boundaries(file, structure=year)
        except BoundaryFileError as error:
            raise CommandError(str(error)) from None
        size = sum(len(outline.path) for outline in outlines) // 1000
        self.stdout.write(f"{len(outlines)} outlines of {year}, {size} kB of path data")
