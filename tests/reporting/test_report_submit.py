"""Submitting: once, whole, checked, frozen, recorded and told."""

import threading
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from assignments.plans.models import ClosedYear
from assignments.plans.years import YearClosedError, hold_open
from centres.models import Centre
from korus_portal.accounts.models import Role, User
from korus_portal.audit.models import Event
from korus_portal.jobs.models import Job
from korus_portal.notifications.models import Letter
from reporting import canonical
from reporting.actions import starting, submitting, writing
from reporting.actions.errors import AlreadySubmittedError, NotADraftError, NotReadyError
from reporting.models import AnnualReport
from tests.factories import UserFactory
from tests.reporting.conftest import Year
from tests.reporting.report_year import add_activity


def frozen_again(report: AnnualReport) -> str:
    entries = list(report.entries.order_by("assignment_id"))
    return canonical.figures_sha256(report, entries)


def test_submitting_freezes_the_figures_and_closes_the_year(
    ready_report: AnnualReport, centre: Centre, leader: User
) -> None:
    submitting.submit_report(report=ready_report, by=leader)
    stored = AnnualReport.objects.get(pk=ready_report.pk)
    assert stored.status == AnnualReport.Status.SUBMITTED
    assert stored.figures_sha256 == frozen_again(stored)
    assert ClosedYear.objects.get(centre=centre, year=2025).closed_by == leader
    with pytest.raises(YearClosedError):
        hold_open(centre.pk, 2025)


def test_the_hash_covers_figures_rows_and_texts(ready_report: AnnualReport, leader: User) -> None:
    stored = submitting.submit_report(report=ready_report, by=leader)
    stored.figures["totals"]["activities"]["rows"].pop()
    assert frozen_again(stored) != stored.figures_sha256
    entry = stored.entries.get(assignment__title="Kurs for kommunene")
    hashes = stored.figures["texts"]["entries"][str(entry.assignment_id)]
    assert hashes["brief"] == canonical.sha256(entry.brief)


def test_the_figures_are_counted_again_at_submission(
    ready_report: AnnualReport, centre: Centre, leader: User, year: Year
) -> None:
    add_activity(centre, leader, assignment=year.courses)
    stored = submitting.submit_report(report=ready_report, by=leader)
    assert stored.figures["totals"]["activities"]["value"] == 6
    assert "3 aktiviteter" in stored.entries.get(assignment=year.courses).brief


def test_what_is_missing_stops_it_and_changes_nothing(
    report: AnnualReport, centre: Centre, leader: User
) -> None:
    with pytest.raises(NotReadyError) as refused:
        submitting.submit_report(report=report, by=leader)
    assert [finding.text[:20] for finding in refused.value.findings] == ["«Oppfølging av unge»"]
    report.refresh_from_db()
    assert report.is_draft
    assert not ClosedYear.objects.exists()
    assert not Letter.objects.exists()


def test_only_the_leader_submits(
    client: Client, ready_report: AnnualReport, adviser: User, leader_elsewhere: User
) -> None:
    with pytest.raises(PermissionDenied):
        submitting.submit_report(report=ready_report, by=adviser)
    url = reverse("reporting:report_submit", args=[ready_report.pk])
    client.force_login(adviser)
    assert client.post(url).status_code == 403
    client.force_login(leader_elsewhere)
    assert client.post(url).status_code == 404


def test_the_second_click_is_told_in_plain_words(
    client: Client, ready_report: AnnualReport, leader: User
) -> None:
    client.force_login(leader)
    url = reverse("reporting:report_submit", args=[ready_report.pk])
    client.post(url)
    page = client.post(url, follow=True).content.decode()
    assert f"allerede sendt inn av {leader.name}" in page
    assert Event.objects.filter(kind="reporting.report_submitted").count() == 1


def test_it_is_recorded_and_told_to_the_directorate_with_a_receipt(
    ready_report: AnnualReport, leader: User, directorate: User
) -> None:
    stored = submitting.submit_report(report=ready_report, by=leader)
    assert Event.objects.get(kind="reporting.report_submitted").by_id == leader.pk
    letters = {letter.to: letter for letter in Letter.objects.all()}
    assert set(letters) == {directorate, leader}
    assert stored.figures_sha256 in letters[leader].body
    assert stored.get_absolute_url() in letters[directorate].body


def test_a_submitted_report_is_neither_written_nor_gathered_again(
    ready_report: AnnualReport, leader: User
) -> None:
    submitting.submit_report(report=ready_report, by=leader)
    entry = ready_report.entries.get(assignment__title="Kurs for kommunene")
    with pytest.raises(NotADraftError):
        writing.write_entry(entry=entry, brief="x", extended="", version=1, by=leader)
    with pytest.raises(NotADraftError):
        starting.refresh_report(report=ready_report, by=leader)


def test_a_year_that_is_not_over_cannot_be_submitted(
    ready_report: AnnualReport, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "reporting.checks.year_is_over.timezone.localdate", lambda *_moment: date(2025, 12, 31)
    )
    with pytest.raises(NotReadyError):
        submitting.submit_report(report=ready_report, by=leader)


@pytest.mark.django_db(transaction=True)
def test_of_many_who_submit_at_once_one_does_it_and_the_others_are_told(
    ready_report: AnnualReport, centre: Centre, leader: User, directorate: User
) -> None:
    second = UserFactory.create(role=(centre.organisation, Role.LEADER))
    start, outcomes = threading.Barrier(6), []

    def submit(user_id: int) -> None:
        try:
            by = User.objects.get(pk=user_id)
            start.wait(timeout=10)
            submitting.submit_report(report=ready_report, by=by)
            outcomes.append("submitted")
        except AlreadySubmittedError:
            outcomes.append("told")
        finally:
            connection.close()

    people = [leader.pk, second.pk] * 3
    threads = [threading.Thread(target=submit, args=[pk]) for pk in people]
    run(threads)
    assert sorted(outcomes) == ["submitted", *["told"] * 5]
    assert ClosedYear.objects.count() == 1
    assert Event.objects.filter(kind="reporting.report_submitted").count() == 1
    assert Letter.objects.count() == 2
    submitted = AnnualReport.objects.get(pk=ready_report.pk)
    assert submitted.figures_sha256 == frozen_again(submitted)


@pytest.mark.django_db(transaction=True)
def test_a_text_saved_while_it_is_submitted_is_in_the_report_or_refused(
    ready_report: AnnualReport, leader: User, adviser: User
) -> None:
    """The hash of the text that stands there is the hash that was frozen, whoever came first."""
    entry = ready_report.entries.get(assignment__title="Kurs for kommunene")
    start, problems = threading.Barrier(2), []

    def attempt(action: Any, **values: Any) -> None:
        try:
            start.wait(timeout=10)
            action(**values)
        except NotADraftError:
            problems.append("refused")
        finally:
            connection.close()

    text = {"brief": "Siste ord.", "extended": "", "version": entry.version}
    run(
        [
            threading.Thread(
                target=attempt,
                args=[writing.write_entry],
                kwargs={"entry": entry, "by": adviser, **text},
            ),
            threading.Thread(
                target=attempt,
                args=[submitting.submit_report],
                kwargs={"report": ready_report, "by": leader},
            ),
        ]
    )
    stored = AnnualReport.objects.get(pk=ready_report.pk)
    assert stored.status == AnnualReport.Status.SUBMITTED
    entry.refresh_from_db()
    assert (entry.brief == "Siste ord.") == (problems == [])
    hashes = stored.figures["texts"]["entries"][str(entry.assignment_id)]
    assert hashes["brief"] == canonical.sha256(entry.brief)


def run(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
        assert not thread.is_alive()


def test_documents_are_asked_for(ready_report: AnnualReport, leader: User) -> None:
    before = Job.objects.filter(task="reporting.make_documents").count()
    submitting.submit_report(report=ready_report, by=leader)
    assert Job.objects.filter(task="reporting.make_documents").count() == before + 1
