"""A new version holds everything that people wrote in the old one, field by field."""

from typing import Any

import pytest

from centres.grants.models import OtherIncome
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting import copying
from reporting.actions import deciding
from reporting.copying import LEFT_OUT
from reporting.models import (
    AnnualReport,
    ItemAssessment,
    ReportComment,
    ReportSection,
    SharedCost,
)
from tests.reporting.conftest import Year
from tests.reporting.report_year import settled_grant, submitted_report

# How each kind of row is found from its report.
PLACES = {
    "ReportSection": "sections",
    "ReportEntry": "entries",
    "ReportAnswer": "answers",
    "AnswerLink": "answers__links",
    "Account": "accounts",
    "AccountLine": "accounts__lines",
    "SharedCost": "shared_costs",
    "SharedCostPart": "shared_costs__parts",
    "NotReached": "not_reached",
    "CheckWaiver": "waivers",
    "Approver": "approvers",
}


@pytest.fixture
def full(
    ready_report: AnnualReport,
    year: Year,
    leader: User,
    adviser: User,
    municipality: Municipality,
) -> AnnualReport:
    """A row of every kind, and something in each of their columns."""
    report = ready_report
    grant = settled_grant(report)
    item = grant.items.create(kind="goal", number="3.2", text="Nå alle kommuner", position=1)
    answer = report.answers.create(item=item, body="Vi nådde dem.", state="ready", owner=adviser)
    answer.links.create(assignment=year.courses, added_by=adviser)
    report.sections.update(body="Tekst.", proposed_body="Forslag.", owner=adviser, state="ready")
    report.entries.update(extended="Mer.", owner=adviser, state="ready")
    report.accounts.update(carried_in=0, comment="Som budsjettert.")
    cost = SharedCost.objects.create(report=report, name="Husleie", amount=50)
    income = OtherIncome.objects.create(
        centre=report.centre, year=report.year, source="Fylket", amount=50, changed_by=leader
    )
    cost.parts.create(grant=grant, amount=20)
    cost.parts.create(income=income, amount=30)
    report.not_reached.create(municipality=municipality, reason="no_need", set_by=adviser)
    report.waivers.create(
        check_name="year_is_told", key="x", reason="Det er slik.", waived_by=leader
    )
    return submitted_report(report, leader)


def rows_of(report: AnnualReport, place: str) -> list[Any]:
    first, _dots, second = place.partition("__")
    rows = list(getattr(report, first).order_by("pk"))
    if not second:
        return rows
    return [part for row in rows for part in getattr(row, second).order_by("pk")]


def values(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in copying.copied_fields(type(row))}


def test_every_kind_of_row_is_copied_with_every_column(
    full: AnnualReport, directorate: User
) -> None:
    following = deciding.return_report(report=full, comment="Mer.", by=directorate)
    assert {model.__name__ for model in LEFT_OUT} == set(PLACES)
    for place in PLACES.values():
        old, new = rows_of(full, place), rows_of(following, place)
        assert old, place
        assert [values(row) for row in new] == [values(row) for row in old], place


def test_only_what_must_be_is_left_out() -> None:
    """A column that is added tomorrow is copied, or somebody says here why not."""
    own = {"version", "approved_at", "content_sha256"}
    for model, names in LEFT_OUT.items():
        relations = {field.name for field in model._meta.fields if field.many_to_one}
        assert names - own <= relations, model
        assert {field.name for field in model._meta.fields} >= names


def test_figures_go_along_without_what_was_frozen(full: AnnualReport, directorate: User) -> None:
    following = deciding.return_report(report=full, comment="Mer.", by=directorate)
    assert set(full.figures) - set(following.figures) == {
        "texts",
        "money",
        "not_reached",
        "answers",
    }
    assert following.figures["totals"] == full.figures["totals"]
    assert (following.drafted_at, following.language) == (full.drafted_at, full.language)
    assert (following.number, following.is_draft) == (2, True)


def test_approvers_are_named_again_and_have_approved_nothing(
    full: AnnualReport, leader: User, directorate: User
) -> None:
    following = deciding.return_report(report=full, comment="Mer.", by=directorate)
    copied = following.approvers.get()
    assert (copied.user, copied.approved_at, copied.content_sha256) == (leader, None, "")


def test_comments_and_assessments_stay_with_the_old_version(
    full: AnnualReport, leader: User, directorate: User
) -> None:
    ReportComment.objects.create(
        report=full, target="report", audience="directorate", text="Fint.", written_by=directorate
    )
    answer = full.answers.exclude(item=None).get()
    deciding.assess_item(answer=answer, attainment="reached", comment="", version=0, by=directorate)
    following = deciding.return_report(report=full, comment="Mer.", by=directorate)
    assert not following.comments.exists()
    assert not ItemAssessment.objects.filter(answer__report=following).exists()
    assert ItemAssessment.objects.get().answer == answer


def test_the_copy_is_made_in_a_fixed_number_of_queries_for_sections_and_entries(
    full: AnnualReport, django_assert_max_num_queries: Any
) -> None:
    """Only what has parts of its own is written row by row."""
    AnnualReport.objects.filter(pk=full.pk).update(
        status="withdrawn", left_reason="x", decided_at=None
    )
    assert ReportSection.objects.filter(report=full).count() == len(ReportSection.Key)
    parts = full.answers.count() + full.accounts.count() + full.shared_costs.count()
    with django_assert_max_num_queries(20 + 2 * parts):
        copying.copy_as_draft(AnnualReport.objects.for_content().get(pk=full.pk))
