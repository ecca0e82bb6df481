"""What a report rests on stays: the page says which row, and why."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centres.grants.models import Grant
from korus_portal.accounts.models import User
from reporting.models import Account, AccountLine, AnnualReport, ReportAnswer
from tests.factories import AssignmentFactory
from tests.grants.conftest import application_sent, letter_sent

SUBMITTED = AnnualReport.Status.SUBMITTED


def report_on(grant: Grant, leader: User, *, is_submitted: bool) -> AnnualReport:
    """With an answer to the first point, and an account of the first line of the budget."""
    sent: dict[str, Any] = (
        {
            "status": SUBMITTED,
            "submitted_by": leader,
            "submitted_at": timezone.now(),
            "received_at": timezone.now(),
            "figures": {"schema": 2},
            "figures_sha256": "0" * 64,
        }
        if is_submitted
        else {}
    )
    report = AnnualReport.objects.create(
        centre=grant.centre, year=grant.year, started_by=leader, **sent
    )
    ReportAnswer.objects.create(report=report, item=grant.items.all()[0])
    account = Account.objects.create(report=report, grant=grant)
    AccountLine.objects.create(account=account, line=grant.application_lines.all()[0])
    return report


@pytest.fixture
def page(client: Client, directorate: User) -> Client:
    client.force_login(directorate)
    return client


def send_letter(page: Client, grant: Grant, **changes: Any) -> Any:
    address = reverse("grants:letter_edit", args=[grant.pk])
    return page.post(address, letter_sent(grant, **changes))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"item-0-text": "Noe annet."}, "item-0-number"),
        ({"line-0-amount": "1"}, "line-0-chapter"),
        ({"line-1-chapter": "999"}, "line-1-chapter"),
    ],
    ids=["point", "amount", "chapter"],
)
def test_what_a_submitted_report_rests_on_is_not_changed(
    page: Client, grant: Grant, leader: User, changes: dict[str, Any], field: str
) -> None:
    report_on(grant, leader, is_submitted=True)
    answer = send_letter(page, grant, **changes)
    assert "en innsendt årsrapport bygger på den" in answer.context["form"].errors[field][0]
    assert Grant.objects.get().version == grant.version


def test_what_no_report_points_at_is_changed_and_more_is_added(
    page: Client, grant: Grant, leader: User
) -> None:
    report_on(grant, leader, is_submitted=True)
    changes = {"item-1-text": "Presisert.", "item-2-kind": "goal", "item-2-number": "9"}
    answer = send_letter(page, grant, **changes, **{"item-2-text": "Nytt."})
    assert answer.status_code == 302
    assert [item.text for item in Grant.objects.get().items.all()][1:] == ["Presisert.", "Nytt."]


def test_a_draft_holds_no_wording_but_holds_the_row(
    page: Client, grant: Grant, leader: User
) -> None:
    report_on(grant, leader, is_submitted=False)
    assert send_letter(page, grant, **{"item-0-text": "Presisert."}).status_code == 302
    grant.refresh_from_db()
    emptied = {"item-0-kind": "", "item-0-number": "", "item-0-text": ""}
    answer = send_letter(page, grant, **emptied)
    assert "«1 Presisert.» kan ikke fjernes" in answer.context["form"].non_field_errors()[0]
    assert Grant.objects.get().items.count() == 2


def test_a_line_that_pays_for_a_tiltak_is_not_removed(
    page: Client, grant: Grant, leader: User
) -> None:
    tiltak = AssignmentFactory.create(centre=grant.centre, created_by=leader)
    tiltak.funding.create(line=grant.lines.all()[0], share=50)
    emptied = {"line-0-chapter": "", "line-0-item": "", "line-0-amount": ""}
    answer = send_letter(page, grant, **emptied)
    assert "kan ikke fjernes" in answer.context["form"].non_field_errors()[0]
    assert Grant.objects.get().lines.count() == 2


@pytest.mark.parametrize("amount", ["1", ""], ids=["changed", "removed"])
def test_a_budget_line_in_a_submitted_account_stays(
    client: Client, grant: Grant, leader: User, amount: str
) -> None:
    report_on(grant, leader, is_submitted=True)
    client.force_login(leader)
    changes = {"budget-0-amount": amount, **({} if amount else {"budget-0-name": ""})}
    address = reverse("grants:application_edit", args=[grant.pk])
    answer = client.post(address, application_sent(grant, **changes))
    assert "en innsendt årsrapport bygger på den" in answer.content.decode()
    assert Grant.objects.get().application_lines.all()[0].amount == 1_200_000


def test_the_page_says_what_cannot_be_changed(page: Client, grant: Grant, leader: User) -> None:
    report_on(grant, leader, is_submitted=True)
    held = page.get(grant.get_absolute_url()).context["held"]
    assert held == ["kap. 714 post 21", "kap. 765 post 74", "1 Nå flere kommuner.", "Lønn"]
