"""Each check of the money, once as it should be and once as it should not."""

from datetime import date

import pytest

from centres.grants.models import OtherIncome
from korus_portal.accounts.models import User
from korus_portal.files.actions import keep_made
from reporting.models import AnnualReport
from tests.reporting.report_money import add_grant, figures, fill, found, open_report


def keys(report: AnnualReport, name: str) -> list[str]:
    return [row.key for row in found(report, name)]


def test_a_grant_that_nobody_has_accounted_for_is_an_error(draft: AnnualReport) -> None:
    account = add_grant(draft)
    grant = account.grant_id
    wrong = found(draft, "accounts_are_filled_in")
    assert [row.key for row in wrong] == [f"{grant}:lines", f"{grant}:rest"]
    assert all(row.is_error for row in wrong)
    assert "2 poster" in wrong[0].text
    fill(account, 700_000, 0, carried=200_000, repaid=0)
    assert found(draft, "accounts_are_filled_in") == []
    account.delete()
    assert keys(draft, "accounts_are_filled_in") == [f"{grant}"]


def test_a_letter_without_amount_and_an_application_without_budget_are_errors(
    draft: AnnualReport,
) -> None:
    account = add_grant(draft, letter={"714.21": None}, budget={})
    fill(account, carried=0, repaid=0)
    grant = account.grant_id
    assert keys(draft, "accounts_are_filled_in") == [f"{grant}:letter", f"{grant}:budget"]


def test_what_is_left_must_be_carried_or_repaid(draft: AnnualReport) -> None:
    """900,000 + 50,000 - 850,000 = 100,000."""
    account = fill(
        add_grant(draft), 660_000, 190_000, carried_in=50_000, carried=60_000, repaid=30_000
    )
    wrong = found(draft, "money_adds_up")
    assert [(row.key, row.is_error) for row in wrong] == [(f"{account.grant_id}:rest", True)]
    assert "100\N{NO-BREAK SPACE}000" in wrong[0].text
    assert "90\N{NO-BREAK SPACE}000" in wrong[0].text
    fill(account, 660_000, 190_000, repaid=40_000)
    assert found(draft, "money_adds_up") == []


def test_nothing_is_left_of_a_grant_that_was_overspent(draft: AnnualReport) -> None:
    account = fill(add_grant(draft), 800_000, 200_000, carried=0, repaid=0)
    assert found(draft, "money_adds_up") == []
    fill(account, 800_000, 200_000, repaid=1)
    assert keys(draft, "money_adds_up") == [f"{account.grant_id}:rest"]


def test_a_budget_that_is_not_the_letters_amount_is_a_warning(draft: AnnualReport) -> None:
    account = fill(add_grant(draft, budget={"Lønn": 950_000}), 900_000, carried=0, repaid=0)
    wrong = found(draft, "money_adds_up")
    key = f"{account.grant_id}:budget:900000:950000"
    assert [(row.key, row.is_error) for row in wrong] == [(key, False)]


def test_what_last_years_report_carried_is_asked_for(draft: AnnualReport, leader: User) -> None:
    before = open_report(draft.centre, leader, year=2024)
    money = {"grants": [{"scheme": "Drift", "carried": 50_000}]}
    receive(before, leader, figures=figures(money=money))
    account = fill(add_grant(draft), 700_000, 200_000, carried=0, repaid=0)
    assert keys(draft, "money_adds_up") == [f"{account.grant_id}:carried_in:50000:0"]
    fill(account, 700_000, 200_000, carried_in=50_000, carried=50_000)
    assert found(draft, "money_adds_up") == []


def receive(report: AnnualReport, by: User, **values: object) -> None:
    at = report.started_at
    AnnualReport.objects.filter(pk=report.pk).update(
        status="submitted",
        submitted_by=by,
        submitted_at=at,
        received_at=at,
        figures_sha256="0" * 64,
        **values,
    )


@pytest.mark.parametrize(
    ("actual", "is_asked"),
    [
        pytest.param(110_000, False, id="a tenth and no more"),
        pytest.param(110_001, True, id="above a tenth and 10,000"),
        pytest.param(89_999, True, id="below the budget"),
    ],
)
def test_a_large_deviation_wants_a_reason(draft: AnnualReport, actual: int, is_asked: bool) -> None:
    account = fill(add_grant(draft, budget={"Reise": 100_000}), actual)
    assert bool(found(draft, "deviations_have_reasons")) is is_asked
    account.lines.update(reason="Flere reiser til kommunene.")
    assert found(draft, "deviations_have_reasons") == []


def test_a_small_amount_needs_no_reason_however_large_the_share(draft: AnnualReport) -> None:
    fill(add_grant(draft, budget={"Porto": 1_000}), 11_000)
    assert found(draft, "deviations_have_reasons") == []
    fill(draft.accounts.get(), 11_001)
    assert len(found(draft, "deviations_have_reasons")) == 1


def test_public_grants_may_not_pay_more_than_the_cost(draft: AnnualReport) -> None:
    drift, projects = add_grant(draft, "Drift"), add_grant(draft, "Prosjekt", {"765.74": 1})
    cost = draft.shared_costs.create(name="Leie", amount=100_000)
    cost.parts.create(grant=drift.grant, amount=60_000)
    part = cost.parts.create(grant=projects.grant, amount=40_000)
    assert found(draft, "same_cost_is_not_paid_twice") == []
    part.amount = 40_001
    part.save()
    wrong = found(draft, "same_cost_is_not_paid_twice")
    assert [row.is_error for row in wrong] == [True]


@pytest.mark.parametrize("is_public", [False, True], ids=["private income", "public income"])
def test_income_counts_as_a_grant_when_it_is_one(
    draft: AnnualReport, leader: User, is_public: bool
) -> None:
    drift = add_grant(draft)
    income = OtherIncome.objects.create(
        centre=draft.centre,
        year=draft.year,
        source="Fylkeskommunen",
        amount=50_000,
        is_public_grant=is_public,
        changed_by=leader,
    )
    cost = draft.shared_costs.create(name="Leie", amount=100_000)
    cost.parts.create(grant=drift.grant, amount=100_000)
    cost.parts.create(income=income, amount=1)
    assert bool(found(draft, "same_cost_is_not_paid_twice")) is is_public


def test_the_same_cost_told_twice_is_one_cost(draft: AnnualReport) -> None:
    drift, projects = add_grant(draft, "Drift"), add_grant(draft, "Prosjekt", {"765.74": 1})
    for name, account in (("Revisjon", drift), (" revisjon", projects)):
        cost = draft.shared_costs.create(name=name, amount=20_000)
        cost.parts.create(grant=account.grant, amount=20_000)
    assert len(found(draft, "same_cost_is_not_paid_twice")) == 1


def test_the_same_line_in_full_in_two_grants_is_an_error_until_it_is_shared(
    draft: AnnualReport,
) -> None:
    drift = add_grant(draft, "Drift", budget={"Leie": 50_000})
    projects = add_grant(draft, "Prosjekt", {"765.74": 1}, budget={"Leie": 50_000})
    fill(drift, 50_000)
    fill(projects, 40_000)
    assert found(draft, "same_cost_is_not_paid_twice") == []
    fill(projects, 50_000)
    wrong = found(draft, "same_cost_is_not_paid_twice")
    assert "«Drift» og «Prosjekt»" in wrong[0].text
    cost = draft.shared_costs.create(name="Leie", amount=100_000)
    for account in (drift, projects):
        cost.parts.create(grant=account.grant, amount=50_000)
    assert found(draft, "same_cost_is_not_paid_twice") == []


def test_a_shared_cost_excuses_only_the_grants_that_have_a_part_of_it(draft: AnnualReport) -> None:
    drift = add_grant(draft, "Drift", budget={"Leie": 50_000})
    projects = add_grant(draft, "Prosjekt", {"765.74": 1}, budget={"Leie": 50_000})
    fill(drift, 50_000)
    fill(projects, 50_000)
    draft.shared_costs.create(name="Leie", amount=1)
    assert len(found(draft, "same_cost_is_not_paid_twice")) == 1


def test_two_lines_of_one_grant_are_not_paid_by_two(draft: AnnualReport) -> None:
    account = add_grant(draft, budget={"Reise": 5_000, "reise ": 5_000})
    fill(account, 5_000, 5_000)
    assert found(draft, "same_cost_is_not_paid_twice") == []


def test_costs_whose_names_were_redacted_are_not_one_cost(draft: AnnualReport) -> None:
    account = add_grant(draft)
    for _number in range(2):
        cost = draft.shared_costs.create(name="[sladdet]", amount=20_000)
        cost.parts.create(grant=account.grant, amount=20_000)
    assert found(draft, "same_cost_is_not_paid_twice") == []


def test_a_warning_that_was_waived_comes_back_with_other_amounts(
    draft: AnnualReport, leader: User
) -> None:
    account = add_grant(draft, budget={"Lønn": 900_001})
    (told,) = found(draft, "money_adds_up")
    draft.waivers.create(
        check_name=told.check_name, key=told.key, reason="Avrundet.", waived_by=leader
    )
    assert [row.waiver is not None for row in found(draft, "money_adds_up")] == [True]
    account.grant.application_lines.update(amount=400_000)
    assert [row.waiver is not None for row in found(draft, "money_adds_up")] == [False]


def test_an_auditor_confirms_from_the_letters_limit(draft: AnnualReport) -> None:
    account = add_grant(draft, letter={"714.21": 199_999})
    assert found(draft, "auditor_has_confirmed") == []
    account.grant.lines.update(amount=200_000)
    assert [row.is_error for row in found(draft, "auditor_has_confirmed")] == [True]
    fill(account, 0, 0, auditor="Revisor AS", audited_on=date(2026, 2, 1))
    assert [row.is_error for row in found(draft, "auditor_has_confirmed")] == [False]
    kept = keep_made(name="revisor.pdf", content_type="application/pdf", content=b"%PDF-")
    fill(account, 0, 0, audit_statement=kept)
    assert found(draft, "auditor_has_confirmed") == []
