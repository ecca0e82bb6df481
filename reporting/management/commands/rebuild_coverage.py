from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from korus_portal.jobs import actions as jobs
from reporting.dashboard.rebuilding import rebuild


class Command(BaseCommand):
    help = "Make all facts and coverage rows anew from the activities and requests."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--job", action="store_true", help="Let a worker do it.")

    def handle(self, *args: Any, job: bool, **options: Any) -> None:
        if job:
            label = _("Dekningen telles på nytt")
            jobs.start("reporting.rebuild_coverage", key="rebuild_coverage", label=label, by=None)
            self.stdout.write("the job is on its way")
        else:
            self.stdout.write(f"{rebuild()} coverage rows")
