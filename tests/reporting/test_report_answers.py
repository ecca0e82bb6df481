"""Every point of the letters and every standing duty has an answer, and rows behind it."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.activities.models import Activity
from centres.grants.models import Grant
from centres.models import Centre
from korus_portal.accounts.models import User
from reporting import answers, canonical
from reporting.actions import linking, writing
from reporting.actions.errors import NotADraftError
from reporting.models import AnnualReport, AnswerLink, ReportAnswer
from tests.factories import MandateTaskFactory
from tests.reporting.conftest import Year
from tests.reporting.report_year import add_activity, drafted_report


@pytest.fixture
def grant(centre: Centre) -> Grant:
    made = Grant.objects.create(centre=centre, scheme="Kompetansesentrene", year=2025)
    made.items.create(kind="requirement", number="3.2", text="Gjør rede for x.", position=2)
    made.items.create(kind="goal", number="1", text="Flere får hjelp.", position=3)
    return made


@pytest.fixture
def asked(year: Year, grant: Grant, centre: Centre, leader: User) -> AnnualReport:
    return drafted_report(centre, leader)


@pytest.fixture
def answer(asked: AnnualReport) -> ReportAnswer:
    return asked.answers.get(item__number="3.2")


def test_each_point_and_duty_has_one_place_however_often_it_is_asked(
    asked: AnnualReport, centre_elsewhere: Centre
) -> None:
    Grant.objects.create(centre=centre_elsewhere, scheme="Andre", year=2025).items.create(
        kind="goal", number="9", text="Deres."
    )
    MandateTaskFactory.create(code="F1", is_optional=True)
    before = asked.answers.count()
    for _time in range(2):
        answers.add_answers(asked)
    numbers = asked.answers.exclude(item=None).values_list("item__number", flat=True)
    assert sorted(numbers) == ["1", "3.2"]
    assert asked.answers.count() == before
    assert not asked.answers.filter(task__code="F1").exists()


def test_the_page_groups_by_letter_and_kind_and_shows_the_rest(
    client: Client, answer: ReportAnswer, adviser: User
) -> None:
    client.force_login(adviser)
    url = reverse("reporting:report_answers", args=[answer.report_id])
    page = client.get(url).content.decode()
    goal, requirement = page.index("Kompetansesentrene 2025: mål"), page.index("2025: krav")
    assert goal < requirement < page.index("Stående oppgaver i samfunnsoppdraget")
    assert "Gjør rede for x." in page
    assert "ikke påbegynt" in page


def test_the_directorate_reads_the_answers_and_not_who_owns_them(
    client: Client, answer: ReportAnswer, adviser: User, directorate: User
) -> None:
    writing.write_answer(answer=answer, body="Slik **gikk** det.", version=1, by=adviser)
    sent = "2026-03-01T12:00:00Z"
    AnnualReport.objects.filter(pk=answer.report_id).update(
        status="submitted",
        submitted_by=adviser,
        submitted_at=sent,
        received_at=sent,
        figures_sha256="0" * 64,
    )
    client.force_login(directorate)
    url = reverse("reporting:report_answers", args=[answer.report_id])
    page = client.get(url).content.decode()
    assert "<strong>gikk</strong>" in page
    assert "under arbeid" not in page
    assert "Skriv svar" not in page


def test_rows_are_found_by_their_title_and_linked_once(
    client: Client, answer: ReportAnswer, year: Year, adviser: User
) -> None:
    client.force_login(adviser)
    url = reverse("reporting:answer_rows", args=[answer.report_id, answer.pk])
    page = client.get(url, {"q": "kurs for"}).content.decode()
    assert "Tiltak: Kurs for kommunene" in page
    for _click in range(2):
        client.post(url, {"kind": "assignment", "row": year.courses.pk})
    assert AnswerLink.objects.get().assignment == year.courses
    link = AnswerLink.objects.get()
    client.post(reverse("reporting:answer_unlink", args=[answer.report_id, answer.pk, link.pk]))
    assert not AnswerLink.objects.exists()


def test_only_rows_of_the_centre_and_the_year_can_be_linked(
    answer: ReportAnswer, year: Year, centre_elsewhere: Centre, leader: User, adviser: User
) -> None:
    theirs = add_activity(centre_elsewhere, leader)
    earlier = add_activity(answer.report.centre, leader, starts_on=date(2024, 5, 5))
    draft = add_activity(answer.report.centre, leader, status=Activity.Status.DRAFT)
    for row in (theirs, earlier, draft):
        with pytest.raises(linking.NoSuchRowError):
            linking.link_row(answer=answer, kind="activity", row=row.pk, by=adviser)


def test_links_stand_still_with_the_report(
    answer: ReportAnswer, year: Year, adviser: User, leader_elsewhere: User
) -> None:
    link = linking.link_row(answer=answer, kind="assignment", row=year.courses.pk, by=adviser)
    with pytest.raises(PermissionDenied):
        linking.unlink_row(answer=answer, link=link.pk, by=leader_elsewhere)
    AnnualReport.objects.filter(pk=answer.report_id).update(status="review")
    with pytest.raises(NotADraftError):
        linking.unlink_row(answer=answer, link=link.pk, by=adviser)
    with pytest.raises(NotADraftError):
        linking.link_row(answer=answer, kind="assignment", row=year.support.pk, by=adviser)


def test_what_is_frozen_names_the_point_the_hash_and_the_rows(
    answer: ReportAnswer, year: Year, adviser: User
) -> None:
    writing.write_answer(answer=answer, body="Slik.", version=1, by=adviser)
    linking.link_row(answer=answer, kind="assignment", row=year.courses.pk, by=adviser)
    (found,) = [row for row in answers.frozen(answer.report) if row["number"] == "3.2"]
    assert found == {
        "id": answer.pk,
        "item": answer.item_id,
        "number": "3.2",
        "task": "",
        "state": "writing",
        "sha256": canonical.sha256("Slik."),
        "links": [{"kind": "assignment", "id": year.courses.pk}],
    }


def test_a_form_that_names_no_row_is_refused(
    client: Client, answer: ReportAnswer, adviser: User
) -> None:
    client.force_login(adviser)
    url = reverse("reporting:answer_rows", args=[answer.report_id, answer.pk])
    for sent in ({"kind": "x", "row": "1"}, {"kind": "activity", "row": "999999"}, {}):
        assert client.post(url, sent).status_code == 200
    assert not AnswerLink.objects.exists()


def test_the_page_asks_as_often_for_many_points_as_for_two(
    client: Client, asked: AnnualReport, grant: Grant, adviser: User, year: Year
) -> None:
    client.force_login(adviser)
    url = reverse("reporting:report_answers", args=[asked.pk])
    client.get(url)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    for row in asked.answers.all():
        linking.link_row(answer=row, kind="assignment", row=year.courses.pk, by=adviser)
    few = count()
    for number in range(10, 30):
        grant.items.create(kind="criterion", number=str(number), text="Mer.")
    answers.add_answers(asked)
    for row in asked.answers.all():
        linking.link_row(answer=row, kind="assignment", row=year.courses.pk, by=adviser)
    assert count() == few
