"""Withdrawn by the centre, or reopened by a special right: a new version, the year still closed."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assignments.plans.years import is_closed
from centres.models import Centre
from korus_portal.accounts.models import Role, User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter
from reporting.actions import deciding, leaving
from reporting.actions.errors import WrongStateError
from reporting.models import AnnualReport, ReopeningRight
from tests.factories import UserFactory
from tests.reporting.report_year import accepted_report, settled_grant, submitted_report

REASON = "Feil i regnskapet."


@pytest.fixture
def submitted(ready_report: AnnualReport, leader: User, directorate: User) -> AnnualReport:
    report = submitted_report(ready_report, leader)
    Letter.objects.all().delete()
    return report


@pytest.fixture
def approved(ready_report: AnnualReport, leader: User, directorate: User) -> AnnualReport:
    report = accepted_report(ready_report, leader, directorate)
    Letter.objects.all().delete()
    return report


@pytest.fixture
def right(directorate: User, administrator: User) -> ReopeningRight:
    return leaving.give_right(user=directorate, reason="Fagansvarlig", by=administrator)


def test_the_leader_withdraws_what_is_not_decided(
    submitted: AnnualReport, centre: Centre, leader: User, directorate: User
) -> None:
    following = leaving.withdraw_report(report=submitted, reason=REASON, by=leader)
    submitted.refresh_from_db()
    assert (submitted.status, submitted.left_reason) == ("withdrawn", REASON)
    assert (following.number, following.status) == (2, "draft")
    assert is_closed(centre.pk, 2025)
    letter = Letter.objects.get()
    assert letter.to == directorate
    assert REASON in letter.body
    assert Event.objects.get(kind="reporting.report_withdrawn").reason == REASON


def test_what_the_directorate_never_had_is_withdrawn_without_a_letter_to_it(
    ready_report: AnnualReport, leader: User, directorate: User
) -> None:
    settled_grant(ready_report, "altinn")
    ready = submitted_report(ready_report, leader)
    assert ready.status == AnnualReport.Status.READY
    Letter.objects.all().delete()
    leaving.withdraw_report(report=ready, reason=REASON, by=leader)
    assert not Letter.objects.exists()


def test_twice_is_once(submitted: AnnualReport, leader: User) -> None:
    leaving.withdraw_report(report=submitted, reason=REASON, by=leader)
    with pytest.raises(WrongStateError):
        leaving.withdraw_report(report=submitted, reason=REASON, by=leader)
    assert AnnualReport.objects.count() == 2


def test_what_is_decided_is_not_withdrawn(approved: AnnualReport, leader: User) -> None:
    with pytest.raises(WrongStateError):
        leaving.withdraw_report(report=approved, reason=REASON, by=leader)


def test_only_the_leader_withdraws(
    submitted: AnnualReport, adviser: User, directorate: User
) -> None:
    for person in (adviser, directorate):
        with pytest.raises(PermissionDenied):
            leaving.withdraw_report(report=submitted, reason=REASON, by=person)


def test_the_page_owes_a_reason_and_leads_to_the_new_version(
    client: Client, submitted: AnnualReport, leader: User
) -> None:
    client.force_login(leader)
    url = reverse("reporting:report_withdraw", args=[submitted.pk])
    assert client.post(url, {"reason": " "}).status_code == 422
    answer = client.post(url, {"reason": REASON})
    following = AnnualReport.objects.get(number=2)
    assert answer["Location"] == following.get_absolute_url()
    assert REASON in client.get(submitted.get_absolute_url()).content.decode()


def test_a_withdrawn_version_can_be_submitted_anew(
    submitted: AnnualReport, leader: User, directorate: User
) -> None:
    following = leaving.withdraw_report(report=submitted, reason=REASON, by=leader)
    second = submitted_report(following, leader)
    deciding.approve_report(report=second, attainment="reached", comment="", by=directorate)
    statuses = AnnualReport.objects.order_by("number").values_list("status", flat=True)
    assert list(statuses) == ["withdrawn", "approved"]


def test_the_special_right_reopens_an_approved_report(
    approved: AnnualReport, centre: Centre, leader: User, directorate: User, right: ReopeningRight
) -> None:
    following = leaving.reopen_report(report=approved, reason=REASON, by=directorate)
    approved.refresh_from_db()
    assert (approved.status, approved.attainment) == ("reopened", "mostly")
    assert following.number == 2
    assert is_closed(centre.pk, 2025)
    letter = Letter.objects.get()
    assert (letter.to, letter.path) == (leader, following.get_absolute_url())
    assert REASON in letter.body
    assert Event.objects.get(kind="reporting.report_reopened").reason == REASON
    with pytest.raises(WrongStateError):
        leaving.reopen_report(report=approved, reason=REASON, by=directorate)


def test_without_the_right_nobody_reopens(
    client: Client, approved: AnnualReport, leader: User, directorate: User
) -> None:
    for person in (directorate, leader):
        with pytest.raises(PermissionDenied):
            leaving.reopen_report(report=approved, reason=REASON, by=person)
    client.force_login(directorate)
    page = client.get(reverse("reporting:report_decision", args=[approved.pk])).content.decode()
    assert "Gjenåpne rapporten" not in page


def test_a_right_that_is_ended_is_none(
    approved: AnnualReport, directorate: User, administrator: User, right: ReopeningRight
) -> None:
    leaving.end_right(right=right, by=administrator)
    with pytest.raises(PermissionDenied):
        leaving.reopen_report(report=approved, reason=REASON, by=directorate)
    assert Event.objects.filter(kind="reporting.reopening_ended").count() == 1


def test_the_right_alone_does_not_make_somebody_of_the_directorate(
    approved: AnnualReport, centre: Centre, administrator: User
) -> None:
    outsider = UserFactory.create(role=(centre.organisation, Role.LEADER))
    leaving.give_right(user=outsider, reason="Ved en feil", by=administrator)
    with pytest.raises(PermissionDenied):
        leaving.reopen_report(report=approved, reason=REASON, by=outsider)


def test_only_what_is_approved_is_reopened(
    client: Client, submitted: AnnualReport, directorate: User, right: ReopeningRight
) -> None:
    client.force_login(directorate)
    url = reverse("reporting:report_reopen", args=[submitted.pk])
    client.post(url, {"reopen-reason": REASON})
    submitted.refresh_from_db()
    assert submitted.status == AnnualReport.Status.SUBMITTED
    assert AnnualReport.objects.count() == 1


def test_the_administrator_gives_and_ends_the_right(
    client: Client, administrator: User, directorate: User, leader: User
) -> None:
    client.force_login(administrator)
    add = reverse("admin:reporting_reopeningright_add")
    assert client.post(add, {"user": leader.pk, "reason": "x"}).status_code == 200
    assert not ReopeningRight.objects.exists()
    assert client.post(add, {"user": directorate.pk, "reason": "Fagansvarlig"}).status_code == 302
    given = ReopeningRight.objects.get()
    assert (given.user, given.given_by) == (directorate, administrator)
    assert Event.objects.filter(kind="reporting.reopening_given").count() == 1
    change = reverse("admin:reporting_reopeningright_change", args=[given.pk])
    assert client.post(change, {"is_ended": "on"}).status_code == 302
    given.refresh_from_db()
    assert given.ended_at is not None
