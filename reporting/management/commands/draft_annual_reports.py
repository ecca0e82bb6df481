import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q, QuerySet
from django.utils import timezone

from assignments.plans.years import FIRST_YEAR
from centres.models import Centre
from korus_portal.jobs.models import Job
from reporting.actions import obliging, opening
from reporting.actions.opening import Drafted, Outcome

PAUSE_SECONDS = 1.0


class Command(BaseCommand):
    help = "Open or draft again the annual reports of a year, for every centre or for one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, required=True, help="the year that is reported")
        parser.add_argument("--centre", default="", help="code of one centre, as korus-nord")
        parser.add_argument(
            "--wait",
            action="store_true",
            help="follow the jobs until all are done",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        year, since = options["year"], timezone.now()
        centre = find_centre(options["centre"])
        refuse_unknown_year(year)
        obliging.make_obligations_of(year=year)
        done = list(self.draft(year, centre))
        if not done:
            who = centre.code if centre else "any centre"
            raise CommandError(f"There is no grant of {year} to {who}, so nothing to report.")
        if options["wait"]:
            self.follow(jobs_of(done, since))

    def draft(self, year: int, centre: Centre | None) -> Iterable[Drafted]:
        """One line for each centre, as soon as it is asked for."""
        for done in opening.draft_year(year=year, today=timezone.localdate(), centre=centre):
            status = done.report.status
            why = f" ({status})" if done.outcome == Outcome.LEFT else ""
            self.stdout.write(f"{done.obligation.centre.code}: {done.outcome.label}{why}")
            yield done

    def follow(self, jobs: QuerySet[Job]) -> None:
        """A line whenever something has moved. A draft asks for its documents before it ends, so
        that nothing is unfinished only when all is done."""
        told = ""
        while True:
            line, is_over = progress(jobs)
            if line != told:
                self.stdout.write(line)
                told = line
            if is_over:
                break
            time.sleep(PAUSE_SECONDS)
        failed = list(jobs.filter(state=Job.State.FAILED).order_by("created_at"))
        for job in failed:
            self.stderr.write(
                f"failed: {job.task} of report {job.arguments['report']}: {job.error}"
            )
        if failed:
            raise SystemExit(1)


def find_centre(code: str) -> Centre | None:
    if not code:
        return None
    found = Centre.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"There is no centre with the code {code}.")
    return found


def refuse_unknown_year(year: int) -> None:
    this_year = timezone.localdate().year
    if not FIRST_YEAR <= year <= this_year:
        raise CommandError(f"{year} cannot be reported: from {FIRST_YEAR} to {this_year}.")


def jobs_of(done: list[Drafted], since: datetime) -> QuerySet[Job]:
    """The drafts that wait or were just asked for, and every job for these reports since."""
    reports = [row.report.pk for row in done]
    asked = Q(created_at__gte=since) | Q(state__in=[Job.State.QUEUED, Job.State.RUNNING])
    mine = Job.objects.filter(arguments__report__in=reports)
    known = list(mine.filter(asked).values_list("pk", flat=True))
    return mine.filter(Q(pk__in=known) | Q(created_at__gte=since))


def progress(jobs: QuerySet[Job]) -> tuple[str, bool]:
    states = list(jobs.values_list("state", "done", "total"))
    over = sum(state in (Job.State.DONE, Job.State.FAILED) for state, _done, _total in states)
    steps = sum(done for state, done, _total in states if state == Job.State.RUNNING)
    return f"{over} of {len(states)} jobs done, {steps} steps in those at work", over == len(states)
