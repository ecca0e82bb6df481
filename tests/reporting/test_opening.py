"""The portal opens the year's reports on their day."""

from datetime import date

import pytest
from django.utils import timezone

from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from korus_portal.jobs.models import Job
from korus_portal.notifications.models import Letter
from reporting.actions import opening, starting
from reporting.models import AnnualReport, ReportSection
from reporting.tasks import follow_due_dates
from tests.reporting.due_dates import add_grant, add_obligation, at_once
from tests.reporting.report_year import add_assignment, run_job

THE_DAY = date(2025, 12, 1)


def test_nothing_is_opened_before_its_day(centre: Centre, leader: User) -> None:
    add_obligation(centre)
    assert opening.open_due(today=date(2025, 11, 30)) == 0
    assert not AnnualReport.objects.exists()


def test_the_report_is_opened_by_nobody_with_its_chapters_and_a_draft_job(
    centre: Centre, leader: User
) -> None:
    add_obligation(centre)
    assert opening.open_due(today=THE_DAY) == 1
    report = AnnualReport.objects.get()
    assert (report.started_by, report.status, report.number) == (None, "draft", 1)
    assert report.sections.count() == len(ReportSection.Key.values)
    assert report.job is not None
    run_job(report.job)
    report.refresh_from_db()
    assert report.figures


def test_the_leaders_are_told_the_due_date_once(
    centre: Centre, leader: User, adviser: User, leader_elsewhere: User
) -> None:
    add_obligation(centre)
    assert [opening.open_due(today=THE_DAY) for _again in range(2)] == [1, 0]
    letter = Letter.objects.get()
    assert letter.to == leader
    assert "1. april 2026" in letter.body
    assert AnnualReport.objects.get().get_absolute_url() in letter.body


@pytest.mark.parametrize(
    ("written", "language"),
    [
        (Organisation.Language.NYNORSK, "nn"),
        (Organisation.Language.BOKMAAL, "nb"),
        (Organisation.Language.NEUTRAL, "nb"),
    ],
    ids=["nynorsk", "bokmal", "neutral"],
)
def test_the_report_is_in_the_language_of_the_centre(
    centre: Centre, written: str, language: str
) -> None:
    Organisation.objects.filter(pk=centre.organisation_id).update(language=written)
    add_obligation(centre)
    opening.open_due(today=THE_DAY)
    assert AnnualReport.objects.get().language == language


def test_what_the_leader_started_is_left_alone(centre: Centre, leader: User) -> None:
    add_obligation(centre)
    add_assignment(centre, leader, "Kurs")
    started = starting.start_report(centre=centre, year=2025, by=leader)
    assert opening.open_due(today=THE_DAY) == 0
    assert AnnualReport.objects.get() == started
    assert not Letter.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_opens_it(centre: Centre, leader: User) -> None:
    add_obligation(centre)
    assert sorted(at_once(lambda: opening.open_due(today=THE_DAY), 3)) == [0, 0, 1]
    assert AnnualReport.objects.count() == 1
    assert Letter.objects.count() == 1
    assert Job.objects.filter(task="reporting.draft_report").count() == 1


def test_beat_makes_opens_and_reminds_once_each(centre: Centre, leader: User) -> None:
    """In a report opened after its day the letter tells how late it is: no reminder beside it."""
    add_grant(centre, year=timezone.localdate().year - 1)
    for _again in range(2):
        follow_due_dates()
    assert AnnualReport.objects.count() == 1
    assert [letter.kind for letter in Letter.objects.all()] == ["reporting.report_opened"]
