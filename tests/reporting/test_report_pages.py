"""The pages: who sees which report, figures that lead to their rows, bounded queries."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centres.models import Centre
from korus_portal.accounts.models import User
from reporting.models import AnnualReport
from tests.reporting.conftest import Year
from tests.reporting.report_year import (
    add_activity,
    add_assignment,
    drafted_report,
    submitted_report,
)


def test_the_leader_starts_a_report_from_the_list(client: Client, year: Year, leader: User) -> None:
    client.force_login(leader)
    page = client.get(reverse("reporting:report_list")).content.decode()
    assert '<option value="2025"' in page
    start = {"centre": year.courses.centre_id, "year": 2025}
    answer = client.post(reverse("reporting:report_start"), start, follow=True)
    assert answer.status_code == 200
    assert AnnualReport.objects.get().started_by == leader


def test_only_leaders_start(
    client: Client, year: Year, adviser: User, directorate: User, contact: User
) -> None:
    start = {"centre": year.courses.centre_id, "year": 2025}
    for person in (adviser, directorate, contact):
        client.force_login(person)
        assert client.post(reverse("reporting:report_start"), start).status_code == 403


def test_a_leader_starts_nothing_for_another_centre(
    client: Client, year: Year, leader_elsewhere: User
) -> None:
    client.force_login(leader_elsewhere)
    start = {"centre": year.courses.centre_id, "year": 2025}
    client.post(reverse("reporting:report_start"), start)
    assert not AnnualReport.objects.exists()


def test_the_directorates_inbox_has_undecided_reports_first(
    client: Client, ready_report: AnnualReport, leader: User, directorate: User
) -> None:
    client.force_login(directorate)
    assert (
        "Ingen rapporter er sendt inn"
        in client.get(reverse("reporting:report_list")).content.decode()
    )
    submitted_report(ready_report, leader)
    page = client.get(reverse("reporting:report_list")).content.decode()
    assert "1 rapport venter" in page
    assert "KORUS Nord 2025" in page


def test_others_have_no_list(
    client: Client, contact: User, governor: User, userorg: User, administrator: User
) -> None:
    for person in (contact, governor, userorg, administrator):
        client.force_login(person)
        assert client.get(reverse("reporting:report_list")).status_code == 403


def test_a_draft_is_the_centres_own(
    client: Client, report: AnnualReport, adviser: User, directorate: User, leader_elsewhere: User
) -> None:
    for person, expected in ((adviser, 200), (directorate, 404), (leader_elsewhere, 404)):
        client.force_login(person)
        assert client.get(report.get_absolute_url()).status_code == expected


def test_the_draft_says_what_stops_it(client: Client, report: AnnualReport, leader: User) -> None:
    client.force_login(leader)
    page = client.get(report.get_absolute_url()).content.decode()
    assert "mangler status" in page
    assert "Send inn rapporten" not in page


def test_the_overview_shows_every_part_and_the_way_on(
    client: Client, ready_report: AnnualReport, adviser: User, leader: User
) -> None:
    ready_report.sections.filter(key="introduction").update(owner=leader, state="ready")
    client.force_login(adviser)
    page = client.get(ready_report.get_absolute_url()).content.decode()
    for part in ("Om året", "Kurs for kommunene", "C1 "):
        assert part in page
    assert leader.name in page
    assert reverse("reporting:report_approval", args=[ready_report.pk]) in page
    assert page.count("<h1") == 1


def test_what_is_within_the_centre_stays_there(
    client: Client, ready_report: AnnualReport, leader: User, directorate: User
) -> None:
    ready_report.sections.filter(key="introduction").update(owner=leader, body="Et **godt** år.")
    sent = submitted_report(ready_report, leader)
    client.force_login(directorate)
    page = client.get(sent.get_absolute_url()).content.decode()
    assert "Deler av rapporten" not in page
    url = reverse("reporting:report_texts", args=[sent.pk])
    assert url in page
    texts = client.get(url).content.decode()
    assert "<strong>godt</strong>" in texts
    assert "Kurs for kommunene" in texts


@pytest.mark.parametrize(
    ("group", "key", "rows"),
    [
        ("totals", "activities", 5),
        ("totals", "hours", 4),
        ("totals", "without_assignment", 1),
        ("totals", "requests", 3),
        ("levels", "used", 2),
        ("research", "all", 1),
        ("themes", "prevention", 2),
        ("themes", "-", 2),
        ("mandate_tasks", "C7", 1),
        ("kinds", "course", 3),
        ("municipalities", "5601", 5),
    ],
)
def test_a_figure_leads_to_its_rows(
    client: Client, report: AnnualReport, adviser: User, group: str, key: str, rows: int
) -> None:
    client.force_login(adviser)
    answer = client.get(reverse("reporting:report_rows", args=[report.pk, group, key]))
    assert answer.content.decode().count('<th scope="row">') == rows


def test_a_figure_that_is_not_there_is_not_found(
    client: Client, report: AnnualReport, adviser: User
) -> None:
    client.force_login(adviser)
    for group, key in (("totals", "x"), ("x", "y"), ("entries", "abc"), ("levels", "denominator")):
        url = reverse("reporting:report_rows", args=[report.pk, group, key])
        assert client.get(url).status_code == 404


def test_the_directorate_sees_rows_but_no_case_numbers(
    client: Client, ready_report: AnnualReport, leader: User, directorate: User
) -> None:
    submitted_report(ready_report, leader)
    client.force_login(directorate)
    url = reverse("reporting:report_rows", args=[ready_report.pk, "totals", "requests"])
    page = client.get(url).content.decode()
    assert page.count('<th scope="row">') == 3
    assert "2025-0" not in page


def page_queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_the_page_asks_as_often_for_thirty_tiltak_as_for_three(
    client: Client, centre: Centre, leader: User
) -> None:
    fill(centre, leader, 3)
    report = drafted_report(centre, leader)
    client.force_login(leader)
    client.get(report.get_absolute_url())
    few = page_queries(client, report.get_absolute_url())
    fill(centre, leader, 27)
    AnnualReport.objects.all().delete()
    report = drafted_report(centre, leader)
    assert page_queries(client, report.get_absolute_url()) == few


def test_the_page_to_read_asks_as_often_for_thirty_tiltak_as_for_three(
    client: Client, centre: Centre, leader: User
) -> None:
    fill(centre, leader, 3)
    report = drafted_report(centre, leader)
    client.force_login(leader)
    few = page_queries(client, reverse("reporting:report_texts", args=[report.pk]))
    fill(centre, leader, 27)
    AnnualReport.objects.all().delete()
    report = drafted_report(centre, leader)
    assert page_queries(client, reverse("reporting:report_texts", args=[report.pk])) == few


def test_the_list_asks_as_often_for_many_years_as_for_one(
    client: Client, ready_report: AnnualReport, leader: User
) -> None:
    client.force_login(leader)
    url = reverse("reporting:report_list")
    client.get(url)
    few = page_queries(client, url)
    for year in range(2005, 2024):
        AnnualReport.objects.create(centre=ready_report.centre, year=year, started_by=leader)
    assert page_queries(client, url) == few


def fill(centre: Centre, leader: User, count: int) -> None:
    for number in range(count):
        tiltak = add_assignment(centre, leader, f"Tiltak {number:02}")
        add_activity(centre, leader, assignment=tiltak, hours=Decimal(2))
