"""A centre's year of work as the portal would have stored it, small enough to count by hand."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from assignments.activities.facts import facts_of
from assignments.activities.models import Activity
from assignments.coverage.actions import replace_facts
from assignments.coverage.models import Fact
from assignments.plans.models import Assignment, AssignmentYear
from assignments.requests.facts import facts_of as facts_of_request
from assignments.requests.models import SupportRequest
from centres.grants.models import Grant
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.jobs import work
from korus_portal.jobs.models import Job
from reporting import frozen, recipients
from reporting.actions import (
    approving,
    deciding,
    documenting,
    drafting,
    starting,
    submitting,
    taking,
)
from reporting.actions.submitting import Signed
from reporting.models import AnnualReport
from tests.factories import ActivityFactory, AssignmentFactory, SupportRequestFactory

YEAR = 2025
OSLO = ZoneInfo("Europe/Oslo")
CaptureCallbacks = Callable[..., AbstractContextManager[list[Any]]]


def add_activity(centre: Centre, by: User, **values: Any) -> Activity:
    """A confirmed activity with its coverage rows."""
    activity = ActivityFactory.create(centre=centre, registered_by=by, **values)
    replace_facts(Fact.Source.ACTIVITY, activity.pk, facts_of(activity))
    return activity


def add_request(
    centre: Centre, by: User, *, answered: date | None, **values: Any
) -> SupportRequest:
    support_request = SupportRequestFactory.create(
        centre=centre,
        submitted_by=by,
        submitted_at=datetime(YEAR, 5, 5, 9, tzinfo=OSLO),
        first_answered_at=answered and datetime(*answered.timetuple()[:3], 12, tzinfo=OSLO),
        **values,
    )
    replace_facts(Fact.Source.REQUEST, support_request.pk, facts_of_request(support_request))
    return support_request


def add_assignment(
    centre: Centre, by: User, title: str, status: str = "continued", **values: Any
) -> Assignment:
    assignment = AssignmentFactory.create(centre=centre, created_by=by, title=title, **values)
    if status:
        change = "Nå også for skolene." if status == "changed" else ""
        AssignmentYear.objects.create(
            assignment=assignment, year=YEAR, status=status, change_text=change
        )
    return assignment


def run_job(job: Job) -> Job:
    """What a worker does with a queued job."""
    actions = {
        "reporting.draft_report": drafting.draft_report,
        "reporting.make_documents": documenting.make_documents,
    }
    work.run(str(job.pk), actions[job.task])
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    return job


def recounted(report: AnnualReport, by: User) -> AnnualReport:
    """The year is counted again; what differs waits."""
    starting.refresh_report(report=report, by=by)
    run_job(Job.objects.get(task="reporting.draft_report", state="queued"))
    return AnnualReport.objects.get(pk=report.pk)


def taken(report: AnnualReport, by: User) -> AnnualReport:
    """The year is counted again, and the new count replaces the old."""
    recount = recounted(report, by).recount
    taking.take_figures(report=report, counted_at=recount.counted_at, by=by)
    return AnnualReport.objects.get(pk=report.pk)


def drafted_report(centre: Centre, leader: User, year: int = YEAR) -> AnnualReport:
    report = starting.start_report(centre=centre, year=year, by=leader)
    assert report.job is not None
    run_job(report.job)
    return AnnualReport.objects.get(pk=report.pk)


def answer_everything(report: AnnualReport) -> AnnualReport:
    """Every point of the letters and every duty has an answer."""
    report.answers.update(body="Slik ble det løst.", state="ready")
    return report


def settled_grant(report: AnnualReport, channel: str = "portal", scheme: str = "Drift") -> Grant:
    """A grant of the report's year, used to the last krone, with its account in the report."""
    grant = Grant.objects.create(
        centre=report.centre,
        year=report.year,
        scheme=scheme,
        recipient=report.centre.organisation,
        report_channel=channel,
    )
    grant.lines.create(chapter="714", item="21", amount=100_000)
    line = grant.application_lines.create(name="Lønn", amount=100_000)
    account = report.accounts.create(grant=grant, carried=0, repaid=0)
    account.lines.create(line=line, actual=100_000)
    return grant


def make_documents(report: AnnualReport) -> AnnualReport:
    """Run every document job that waits."""
    for job in Job.objects.filter(task="reporting.make_documents", state="queued"):
        run_job(job)
    return AnnualReport.objects.get(pk=report.pk)


def signed_for(report: AnnualReport, **values: Any) -> Signed:
    """The host's director signed, for the first recipient that the grants name."""
    party = recipients.offered(report)[0]
    told: dict[str, Any] = {
        "recipient": party,
        "recipient_name": party.name,
        "recipient_number": party.number,
        "signed_by": "Direktør Kari Nordmann",
        "signed_as": "direktør",
        "signed_on": date(YEAR + 1, 2, 1),
    }
    return Signed(**{**told, **values})


def approved_report(report: AnnualReport, leader: User, *approvers: User) -> AnnualReport:
    """A draft without errors, sent to approval and approved by the leader and those named."""
    people = [leader, *approvers]
    approving.send_for_approval(report=report, approvers=people, by=leader)
    for person in people:
        shown = frozen.content_sha256(AnnualReport.objects.for_content().get(pk=report.pk))
        approving.approve_content(report=report, sha256=shown, by=person)
    return AnnualReport.objects.get(pk=report.pk)


def submitted_report(report: AnnualReport, leader: User, **signed: Any) -> AnnualReport:
    """A draft without errors, approved by the leader and submitted: `submitted` or, where a
    grant asks for another channel, `ready`."""
    approved_report(report, leader)
    submitting.submit_report(report=report, signed=signed_for(report, **signed), by=leader)
    return AnnualReport.objects.for_content().get(pk=report.pk)


def accepted_report(report: AnnualReport, leader: User, directorate: User) -> AnnualReport:
    """Submitted, and approved by the directorate."""
    sent = submitted_report(report, leader)
    deciding.approve_report(report=sent, attainment="mostly", comment="", by=directorate)
    return AnnualReport.objects.for_content().get(pk=report.pk)
