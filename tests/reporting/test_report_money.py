"""The accounts of a report, filled in by people: added up by hand, sent twice, by two at once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assignments.plans import years
from centres.grants.models import CentreYear, OtherIncome
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.files.models import StoredFile
from reporting import accounts
from reporting.actions.accounting import add_accounts
from reporting.actions.redacting import redact_report
from reporting.models import Account, AnnualReport, SharedCost
from tests.reporting.checks.test_money_checks import receive
from tests.reporting.report_money import add_grant, figures, fill, open_report

NBSP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@pytest.fixture
def report(centre: Centre, leader: User) -> AnnualReport:
    return open_report(centre, leader)


def address(report: AnnualReport, name: str, *more: int) -> str:
    return reverse(f"reporting:{name}", args=[report.pk, *more])


def typed(account: Account, *actual: str, **values: Any) -> dict[str, Any]:
    """What a browser sends of an account's page."""
    lines = account.lines.order_by("line__position")
    fields = {f"actual_{row.pk}": text for row, text in zip(lines, actual, strict=True)}
    fields |= {f"reason_{row.pk}": "" for row in lines}
    names = ("carried_in", "carried", "repaid", "comment", "auditor", "audited_on")
    return {"version": account.version, **dict.fromkeys(names, ""), **fields, **values}


def test_the_money_of_two_grants_adds_up_as_by_hand(report: AnnualReport) -> None:
    """Drift: 600 + 300 thousand granted, 50 carried in, 620 + 190 spent: 140 left."""
    drift = add_grant(report, letter={"714.21": 600_000, "765.74": 300_000}, reference="24/1")
    fill(drift, 620_000, 190_000, carried_in=50_000, carried=100_000, repaid=40_000)
    add_grant(report, "Prosjekt", {"765.74": 100_000}, {"Kurs": 100_000})
    first, second = accounts.frozen(report)["grants"]
    assert (first["granted"], first["budgeted"], first["spent"]) == (900_000, 900_000, 810_000)
    assert first["unspent"] == 140_000
    assert first["lines"] == [
        {"chapter": "714", "item": "21", "amount": 600_000},
        {"chapter": "765", "item": "74", "amount": 300_000},
    ]
    assert [(row["name"], row["deviation"]) for row in first["budget"]] == [
        ("Lønn", -80_000),
        ("Reise", -10_000),
    ]
    assert (second["granted"], second["spent"], second["unspent"]) == (100_000, None, None)


def test_what_is_left_is_unknown_while_a_line_is_empty(report: AnnualReport) -> None:
    fill(add_grant(report), 700_000, None)
    row = accounts.frozen(report)["grants"][0]
    assert (row["spent"], row["unspent"]) == (None, None)


def test_what_comes_later_is_added_and_what_is_filled_in_stays(report: AnnualReport) -> None:
    account = fill(add_grant(report), 1, 2, comment="Ferdig.")
    account.grant.application_lines.create(name="Kurs", amount=5, position=2)
    add_accounts(report)
    add_accounts(report)
    assert [row.actual for row in account.lines.order_by("line__position")] == [1, 2, None]
    account.refresh_from_db()
    assert account.comment == "Ferdig."


def test_the_overview_shows_deviation_in_kroner_and_per_cent(
    client: Client, adviser: User, report: AnnualReport
) -> None:
    fill(add_grant(report), 620_000, 190_000, carried=90_000, repaid=0)
    client.force_login(adviser)
    page = client.get(address(report, "accounts")).content.decode()
    for text in (f"{MINUS}80{NBSP}000", f"{MINUS}11,4{NBSP}%", f"90{NBSP}000", "Årsak mangler"):
        assert text in page


def test_an_account_is_filled_in_with_norwegian_spaces_and_a_file(
    client: Client, adviser: User, report: AnnualReport
) -> None:
    account = add_grant(report)
    client.force_login(adviser)
    file = SimpleUploadedFile("revisor.pdf", b"%PDF-1.7 bekreftet")
    data = typed(
        account,
        "620 000",
        f"190{NBSP}000",
        carried="90 000",
        repaid="0",
        auditor="Revisor AS",
        audited_on="2026-02-01",
        statement=file,
    )
    answer = client.post(address(report, "account_edit", account.pk), data)
    assert answer.status_code == 302
    account.refresh_from_db()
    assert [row.actual for row in account.lines.order_by("line__position")] == [620_000, 190_000]
    assert (account.carried, account.repaid, account.version) == (90_000, 0, 2)
    assert account.audited_on == date(2026, 2, 1)
    got = client.get(address(report, "account_statement", account.pk))
    assert bytes(got.content) == b"%PDF-1.7 bekreftet"


def test_sent_twice_an_account_is_stored_once(
    client: Client, adviser: User, report: AnnualReport
) -> None:
    account = add_grant(report)
    client.force_login(adviser)
    for _again in range(2):
        file = SimpleUploadedFile("revisor.pdf", b"%PDF-1.7 bekreftet")
        data = typed(account, "1", "2", statement=file)
        assert client.post(address(report, "account_edit", account.pk), data).status_code == 302
    account.refresh_from_db()
    assert account.version == 2
    assert StoredFile.objects.count() == 1


def test_who_comes_last_sees_both_and_saves_again(
    client: Client, adviser: User, report: AnnualReport
) -> None:
    account = add_grant(report)
    stale = typed(account, "1", "2")
    client.force_login(adviser)
    url = address(report, "account_edit", account.pk)
    client.post(url, typed(account, "700 000", "2"))
    answer = client.post(url, stale)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "700000" in page.replace(NBSP, "")
    assert 'value="1"' in page
    assert client.post(url, {**stale, "version": 2}).status_code == 302
    assert set(account.lines.values_list("actual", flat=True)) == {1, 2}


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(
    client: Client, adviser: User, report: AnnualReport
) -> None:
    account = add_grant(report)
    client.force_login(adviser)
    data = typed(account, "mye", "2", comment="Et ord.", auditor="Revisor AS")
    answer = client.post(address(report, "account_edit", account.pk), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Skriv beløpet i hele kroner" in page
    assert "Skriv datoen revisor bekreftet" in page
    assert 'value="mye"' in page
    assert "Et ord." in page


def test_last_years_carry_is_proposed(
    client: Client, adviser: User, leader: User, report: AnnualReport
) -> None:
    before = open_report(report.centre, leader, year=2024)
    money = {"grants": [{"scheme": "Drift", "carried": 50_000}]}
    receive(before, leader, figures=figures(money=money))
    account = add_grant(report)
    client.force_login(adviser)
    page = client.get(address(report, "account_edit", account.pk))
    assert page.context["form"]["carried_in"].initial == 50_000
    assert "50 000" in page.content.decode().replace(NBSP, " ")


def test_a_submitted_report_takes_no_more_money(
    client: Client, adviser: User, leader: User, report: AnnualReport
) -> None:
    account = add_grant(report)
    receive(report, leader)
    client.force_login(adviser)
    client.post(address(report, "account_edit", account.pk), typed(account, "1", "2"))
    assert not account.lines.exclude(actual=None).exists()


def test_a_cost_is_shared_between_grants_and_incomes(
    client: Client, adviser: User, leader: User, report: AnnualReport
) -> None:
    drift = add_grant(report).grant
    income = OtherIncome.objects.create(
        centre=report.centre, year=report.year, source="Fylket", amount=9, changed_by=leader
    )
    client.force_login(adviser)
    data = {"name": "Leie", "amount": "100 000", f"grant_{drift.pk}": "60 000"}
    data[f"income_{income.pk}"] = "40 000"
    for _again in range(2):
        assert client.post(address(report, "cost_new"), data).status_code == 302
    cost = SharedCost.objects.get()
    assert sorted(cost.parts.values_list("amount", flat=True)) == [40_000, 60_000]
    other = client.post(address(report, "cost_new"), {**data, "amount": "1"})
    assert other.status_code == 422
    frozen = accounts.frozen(report)["shared_costs"][0]
    assert {"grant": drift.pk, "amount": 60_000} in frozen["parts"]
    assert {"income": income.pk, "amount": 40_000} in frozen["parts"]
    for _again in range(2):
        assert client.post(address(report, "cost_remove", cost.pk)).status_code == 302
    assert not SharedCost.objects.exists()


def test_two_who_change_a_cost_at_once_see_each_other(
    client: Client, adviser: User, report: AnnualReport
) -> None:
    drift = add_grant(report).grant
    cost = report.shared_costs.create(name="Leie", amount=100)
    cost.parts.create(grant=drift, amount=50)
    client.force_login(adviser)
    url = address(report, "cost_edit", cost.pk)
    seen = client.get(url).context["form"].initial["seen"]
    data = {"name": "Leie", "amount": "100", f"grant_{drift.pk}": "60", "seen": seen}
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 302
    answer = client.post(url, {**data, f"grant_{drift.pk}": "70"})
    assert answer.status_code == 409
    again = {**data, f"grant_{drift.pk}": "70", "seen": answer.context["form"]["seen"].value()}
    assert client.post(url, again).status_code == 302
    assert cost.parts.get().amount == 70


def year_typed(client: Client, report: AnnualReport, **values: str) -> dict[str, str]:
    seen = client.get(address(report, "year_edit")).context["form"].initial["seen"]
    return {"seen": seen, "agreed": "12,5", "filled": "11", **values}


def test_staffing_and_income_are_stored_once_and_seen_by_the_next(
    client: Client, adviser: User, report: AnnualReport
) -> None:
    client.force_login(adviser)
    url = address(report, "year_edit")
    data = year_typed(client, report, source_0="Fylket", amount_0="50 000", public_0="on")
    for _again in range(2):
        assert client.post(url, data).status_code == 302
    assert OtherIncome.objects.get().amount == 50_000
    assert accounts.frozen(report)["staffing"] == {"agreed": "12.50", "filled": "11.00"}
    stale = client.post(url, {**data, "agreed": "13"})
    assert stale.status_code == 409
    assert CentreYear.objects.get().fte_agreed == Decimal("12.50")


def test_an_income_that_pays_a_cost_is_not_taken_away(
    client: Client, adviser: User, report: AnnualReport
) -> None:
    client.force_login(adviser)
    url = address(report, "year_edit")
    client.post(url, year_typed(client, report, source_0="Fylket", amount_0="50"))
    income = OtherIncome.objects.get()
    cost = report.shared_costs.create(name="Leie", amount=100)
    part = cost.parts.create(income=income, amount=50)
    emptied = year_typed(client, report, **{f"source_{income.pk}": ""})
    answer = client.post(url, emptied)
    assert answer.status_code == 422
    assert "betaler en delt kostnad" in answer.content.decode()
    part.delete()
    assert client.post(url, emptied).status_code == 302
    assert not OtherIncome.objects.exists()


def test_staffing_of_a_closed_year_is_refused(
    client: Client, adviser: User, leader: User, report: AnnualReport
) -> None:
    years.close(report.centre, report.year, by=leader)
    client.force_login(adviser)
    answer = client.post(address(report, "year_edit"), year_typed(client, report))
    assert answer.status_code == 422
    assert "er lukket" in answer.content.decode()
    assert not CentreYear.objects.exists()


def test_the_overview_asks_the_same_number_of_questions_for_many(
    client: Client, adviser: User, report: AnnualReport
) -> None:
    client.force_login(adviser)
    add_rows(report, range(1))
    asked(client, report)
    few = asked(client, report)
    add_rows(report, range(1, 6))
    assert asked(client, report) == few


def add_rows(report: AnnualReport, many: range) -> None:
    for number in many:
        grant = add_grant(report, f"Ordning {number}").grant
        cost = report.shared_costs.create(name=f"Kostnad {number}", amount=5)
        cost.parts.create(grant=grant, amount=1)


def asked(client: Client, report: AnnualReport) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address(report, "accounts")).status_code == 200
    return len(queries)


def test_an_open_form_does_not_bring_a_redacted_reason_back(
    client: Client, adviser: User, leader: User, report: AnnualReport
) -> None:
    account = add_grant(report)
    line = account.lines.first()
    assert line is not None
    account.lines.filter(pk=line.pk).update(reason="Kari var syk.")
    open_form = typed(account, "1", "2", **{f"reason_{line.pk}": "Kari var syk."})
    redact_report(
        report=report, names=[f"line:{line.line_id}"], reason="Navn på en person.", by=leader
    )
    client.force_login(adviser)
    answer = client.post(address(report, "account_edit", account.pk), open_form)
    assert answer.status_code == 409
    line.refresh_from_db()
    assert "Kari" not in line.reason
