"""Submitting: once, whole, approved, checked, frozen, recorded and told."""

import threading
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.plans.models import ClosedYear
from assignments.plans.years import YearClosedError, hold_open
from centres.grants.models import Grant
from centres.models import Centre
from korus_portal.accounts.models import Organisation, Role, User
from korus_portal.audit.models import Event
from korus_portal.jobs.models import Job
from korus_portal.notifications.models import Letter
from reporting import canonical, recipients
from reporting.actions import starting, submitting, writing
from reporting.actions.errors import (
    AlreadySubmittedError,
    FiguresMovedError,
    NotADraftError,
    NotInReviewError,
    NotReadyError,
    WrongStateError,
)
from reporting.models import AnnualReport, Submission
from tests.factories import OrganisationFactory, UserFactory
from tests.reporting.conftest import Year
from tests.reporting.report_year import (
    add_activity,
    approved_report,
    settled_grant,
    signed_for,
    submitted_report,
)

NUMBER = "974760673"


@pytest.fixture
def approved(ready_report: AnnualReport, leader: User) -> AnnualReport:
    report = approved_report(ready_report, leader)
    Letter.objects.all().delete()
    return report


@pytest.fixture
def submit() -> Callable[[AnnualReport, User], AnnualReport]:
    def act(report: AnnualReport, by: User) -> AnnualReport:
        submitting.submit_report(report=report, signed=signed_for(report), by=by)
        return AnnualReport.objects.for_content().get(pk=report.pk)

    return act


Submit = Callable[[AnnualReport, User], AnnualReport]


def signature(report: AnnualReport, **values: str) -> dict[str, str]:
    """What the form is sent with."""
    party = recipients.offered(report)[0]
    return {
        "recipient": str(party.pk),
        "recipient_number": NUMBER,
        "signed_by": "Kari Nordmann",
        "signed_as": "direktør",
        "signed_on": "2026-02-01",
        **values,
    }


def test_submitting_freezes_what_was_approved_and_closes_the_year(
    approved: AnnualReport, centre: Centre, leader: User, submit: Submit
) -> None:
    stored = submit(approved, leader)
    assert stored.status == AnnualReport.Status.SUBMITTED
    assert stored.received_at == stored.submitted_at
    assert canonical.verify(stored)
    assert stored.approvers.get().content_sha256 == stored.figures_sha256
    assert ClosedYear.objects.get(centre=centre, year=2025).closed_by == leader
    with pytest.raises(YearClosedError):
        hold_open(centre.pk, 2025)


@pytest.mark.django_db(transaction=True)
def test_a_grant_that_changes_in_the_middle_is_not_frozen_unseen(
    ready_report: AnnualReport, leader: User, submit: Submit
) -> None:
    """Grants are not under the report's lock: what was approved is what is frozen."""
    grant = settled_grant(ready_report)
    approved = approved_report(ready_report, leader)
    changed: list[Any] = []

    def change() -> None:
        grant.lines.update(item="22")
        connection.close()

    def between(execute: Any, sql: str, *rest: Any) -> Any:
        if "reporting_checkwaiver" in sql and not changed:
            changed.append(threading.Thread(target=change))
            changed[0].start()
            changed[0].join(timeout=10)
        return execute(sql, *rest)

    with connection.execute_wrapper(between):
        stored = submit(approved, leader)
    assert changed
    assert stored.approvers.get().content_sha256 == stored.figures_sha256
    assert stored.figures["money"]["grants"][0]["lines"][0]["item"] == "21"


def test_the_hash_covers_figures_rows_statuses_and_texts(
    approved: AnnualReport, leader: User, submit: Submit
) -> None:
    stored = submit(approved, leader)
    entry = stored.entries.get(assignment__title="Kurs for kommunene")
    hashes = stored.figures["texts"]["entries"][entry.subject_key]
    assert hashes["brief"] == canonical.sha256(entry.brief)
    assert {"money", "not_reached", "answers"} <= set(stored.figures)
    entry.status = "new"
    entry.save()
    assert not canonical.verify(stored)
    entry.status = "continued"
    entry.save()
    assert canonical.verify(stored)
    stored.figures["totals"]["activities"]["rows"].pop()
    assert not canonical.verify(stored)


def test_a_redacted_text_is_named_and_leaves_the_hash(
    approved: AnnualReport, leader: User, submit: Submit
) -> None:
    stored = submit(approved, leader)
    assert canonical.changed_texts(stored) == []
    stored.sections.filter(key="introduction").update(body="[sladdet]")
    assert canonical.verify(stored)
    assert canonical.changed_texts(stored) == ["sections:introduction"]


def test_a_report_frozen_in_the_first_shape_is_still_proven(
    ready_report: AnnualReport, leader: User, directorate: User
) -> None:
    """As it was stored before sections and satsinger: one introduction, entries by number."""
    report = AnnualReport.objects.get(pk=ready_report.pk)
    entries = list(report.entries.all())
    report.figures["texts"] = {
        "introduction": canonical.sha256("Slik var året."),
        "entries": {str(row.assignment_id): canonical.entry_hashes(row) for row in entries},
    }
    report.sections.filter(key="introduction").update(body="Slik var året.")
    written = {
        "centre": report.centre.code,
        "year": report.year,
        "number": report.number,
        "figures": report.figures,
        "entries": {
            str(row.assignment_id): {"status": row.status, "figures": row.figures}
            for row in entries
        },
    }
    report.figures_sha256 = canonical.sha256(canonical.canonical_json(written))
    report.submitted_by, report.submitted_at = leader, timezone.now()
    report.received_at, report.status = report.submitted_at, AnnualReport.Status.SUBMITTED
    report.save()
    stored = AnnualReport.objects.get(pk=report.pk)
    assert canonical.verify(stored)
    assert canonical.changed_texts(stored) == []
    stored.entries.filter(assignment__title="Kurs for kommunene").update(brief="Noe annet.")
    assert len(canonical.changed_texts(stored)) == 1
    stored.figures["totals"]["activities"]["value"] += 1
    assert not canonical.verify(stored)


def test_a_draft_proves_nothing(ready_report: AnnualReport) -> None:
    assert not canonical.verify(ready_report)


def test_rows_changed_after_the_approval_stop_it_and_the_year_stays_open(
    approved: AnnualReport, centre: Centre, leader: User, year: Year, submit: Submit
) -> None:
    add_activity(centre, leader, assignment=year.courses)
    with pytest.raises(FiguresMovedError) as refused:
        submit(approved, leader)
    texts = [finding.text for finding in refused.value.findings]
    assert "Aktiviteter: 5 i rapporten, 6 i dag." in texts
    assert any("«Kurs for kommunene»" in text for text in texts)
    approved.refresh_from_db()
    assert approved.status == AnnualReport.Status.REVIEW
    assert not ClosedYear.objects.exists()
    assert not Submission.objects.exists()
    assert not Letter.objects.exists()


def test_the_page_says_which_figures_have_moved(
    client: Client, approved: AnnualReport, centre: Centre, leader: User, year: Year
) -> None:
    add_activity(centre, leader, assignment=year.courses)
    client.force_login(leader)
    url = reverse("reporting:report_submit", args=[approved.pk])
    answer = client.post(url, signature(approved))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Aktiviteter: 5 i rapporten, 6 i dag." in page
    assert "Kari Nordmann" in page


def test_a_draft_is_not_submitted_before_it_is_approved(
    ready_report: AnnualReport, leader: User, submit: Submit
) -> None:
    with pytest.raises(NotInReviewError):
        submit(ready_report, leader)


def test_only_the_leader_submits(
    client: Client, approved: AnnualReport, adviser: User, leader_elsewhere: User, submit: Submit
) -> None:
    with pytest.raises(PermissionDenied):
        submit(approved, adviser)
    url = reverse("reporting:report_submit", args=[approved.pk])
    for person, expected in ((adviser, 403), (leader_elsewhere, 404)):
        client.force_login(person)
        assert client.post(url).status_code == expected


def test_the_second_click_is_told_in_plain_words(
    client: Client, approved: AnnualReport, leader: User
) -> None:
    client.force_login(leader)
    url = reverse("reporting:report_submit", args=[approved.pk])
    first = client.post(url, signature(approved))
    assert first["Location"] == reverse("reporting:report_receipt", args=[approved.pk])
    page = client.post(url, signature(approved), follow=True).content.decode()
    assert f"allerede sendt inn av {leader.name}" in page
    assert Event.objects.filter(kind="reporting.report_submitted").count() == 1


def test_it_is_recorded_and_told_to_the_directorate_with_a_receipt(
    approved: AnnualReport, leader: User, directorate: User, submit: Submit
) -> None:
    stored = submit(approved, leader)
    assert Event.objects.get(kind="reporting.report_submitted").by_id == leader.pk
    letters = {letter.to: letter for letter in Letter.objects.all()}
    assert set(letters) == {directorate, leader}
    assert stored.figures_sha256 in letters[leader].body
    assert stored.get_absolute_url() in letters[directorate].body


def test_the_receipt_says_who_signed_for_whom_and_the_hash(
    client: Client, approved: AnnualReport, leader: User, directorate: User
) -> None:
    client.force_login(leader)
    client.post(reverse("reporting:report_submit", args=[approved.pk]), signature(approved))
    stored = AnnualReport.objects.get(pk=approved.pk)
    for reader in (leader, directorate):
        client.force_login(reader)
        page = client.get(reverse("reporting:report_receipt", args=[stored.pk])).content.decode()
        assert stored.figures_sha256 in page
        assert "Kari Nordmann, direktør" in page
        assert NUMBER in page
        assert "Helsedirektoratet leser rapporten" in page


def test_a_submitted_report_is_neither_written_nor_gathered_again(
    approved: AnnualReport, leader: User, submit: Submit
) -> None:
    submit(approved, leader)
    entry = approved.entries.get(assignment__title="Kurs for kommunene")
    with pytest.raises(NotADraftError):
        writing.write_entry(entry=entry, brief="x", extended="", version=1, by=leader)
    with pytest.raises(NotADraftError):
        starting.refresh_report(report=approved, by=leader)


@pytest.mark.parametrize("number", ["", "123456789", "9747606"])
def test_a_recipient_without_a_number_needs_a_valid_one(
    client: Client, approved: AnnualReport, leader: User, number: str
) -> None:
    client.force_login(leader)
    url = reverse("reporting:report_submit", args=[approved.pk])
    answer = client.post(url, signature(approved, recipient_number=number))
    assert answer.status_code == 422
    assert "gyldig organisasjonsnummer" in answer.content.decode()
    approved.refresh_from_db()
    assert approved.status == AnnualReport.Status.REVIEW


def add_grant(centre: Centre, scheme: str, party: Organisation, **values: Any) -> Grant:
    return Grant.objects.create(centre=centre, year=2025, scheme=scheme, recipient=party, **values)


def test_recipients_come_from_the_grants_each_once(
    ready_report: AnnualReport, centre: Centre
) -> None:
    host = OrganisationFactory.create(name="Universitetssykehuset", number=NUMBER)
    add_grant(centre, "Drift", host)
    add_grant(centre, "Utvikling", host)
    assert recipients.offered(ready_report) == [host]
    other = OrganisationFactory.create(name="Kommunen")
    add_grant(centre, "Prosjekt", other)
    assert recipients.offered(ready_report) == [other, host]


@pytest.mark.parametrize(
    ("channels", "expected"),
    [
        ([], "portal"),
        (["portal"], "portal"),
        (["portal", "other"], "other"),
        (["other", "altinn", "portal"], "altinn"),
    ],
    ids=["none", "portal", "other", "altinn"],
)
def test_any_other_channel_is_the_formal_one(
    ready_report: AnnualReport, centre: Centre, channels: list[str], expected: str
) -> None:
    for number, name in enumerate(channels):
        add_grant(centre, f"Ordning {number}", centre.organisation, report_channel=name)
    assert recipients.channel(ready_report) == expected


@pytest.fixture
def ready(ready_report: AnnualReport, leader: User) -> AnnualReport:
    """Frozen, and to be handed in through Altinn."""
    settled_grant(ready_report, "altinn")
    return submitted_report(ready_report, leader)


def test_the_directorate_is_not_told_before_it_has_the_report(
    ready: AnnualReport, leader: User, directorate: User
) -> None:
    assert (ready.status, ready.received_at) == (AnnualReport.Status.READY, None)
    told = Letter.objects.filter(kind="reporting.report_receipt")
    assert [letter.to for letter in told] == [leader]
    assert not Letter.objects.filter(to=directorate).exists()
    assert ready.figures["money"]["grants"][0]["spent"] == 100_000


def test_by_another_channel_it_waits_until_reference_and_date_are_entered(
    client: Client, ready: AnnualReport, leader: User, directorate: User
) -> None:
    client.force_login(directorate)
    assert client.get(ready.get_absolute_url()).status_code == 404
    client.force_login(leader)
    page = client.get(reverse("reporting:report_receipt", args=[ready.pk])).content.decode()
    assert "Den er levert når lederen har skrevet inn referansen" in page
    url = reverse("reporting:report_hand_in", args=[ready.pk])
    today = timezone.localdate().isoformat()
    sent = {"levert-reference": "AR123456", "levert-handed_in_on": today}
    for _click in range(2):
        assert client.post(url, sent).status_code == 302
    stored = AnnualReport.objects.get(pk=ready.pk)
    assert stored.status == AnnualReport.Status.SUBMITTED
    assert stored.received_at is not None
    assert stored.submission.reference == "AR123456"
    assert stored.submission.handed_in_by == leader
    assert Letter.objects.filter(kind="reporting.report_submitted").count() == 1
    client.force_login(directorate)
    assert client.get(ready.get_absolute_url()).status_code == 200


def test_the_date_is_neither_ahead_nor_before_it_was_frozen(
    client: Client, ready: AnnualReport, leader: User
) -> None:
    client.force_login(leader)
    url = reverse("reporting:report_hand_in", args=[ready.pk])
    for days in (1, -1):
        day = (timezone.localdate() + timedelta(days=days)).isoformat()
        sent = {"levert-reference": "AR1", "levert-handed_in_on": day}
        answer = client.post(url, sent)
        assert answer.status_code == 422
        assert "AR1" in answer.content.decode()
    ready.refresh_from_db()
    assert ready.status == AnnualReport.Status.READY


def test_what_was_handed_in_is_not_told_otherwise(ready: AnnualReport, leader: User) -> None:
    today = timezone.localdate()
    told: dict[str, Any] = {"report": ready, "handed_in_on": today, "by": leader}
    submitting.hand_in(reference="AR1", **told)
    submitting.hand_in(reference="AR1", **told)
    with pytest.raises(WrongStateError):
        submitting.hand_in(reference="AR2", **told)


def test_a_year_that_is_not_over_cannot_be_submitted(
    approved: AnnualReport, leader: User, submit: Submit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "reporting.checks.year_is_over.timezone.localdate", lambda *_moment: date(2025, 12, 31)
    )
    with pytest.raises(NotReadyError):
        submit(approved, leader)
    assert not ClosedYear.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_submit_at_once_one_does_it_and_the_others_are_told(
    approved: AnnualReport, centre: Centre, leader: User, directorate: User, submit: Submit
) -> None:
    second = UserFactory.create(role=(centre.organisation, Role.LEADER))
    start, outcomes = threading.Barrier(6), []

    def attempt(user_id: int) -> None:
        try:
            by = User.objects.get(pk=user_id)
            start.wait(timeout=10)
            submit(approved, by)
            outcomes.append("submitted")
        except AlreadySubmittedError:
            outcomes.append("told")
        finally:
            connection.close()

    people = [leader.pk, second.pk] * 3
    run([threading.Thread(target=attempt, args=[pk]) for pk in people])
    assert sorted(outcomes) == ["submitted", *["told"] * 5]
    assert ClosedYear.objects.count() == 1
    assert Submission.objects.count() == 1
    assert Event.objects.filter(kind="reporting.report_submitted").count() == 1
    assert Letter.objects.filter(kind="reporting.report_submitted").count() == 1
    assert Letter.objects.filter(kind="reporting.report_receipt").count() == 2
    assert canonical.verify(AnnualReport.objects.get(pk=approved.pk))


@pytest.mark.django_db(transaction=True)
def test_killed_halfway_nothing_has_happened_and_it_can_be_done_again(
    approved: AnnualReport, centre: Centre, leader: User, submit: Submit
) -> None:
    """The server's process dies while the submission waits for somebody who writes in the year."""
    found: dict[str, Any] = {}

    def attempt() -> None:
        try:
            found["pid"] = backend()
            submit(approved, leader)
        except OperationalError:
            found["ended"] = "killed"
        finally:
            connection.close()

    thread = threading.Thread(target=attempt)
    with transaction.atomic():
        hold_open(centre.pk, 2025)
        thread.start()
        wait_until_it_waits(found)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [found["pid"]])
        thread.join(timeout=30)
    assert found["ended"] == "killed"
    assert AnnualReport.objects.get(pk=approved.pk).status == AnnualReport.Status.REVIEW
    assert not ClosedYear.objects.exists()
    assert not Letter.objects.exists()
    assert submit(approved, leader).status == AnnualReport.Status.SUBMITTED


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def wait_until_it_waits(found: dict[str, Any]) -> None:
    """For the advisory lock of the year."""
    waits = "SELECT 1 FROM pg_locks WHERE pid = %s AND locktype = 'advisory' AND NOT granted"
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if "pid" in found:
            with connection.cursor() as cursor:
                cursor.execute(waits, [found["pid"]])
                if cursor.fetchone():
                    return
        time.sleep(0.05)
    raise AssertionError(found)


def run(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive()


def test_documents_are_asked_for(approved: AnnualReport, leader: User, submit: Submit) -> None:
    before = Job.objects.filter(task="reporting.make_documents").count()
    submit(approved, leader)
    assert Job.objects.filter(task="reporting.make_documents").count() == before + 1
