"""Opening the year's reports: by beat on their day, or by hand from the command line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models, transaction

from centres.models import Centre
from reporting.actions import starting
from reporting.actions.locking import lock_obligation, lock_report
from reporting.due_letters import tell_of_opening
from reporting.models import AnnualReport, ReportObligation
from reporting.obligations import reached


class Outcome(models.TextChoices):
    """What became of one centre's report. Read by whoever runs the command."""

    OPENED = "opened", "opened, draft asked for"
    REFRESHED = "refreshed", "draft asked for again"
    LEFT = "left", "left alone"


@dataclass(frozen=True)
class Drafted:
    obligation: ReportObligation
    report: AnnualReport
    outcome: Outcome


def open_due(*, today: date) -> int:
    """Open every report whose day has come. Returns how many there were."""
    opened = AnnualReport.objects.filter(
        centre=models.OuterRef("centre"), year=models.OuterRef("year")
    )
    due = ReportObligation.objects.filter(opens_on__lte=today).exclude(models.Exists(opened))
    found = list(due.order_by("pk").values_list("pk", flat=True))
    return sum(open_one(pk, today=today).outcome == Outcome.OPENED for pk in found)


def draft_year(*, year: int, today: date, centre: Centre | None = None) -> Iterator[Drafted]:
    """Open or draft again every report of the year, or that of one centre."""
    due = ReportObligation.objects.filter(year=year)
    if centre is not None:
        due = due.filter(centre=centre)
    for pk in list(due.order_by("centre__short_name", "pk").values_list("pk", flat=True)):
        done = open_one(pk, today=today)
        yield done if done.outcome == Outcome.OPENED else draft_again(done)


@transaction.atomic
def open_one(pk: int, *, today: date) -> Drafted:
    """The report with its chapters, the draft job, and a letter to the leaders, all or nothing.

    Opened before, by the portal or a person, it is left alone.
    """
    locked = lock_obligation(pk)
    versions = AnnualReport.objects.filter(centre=locked.centre_id, year=locked.year)
    there = versions.for_list().order_by("-number").first()
    report = there or starting.open_report(centre=locked.centre, year=locked.year)
    if there is not None or report.started_by_id is not None:
        return Drafted(locked, report, Outcome.LEFT)
    # The letter tells the last day, so it stands for the reminders whose day has gone.
    locked.reminded = reached(locked, today)
    locked.save(update_fields=["reminded"])
    tell_of_opening(locked, report)
    return Drafted(locked, report, Outcome.OPENED)


@transaction.atomic
def draft_again(done: Drafted) -> Drafted:
    """Count a draft again. What has left the writers' hands stays as it is."""
    report = lock_report(done.report.pk)
    if not report.is_draft:
        return Drafted(done.obligation, report, Outcome.LEFT)
    starting.ask_for_draft(report, by=None)
    return Drafted(done.obligation, report, Outcome.REFRESHED)
