"""Fill the portal with synthetic years. Only in demo mode, only where nothing has been logged."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from korus_portal.pages.demo.seed import is_empty, seed


class Command(BaseCommand):
    help = "Fill an empty portal with synthetic years 2024, 2025 and 2026 to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--scale", type=int, default=1, help="1: about 2,000 activities")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing, quietly, where there are rows"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO_MODE:
            raise CommandError("demo mode is off (KORUS_DEMO)")
        if not is_empty():
            if options["if_empty"]:
                return
            raise CommandError("the portal already holds activities; demo data needs an empty one")
        if options["scale"] < 1:
            raise CommandError("--scale must be 1 or more")
        made = seed(scale=options["scale"], today=timezone.localdate())
        self.stdout.write(
            f"demo: {made.activities} activities, {made.requests} requests, "
            f"{made.coverage_rows} coverage rows"
        )
