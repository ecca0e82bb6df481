from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from assignments.coverage.models import CoverageRow, WorkRow
from reporting.dashboard.verification import differences

SHOWN = 20


class Command(BaseCommand):
    help = "Recount every coverage row from the sources by other code, and tell the differences."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            hold_still()
            found = differences()
            rows = CoverageRow.objects.count() + WorkRow.objects.count()
        for difference in found[:SHOWN]:
            self.stdout.write(str(difference))
        if len(found) > SHOWN:
            self.stdout.write(f"… and {len(found) - SHOWN} more")
        self.stdout.write(f"{rows} rows, {len(found)} differences")
        if found:
            raise SystemExit(1)


def hold_still() -> None:
    """One picture of rows and sources, whoever writes meanwhile."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
