"""The leader takes personal details out of a report, wherever the portal has kept them."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assignments.plans.models import AssignmentYear
from centres.grants.models import Grant
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter
from reporting import canonical, targets
from reporting.actions import commenting, deciding, redacting, typing, writing
from reporting.models import (
    Account,
    AnnualReport,
    Recount,
    ReportDocument,
    ReportEntry,
    Supplement,
    TypedText,
)
from tests.reporting.conftest import Year
from tests.reporting.report_year import (
    add_assignment,
    make_documents,
    recounted,
    submitted_report,
    taken,
)

SECRET = "Ola Nordmann fikk hjelp."
WHY = "Teksten nevnte en person."


@pytest.fixture
def returned(ready_report: AnnualReport, leader: User, directorate: User) -> AnnualReport:
    """The same secret in two versions, with documents made of it."""
    entry = ready_report.entries.get(assignment__title="Kurs for kommunene")
    writing.write_entry(entry=entry, brief=SECRET, extended="", version=entry.version, by=leader)
    submitted_report(ready_report, leader)
    make_documents(ready_report)
    deciding.return_report(report=ready_report, comment="Utdyp.", by=directorate)
    return AnnualReport.objects.get(pk=ready_report.pk)


def name_of(report: AnnualReport) -> str:
    entry = report.entries.get(assignment__title="Kurs for kommunene")
    return f"entry:t{entry.assignment_id}:brief"


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
    assert ReportDocument.objects.filter(report=returned).exists()


def test_the_frozen_hash_still_holds(returned: AnnualReport, leader: User) -> None:
    redact(returned, leader)
    stored = AnnualReport.objects.get(pk=returned.pk)
    assert canonical.verify(stored)
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
    with pytest.raises(ValueError, match="t12:figures"):
        redacting.redact_report(report=returned, names=["entry:t12:figures"], reason=WHY, by=leader)


class TestStayingRedacted:
    """Counting again and taking the new count bring nothing back."""

    @pytest.fixture
    def changed(self, ready_report: AnnualReport, leader: User, year: Year) -> AnnualReport:
        """A draft whose proposed text and change hold the secret."""
        year.courses.description = SECRET
        year.courses.save()
        told = {"status": "changed", "change_text": SECRET}
        AssignmentYear.objects.filter(assignment=year.courses).update(**told)
        report = taken(ready_report, leader)
        entry = self.entry(report)
        assert SECRET in entry.brief
        assert entry.change_text == SECRET
        return report

    def entry(self, report: AnnualReport) -> ReportEntry:
        found: ReportEntry = report.entries.get(assignment__title="Kurs for kommunene")
        return found

    def redact(self, report: AnnualReport, by: User) -> None:
        number = self.entry(report).assignment_id
        names = [f"entry:t{number}:brief", f"entry:t{number}:change_text"]
        redacting.redact_report(report=report, names=names, reason=WHY, by=by)

    def test_the_texts_stay_out_when_the_year_is_counted_again(
        self, changed: AnnualReport, leader: User
    ) -> None:
        self.redact(changed, leader)
        recounted(changed, leader)
        entry = self.entry(changed)
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

    def test_a_count_that_waits_is_dropped(self, changed: AnnualReport, leader: User) -> None:
        waiting = {"figures": {}, "entries": {"t1": {"brief": SECRET}}}
        Recount.objects.update_or_create(report=changed, defaults=waiting)
        self.redact(changed, leader)
        assert not Recount.objects.exists()

    def test_what_a_colleague_typed_into_the_same_form_is_dropped(
        self, changed: AnnualReport, leader: User, adviser: User
    ) -> None:
        part = targets.part_of(self.entry(changed), changed)
        typing.keep_typed(
            report=changed, part=part, fields={"brief": f"Ja. {SECRET}"}, version=1, by=adviser
        )
        self.redact(changed, leader)
        assert not TypedText.objects.exists()

    def test_the_tiltak_of_others_is_out_of_reach(
        self, changed: AnnualReport, leader: User, centre_elsewhere: Centre
    ) -> None:
        theirs = add_assignment(centre_elsewhere, leader, "Deres", status="changed")
        names = [f"entry:t{theirs.pk}:change_text"]
        redacting.redact_report(report=changed, names=names, reason=WHY, by=leader)
        assert AssignmentYear.objects.get(assignment=theirs).change_text == "Nå også for skolene."


class TestEveryOtherText:
    """Chapters, answers, comments, money, supplements and why a version was left."""

    def redact(self, report: AnnualReport, name: str, by: User) -> None:
        redacting.redact_report(report=report, names=[name], reason=WHY, by=by)

    def is_gone(self, row: Any, field: str) -> None:
        row.refresh_from_db()
        assert getattr(row, field) == "[sladdet]"
        assert all(SECRET not in getattr(kept, field) for kept in row.history.all())

    def test_a_chapter(self, report: AnnualReport, leader: User) -> None:
        section = report.sections.get(key="next_year")
        writing.write_section(section=section, body=SECRET, version=section.version, by=leader)
        self.redact(report, "section:next_year", leader)
        self.is_gone(section, "body")

    def test_an_answer(self, report: AnnualReport, leader: User) -> None:
        answer = report.answers.exclude(task=None)[0]
        writing.write_answer(answer=answer, body=SECRET, version=answer.version, by=leader)
        self.redact(report, f"answer:d{answer.task_id}", leader)
        self.is_gone(answer, "body")

    def test_a_comment(self, report: AnnualReport, leader: User, adviser: User) -> None:
        target = targets.targets(report)["report"]
        comment = commenting.add_comment(
            report=report, target=target, audience="centre", text=SECRET, by=adviser
        )
        self.redact(report, f"comment:{comment.pk}", leader)
        self.is_gone(comment, "text")

    def test_the_directorates_own_notes_are_not_the_leaders(
        self, report: AnnualReport, leader: User, directorate: User
    ) -> None:
        note = report.comments.create(
            target="report", audience="office", text="Notat.", written_by=directorate
        )
        self.redact(report, f"comment:{note.pk}", leader)
        note.refresh_from_db()
        assert note.text == "Notat."

    def test_the_remark_to_an_account(self, report: AnnualReport, leader: User) -> None:
        grant = Grant.objects.create(centre=report.centre, scheme="Ordning", year=report.year)
        account = Account.objects.create(report=report, grant=grant, comment=SECRET)
        self.redact(report, f"account:{grant.pk}", leader)
        self.is_gone(account, "comment")

    def test_why_a_warning_was_waived_in_every_version(
        self, ready_report: AnnualReport, leader: User, directorate: User
    ) -> None:
        """Each version has a copy; the leader takes out what stands in the newest."""
        first = ready_report.waivers.create(
            check_name="year_is_told", key="x", reason=SECRET, waived_by=leader
        )
        other = ready_report.waivers.create(
            check_name="year_is_told", key="y", reason="Det er slik.", waived_by=leader
        )
        sent = submitted_report(ready_report, leader)
        following = deciding.return_report(report=sent, comment="Utdyp.", by=directorate)
        copied = following.waivers.get(key="x")
        self.redact(following, f"waiver:{copied.pk}", leader)
        self.is_gone(copied, "reason")
        self.is_gone(first, "reason")
        other.refresh_from_db()
        assert other.reason == "Det er slik."

    def test_a_supplement_and_the_letter_about_the_report(
        self, ready_report: AnnualReport, leader: User, directorate: User
    ) -> None:
        sent = submitted_report(ready_report, leader)
        row = Supplement.objects.create(
            report=sent, question=SECRET, asked_by=directorate, wanted_by="2026-05-01"
        )
        letter = Letter.objects.create(
            kind="reporting.supplement_asked",
            to=leader,
            address=leader.email,
            subject="Mer",
            body=f"De spør: {SECRET}",
            object_type="reporting.annualreport",
            object_id=str(sent.pk),
        )
        self.redact(sent, f"supplement:{row.pk}:question", leader)
        self.is_gone(row, "question")
        letter.refresh_from_db()
        assert SECRET not in letter.body

    def test_why_a_version_was_left(self, report: AnnualReport, leader: User) -> None:
        AnnualReport.objects.filter(pk=report.pk).update(left_reason=SECRET)
        self.redact(report, f"left:{report.pk}", leader)
        self.is_gone(report, "left_reason")

    def test_the_page_offers_what_is_left(
        self, client: Client, report: AnnualReport, leader: User, adviser: User
    ) -> None:
        target = targets.targets(report)["report"]
        commenting.add_comment(
            report=report, target=target, audience="centre", text=SECRET, by=adviser
        )
        client.force_login(leader)
        page = client.get(reverse("reporting:report_redact", args=[report.pk])).content.decode()
        assert f"Kommentar av {adviser.name}" in page
        assert "Kurs for kommunene: Kort omtale" in page
