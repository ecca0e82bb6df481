"""The directorate answers: approved, or returned as the start of a new version."""

import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from assignments.plans.years import is_closed
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter
from reporting.actions import deciding, submitting, writing
from reporting.actions.errors import AlreadyDecidedError
from reporting.models import AnnualReport
from tests.factories import UserFactory

COMMENT = "Utdyp resultatene av kursene."


@pytest.fixture
def submitted(ready_report: AnnualReport, leader: User, directorate: User) -> AnnualReport:
    report = submitting.submit_report(report=ready_report, by=leader)
    Letter.objects.all().delete()
    return report


def test_approving_is_recorded_and_told_to_the_leader(
    submitted: AnnualReport, leader: User, directorate: User
) -> None:
    deciding.approve_report(report=submitted, comment="Godt arbeid.", by=directorate)
    submitted.refresh_from_db()
    assert submitted.status == AnnualReport.Status.APPROVED
    assert submitted.decided_by == directorate
    assert Event.objects.get(kind="reporting.report_approved").by_id == directorate.pk
    letter = Letter.objects.get()
    assert letter.to == leader
    assert "Godt arbeid." in letter.body


def test_returning_starts_a_new_version_and_keeps_the_old(
    submitted: AnnualReport, centre: Centre, leader: User, directorate: User
) -> None:
    following = deciding.return_report(report=submitted, comment=COMMENT, by=directorate)
    submitted.refresh_from_db()
    assert submitted.status == AnnualReport.Status.RETURNED
    assert (following.number, following.is_draft) == (2, True)
    old, new = submitted.entries.all(), following.entries.all()
    assert [row.brief for row in new] == [row.brief for row in old]
    assert is_closed(centre.pk, 2025)
    letter = Letter.objects.get()
    assert (letter.to, letter.path) == (leader, following.get_absolute_url())
    assert COMMENT in letter.body


def test_the_new_version_can_be_submitted_and_approved(
    submitted: AnnualReport, leader: User, directorate: User
) -> None:
    following = deciding.return_report(report=submitted, comment=COMMENT, by=directorate)
    entry = following.entries.get(assignment__title="Kurs for kommunene")
    writing.write_entry(
        entry=entry, brief="Utdypet.", extended="", version=entry.version, by=leader
    )
    second = submitting.submit_report(report=following, by=leader)
    deciding.approve_report(report=second, comment="", by=directorate)
    statuses = AnnualReport.objects.order_by("number").values_list("status", flat=True)
    assert list(statuses) == ["returned", "approved"]
    submitted.refresh_from_db()
    assert second.figures_sha256 != submitted.figures_sha256


def test_the_old_version_stays_readable_for_both_sides(
    client: Client, submitted: AnnualReport, leader: User, directorate: User
) -> None:
    deciding.return_report(report=submitted, comment=COMMENT, by=directorate)
    for reader in (leader, directorate):
        client.force_login(reader)
        page = client.get(submitted.get_absolute_url())
        assert page.status_code == 200
        assert COMMENT in page.content.decode()


def test_the_new_version_shows_what_to_mend(
    client: Client, submitted: AnnualReport, leader: User, directorate: User
) -> None:
    following = deciding.return_report(report=submitted, comment=COMMENT, by=directorate)
    client.force_login(leader)
    assert COMMENT in client.get(following.get_absolute_url()).content.decode()


def test_returning_owes_a_comment(
    client: Client, submitted: AnnualReport, directorate: User
) -> None:
    client.force_login(directorate)
    url = reverse("reporting:report_return", args=[submitted.pk])
    answer = client.post(url, {"return-comment": " "})
    assert answer.status_code == 422
    assert "Skriv hva senteret må rette eller utdype." in answer.content.decode()
    submitted.refresh_from_db()
    assert submitted.status == AnnualReport.Status.SUBMITTED


@pytest.mark.parametrize("url_name", ["report_return", "report_approve"])
def test_the_centre_and_strangers_do_not_decide(
    client: Client,
    submitted: AnnualReport,
    leader: User,
    adviser: User,
    leader_elsewhere: User,
    url_name: str,
) -> None:
    url = reverse(f"reporting:{url_name}", args=[submitted.pk])
    text = {"return-comment": COMMENT, "approve-comment": ""}
    for person, expected in ((leader, 403), (adviser, 403), (leader_elsewhere, 404)):
        client.force_login(person)
        assert client.post(url, text).status_code == expected


def test_nobody_at_the_directorate_who_belongs_to_the_centre_decides(
    submitted: AnnualReport, centre: Centre, directorate: User
) -> None:
    Membership.objects.create(user=directorate, organisation=centre.organisation, role=Role.ADVISER)
    both = User.objects.get(pk=directorate.pk)
    with pytest.raises(PermissionDenied):
        deciding.approve_report(report=submitted, comment="", by=both)


def test_nobody_at_the_directorate_who_wrote_it_decides(
    ready_report: AnnualReport, adviser: User, leader: User, directorate: User
) -> None:
    """The writer has moved from the centre to the directorate since."""
    entry = ready_report.entries.get(assignment__title="Kurs for kommunene")
    writing.write_entry(entry=entry, brief="Mitt.", extended="", version=entry.version, by=adviser)
    report = submitting.submit_report(report=ready_report, by=leader)
    held = adviser.memberships.get()
    held.ended_at, held.ended_by = report.submitted_at, leader
    held.save()
    party = directorate.memberships.get().organisation
    Membership.objects.create(user=adviser, organisation=party, role=Role.DIRECTORATE)
    with pytest.raises(PermissionDenied):
        deciding.approve_report(report=report, comment="", by=User.objects.get(pk=adviser.pk))


def test_a_directorate_reader_who_returned_it_may_decide_the_next_version(
    client: Client, submitted: AnnualReport, leader: User, directorate: User
) -> None:
    client.force_login(directorate)
    client.post(
        reverse("reporting:report_return", args=[submitted.pk]), {"return-comment": COMMENT}
    )
    following = AnnualReport.objects.get(number=2)
    submitting.submit_report(report=following, by=leader)
    client.post(reverse("reporting:report_approve", args=[following.pk]), {})
    following.refresh_from_db()
    assert following.status == AnnualReport.Status.APPROVED


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does_it(submitted: AnnualReport, directorate: User) -> None:
    party = directorate.memberships.get().organisation
    colleague = UserFactory.create(role=(party, Role.DIRECTORATE))
    start, outcomes = threading.Barrier(2), []

    def attempt(action: Any, by: User) -> None:
        try:
            start.wait(timeout=10)
            action(report=submitted, comment=COMMENT, by=by)
            outcomes.append("decided")
        except AlreadyDecidedError:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [
        threading.Thread(target=attempt, args=[deciding.approve_report, directorate]),
        threading.Thread(target=attempt, args=[deciding.return_report, colleague]),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["decided", "told"]
