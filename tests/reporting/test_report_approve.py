"""The centre's own approval: sent to those named, of this very content, or sent back."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from centres.models import Centre
from korus_portal.accounts.models import Role, User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter
from reporting import frozen, rules
from reporting.actions import approving, starting, submitting, writing
from reporting.actions.errors import (
    NobodyToApproveError,
    NotADraftError,
    NotApprovedError,
    NotInReviewError,
    NotReadyError,
    OtherContentError,
)
from reporting.models import AnnualReport, Approver, ReportComment
from tests.factories import PASSWORD, UserFactory
from tests.reporting.report_year import approved_report, signed_for

TOO_LATE = (NotADraftError, NotInReviewError)


@pytest.fixture
def in_review(ready_report: AnnualReport, leader: User, adviser: User) -> AnnualReport:
    """The leader and the adviser are to approve it."""
    return approving.send_for_approval(report=ready_report, approvers=[leader, adviser], by=leader)


def shown(report: AnnualReport) -> str:
    return frozen.content_sha256(AnnualReport.objects.for_content().get(pk=report.pk))


def test_those_named_are_asked_once_and_texts_and_figures_stand_still(
    ready_report: AnnualReport, leader: User, adviser: User
) -> None:
    for _click in range(2):
        approving.send_for_approval(report=ready_report, approvers=[leader, adviser], by=leader)
    letters = Letter.objects.filter(kind="reporting.approval_asked")
    assert [letter.to for letter in letters] == [adviser]
    section = ready_report.sections.first()
    assert section is not None
    with pytest.raises(NotADraftError):
        writing.write_section(section=section, body="x", version=section.version, by=leader)
    with pytest.raises(NotADraftError):
        starting.refresh_report(report=ready_report, by=leader)


def test_what_is_missing_stops_it(report: AnnualReport, leader: User) -> None:
    with pytest.raises(NotReadyError):
        approving.send_for_approval(report=report, approvers=[leader], by=leader)
    report.refresh_from_db()
    assert report.is_draft
    assert not report.approvers.exists()


def test_only_the_leader_sends_it(ready_report: AnnualReport, adviser: User) -> None:
    with pytest.raises(PermissionDenied):
        approving.send_for_approval(report=ready_report, approvers=[adviser], by=adviser)


def test_only_people_of_the_centre_are_named_and_at_least_one(
    ready_report: AnnualReport, leader: User, leader_elsewhere: User, directorate: User
) -> None:
    for strangers in ([leader, leader_elsewhere], [directorate], []):
        with pytest.raises(NobodyToApproveError):
            approving.send_for_approval(report=ready_report, approvers=strangers, by=leader)
    assert not Approver.objects.exists()


def test_each_approves_the_content_that_was_shown(
    in_review: AnnualReport, leader: User, adviser: User
) -> None:
    content = shown(in_review)
    approving.approve_content(report=in_review, sha256=content, by=adviser)
    assert not rules.is_approved(in_review, content)
    for _click in range(2):
        approving.approve_content(report=in_review, sha256=content, by=leader)
    assert rules.is_approved(in_review, content)
    assert Event.objects.filter(kind="reporting.content_approved").count() == 2
    told = Letter.objects.filter(kind="reporting.approval_complete")
    assert [letter.to for letter in told] == [leader]


def test_what_was_not_shown_is_not_approved(in_review: AnnualReport, leader: User) -> None:
    content = shown(in_review)
    in_review.entries.update(brief="Noe annet enn det som ble vist.")
    with pytest.raises(OtherContentError):
        approving.approve_content(report=in_review, sha256=content, by=leader)


def test_who_is_not_named_does_not_approve(
    in_review: AnnualReport, centre: Centre, directorate: User
) -> None:
    colleague = UserFactory.create(role=(centre.organisation, Role.LEADER))
    for person in (colleague, directorate):
        with pytest.raises(PermissionDenied):
            approving.approve_content(report=in_review, sha256=shown(in_review), by=person)


def test_who_has_left_the_centre_does_not_approve(
    in_review: AnnualReport, adviser: User, leader: User
) -> None:
    adviser.memberships.update(ended_at=in_review.started_at, ended_by=leader)
    with pytest.raises(PermissionDenied):
        approving.approve_content(
            report=in_review, sha256=shown(in_review), by=User.objects.get(pk=adviser.pk)
        )


@pytest.mark.parametrize("changed", ["section", "entry", "money", "status"])
def test_another_content_is_not_what_was_approved(
    ready_report: AnnualReport, leader: User, changed: str
) -> None:
    """However it came to change: nothing is submitted that nobody approved."""
    report = approved_report(ready_report, leader)
    match changed:
        case "section":
            report.sections.filter(key="next_year").update(body="Endret etterpå.")
        case "entry":
            report.entries.update(extended="Endret etterpå.")
        case "money":
            report.shared_costs.create(name="Husleie", amount=1)
        case "status":
            report.entries.update(state="ready", status="changed")
    assert not rules.is_approved(report, shown(report))
    refused = (NotApprovedError, NotReadyError)
    with pytest.raises(refused):
        submitting.submit_report(report=report, signed=signed_for(report), by=leader)
    report.refresh_from_db()
    assert report.status == AnnualReport.Status.REVIEW


def test_all_must_have_approved(in_review: AnnualReport, leader: User) -> None:
    approving.approve_content(report=in_review, sha256=shown(in_review), by=leader)
    with pytest.raises(NotApprovedError):
        submitting.submit_report(report=in_review, signed=signed_for(in_review), by=leader)


def test_sent_back_it_is_a_draft_and_the_approvals_are_gone(
    in_review: AnnualReport, leader: User, adviser: User
) -> None:
    approving.approve_content(report=in_review, sha256=shown(in_review), by=leader)
    Letter.objects.all().delete()
    approving.send_back(report=in_review, comment="Skriv mer om kursene.", by=adviser)
    in_review.refresh_from_db()
    assert in_review.is_draft
    assert not in_review.approvers.exclude(approved_at=None).exists()
    assert ReportComment.objects.get().text == "Skriv mer om kursene."
    letter = Letter.objects.get()
    assert letter.to == leader
    assert "Skriv mer om kursene." in letter.body
    with pytest.raises(TOO_LATE):
        approving.send_back(report=in_review, comment="En gang til.", by=adviser)


def test_a_colleague_who_is_not_named_does_not_send_it_back(
    in_review: AnnualReport, centre: Centre
) -> None:
    colleague = UserFactory.create(role=(centre.organisation, Role.ADVISER))
    with pytest.raises(PermissionDenied):
        approving.send_back(report=in_review, comment="Nei.", by=colleague)


def test_the_page_asks_for_a_proof_and_says_what_comes_next(
    client: Client, in_review: AnnualReport, adviser: User, settings: Any
) -> None:
    settings.DEMO_MODE = True
    client.force_login(adviser)
    page = client.get(reverse("reporting:report_approval", args=[in_review.pk]))
    assert "Tekster og tall står stille så lenge" in page.content.decode()
    sent = {"has_read": "on", "sha256": shown(in_review), "secret": "feil"}
    url = reverse("reporting:report_approve_content", args=[in_review.pk])
    answer = client.post(url, sent)
    assert answer.status_code == 422
    assert "Passordet er feil." in answer.content.decode()
    assert client.post(url, sent | {"secret": PASSWORD}).status_code == 302
    assert in_review.approvers.get(user=adviser).content_sha256 == shown(in_review)


def test_without_a_second_factor_the_page_says_how_to_get_one(
    client: Client, in_review: AnnualReport, adviser: User, settings: Any
) -> None:
    settings.DEMO_MODE = False
    client.force_login(adviser)
    page = client.get(reverse("reporting:report_approval", args=[in_review.pk]))
    assert "Slå på totrinnsinnlogging først" in page.content.decode()
    url = reverse("reporting:report_approve_content", args=[in_review.pk])
    client.post(url, {"has_read": "on", "sha256": shown(in_review), "secret": PASSWORD})
    assert not in_review.approvers.exclude(approved_at=None).exists()


def test_the_leader_is_the_approver_unless_others_are_named(
    client: Client, ready_report: AnnualReport, leader: User, adviser: User
) -> None:
    client.force_login(leader)
    page = client.get(reverse("reporting:report_approval", args=[ready_report.pk]))
    assert page.context["review_form"].initial["approvers"] == [leader.pk]
    url = reverse("reporting:report_review", args=[ready_report.pk])
    assert client.post(url, {"approvers": [adviser.pk]}).status_code == 302
    assert [row.user for row in ready_report.approvers.all()] == [adviser]


def test_the_page_says_what_stops_it(client: Client, report: AnnualReport, leader: User) -> None:
    client.force_login(leader)
    url = reverse("reporting:report_review", args=[report.pk])
    answer = client.post(url, {"approvers": [leader.pk]})
    assert answer.status_code == 422
    assert "«Oppfølging av unge»" in answer.content.decode()
