"""What is put right after submission: beside the old figure, and in the next report."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from assignments.activities.actions.correcting import correct_activity, withdraw_activity
from assignments.activities.models import Activity, ActivityPartner
from assignments.activities.values import values_of
from assignments.plans import years
from assignments.rounds.models import InformationRound
from centres.models import Centre
from korus_portal.accounts.models import User
from reporting import subject
from reporting.documents import content
from reporting.gathering import gather
from reporting.models import AnnualReport
from tests.reporting.conftest import Year
from tests.reporting.report_year import add_activity, drafted_report, submitted_report


@pytest.fixture
def submitted(ready_report: AnnualReport, leader: User) -> AnnualReport:
    return submitted_report(ready_report, leader)


def page_of(report: AnnualReport) -> str:
    return reverse("reporting:report_figures", args=[report.pk])


def put_right(activity: Activity, by: User) -> Activity:
    activity.refresh_from_db()
    values = replace(values_of(activity), hours=Decimal("12.50"), attendances=23)
    return correct_activity(activity=activity, values=values, reason="Feil i listen", by=by)


def test_the_frozen_figure_stands_and_the_correction_beside_it(
    client: Client, submitted: AnnualReport, year: Year, leader: User
) -> None:
    frozen = submitted.figures["totals"]["hours"]["value"]
    new = put_right(year.activities["course"], leader)
    submitted.refresh_from_db()
    assert submitted.figures["totals"]["hours"]["value"] == frozen
    client.force_login(leader)
    page = client.get(page_of(submitted))
    assert [row.pk for row in page.context["corrected_since"]] == [new.pk]
    text = page.content.decode()
    assert "Rettet etter at rapporten ble sendt inn" in text
    assert "10 → 12,5" in " ".join(text.split())
    assert "Feil i listen" in text


def test_the_next_report_lists_the_correction_and_the_one_after_does_not(
    submitted: AnnualReport, year: Year, centre: Centre, leader: User
) -> None:
    new = put_right(year.activities["course"], leader)
    withdraw_activity(activity=year.activities["shared"], reason="Ble avlyst", by=leader)
    found = drafted_report(centre, leader, year=2026)
    rows = found.figures["corrections"]
    assert [(row["kind"], row["old_hours"], row["hours"]) for row in rows] == [
        ("replaces", "10.00", "12.50"),
        ("voids", "7.50", None),
    ]
    assert rows[0]["id"] == new.pk
    tables = {table.title: table for table in content.of_report(found).tables}
    lines = tables["Rettelser til tidligere år"].rows
    assert [line[3:5] for line in lines] == [["10 → 12,5", "20 → 23"], ["7,5 → –", "12 → –"]]
    years.close(centre, 2026, by=leader)
    assert gather(centre, 2027).corrections == []


def test_a_report_without_corrections_says_nothing_of_them(
    client: Client, report: AnnualReport, leader: User
) -> None:
    client.force_login(leader)
    text = client.get(page_of(report)).content.decode()
    assert "Rettelser til tidligere år" not in text
    assert "Rettet etter" not in text
    assert content.of_report(report).tables[-1].title != "Rettelser til tidligere år"


def test_a_partners_report_holds_its_own_hours_and_no_attendances(
    year: Year, centre_elsewhere: Centre, leader_elsewhere: User
) -> None:
    shared = year.activities["shared"]
    partner = ActivityPartner.objects.create(
        activity=shared, centre=centre_elsewhere, asked_by=shared.registered_by
    )
    assert gather(centre_elsewhere, 2025).activities == []
    ActivityPartner.objects.filter(pk=partner.pk).update(
        state="accepted",
        hours=Decimal("3.00"),
        answered_by=leader_elsewhere,
        answered_at=shared.registered_at,
    )
    rows = gather(centre_elsewhere, 2025).activities
    assert [(row.pk, row.hours, row.attendances, row.is_shared) for row in rows] == [
        (shared.pk, Decimal("3.00"), None, True)
    ]


def test_a_row_of_another_year_is_no_correction_of_this_one(
    submitted: AnnualReport, centre: Centre, leader: User, client: Client
) -> None:
    add_activity(centre, leader, starts_on=date(2026, 1, 8))
    client.force_login(leader)
    assert client.get(page_of(submitted)).context["corrected_since"] == []


def test_corrections_of_a_year_without_a_report_after_it_are_in_the_next_there_is(
    submitted: AnnualReport, year: Year, centre: Centre, leader: User
) -> None:
    """Nobody reported 2026: the report of 2027 follows that of 2025."""
    new = put_right(year.activities["course"], leader)
    assert [row.pk for row in gather(centre, 2027).corrections] == [new.pk]


def test_what_the_lead_changes_is_news_to_its_partners_report(
    year: Year, centre_elsewhere: Centre, leader_elsewhere: User
) -> None:
    shared = year.activities["shared"]
    assert subject.last_change(centre_elsewhere, 2025) is None
    row = ActivityPartner.objects.create(
        activity=shared,
        centre=centre_elsewhere,
        asked_by=shared.registered_by,
        state="accepted",
        answered_by=leader_elsewhere,
        answered_at=shared.registered_at,
    )
    long_ago = shared.registered_at - timedelta(days=900)
    row.history.update(pgh_created_at=long_ago)  # type: ignore[attr-defined]
    changed = subject.last_change(centre_elsewhere, 2025)
    assert changed is not None
    assert changed > long_ago


def test_a_round_is_news_to_the_report_of_its_year(
    centre_elsewhere: Centre, leader_elsewhere: User
) -> None:
    InformationRound.objects.create(
        centre=centre_elsewhere,
        title="Brev",
        channel="letter",
        day=date(2025, 5, 1),
        receiver="kommunedirektør",
        registered_by=leader_elsewhere,
    )
    assert subject.last_change(centre_elsewhere, 2025) is not None
    assert subject.last_change(centre_elsewhere, 2024) is None
