"""Names of costs and sources of income can hold a person's name too, and are frozen figures."""

import json
from typing import Any

import pytest

from centres.grants.models import OtherIncome
from korus_portal.accounts.models import User
from reporting import canonical
from reporting.actions import redacting
from reporting.documents import content, csv_files, data, store
from reporting.models import AnnualReport, NationalDocument, SharedCost
from reporting.national import content as national
from reporting.national.reading import Choice
from tests.reporting.documents_world import filled, freeze

SECRET = "Ola Nordmanns kurs"
WHY = "Teksten nevnte en person."


@pytest.fixture
def draft(ready_report: AnnualReport, leader: User) -> AnnualReport:
    report = filled(ready_report, leader)
    SharedCost.objects.filter(report=report).update(name=SECRET)
    OtherIncome.objects.filter(centre=report.centre).update(source=f"{SECRET}, gave")
    return report


@pytest.fixture
def sent(draft: AnnualReport, leader: User) -> AnnualReport:
    return freeze(draft, leader)


def redact(report: AnnualReport, by: User) -> AnnualReport:
    cost = report.shared_costs.get()
    income = OtherIncome.objects.get(centre=report.centre)
    names = [f"cost:{cost.pk}", f"income:{income.pk}"]
    redacting.redact_report(report=report, names=names, reason=WHY, by=by)
    return AnnualReport.objects.for_content().get(pk=report.pk)


def test_the_names_are_gone_from_rows_history_and_frozen_figures(
    sent: AnnualReport, leader: User
) -> None:
    report = redact(sent, leader)
    cost: Any = report.shared_costs.get()
    assert cost.name == "[sladdet]"
    assert all(SECRET not in kept.name for kept in cost.history.all())
    assert "[sladdet]" in {row["name"] for row in report.figures["money"]["shared_costs"]}
    assert SECRET not in json.dumps(report.figures)


def test_the_frozen_hash_holds_after_the_names_are_gone(sent: AnnualReport, leader: User) -> None:
    assert canonical.verify(sent)
    assert canonical.verify(redact(sent, leader))


def test_every_document_says_the_names_until_they_are_gone(
    sent: AnnualReport, leader: User
) -> None:
    made = content.of_report(sent)
    assert SECRET in data.make(made.data).decode()
    assert SECRET in str(csv_files.tables_of(made.data))
    after = content.of_report(redact(sent, leader))
    assert SECRET not in str(after)


def test_two_costs_of_one_report_can_both_be_redacted(draft: AnnualReport, leader: User) -> None:
    other = draft.shared_costs.create(name=f"{SECRET} to", amount=1)
    redact_names = [f"cost:{other.pk}", f"cost:{draft.shared_costs.order_by('pk')[0].pk}"]
    redacting.redact_report(report=draft, names=redact_names, reason=WHY, by=leader)
    assert set(draft.shared_costs.values_list("name", flat=True)) == {"[sladdet]"}


def test_the_national_documents_of_the_year_go_and_the_page_says_the_names_no_more(
    sent: AnnualReport, leader: User
) -> None:
    choice = Choice(sent.year)
    assert SECRET in str(national.of_choice(choice, "nb"))
    for year in (sent.year, sent.year - 1):
        NationalDocument.objects.create(
            year=year, kind="pdf", language="nb", content_key="a", content=b"x", sha256="b"
        )
    redact(sent, leader)
    assert SECRET not in str(national.of_choice(choice, "nb"))
    assert [row.year for row in NationalDocument.objects.all()] == [sent.year - 1]


def test_a_document_that_was_being_made_of_the_old_text_is_not_kept(
    sent: AnnualReport, leader: User
) -> None:
    seen = store.count_redactions(sent)
    redact(sent, leader)
    store.put(sent, "pdf", "nb", "a" * 64, b"%PDF", redactions=seen)
    assert not sent.documents.exists()
    store.put(sent, "pdf", "nb", "a" * 64, b"%PDF", redactions=store.count_redactions(sent))
    assert sent.documents.exists()
