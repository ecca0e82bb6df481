"""A large centre's year: 200 tiltak and 5,000 activities, in little memory and few queries."""

import tracemalloc
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assignments.activities.models import Activity, ActivityMunicipality, ActivityTheme
from assignments.plans.models import Assignment
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.jobs.models import Job
from municipalities.models import Municipality, Theme
from reporting import figures
from reporting.actions import drafting, starting
from reporting.gathering import gather
from reporting.models import AnnualReport
from tests.reporting.report_around import add_line, fund
from tests.reporting.report_year import YEAR, run_job

MEGABYTE = 2**20
# Of everything that is read, counted and written of 5,000 activities, documents apart.
MOST = 64 * MEGABYTE


def fill(
    centre: Centre, by: User, place: Municipality, theme: Theme, *, tiltak: int, activities: int
) -> None:
    """Rows as the portal would have stored them, all on 1 January and after."""
    first = date(YEAR, 1, 1)
    made = Assignment.objects.bulk_create(
        Assignment(centre=centre, title=f"Tiltak {number:03}", starts_on=first, created_by=by)
        for number in range(tiltak)
    )
    done = Activity.objects.bulk_create(
        Activity(
            centre=centre,
            kind=Activity.Kind.COURSE,
            title=f"Kurs {number}",
            starts_on=first + timedelta(days=number % 365),
            hours=Decimal("1.25"),
            attendances=10,
            assignment=made[number % tiltak],
            status=Activity.Status.CONFIRMED,
            registered_by=by,
            confirmed_by=by,
            confirmed_at=timezone.now(),
        )
        for number in range(activities)
    )
    ActivityMunicipality.objects.bulk_create(
        ActivityMunicipality(activity=row, municipality=place) for row in done
    )
    ActivityTheme.objects.bulk_create(
        ActivityTheme(activity=row, theme=theme, position=0) for row in done
    )
    line = add_line(centre)
    for assignment in made:
        fund(assignment, line, "50")


def gathering(centre: Centre) -> int:
    with CaptureQueriesContext(connection) as captured:
        figures.of_year(gather(centre, YEAR))
    return len(captured)


@pytest.mark.django_db
def test_a_large_year_is_drafted_in_bounded_memory_and_as_many_queries_as_a_small_one(
    centre: Centre,
    centre_elsewhere: Centre,
    leader: User,
    leader_elsewhere: User,
    municipality: Municipality,
    theme: Theme,
) -> None:
    fill(centre_elsewhere, leader_elsewhere, municipality, theme, tiltak=2, activities=20)
    fill(centre, leader, municipality, theme, tiltak=200, activities=5000)
    small, large = gathering(centre_elsewhere), gathering(centre)
    assert large == small
    report = starting.start_report(centre=centre, year=YEAR, by=leader)
    job = Job.objects.get(task="reporting.draft_report")
    tracemalloc.start()
    try:
        run_job(job)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    report = AnnualReport.objects.get(pk=report.pk)
    assert report.figures["totals"]["hours"]["value"] == "6250.00"
    assert report.figures["funding"][0]["hours"] == "3125.00"
    assert report.entries.count() == 200
    assert peak < MOST, f"{peak / MEGABYTE:.0f} MB"


def written(centre: Centre, by: User) -> int:
    report = starting.start_report(centre=centre, year=YEAR, by=by)
    assert report.job is not None
    with CaptureQueriesContext(connection) as captured:
        run_job(report.job)
    return len(captured)


@pytest.mark.django_db
def test_writing_the_draft_takes_no_more_queries_for_thirty_times_the_rows(
    centre: Centre,
    centre_elsewhere: Centre,
    leader: User,
    leader_elsewhere: User,
    municipality: Municipality,
    theme: Theme,
) -> None:
    """Only the progress, told at most twenty times, grows, and the batches of entries."""
    fill(centre_elsewhere, leader_elsewhere, municipality, theme, tiltak=4, activities=20)
    fill(centre, leader, municipality, theme, tiltak=120, activities=600)
    small, large = written(centre_elsewhere, leader_elsewhere), written(centre, leader)
    assert large - small <= drafting.STEPS
