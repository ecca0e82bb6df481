"""The national figures: counted by hand, from frozen figures alone."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache

from assignments.activities.models import Activity
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.models import AnnualReport, ReportObligation
from reporting.national import content, reading
from reporting.national.figures import Summary
from reporting.national.reading import Choice
from tests.reporting.national_world import Country, made_country, received_report

KORUS = Choice(2025, Centre.Kind.KORUS)


@pytest.fixture
def country(
    centre: Centre,
    leader: User,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    theme: Theme,
) -> Country:
    places = [municipality, municipality_elsewhere]
    return made_country((centre, leader), (centre_elsewhere, leader_elsewhere), places, theme)


def counted(choice: Choice = KORUS) -> Summary:
    return reading.summary(choice, reading.received(choice))


def test_an_event_in_two_reports_is_one_and_hours_add(country: Country) -> None:
    effort = counted().effort
    assert effort.activities == 4
    assert (effort.hours.value, effort.hours.given, effort.hours.of) == (Decimal("25.00"), 6, 6)


def test_a_request_that_two_centres_had_is_one(country: Country) -> None:
    for report, ids in ((country.north, [1, 2]), (country.west, [2, 3, 4])):
        report.figures["totals"]["requests"] = {"value": len(ids), "rows": ids}
        report.figures_sha256 = f"{report.pk + 1000:064x}"
        report.save()
    reports = next(
        linked.table
        for section in content.of_choice(KORUS, "nb").sections
        for linked in section.tables
        if linked.table.title == "Mottatte rapporter"
    )
    assert [row[-1] for row in reports.rows] == [2, 3, 4]


def test_the_day_of_receipt_is_the_day_in_oslo(country: Country) -> None:
    late = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    AnnualReport.objects.update(received_at=late)
    reports = content.of_choice(KORUS, "nb").sections[0].tables[0].table
    assert reports.rows[0][2] == date(2026, 4, 1)


def test_attendances_are_the_leads_own_and_say_for_how_many(country: Country) -> None:
    came = counted().effort.attendances
    assert (came.value, came.given, came.of) == (Decimal(36), 3, 4)


def test_without_the_leads_report_the_linked_row_says_how_many_came(country: Country) -> None:
    AnnualReport.objects.filter(pk=country.north.pk).delete()
    effort = counted().effort
    assert effort.activities == 3
    assert effort.attendances.value == 18 + 7


def test_themes_and_tasks_count_events_and_add_hours(country: Country) -> None:
    effort = counted().effort
    themes = {line.code: (line.activities, line.hours, line.assignments) for line in effort.themes}
    assert themes == {
        "substance_use": (3, Decimal("20.00"), 1),
        "prevention": (2, Decimal("5.00"), 1),
    }
    tasks = {line.code: line for line in effort.tasks}
    assert tasks["C1"].activities == 2
    by_centre = {report: part.hours for report, part in tasks["C1"].parts.items()}
    assert by_centre == {
        country.north.pk: Decimal("13.00"),
        country.west.pk: Decimal("5.00"),
    }


def test_a_municipality_counts_once_at_its_highest_level(country: Country) -> None:
    reach = counted().reach
    assert (reach.country.of, reach.country.used) == (2, 2)
    assert {row.name: (row.of, row.used) for row in reach.counties} == {
        "Finnmark": (1, 1),
        "Rogaland": (1, 1),
    }
    alta = next(row for row in reach.counties if row.name == "Finnmark")
    assert set(alta.parts) == {country.north.pk, country.west.pk}


def test_older_figures_are_missing_and_never_nought(country: Country) -> None:
    summary = counted()
    assert summary.standing.missing == {
        key: [country.west.pk] for key in ("statuses", "agreements", "open_needs")
    }
    assert summary.money.missing == [country.west.pk]
    assert summary.money.sums["granted"].value == 1_000_000
    assert summary.money.sums["repaid"].value is None
    found = content.of_choice(KORUS, "nb")
    sections = {section.key: section for section in found.sections}
    note = "Mangler i 1 rapport: KORUS Vest Stavanger."
    for key in ("penger", "arsverk", "nytt", "avtaler", "behov"):
        assert note in sections[key].notes


def test_money_is_told_by_line_and_by_centre(country: Country) -> None:
    money = counted().money
    assert [(line.chapter, line.item, line.amount.value) for line in money.lines] == [
        ("714", "21", 700_000),
        ("765", "74", 300_000),
    ]
    assert [(row.name, row.deviation) for row in money.deviations] == [("Lønn", 50_000)]
    assert money.filled.value == Decimal("11.00")


def test_it_says_which_centres_are_missing(country: Country) -> None:
    found = content.of_choice(KORUS, "nb")
    assert [row[0] for row in found.missing.rows] == ["KORUS Sør"]
    assert "1 senter mangler" in found.missing_text


@pytest.mark.parametrize("status", ["draft", "returned", "withdrawn"])
def test_what_is_not_in_force_is_in_no_figure(country: Country, status: str) -> None:
    told: dict[str, dict[str, Any]] = {
        "draft": {"submitted_at": None, "submitted_by": None, "received_at": None},
        "returned": {
            "decided_at": country.west.received_at,
            "decided_by": country.west.submitted_by,
            "comment": "Mangler tall.",
        },
        "withdrawn": {"left_reason": "Feil år."},
    }
    values = told[status]
    AnnualReport.objects.filter(pk=country.west.pk).update(status=status, **values)
    assert counted().effort.activities == 3
    found = content.of_choice(KORUS, "nb")
    assert [row[0] for row in found.missing.rows] == ["KORUS Sør", "KORUS Vest Stavanger"]


def test_a_need_that_two_centres_see_is_one(country: Country, theme: Theme) -> None:
    need = {"theme": theme.code, "county": "56", "value": 2, "rows": [8, 9]}
    west = AnnualReport.objects.get(pk=country.west.pk)
    county = country.north.figures["open_needs"][0]["county"]
    AnnualReport.objects.filter(pk=west.pk).update(
        figures={**west.figures, "open_needs": [{**need, "county": county}]},
        figures_sha256="a" * 64,
    )
    assert [row.value for row in counted().standing.needs] == [3]


def test_a_year_without_activities_is_no_data(country: Country, leader: User, theme: Theme) -> None:
    country.missing.refresh_from_db()
    received_report(country.missing, leader)
    assert len(counted().without_data) == 1
    found = content.of_choice(KORUS, "nb")
    notes = next(section for section in found.sections if section.key == "dekning").notes
    assert any("Ingen data" in note and "KORUS Sør" in note for note in notes)


def test_frozen_figures_stay_when_the_rows_change(country: Country) -> None:
    before = counted()
    Activity.objects.filter(pk=country.course.pk).update(hours=Decimal("99.00"))
    cache.clear()
    assert counted() == before


def test_an_area_that_no_report_tells_of_is_not_known(country: Country) -> None:
    AnnualReport.objects.filter(pk=country.west.pk).delete()
    sections = {row.key: row for row in content.of_choice(KORUS, "nb").sections}
    rows = {row[0]: list(row[1:]) for row in sections["dekning"].tables[0].table.rows}
    assert rows["Finnmark"] == [1, 1, 1, 1, Decimal("100.0")]
    assert rows["Rogaland"] == [1, None, None, None, None]
    assert rows["Hele landet"] == [2, 1, 1, 1, Decimal("50.0")]


def test_late_reports_stand_on_top_whether_they_came_or_not(country: Country) -> None:
    for centre in (country.north.centre, country.west.centre, country.missing):
        due = date(2026, 3, 1) if centre == country.west.centre else date(2026, 1, 15)
        ReportObligation.objects.create(
            centre=centre, year=2025, opens_on=date(2025, 12, 1), due_on=due
        )
    found = content.of_choice(KORUS, "nb")
    assert {row[0]: tuple(row[1:]) for row in found.late.rows} == {
        "KORUS Nord": (date(2026, 1, 15), date(2026, 2, 1), 17),
        "KORUS Sør": (date(2026, 1, 15), None, None),
    }
    assert found.missing.rows[0][2] == "Skulle ha levert innen 15. januar 2026."
