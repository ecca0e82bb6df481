"""The directorate asks for more; the centre answers; the report stays as it was."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from reporting import canonical
from reporting.actions import deciding, supplementing
from reporting.actions.errors import AlreadyAnsweredError, AlreadyDecidedError, WrongStateError
from reporting.models import AnnualReport, Supplement
from tests.reporting.report_year import submitted_report

QUESTION = "Hvor mange kommuner var med på kursene?"


@pytest.fixture
def submitted(ready_report: AnnualReport, leader: User, directorate: User) -> AnnualReport:
    report = submitted_report(ready_report, leader)
    Letter.objects.all().delete()
    return report


@pytest.fixture
def asked(submitted: AnnualReport, directorate: User) -> Supplement:
    day = timezone.localdate() + timedelta(days=14)
    return supplementing.ask_for_more(
        report=submitted, question=QUESTION, wanted_by=day, by=directorate
    )


def test_the_centre_is_asked_once_and_the_report_is_untouched(
    submitted: AnnualReport, asked: Supplement, leader: User, directorate: User
) -> None:
    again = supplementing.ask_for_more(
        report=submitted, question=QUESTION, wanted_by=asked.wanted_by, by=directorate
    )
    assert again == asked
    letter = Letter.objects.get()
    assert letter.to == leader
    assert QUESTION in letter.body
    stored = AnnualReport.objects.get(pk=submitted.pk)
    assert stored.status == AnnualReport.Status.SUBMITTED
    assert canonical.verify(stored)


def test_the_answer_is_given_once_and_told_to_who_asked(
    asked: Supplement, adviser: User, directorate: User, leader: User
) -> None:
    Letter.objects.all().delete()
    for _click in range(2):
        supplementing.answer_supplement(supplement=asked, answer="Tolv.", by=adviser)
    letter = Letter.objects.get()
    assert letter.to == directorate
    assert "Tolv." in letter.body
    with pytest.raises(AlreadyAnsweredError):
        supplementing.answer_supplement(supplement=asked, answer="Elleve.", by=leader)


def test_neither_side_does_the_others_part(
    submitted: AnnualReport, asked: Supplement, leader: User, directorate: User
) -> None:
    with pytest.raises(PermissionDenied):
        supplementing.answer_supplement(supplement=asked, answer="Tolv.", by=directorate)
    with pytest.raises(PermissionDenied):
        supplementing.ask_for_more(
            report=submitted, question="x", wanted_by=asked.wanted_by, by=leader
        )


def test_after_the_decision_nothing_is_asked_or_answered(
    submitted: AnnualReport, asked: Supplement, leader: User, directorate: User
) -> None:
    deciding.approve_report(report=submitted, attainment="reached", comment="", by=directorate)
    with pytest.raises(AlreadyDecidedError):
        supplementing.ask_for_more(
            report=submitted, question="x", wanted_by=asked.wanted_by, by=directorate
        )
    with pytest.raises(WrongStateError):
        supplementing.answer_supplement(supplement=asked, answer="Tolv.", by=leader)


def test_both_read_it_on_its_page(
    client: Client, submitted: AnnualReport, asked: Supplement, leader: User, directorate: User
) -> None:
    url = reverse("reporting:report_supplements", args=[submitted.pk])
    client.force_login(leader)
    page = client.get(url).content.decode()
    assert QUESTION in page
    assert "Send svaret" in page
    sent = {f"answer-{asked.pk}-answer": "Tolv."}
    client.post(reverse("reporting:supplement_answer", args=[submitted.pk, asked.pk]), sent)
    client.force_login(directorate)
    page = client.get(url).content.decode()
    assert "Tolv." in page
    assert "Send svaret" not in page


@pytest.mark.parametrize("days", [0, -1])
def test_the_deadline_lies_ahead(
    client: Client, submitted: AnnualReport, directorate: User, days: int
) -> None:
    client.force_login(directorate)
    day = (timezone.localdate() + timedelta(days=days)).isoformat()
    sent: dict[str, Any] = {"more-question": QUESTION, "more-wanted_by": day}
    answer = client.post(reverse("reporting:report_ask", args=[submitted.pk]), sent)
    assert answer.status_code == 422
    assert QUESTION in answer.content.decode()


def test_an_empty_answer_is_not_sent(
    client: Client, submitted: AnnualReport, asked: Supplement, leader: User
) -> None:
    client.force_login(leader)
    url = reverse("reporting:supplement_answer", args=[submitted.pk, asked.pk])
    answer = client.post(url, {f"answer-{asked.pk}-answer": " "})
    assert answer.status_code == 422
    assert "Skriv svaret." in answer.content.decode()
