"""A title that is taken out of an activity is gone from the documents of reports that name it."""

from assignments.activities import actions as activities
from korus_portal.accounts.models import User
from reporting.documents import store
from reporting.models import AnnualReport
from tests.reporting.conftest import Year
from tests.reporting.documents_world import filled, freeze


def test_documents_that_name_it_are_not_given_out_and_go_when_new_ones_are_made(
    ready_report: AnnualReport, leader: User, year: Year
) -> None:
    report = freeze(filled(ready_report, leader), leader)
    seen = store.count_redactions(report)
    store.put(report, "xlsx", "nb", "a" * 64, b"Kurs for Ola", redactions=seen)
    assert store.current(report)
    activities.redact_activity(
        activity=year.activities["course"], fields=["title"], reason="Et navn.", by=leader
    )
    assert store.current(report) == {}
    store.put(report, "pdf", "nb", "b" * 64, b"Kurs for Ola", redactions=seen)
    assert not report.documents.filter(kind="pdf").exists()
    now = store.count_redactions(report)
    store.put(report, "xlsx", "nb", "c" * 64, b"[sladdet]", redactions=now)
    assert [row.content_key for row in report.documents.all()] == ["c" * 64]


def test_a_document_that_did_not_name_it_is_made_again_and_given_out(
    ready_report: AnnualReport, leader: User, year: Year
) -> None:
    report = freeze(filled(ready_report, leader), leader)
    store.put(report, "xlsx", "nb", "a" * 64, b"Uten navn")
    activities.redact_activity(
        activity=year.activities["course"], fields=["title"], reason="Et navn.", by=leader
    )
    assert store.find(report, "xlsx", "nb", "a" * 64) is None
    store.put(report, "xlsx", "nb", "a" * 64, b"Uten navn")
    assert store.find(report, "xlsx", "nb", "a" * 64) is not None
    assert set(store.current(report)) == {("xlsx", "nb")}
