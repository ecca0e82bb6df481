"""Reminders in time, and what is overdue as both sides see it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications.models import Letter
from reporting import overdue
from reporting.actions import reminding, starting
from reporting.models import AnnualReport, Extension, ReportObligation
from tests.factories import CentreFactory, UserFactory
from tests.reporting.due_dates import DUE, YEAR, add_obligation, at_once, received_report
from tests.reporting.report_year import add_assignment


def told() -> list[tuple[str, str]]:
    found = Letter.objects.order_by("pk").values_list("kind", "address")
    return [(kind.removeprefix("reporting."), address) for kind, address in found]


def remind(day: date) -> list[tuple[str, str]]:
    """What one day's two rounds of beat tell."""
    Letter.objects.all().delete()
    for _again in range(2):
        reminding.remind(today=day)
    return told()


def test_leaders_are_reminded_30_and_7_days_before_and_when_it_is_over(
    centre: Centre, leader: User, adviser: User
) -> None:
    add_obligation(centre)
    soon, late = [("report_due_soon", leader.email)], [("report_overdue", leader.email)]
    days = [date(2026, 2, 28) + timedelta(days=number) for number in range(40)]
    found = {day.isoformat(): remind(day) for day in days}
    assert {day: letters for day, letters in found.items() if letters} == {
        "2026-03-02": soon,
        "2026-03-25": soon,
        "2026-04-02": late,
    }


def test_the_letter_says_how_many_days_are_left(centre: Centre, leader: User) -> None:
    add_obligation(centre)
    remind(date(2026, 3, 25))
    letter = Letter.objects.get()
    assert letter.subject == "Årsrapport 2025 skal sendes inn om 7 dager"
    assert "1. april 2026" in letter.body


def test_a_round_that_was_missed_tells_the_latest_step_alone(centre: Centre, leader: User) -> None:
    add_obligation(centre)
    assert remind(date(2026, 3, 29)) == [("report_due_soon", leader.email)]
    assert remind(date(2026, 3, 30)) == []


def test_what_is_handed_in_is_not_reminded_of(centre: Centre, leader: User) -> None:
    add_obligation(centre)
    received_report(centre, leader, date(2026, 3, 1))
    assert remind(date(2026, 3, 25)) == []
    assert remind(date(2026, 4, 10)) == []


def test_owners_of_parts_that_are_not_ready_are_reminded_too(
    centre: Centre, leader: User, adviser: User
) -> None:
    done, gone = (
        UserFactory.create(role=(centre.organisation, Role.ADVISER)) for _number in range(2)
    )
    add_obligation(centre)
    add_assignment(centre, leader, "Kurs")
    report = starting.start_report(centre=centre, year=YEAR, by=leader)
    first, second, third = report.sections.all()[:3]
    for section, owner, state in [
        (first, adviser, "writing"),
        (second, done, "ready"),
        (third, gone, "writing"),
    ]:
        section.owner, section.state = owner, state
        section.save()
    Membership.objects.filter(user=gone).update(ended_at=timezone.now(), ended_by=leader)
    found = remind(date(2026, 3, 25))
    assert sorted(found) == sorted(("report_due_soon", one.email) for one in (leader, adviser))


def test_the_directorate_is_told_of_all_that_is_overdue_in_one_letter_a_day(
    centre: Centre, centre_elsewhere: Centre, directorate: User
) -> None:
    add_obligation(centre)
    add_obligation(centre_elsewhere)
    assert remind(DUE) == []
    assert remind(date(2026, 4, 2)) == [("reports_overdue", directorate.email)]
    body = Letter.objects.get().body
    assert centre.name in body
    assert centre_elsewhere.name in body
    assert remind(date(2026, 4, 3)) == []
    later = CentreFactory.create()
    add_obligation(later, due_on=date(2026, 4, 3))
    assert remind(date(2026, 4, 4)) == [("reports_overdue", directorate.email)]
    assert centre.name not in Letter.objects.get().body


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_one_tells(centre: Centre, leader: User, directorate: User) -> None:
    add_obligation(centre)
    outcomes = at_once(lambda: reminding.remind(today=date(2026, 4, 2)), 3)
    assert sorted(outcomes) == [0, 0, 1]
    assert sorted(told()) == [
        ("report_overdue", leader.email),
        ("reports_overdue", directorate.email),
    ]


@pytest.mark.parametrize(
    ("day", "words", "is_overdue"),
    [
        (date(2026, 3, 20), "12 dager igjen", False),
        (date(2026, 3, 31), "1 dag igjen", False),
        (date(2026, 4, 1), "siste dag er i dag", False),
        (date(2026, 4, 2), "1 dag over fristen", True),
        (date(2026, 4, 11), "10 dager over fristen", True),
    ],
    ids=str,
)
def test_days_are_counted_to_the_last_day(
    centre: Centre, day: date, words: str, is_overdue: bool
) -> None:
    add_obligation(centre)
    row = standing(day)
    assert (row.words, row.is_overdue) == (words, is_overdue)


def standing(day: date) -> overdue.Standing:
    every, reports = ReportObligation.objects.all(), AnnualReport.objects.all()
    return overdue.standings(every, reports=reports, today=day)[0]


def test_an_extension_moves_the_last_day_that_is_counted_to(centre: Centre, leader: User) -> None:
    add_obligation(centre, extended_to=date(2026, 5, 1))
    assert standing(date(2026, 4, 20)).words == "11 dager igjen"
    received_report(centre, leader, date(2026, 4, 30))
    assert standing(date(2026, 6, 1)).words == "mottatt i tide"


def test_late_is_counted_from_the_first_time_it_was_received(centre: Centre, leader: User) -> None:
    add_obligation(centre)
    received_report(centre, leader, date(2026, 4, 3), status="returned")
    received_report(centre, leader, date(2026, 6, 3), number=2)
    row = standing(date(2026, 7, 1))
    assert (row.is_late, row.days_late, row.words) == (True, 2, "mottatt 2 dager etter fristen")
    assert row.report is not None
    assert row.report.number == 2


def test_rows_are_what_is_overdue_or_came_late_of_a_year_and_kind(
    centre: Centre, centre_elsewhere: Centre, leader: User
) -> None:
    rvts = CentreFactory.create(code="rvts", kind=Centre.Kind.RVTS)
    for one in (centre, centre_elsewhere, rvts):
        add_obligation(one)
    add_obligation(centre, year=2024, due_on=date(2025, 4, 1))
    received_report(centre, leader, date(2026, 4, 5))
    received_report(centre_elsewhere, leader, date(2026, 3, 5))
    today = date(2026, 4, 10)

    def found(**narrow: Any) -> list[tuple[str, int, int]]:
        rows = overdue.rows(today=today, **narrow)
        return [(row.obligation.centre.code, row.obligation.year, row.days_late) for row in rows]

    assert sorted(found(year=2025)) == [("korus-nord", 2025, 4), ("rvts", 2025, 9)]
    assert found(year=2025, kind="rvts") == [("rvts", 2025, 9)]
    assert len(found()) == 3
    assert not [row for row in overdue.rows(year=2025, today=DUE) if row.is_overdue]


def this_year() -> int:
    return timezone.localdate().year


def obligation_due(centre: Centre, days: int, **values: Any) -> ReportObligation:
    """Due so many days from now."""
    due = timezone.localdate() + timedelta(days=days)
    return add_obligation(centre, year=due.year - 1, due_on=due, **values)


def test_the_centre_sees_due_date_days_and_extension_of_its_reports(
    client: Client, centre: Centre, leader: User
) -> None:
    obligation = obligation_due(centre, -3)
    Extension.objects.create(
        obligation=obligation, wanted_on=timezone.localdate(), reason="Syk.", asked_by=leader
    )
    client.force_login(leader)
    page = client.get(reverse("reporting:report_list")).content.decode()
    assert "3 dager over fristen" in page
    assert "utsettelse søkt" in page
    assert "ikke åpnet" in page
    assert "Fristen er ute" in page


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("withdrawn", "trukket tilbake"),
        ("reopened", "gjenåpnet"),
        ("ready", "klar for innsending"),
        ("approved", "godkjent"),
    ],
)
def test_the_list_shows_every_status(
    client: Client, centre: Centre, leader: User, status: str, words: str
) -> None:
    received: dict[str, Any] = {"received_at": None} if status == "ready" else {}
    received_report(centre, leader, date(2026, 3, 1), status=status, **received)
    client.force_login(leader)
    assert words in client.get(reverse("reporting:report_list")).content.decode()


def test_the_directorate_sees_late_marks_and_narrows(
    client: Client, centre: Centre, centre_elsewhere: Centre, leader: User, directorate: User
) -> None:
    add_obligation(centre)
    received_report(centre, leader, date(2026, 4, 5), status="approved")
    received_report(centre_elsewhere, leader, date(2025, 3, 5), year=2024)
    client.force_login(directorate)
    url = reverse("reporting:report_list")
    page = client.get(url).content.decode()
    assert "mottatt 4 dager etter fristen" in page
    assert page.index("KORUS Vest Stavanger 2024") < page.index("KORUS Nord 2025")
    for query in ("aar=2025", "status=approved", "aar=2025&type=korus"):
        narrowed = client.get(f"{url}?{query}").content.decode()
        assert "KORUS Nord 2025" in narrowed
        assert "KORUS Vest Stavanger 2024" not in narrowed
    assert "Ingen rapporter passer" in client.get(f"{url}?type=rvts").content.decode()
    assert client.get(f"{url}?aar=tull&type=x&status=draft&page=x").status_code == 200


def test_the_directorate_meets_no_draft(
    client: Client, centre: Centre, leader: User, directorate: User
) -> None:
    obligation = obligation_due(centre, 40)
    draft = AnnualReport.objects.create(centre=centre, year=obligation.year, started_by=leader)
    client.force_login(directorate)
    for url in (reverse("reporting:obligation_list"), obligation.get_absolute_url()):
        page = client.get(url).content.decode()
        assert draft.get_absolute_url() not in page
        assert "utkast" not in page


def test_the_list_of_due_dates_is_ones_own_or_all_and_narrows(
    client: Client, centre: Centre, centre_elsewhere: Centre, leader: User, directorate: User
) -> None:
    obligation_due(centre, -3)
    obligation_due(centre_elsewhere, 20)
    url = reverse("reporting:obligation_list")
    client.force_login(leader)
    own = client.get(url).content.decode()
    assert "KORUS Nord" in own
    assert "KORUS Vest Stavanger" not in own
    client.force_login(directorate)
    every = client.get(url).content.decode()
    assert "KORUS Vest Stavanger" in every
    late = client.get(f"{url}?forfalt=on").content.decode()
    assert "KORUS Nord" in late
    assert "KORUS Vest Stavanger" not in late
    assert "Ingen frister passer" in client.get(f"{url}?type=rvts").content.decode()


@pytest.mark.parametrize("name", ["report_list", "obligation_list"])
@pytest.mark.parametrize("who", ["leader", "directorate"])
def test_queries_do_not_grow_with_the_rows(
    request: pytest.FixtureRequest,
    client: Client,
    centre: Centre,
    leader: User,
    django_assert_num_queries: Any,
    name: str,
    who: str,
) -> None:
    client.force_login(request.getfixturevalue(who))
    url = reverse(f"reporting:{name}")
    add_years(centre, leader, range(2020, 2021))
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(6):
        add_years(CentreFactory.create(code=f"s{number}"), leader, range(2020, 2024))
    add_years(centre, leader, range(2021, 2025))
    with django_assert_num_queries(len(few)):
        client.get(url)


def add_years(centre: Centre, by: User, years: range) -> None:
    for year in years:
        obligation = add_obligation(centre, year=year, due_on=date(year + 1, 4, 1))
        received_report(centre, by, date(year + 1, 3, 1), year=year)
        Extension.objects.create(
            obligation=obligation, wanted_on=date(year + 1, 5, 1), reason="Syk.", asked_by=by
        )
