"""A text is redacted in its own row: documents of reports that told it are made anew."""

import pytest

from assignments.activities.actions.removing import redact_activity
from assignments.activities.models import Activity
from korus_portal.accounts.models import User
from reporting.models import AnnualReport
from reporting.tasks import forget_redacted
from tests.reporting.conftest import Year
from tests.reporting.report_year import make_documents, submitted_report

SECRET = "Kurs for Ola Nordmann"


@pytest.fixture
def course(year: Year) -> Activity:
    Activity.objects.filter(pk=year.activities["course"].pk).update(title=SECRET, note=SECRET)
    return Activity.objects.get(pk=year.activities["course"].pk)


@pytest.fixture
def submitted(course: Activity, ready_report: AnnualReport, leader: User) -> AnnualReport:
    return make_documents(submitted_report(ready_report, leader))


def test_documents_that_told_a_redacted_title_are_dropped_and_made_anew(
    submitted: AnnualReport, course: Activity, leader: User
) -> None:
    before = set(submitted.documents.values_list("pk", flat=True))
    assert before
    redact_activity(activity=course, fields=["title"], reason="Navn", by=leader)
    forget_redacted()
    assert not submitted.documents.exists()
    make_documents(submitted)
    made = set(submitted.documents.values_list("pk", flat=True))
    assert made
    assert before.isdisjoint(made)
    forget_redacted()
    assert set(submitted.documents.values_list("pk", flat=True)) == made


def test_a_text_that_no_document_tells_leaves_them(
    submitted: AnnualReport, course: Activity, leader: User
) -> None:
    before = set(submitted.documents.values_list("pk", flat=True))
    redact_activity(activity=course, fields=["note"], reason="Navn", by=leader)
    forget_redacted()
    assert set(submitted.documents.values_list("pk", flat=True)) == before
