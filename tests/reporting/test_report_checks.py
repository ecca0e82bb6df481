"""Warnings that somebody lets stand, and how the checks read what they ask about."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from centres.models import Centre
from korus_portal.accounts.models import User
from reporting import checks, subject
from reporting.models import AnnualReport, CheckWaiver, ReportAnswer, ReportEntry
from tests.reporting.checks.test_money_checks import receive
from tests.reporting.report_money import add_grant, found, open_report
from tests.reporting.report_year import add_assignment

WAIVED = "year_is_told:"


@pytest.fixture
def report(centre: Centre, leader: User) -> AnnualReport:
    return open_report(centre, leader)


def address(report: AnnualReport, name: str, *more: int) -> str:
    return reverse(f"reporting:{name}", args=[report.pk, *more])


def test_a_warning_stands_with_reason_and_name_until_it_is_taken_back(
    client: Client, adviser: User, report: AnnualReport
) -> None:
    client.force_login(adviser)
    data = {"name": WAIVED, "reason": "Året er fortalt i delene."}
    for _again in range(2):
        assert client.post(address(report, "check_waive"), data).status_code == 302
    waiver = CheckWaiver.objects.get()
    assert (waiver.check_name, waiver.key, waiver.waived_by) == ("year_is_told", "", adviser)
    assert found(report, "year_is_told")[0].waiver == waiver
    page = client.get(address(report, "report_checks")).content.decode()
    assert "Året er fortalt i delene." in page
    assert adviser.name in page
    for _again in range(2):
        client.post(address(report, "waiver_end", waiver.pk))
    assert found(report, "year_is_told")[0].waiver is None


def test_a_warning_does_not_stand_without_a_reason(
    client: Client, adviser: User, report: AnnualReport
) -> None:
    client.force_login(adviser)
    answer = client.post(address(report, "check_waive"), {"name": WAIVED, "reason": ""})
    assert answer.status_code == 422
    assert not CheckWaiver.objects.exists()


def test_an_error_never_stands(client: Client, adviser: User, report: AnnualReport) -> None:
    account = add_grant(report)
    client.force_login(adviser)
    name = f"accounts_are_filled_in:{account.grant_id}:lines"
    assert name in {row.name for row in found(report, "accounts_are_filled_in")}
    client.post(address(report, "check_waive"), {"name": name, "reason": "Vi vet ikke."})
    assert not CheckWaiver.objects.exists()


def test_a_waiver_of_a_warning_that_became_an_error_does_not_hide_it(
    report: AnnualReport, adviser: User
) -> None:
    account = add_grant(report)
    report.waivers.create(
        check_name="accounts_are_filled_in",
        key=f"{account.grant_id}:lines",
        reason="Vi vet ikke.",
        waived_by=adviser,
    )
    assert all(row.waiver is None for row in found(report, "accounts_are_filled_in"))


def test_another_count_of_comments_is_another_warning(
    client: Client, adviser: User, report: AnnualReport
) -> None:
    values = {"target": "report", "audience": "centre", "text": "Se her.", "written_by": adviser}
    report.comments.create(**values)
    client.force_login(adviser)
    data = {"name": "comments_are_resolved:1", "reason": "Den tas neste år."}
    client.post(address(report, "check_waive"), data)
    assert found(report, "comments_are_resolved")[0].waiver is not None
    report.comments.create(**values)
    assert found(report, "comments_are_resolved")[0].waiver is None


def test_nothing_is_waived_in_a_submitted_report(
    client: Client, adviser: User, leader: User, report: AnnualReport
) -> None:
    receive(report, leader)
    client.force_login(adviser)
    client.post(address(report, "check_waive"), {"name": WAIVED, "reason": "Fordi."})
    assert not CheckWaiver.objects.exists()


def test_every_check_is_run_and_named_after_its_file(report: AnnualReport) -> None:
    names = {check.__module__.rpartition(".")[2] for check in checks.CHECKS}
    assert len(names) == len(checks.CHECKS)
    stored = AnnualReport.objects.for_content().get(pk=report.pk)
    findings = checks.run(subject.of_report(stored))
    assert {row.check_name for row in findings} <= names
    assert len({row.name for row in findings}) == len(findings)


def asked(report: AnnualReport) -> int:
    stored = AnnualReport.objects.for_content().get(pk=report.pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        checks.run(subject.of_report(stored))
    return len(queries)


def fill_up(report: AnnualReport, leader: User, many: range) -> None:
    """Something of each kind that the checks read."""
    for number in many:
        tiltak = add_assignment(report.centre, leader, f"Tiltak {number}")
        ReportEntry.objects.create(report=report, assignment=tiltak)
        grant = add_grant(report, f"Ordning {number}").grant
        item = grant.items.create(kind="goal", number="1", text="Nå alle.")
        ReportAnswer.objects.create(report=report, item=item)
        cost = report.shared_costs.create(name=f"Leie {number}", amount=1)
        cost.parts.create(grant=grant, amount=2)


def test_the_checks_ask_the_same_number_of_questions_of_a_larger_report(
    report: AnnualReport, leader: User
) -> None:
    fill_up(report, leader, range(1))
    few = asked(report)
    fill_up(report, leader, range(1, 8))
    assert asked(report) == few


def test_the_page_is_for_those_who_write(
    client: Client, directorate: User, leader: User, report: AnnualReport
) -> None:
    receive(report, leader)
    client.force_login(directorate)
    assert client.get(address(report, "report_checks")).status_code == 403
