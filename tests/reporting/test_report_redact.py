"""The leader takes personal details out of a report, wherever the portal has kept them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assignments.plans.models import AssignmentYear
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.jobs.models import Job
from reporting import canonical, entries, gathering
from reporting.actions import deciding, redacting, starting, submitting, writing
from reporting.models import AnnualReport, ReportDocument, ReportEntry
from tests.reporting.conftest import Year
from tests.reporting.report_year import add_assignment, make_documents, run_job

SECRET = "Ola Nordmann fikk hjelp."
WHY = "Teksten nevnte en person."


@pytest.fixture
def returned(ready_report: AnnualReport, leader: User, directorate: User) -> AnnualReport:
    """The same secret in two versions, with documents made of it."""
    entry = ready_report.entries.get(assignment__title="Kurs for kommunene")
    writing.write_entry(entry=entry, brief=SECRET, extended="", version=entry.version, by=leader)
    submitting.submit_report(report=ready_report, by=leader)
    make_documents(ready_report)
    deciding.return_report(report=ready_report, comment="Utdyp.", by=directorate)
    return AnnualReport.objects.get(pk=ready_report.pk)


def name_of(report: AnnualReport) -> str:
    entry = report.entries.get(assignment__title="Kurs for kommunene")
    return f"{entry.assignment_id}-brief"


def redact(report: AnnualReport, by: User) -> None:
    redacting.redact_report(report=report, names=[name_of(report)], reason=WHY, by=by)


def test_the_text_is_gone_from_every_version_and_its_history(
    returned: AnnualReport, leader: User
) -> None:
    redact(returned, leader)
    for version in AnnualReport.objects.all():
        entry = version.entries.get(assignment__title="Kurs for kommunene")
        assert entry.brief == "[sladdet]"
        history = entry.history.all()  # type: ignore[attr-defined]
        assert all(SECRET not in row.brief for row in history)


def test_old_documents_are_gone_and_new_ones_are_asked_for(
    returned: AnnualReport, leader: User
) -> None:
    before = set(ReportDocument.objects.values_list("pk", flat=True))
    redact(returned, leader)
    assert not ReportDocument.objects.exists()
    make_documents(returned)
    assert before.isdisjoint(ReportDocument.objects.values_list("pk", flat=True))
    assert ReportDocument.objects.filter(report=returned).count() == 2


def test_the_frozen_hash_still_holds(returned: AnnualReport, leader: User) -> None:
    redact(returned, leader)
    stored = AnnualReport.objects.get(pk=returned.pk)
    entries = list(stored.entries.order_by("assignment_id"))
    assert canonical.figures_sha256(stored, entries) == stored.figures_sha256
    assert canonical.sha256(SECRET) in canonical.canonical_json(stored.figures["texts"])


def test_the_report_says_that_and_why(
    client: Client, returned: AnnualReport, leader: User, directorate: User
) -> None:
    client.force_login(leader)
    url = reverse("reporting:report_redact", args=[returned.pk])
    client.post(url, {"texts": [name_of(returned)], "reason": WHY})
    client.force_login(directorate)
    page = client.get(returned.get_absolute_url()).content.decode()
    assert WHY in page
    assert SECRET not in page
    assert Event.objects.filter(kind="reporting.report_redacted", by_id=leader.pk).count() == 2


def test_only_the_leader_redacts(
    client: Client, returned: AnnualReport, adviser: User, directorate: User
) -> None:
    with pytest.raises(PermissionDenied):
        redact(returned, adviser)
    for person in (adviser, directorate):
        client.force_login(person)
        url = reverse("reporting:report_redact", args=[returned.pk])
        assert client.get(url).status_code == 403


def test_a_text_that_is_not_there_cannot_be_chosen(returned: AnnualReport, leader: User) -> None:
    with pytest.raises(ValueError, match="12-figures"):
        redacting.redact_report(report=returned, names=["12-figures"], reason=WHY, by=leader)


class TestStayingRedacted:
    """Counting again, sending in and a new version bring nothing back."""

    @pytest.fixture
    def changed(self, ready_report: AnnualReport, leader: User, year: Year) -> AnnualReport:
        """A draft whose proposed text and change hold the secret."""
        year.courses.description = SECRET
        year.courses.save()
        told = {"status": "changed", "change_text": SECRET}
        AssignmentYear.objects.filter(assignment=year.courses).update(**told)
        self.refresh(ready_report, leader)
        entry = self.entry(ready_report)
        assert SECRET in entry.brief
        assert entry.change_text == SECRET
        writing.write_entry(
            entry=entry, brief=entry.brief, extended="x " * 400, version=entry.version, by=leader
        )
        return ready_report

    def entry(self, report: AnnualReport) -> ReportEntry:
        found: ReportEntry = report.entries.get(assignment__title="Kurs for kommunene")
        return found

    def refresh(self, report: AnnualReport, by: User) -> None:
        starting.refresh_report(report=report, by=by)
        run_job(Job.objects.get(task="reporting.draft_report", state="queued"))

    def redact(self, report: AnnualReport, by: User) -> None:
        number = self.entry(report).assignment_id
        names = [f"{number}-brief", f"{number}-change_text"]
        redacting.redact_report(report=report, names=names, reason=WHY, by=by)

    def test_the_texts_stay_out_of_every_version(
        self, changed: AnnualReport, leader: User, directorate: User
    ) -> None:
        self.redact(changed, leader)
        self.refresh(changed, leader)
        submitting.submit_report(report=changed, by=leader)
        following = deciding.return_report(report=changed, comment="Utdyp.", by=directorate)
        self.refresh(following, leader)
        submitting.submit_report(report=following, by=leader)
        for report in (changed, following):
            entry = self.entry(report)
            texts = {entry.brief, entry.proposed_brief, entry.change_text}
            assert texts == {"[sladdet]"}

    def test_the_change_is_gone_from_the_tiltak_and_its_history(
        self, changed: AnnualReport, leader: User, year: Year
    ) -> None:
        self.redact(changed, leader)
        stored = AssignmentYear.objects.get(assignment=year.courses)
        assert stored.change_text == "[sladdet]"
        history = stored.history.all()  # type: ignore[attr-defined]
        assert all(SECRET not in row.change_text for row in history)

    def test_what_was_gathered_before_is_not_written_after(
        self, changed: AnnualReport, leader: User
    ) -> None:
        rows = gathering.gather(changed.centre, changed.year)
        proposals = list(entries.propose(rows))
        self.redact(changed, leader)
        with transaction.atomic():
            entries.refresh(changed, proposals)
        entry = self.entry(changed)
        assert {entry.brief, entry.change_text} == {"[sladdet]"}

    def test_what_the_leader_writes_anew_is_reported(
        self, changed: AnnualReport, leader: User, year: Year
    ) -> None:
        self.redact(changed, leader)
        told = "Nå også for skolene."
        AssignmentYear.objects.filter(assignment=year.courses).update(change_text=told)
        self.refresh(changed, leader)
        assert self.entry(changed).change_text == told

    def test_the_tiltak_of_others_is_out_of_reach(
        self, changed: AnnualReport, leader: User, centre_elsewhere: Centre
    ) -> None:
        theirs = add_assignment(centre_elsewhere, leader, "Deres", status="changed")
        names = [f"{theirs.pk}-change_text"]
        redacting.redact_report(report=changed, names=names, reason=WHY, by=leader)
        assert AssignmentYear.objects.get(assignment=theirs).change_text == "Nå også for skolene."
