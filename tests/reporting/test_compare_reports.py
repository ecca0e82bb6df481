"""Versions and years beside each other, and a submitted report beside today's rows."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assignments.activities.actions.correcting import correct_activity, withdraw_activity
from assignments.activities.models import Activity
from assignments.activities.values import values_of
from assignments.plans import years
from centres.models import Centre, Initiative
from korus_portal.accounts.models import User
from korus_portal.jobs import work
from korus_portal.jobs.models import Job
from korus_portal.notifications.redaction import REDACTED
from municipalities.models import Theme
from reporting.actions import recounting
from reporting.comparing import numbers, texts
from reporting.models import AnnualReport, Recount, ReportEntry, ReportSection
from tests.reporting.conftest import Year
from tests.reporting.national_world import JOBS, money, received_report
from tests.reporting.report_year import add_assignment


@pytest.fixture
def first(year: Year, centre: Centre, leader: User) -> AnnualReport:
    """Returned: 51.5 hours; two tiltak."""
    found = received_report(
        centre,
        leader,
        figures={"money": money()},
        status="returned",
        decided_by=leader,
        decided_at="2026-03-01T12:00+01:00",
        comment="Se på tallene.",
    )
    write(
        found, "Vi holdt tre kurs.", {year.courses.pk: "Kurs i Alta.", year.support.pk: "Støtte."}
    )
    return found


@pytest.fixture
def second(first: AnnualReport, year: Year, centre: Centre, leader: User) -> AnnualReport:
    """The version after: another introduction, one tiltak gone and one new."""
    Activity.objects.filter(pk=year.activities["course"].pk).update(hours=Decimal("12.00"))
    extra = add_assignment(centre, leader, "Nytt tiltak", status="new")
    found = received_report(
        centre, leader, number=2, figures={"money": money(spent=970_000)}, figures_sha256="b" * 64
    )
    write(found, "Vi holdt fire kurs.", {year.courses.pk: "Kurs i Alta.", extra.pk: "Helt nytt."})
    return found


def write(report: AnnualReport, introduction: str, briefs: dict[int, str]) -> None:
    ReportSection.objects.create(report=report, key="introduction", body=introduction)
    for assignment, brief in briefs.items():
        ReportEntry.objects.create(
            report=report, assignment_id=assignment, status="continued", brief=brief
        )


def page(client: Client, name: str, *args: int) -> str:
    answer = client.get(reverse(f"reporting:{name}", args=args))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_figures_stand_side_by_side_with_the_difference(
    first: AnnualReport, second: AnnualReport
) -> None:
    pairs = {row.label: row for row in numbers.key_pairs(first.figures, second.figures)}
    hours = pairs["Timer"]
    assert (hours.old, hours.new, hours.difference) == ("51,5", "53,5", "+2")
    assert pairs["Aktiviteter"].is_same
    themes = numbers.tables(first.figures, second.figures)[0]
    assert [(row.label, row.difference) for row in themes.rows] == [("Rusmidler, timer", "+2")]


def test_texts_show_what_was_put_in_and_taken_out_in_words_too(
    client: Client, first: AnnualReport, second: AnnualReport, leader: User
) -> None:
    client.force_login(leader)
    text = page(client, "compare", second.pk, first.pk)
    assert '<del><span class="ds-sr-only">[tatt ut] </span>tre <span' in text
    assert '<ins><span class="ds-sr-only">[satt inn] </span>fire <span' in text
    assert text.index("2025, versjon 1") < text.index("2025, versjon 2")


def test_the_older_one_stands_first_whichever_is_asked_for(
    client: Client, first: AnnualReport, second: AnnualReport, leader: User
) -> None:
    client.force_login(leader)
    for one, other in ((first, second), (second, first)):
        answer = client.get(reverse("reporting:compare", args=[one.pk, other.pk]))
        assert answer.context["old"] == first


def test_entries_are_matched_by_tiltak_new_or_gone(
    first: AnnualReport, second: AnnualReport
) -> None:
    states = {row.title: row.state for row in texts.entries(first, second)}
    assert states == {
        "Kurs for kommunene": texts.ALIKE,
        "Nytt tiltak": texts.NEW,
        "Oppfølging av unge": texts.GONE,
    }


def test_accounts_are_compared_by_line(
    client: Client, first: AnnualReport, second: AnnualReport, leader: User
) -> None:
    client.force_login(leader)
    answer = client.get(reverse("reporting:compare", args=[second.pk, first.pk]))
    pairs = {row.label: row for row in answer.context["money"]}
    spent = pairs["Tilskudd til kompetansesentre: brukt"]
    assert spent.difference == "+20\N{NO-BREAK SPACE}000"
    assert pairs["Tilskudd til kompetansesentre: betalt tilbake"].difference == "–"


def test_a_report_from_before_accounts_says_nothing_of_them(
    client: Client, first: AnnualReport, centre: Centre, leader: User
) -> None:
    older = received_report(centre, leader, year=2024, figures={"schema": 1}, without=["money"])
    client.force_login(leader)
    answer = client.get(reverse("reporting:compare", args=[first.pk, older.pk]))
    assert answer.status_code == 200
    assert answer.context["money"] == []


def test_only_reports_that_the_reader_sees_can_be_chosen(
    client: Client,
    second: AnnualReport,
    first: AnnualReport,
    centre: Centre,
    directorate: User,
    leader: User,
    leader_elsewhere: User,
) -> None:
    draft = AnnualReport.objects.create(centre=centre, year=2026, started_by=leader)
    client.force_login(directorate)
    assert client.get(reverse("reporting:compare", args=[second.pk, draft.pk])).status_code == 404
    shown = page(client, "compare_choose", second.pk)
    assert "2025, versjon 1" in shown
    assert "2026, versjon 1" not in shown
    client.force_login(leader_elsewhere)
    assert client.get(reverse("reporting:compare", args=[second.pk, first.pk])).status_code == 404


def test_a_report_of_another_centre_is_no_match(
    client: Client, second: AnnualReport, centre_elsewhere: Centre, directorate: User
) -> None:
    other = received_report(centre_elsewhere, directorate)
    client.force_login(directorate)
    assert client.get(reverse("reporting:compare", args=[second.pk, other.pk])).status_code == 404
    assert client.get(reverse("reporting:compare", args=[second.pk, second.pk])).status_code == 404


def test_more_entries_cost_no_more_queries(
    client: Client,
    first: AnnualReport,
    second: AnnualReport,
    centre: Centre,
    leader: User,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[Any]],
) -> None:
    client.force_login(leader)
    url = reverse("reporting:compare", args=[second.pk, first.pk])
    client.get(url)
    with django_assert_max_num_queries(30) as few:
        client.get(url)
    for number in range(5):
        extra = add_assignment(centre, leader, f"Tiltak {number}")
        satsing = Initiative.objects.create(
            code=f"s{number}", kind="method", name_nb=f"Satsing {number}"
        )
        for report in (first, second):
            ReportEntry.objects.create(report=report, assignment=extra, brief="Omtale.")
            ReportEntry.objects.create(report=report, initiative=satsing, brief="Omtale.")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(url)


@pytest.fixture
def closed(second: AnnualReport, leader: User) -> AnnualReport:
    years.close(second.centre, 2025, by=leader)
    return second


def counted_today(report: AnnualReport, by: User) -> Recount:
    job = recounting.ask_for_recount(report=report, by=by)
    work.run(str(job.pk), JOBS[job.task])
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    return Recount.objects.get(report=report)


def test_todays_count_shows_a_correction_with_its_reason(
    client: Client, closed: AnnualReport, year: Year, directorate: User, leader: User
) -> None:
    course = year.activities["course"]
    course.refresh_from_db()
    values = replace(values_of(course), hours=Decimal("14.50"), attendances=23)
    correct_activity(activity=course, values=values, reason="Feil i listen", by=leader)
    withdraw_activity(activity=year.activities["shared"], reason="Ble avlyst", by=leader)
    counted_today(closed, directorate)
    client.force_login(directorate)
    answer = client.get(reverse("reporting:compare_today", args=[closed.pk]))
    hours = next(row for row in answer.context["figures"] if row.label == "Timer")
    assert (hours.old, hours.new, hours.difference) == ("53,5", "48,5", "\N{MINUS SIGN}5")
    why = {(row.what, row.why) for row in answer.context["changes"]}
    assert why == {
        ("lagt til", "Feil i listen"),
        ("teller ikke lenger", "Feil i listen"),
        ("teller ikke lenger", "Ble avlyst"),
    }
    closed.refresh_from_db()
    assert closed.figures["totals"]["hours"]["value"] == "53.50"


def test_figures_that_differ_lead_to_why(
    client: Client, closed: AnnualReport, year: Year, leader: User
) -> None:
    client.force_login(leader)
    href = reverse("reporting:compare_today", args=[closed.pk])
    assert "Disse tallene er andre i dag" not in page(client, "report_figures", closed.pk)
    withdraw_activity(activity=year.activities["shared"], reason="Ble avlyst", by=leader)
    counted_today(closed, leader)
    text = page(client, "report_figures", closed.pk)
    assert "Disse tallene er andre i dag" in text
    assert f'href="{href}">Timer</a>: 53,5 → 46' in text


def test_a_draft_has_no_today_and_strangers_ask_for_nothing(
    client: Client, report: AnnualReport, leader: User, leader_elsewhere: User
) -> None:
    client.force_login(leader)
    assert client.get(reverse("reporting:compare_today", args=[report.pk])).status_code == 404
    with pytest.raises(recounting.NotFrozenError):
        recounting.ask_for_recount(report=report, by=leader)
    with pytest.raises(PermissionDenied):
        recounting.ask_for_recount(report=report, by=leader_elsewhere)


def test_asked_twice_it_is_one_job_and_the_newest_count_stays(
    client: Client, closed: AnnualReport, leader: User, theme: Theme
) -> None:
    client.force_login(leader)
    for _time in range(2):
        client.post(reverse("reporting:compare_today", args=[closed.pk]))
    assert Job.objects.filter(task="reporting.recount_report").count() == 1
    job = Job.objects.get(task="reporting.recount_report")
    Recount.objects.create(report=closed, counted_at="2099-01-01T00:00Z", figures={"x": 1})
    work.run(str(job.pk), JOBS[job.task])
    assert Recount.objects.get(report=closed).figures == {"x": 1}


def test_what_was_redacted_does_not_come_back_with_todays_count(
    closed: AnnualReport, year: Year, leader: User
) -> None:
    """A proposal is made of what may still hold the text that was taken out."""
    own = closed.entries.filter(assignment=year.courses)
    own.update(brief=REDACTED, proposed_brief=REDACTED)
    found = counted_today(closed, leader).entries
    assert found[f"t{year.courses.pk}"]["brief"] == REDACTED
    assert found[f"t{year.support.pk}"]["brief"] != REDACTED
