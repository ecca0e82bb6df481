"""The figures of the whole year, counted by hand, and the way from each of them to its rows."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assignments.agreements.models import Agreement
from assignments.plans.models import Assignment, AssignmentYear, InitiativeYear
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from municipalities.models import Municipality, Theme
from reporting import figures, newness
from reporting.gathering import gather
from reporting.models import AnnualReport, ReportSection
from tests.reporting.conftest import Year
from tests.reporting.report_around import (
    add_agreement,
    add_indicator,
    add_initiative,
    add_line,
    add_need,
    add_party,
    add_present,
    add_round,
    fund,
    share_with,
)
from tests.reporting.report_year import (
    OSLO,
    YEAR,
    add_activity,
    add_assignment,
    drafted_report,
)


@pytest.fixture
def rich_year(
    year: Year,
    centre: Centre,
    centre_elsewhere: Centre,
    leader: User,
    leader_elsewhere: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    theme: Theme,
) -> Year:
    """The year of the conftest with everything around it."""
    post, other = add_line(centre), add_line(centre, "765", "74")
    fund(year.courses, post, "60")
    fund(year.courses, other, "40")
    Assignment.objects.filter(pk=year.courses.pk).update(initiative=add_initiative())
    made = year.activities
    share_with(made["course"], centre_elsewhere, leader)
    led = add_activity(centre_elsewhere, leader_elsewhere, hours=Decimal(50))
    share_with(led, centre, leader_elsewhere, "2.50")
    add_party(made["course"], Organisation.Kind.COUNTY_GOVERNOR)
    add_party(made["loose"], Organisation.Kind.COUNTY_AUTHORITY)
    add_party(made["loose"], Organisation.Kind.USER_ORGANISATION)
    add_present(made["course"], "service_user", 3)
    add_present(made["course"], "next_of_kin", 2)
    add_agreement(centre, municipality, leader)
    add_agreement(
        centre, municipality_elsewhere, leader, signed_at=datetime(YEAR - 1, 2, 1, tzinfo=OSLO)
    )
    add_agreement(centre, municipality, leader, state=Agreement.State.DRAFT, signed_at=None)
    add_need(municipality, theme, leader)
    add_need(municipality, theme, leader, registered_at=datetime(YEAR + 1, 1, 2, tzinfo=OSLO))
    closed = {"status": "met", "closed_at": datetime(YEAR, 12, 1, tzinfo=OSLO)}
    add_need(municipality, theme, leader, **closed)
    add_round(centre, leader, municipality, municipality_elsewhere)
    add_indicator(year.courses, leader)
    return year


@pytest.fixture
def rich_report(rich_year: Year, centre: Centre, leader: User) -> AnnualReport:
    return drafted_report(centre, leader)


def counted(report: AnnualReport) -> dict[str, Any]:
    found: dict[str, Any] = report.figures
    return found


def test_money_pays_for_tiltak_by_its_share_of_the_hours(
    rich_report: AnnualReport, rich_year: Year
) -> None:
    """17.5 hours on courses: 60 and 40 per cent. Support ran and nothing pays for it."""
    found = {row["code"]: row for row in counted(rich_report)["funding"]}
    assert {code: row["hours"] for code, row in found.items()} == {
        "714-21": "10.50",
        "765-74": "7.00",
        "": "30.00",
    }
    assert found["714-21"]["assignments"] == [rich_year.courses.pk]
    assert found[""]["assignments"] == [rich_year.support.pk]


def test_only_what_the_money_paid_for_has_an_entry_with_its_satsing(
    rich_report: AnnualReport, rich_year: Year
) -> None:
    titles = {entry.title for entry in rich_report.entries.all()}
    assert titles == {"Kurs for kommunene", "Bedre tverrfaglig innsats"}
    satsing = rich_report.entries.get(assignment=None)
    assert satsing.figures["hours"]["value"] == "17.50"
    assert "2 aktiviteter" in satsing.brief
    tiltak = rich_report.entries.get(assignment=rich_year.courses)
    assert [row["share"] for row in tiltak.figures["funding"]] == ["60.00", "40.00"]


def test_without_any_funding_every_tiltak_counts(report: AnnualReport) -> None:
    assert report.figures["funding"] == []
    assert report.entries.count() == 2


def test_funding_of_another_year_pays_for_nothing(year: Year, centre: Centre, leader: User) -> None:
    fund(year.courses, add_line(centre, year=YEAR - 1))
    assert drafted_report(centre, leader).entries.count() == 2


def test_what_stands_around_the_activities_is_counted_by_hand(
    rich_report: AnnualReport, rich_year: Year, centre_elsewhere: Centre
) -> None:
    found, made = counted(rich_report), rich_year.activities
    assert found["agreements"]["in_force"]["value"] == 2
    assert found["agreements"]["signed"]["value"] == 1
    assert found["agreements"]["municipalities"]["value"] == 2
    together = found["cooperation"]
    assert [(row["code"], row["value"]) for row in together["centres"]] == [
        (centre_elsewhere.code, 2)
    ]
    assert together["governors"]["rows"] == [made["course"].pk]
    assert together["county_authorities"]["rows"] == [made["loose"].pk]
    assert found["user_participation"]["attendances"] == 5
    assert set(found["user_participation"]["rows"]) == {made["course"].pk, made["loose"].pk}
    assert found["informed"] == {"rounds": 1, "municipalities": 2}
    assert [row["value"] for row in found["open_needs"]] == [1]


@pytest.mark.parametrize("number", [1, 2])
def test_fewer_than_three_service_users_are_never_told(
    year: Year, centre: Centre, leader: User, number: int
) -> None:
    add_present(year.activities["course"], "service_user", number)
    found = drafted_report(centre, leader).figures["user_participation"]
    assert (found["value"], found["attendances"]) == (1, None)


def test_roles_stand_for_three_years_as_shares_of_the_hours(
    year: Year, centre: Centre, leader: User
) -> None:
    role = {"centre_role": "developer"}
    add_activity(centre, leader, hours=Decimal("8.50"), **role)
    before = {"starts_on": datetime(YEAR - 2, 3, 1, tzinfo=OSLO).date()}
    add_activity(centre, leader, hours=Decimal(6), **before, **role)
    add_activity(centre, leader, hours=Decimal(2), **before)
    found = {
        (row["year"], row["code"]): (row["hours"], row["share"])
        for row in figures.of_year(gather(centre, YEAR))["roles"]
    }
    assert found[YEAR, "developer"] == ("8.50", "14.2")  # of 60 hours
    assert found[YEAR - 2, "developer"] == ("6.00", "75.0")
    assert found[YEAR - 2, ""] == ("2.00", "25.0")


def test_the_chapters_say_only_what_was_logged(rich_report: AnnualReport) -> None:
    bodies = {section.key: section.body for section in rich_report.sections.all()}
    assert bodies["attainment"] == (
        "### Kurs for kommunene\n\n- Flere kommuner bruker metoden – Kommuner (kommuner): "
        "utgangspunkt 1, mål 6 innen 2026, resultat i 2025: 4."
    )
    assert "Statsforvalteren var med på 1 aktivitet." in bodies["cooperation"]
    assert "med på 2 aktiviteter i 2025" in bodies["user_participation"]
    assert bodies["not_reached"] == "Alle 1 kommunene i ansvarsområdet fikk et tilbud."
    assert bodies["deviations"] == bodies["introduction"] == bodies["next_year"] == ""


def test_a_change_is_told_among_the_deviations(year: Year, centre: Centre, leader: User) -> None:
    AssignmentYear.objects.update_or_create(
        assignment=year.support,
        year=YEAR,
        defaults={"status": "changed", "change_text": "Nå også\nfor skolene."},
    )
    section = drafted_report(centre, leader).sections.get(key=ReportSection.Key.DEVIATIONS)
    assert "- Oppfølging av unge: Nå også for skolene." in section.body
    assert section.body == section.proposed_body


def frozen_before(centre: Centre, by: User, *told: Assignment) -> AnnualReport:
    """The report of the year before, received, with these tiltak in it."""
    moment = datetime(YEAR, 3, 1, tzinfo=OSLO)
    report = AnnualReport.objects.create(
        centre=centre,
        year=YEAR - 1,
        status=AnnualReport.Status.SUBMITTED,
        figures={"schema": 2},
        figures_sha256="0" * 64,
        submitted_by=by,
        submitted_at=moment,
        received_at=moment,
    )
    for assignment in told:
        report.entries.create(assignment=assignment)
    return report


def test_status_follows_from_the_report_before_where_nobody_has_said(
    year: Year, centre: Centre, leader: User
) -> None:
    newer = add_assignment(centre, leader, "Helt nytt", status="")
    frozen_before(centre, leader, year.courses, year.support)
    report = drafted_report(centre, leader)
    statuses = dict(report.entries.values_list("assignment", "status"))
    assert statuses[newer.pk] == "new"
    assert statuses[year.support.pk] == "continued"
    assert not list(newness.contradictions(report))


def test_in_the_first_year_of_a_centre_nothing_is_derived(report: AnnualReport) -> None:
    assert report.entries.get(assignment__title="Oppfølging av unge").status == ""


def test_a_status_against_the_report_before_is_found(
    year: Year, centre: Centre, leader: User
) -> None:
    """Courses are said to be continued and were never told; support is said to be new."""
    year.support.years.create(year=YEAR, status="new")
    frozen_before(centre, leader, year.support)
    found = {
        row.entry.title: row.is_unheard_of
        for row in newness.contradictions(drafted_report(centre, leader))
    }
    assert found == {"Kurs for kommunene": True, "Oppfølging av unge": False}


def test_who_was_present_at_what_others_led_is_counted_by_them(
    year: Year, centre: Centre, centre_elsewhere: Centre, leader: User, leader_elsewhere: User
) -> None:
    """As all attendances: the activity counts for both, those present for the lead."""
    led = add_activity(centre_elsewhere, leader_elsewhere, hours=Decimal(5), attendances=9)
    share_with(led, centre, leader_elsewhere, "1")
    add_present(led, "service_user", 4)
    add_present(year.activities["course"], "next_of_kin", 3)
    found = drafted_report(centre, leader).figures["user_participation"]
    assert (found["value"], found["attendances"]) == (2, 3)


def test_a_withdrawn_report_is_not_the_one_before(year: Year, centre: Centre, leader: User) -> None:
    before = frozen_before(centre, leader, year.support)
    before.status, before.left_reason = AnnualReport.Status.WITHDRAWN, "Feil"
    before.save()
    assert newness.previous_report(centre.pk, YEAR) is None


def test_the_leader_says_what_a_satsing_is(
    rich_report: AnnualReport, centre: Centre, client: Client, leader: User, adviser: User
) -> None:
    entry = rich_report.entries.get(assignment=None)
    url = reverse("reporting:initiative_status", args=[rich_report.pk, entry.pk])
    sent = {"status": "changed", "change_text": "Flere skoler.", "version": 0}
    client.force_login(adviser)
    assert client.post(url, sent).status_code == 403
    figures_url = reverse("reporting:report_figures", args=[rich_report.pk])
    assert url not in client.get(figures_url).content.decode()
    client.force_login(leader)
    assert url in client.get(figures_url).content.decode()
    assert client.post(url, {**sent, "change_text": ""}).status_code == 200
    assert client.post(url, sent).status_code == 302
    said = InitiativeYear.objects.get(centre=centre, year=YEAR)
    assert (said.status, said.change_text) == ("changed", "Flere skoler.")
    stale = client.post(url, {**sent, "status": "new"})
    assert stale.status_code == 409
    assert "Flere skoler." in stale.content.decode()
    assert client.post(url, sent).status_code == 302  # the same again


def links(page: str, report: AnnualReport) -> set[str]:
    start = reverse("reporting:report_rows", args=[report.pk, "x", "y"]).replace("x/y/", "")
    return {part.split('"')[0] for part in page.split('href="') if part.startswith(start)}


def test_every_figure_on_the_page_opens_to_its_rows(
    rich_report: AnnualReport, client: Client, leader: User
) -> None:
    client.force_login(leader)
    page = client.get(reverse("reporting:report_figures", args=[rich_report.pk])).content.decode()
    groups = set()
    for href in links(page, rich_report):
        answer = client.get(href)
        assert answer.status_code == 200, href
        groups.add(href.split("/rader/")[1].split("/")[0])
    assert groups >= {"totals", "levels", "research", "funding", "statuses", "agreements", "roles"}
    assert groups >= {"courses", "centres", "cooperation", "user_participation", "informed"}
    assert groups >= {"open_needs", "entries", "themes", "kinds", "mandate_tasks"}


def test_rows_that_the_reader_may_not_open_are_only_counted(
    rich_report: AnnualReport, client: Client, directorate: User, leader: User
) -> None:
    url = reverse("reporting:report_rows", args=[rich_report.pk, "open_needs", "all"])
    AnnualReport.objects.filter(pk=rich_report.pk).update(
        status="submitted",
        figures_sha256="0" * 64,
        submitted_by=leader,
        submitted_at=rich_report.drafted_at,
        received_at=rich_report.drafted_at,
    )
    client.force_login(directorate)
    page = client.get(url).content.decode()
    assert "1 rad som du ikke kan åpne" in page
    assert "/behov/" not in page.split("<main")[1]


def test_nobody_opens_a_figure_that_is_not_there(
    rich_report: AnnualReport, client: Client, leader: User
) -> None:
    client.force_login(leader)
    for group, key in [("funding", "1-1"), ("roles", "1999.x"), ("entries", "t0"), ("x", "y")]:
        url = reverse("reporting:report_rows", args=[rich_report.pk, group, key])
        assert client.get(url).status_code == 404, group


def test_the_page_says_when_no_funding_is_registered(
    report: AnnualReport, client: Client, leader: User
) -> None:
    client.force_login(leader)
    page = client.get(reverse("reporting:report_figures", args=[report.pk])).content.decode()
    assert "Det er ikke registrert finansiering av tiltak i året." in page
