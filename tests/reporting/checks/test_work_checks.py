"""Each check of entries, answers, funding and figures, as it should be and as it should not."""

import pytest

from assignments.plans.models import Funding
from centres.models import Initiative
from korus_portal.accounts.models import User
from reporting.models import AnnualReport, Recount, ReportAnswer, ReportEntry
from tests.factories import MandateTaskFactory
from tests.reporting.checks.test_money_checks import receive
from tests.reporting.report_money import add_grant, figures, found, open_report
from tests.reporting.report_year import add_assignment


@pytest.fixture
def initiative() -> Initiative:
    return Initiative.objects.create(
        code="ung", name_nb="Ung i fylket", name_nn="Ung i fylket", kind="programme", position=1
    )


def test_a_satsing_that_the_years_tiltak_belong_to_has_an_entry(
    draft: AnnualReport, leader: User, initiative: Initiative
) -> None:
    add_assignment(draft.centre, leader, "Kurs", initiative=initiative)
    wrong = found(draft, "every_initiative_has_an_entry")
    assert [(row.key, row.is_error) for row in wrong] == [(f"s{initiative.pk}", True)]
    ReportEntry.objects.create(report=draft, initiative=initiative)
    assert found(draft, "every_initiative_has_an_entry") == []


def test_what_no_grant_pays_for_owes_no_entry(
    draft: AnnualReport, leader: User, initiative: Initiative
) -> None:
    """The draft leaves it out, so a count would never bring it in."""
    paid = add_assignment(draft.centre, leader, "Kurs")
    add_assignment(draft.centre, leader, "Betalt av fylket", initiative=initiative)
    names = ("every_tiltak_has_an_entry", "every_initiative_has_an_entry")
    assert [len(found(draft, name)) for name in names] == [2, 1]
    Funding.objects.create(
        assignment=paid, line=add_grant(draft, "Drift").grant.lines.get(), share=100
    )
    assert [row.key for row in found(draft, names[0])] == [f"t{paid.pk}:entry"]
    assert found(draft, names[1]) == []


def test_entries_of_tiltak_and_satsinger_have_a_status(
    draft: AnnualReport, leader: User, initiative: Initiative
) -> None:
    tiltak = add_assignment(draft.centre, leader, "Kurs")
    rows = [
        ReportEntry.objects.create(report=draft, assignment=tiltak),
        ReportEntry.objects.create(report=draft, initiative=initiative),
    ]
    wrong = found(draft, "every_tiltak_has_a_status")
    assert {row.key for row in wrong} == {row.subject_key for row in rows}
    draft.entries.update(status="continued")
    assert found(draft, "every_tiltak_has_a_status") == []


def test_new_that_was_in_the_report_before_is_a_warning(draft: AnnualReport, leader: User) -> None:
    old = add_assignment(draft.centre, leader, "Gammelt")
    fresh = add_assignment(draft.centre, leader, "Ferskt")
    before = open_report(draft.centre, leader, year=2024)
    ReportEntry.objects.create(report=before, assignment=old, status="new")
    receive(before, leader)
    ReportEntry.objects.create(report=draft, assignment=old, status="new")
    ReportEntry.objects.create(report=draft, assignment=fresh, status="continued")
    wrong = {row.key: row for row in found(draft, "status_agrees_with_last_report")}
    assert set(wrong) == {f"t{old.pk}:new", f"t{fresh.pk}:continued"}
    assert not any(row.is_error for row in wrong.values())
    draft.entries.filter(assignment=old).update(status="continued")
    draft.entries.filter(assignment=fresh).update(status="new")
    assert found(draft, "status_agrees_with_last_report") == []


def test_each_point_of_each_letter_is_answered(draft: AnnualReport) -> None:
    for scheme in ("Drift", "Prosjekt"):
        grant = add_grant(draft, scheme).grant
        grant.items.create(kind="goal", number="1", text="Nå kommunene.")
    wrong = found(draft, "each_point_of_the_letter_is_answered")
    assert [row.is_error for row in wrong] == [True, True]
    for account in draft.accounts.all():
        ReportAnswer.objects.create(report=draft, item=account.grant.items.get(), body=" ")
    assert len(found(draft, "each_point_of_the_letter_is_answered")) == 2
    draft.answers.update(body="Vi nådde dem.")
    assert found(draft, "each_point_of_the_letter_is_answered") == []


def test_each_duty_is_answered_but_the_optional_ones(draft: AnnualReport) -> None:
    duty = MandateTaskFactory.create(code="C1", applies_to="all")
    MandateTaskFactory.create(code="C7", applies_to="all", is_optional=True)
    assert [row.key for row in found(draft, "each_point_of_the_letter_is_answered")] == ["task:C1"]
    ReportAnswer.objects.create(report=draft, task=duty, body="Vi gjorde det.")
    assert found(draft, "each_point_of_the_letter_is_answered") == []


def test_funding_is_for_all_when_it_is_for_some(draft: AnnualReport, leader: User) -> None:
    with_money = add_assignment(draft.centre, leader, "Kurs")
    without = add_assignment(draft.centre, leader, "Nettverk")
    assert found(draft, "funding_is_registered") == []
    lines = [add_grant(draft, name).grant.lines.get() for name in ("Drift", "Prosjekt")]
    Funding.objects.create(assignment=with_money, line=lines[0], share=100)
    wrong = found(draft, "funding_is_registered")
    assert [(row.key, row.is_error) for row in wrong] == [(f"t{without.pk}", False)]
    Funding.objects.create(assignment=without, line=lines[0], share=60)
    assert found(draft, "funding_is_registered") == []
    Funding.objects.create(assignment=without, line=lines[1], share=50)
    assert [row.key for row in found(draft, "funding_is_registered")] == [
        f"t{without.pk}:share:110.00"
    ]


@pytest.mark.parametrize(
    ("name", "key", "before", "is_unlike"),
    [
        pytest.param("hours_are_plausible", "hours", "200.00", False, id="half the hours"),
        pytest.param("hours_are_plausible", "hours", "200.10", True, id="less than half"),
        pytest.param("hours_are_plausible", "hours", "49.90", True, id="more than double"),
        pytest.param("hours_are_plausible", "hours", "0.00", False, id="none to compare with"),
        pytest.param("attendances_are_plausible", "attendances", 20, False, id="double"),
        pytest.param("attendances_are_plausible", "attendances", 19, True, id="above double"),
        pytest.param("attendances_are_plausible", "attendances", 81, True, id="below half"),
    ],
)
def test_figures_far_from_last_years_are_pointed_out(
    draft: AnnualReport, leader: User, name: str, key: str, before: object, is_unlike: bool
) -> None:
    earlier = figures()
    earlier["totals"][key]["value"] = before
    receive(open_report(draft.centre, leader, year=2024, figures=earlier), leader)
    wrong = found(draft, name)
    assert bool(wrong) is is_unlike
    assert not any(row.is_error for row in wrong)


def test_figures_that_wait_must_be_taken(draft: AnnualReport) -> None:
    assert found(draft, "figures_wait_to_be_taken") == []
    Recount.objects.create(report=draft)
    assert [row.is_error for row in found(draft, "figures_wait_to_be_taken")] == [True]


def test_parts_that_are_not_ready_are_counted(draft: AnnualReport) -> None:
    assert [row.key for row in found(draft, "parts_are_ready")] == ["7"]
    draft.sections.update(state="ready")
    assert found(draft, "parts_are_ready") == []


def test_open_comments_are_counted_but_not_the_directorates_own(
    draft: AnnualReport, leader: User
) -> None:
    for audience in ("centre", "directorate", "office"):
        draft.comments.create(
            target="report", audience=audience, text="Se på dette.", written_by=leader
        )
    wrong = found(draft, "comments_are_resolved")
    assert [(row.key, row.is_error) for row in wrong] == [("2", False)]
    draft.comments.update(resolved_by=leader, resolved_at=draft.started_at)
    assert found(draft, "comments_are_resolved") == []


def test_a_report_without_introduction_is_pointed_out(draft: AnnualReport) -> None:
    assert len(found(draft, "year_is_told")) == 1
    draft.sections.filter(key="introduction").update(body="Et godt år.")
    assert found(draft, "year_is_told") == []


def test_the_year_must_be_over(draft: AnnualReport) -> None:
    assert found(draft, "year_is_over") == []
    AnnualReport.objects.filter(pk=draft.pk).update(year=2090)
    assert [row.is_error for row in found(draft, "year_is_over")] == [True]
