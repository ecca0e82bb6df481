"""Whoever holds a document can ask whether it is the submitted one."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from korus_portal.accounts.models import User
from reporting import checking
from reporting.documents import store
from reporting.models import AnnualReport, ReportDocument
from reporting.views import documents as view
from tests.reporting.documents_world import freeze

Ask = Callable[..., str]


@pytest.fixture
def ask(client: Client) -> Ask:
    def inner(**sent: object) -> str:
        return client.post(reverse("reporting:report_check"), sent).content.decode()

    return inner


@pytest.fixture
def draft(ready_report: AnnualReport) -> ReportDocument:
    store.put(ready_report, "json", "nb", "a" * 64, b"{utkast}")
    return ReportDocument.objects.get(content_key="a" * 64)


@pytest.fixture
def sent(draft: ReportDocument, leader: User) -> ReportDocument:
    """A document of the submitted report; that of the draft is still in the table."""
    report = freeze(AnnualReport.objects.get(pk=draft.report_id), leader)
    store.put(report, "pdf", "nn", "b" * 64, b"%PDF innsendt")
    return ReportDocument.objects.get(content_key="b" * 64)


def test_the_submitted_document_is_known_by_the_file_and_by_its_hash(
    sent: ReportDocument, ask: Ask, leader: User
) -> None:
    file = SimpleUploadedFile("rapport.pdf", b"%PDF innsendt")
    for page in (ask(file=file), ask(sha256=f"SHA256: {sent.sha256.upper()}")):
        assert "Dokumentet er den innsendte årsrapporten" in page
        assert sent.report.centre.name in page
        assert "2025" in page
        assert "PDF, nynorsk" in page
        assert leader.name not in page


def test_a_document_of_the_draft_is_never_the_submitted_one(
    draft: ReportDocument, ask: Ask, leader: User
) -> None:
    assert "Ikke et innsendt dokument" in ask(sha256=draft.sha256)
    report = freeze(AnnualReport.objects.get(pk=draft.report_id), leader)
    assert ReportDocument.objects.filter(report=report, pk=draft.pk).exists()
    assert "Ikke et innsendt dokument" in ask(sha256=draft.sha256)


def test_one_changed_byte_is_another_document_and_nothing_is_kept(
    sent: ReportDocument, ask: Ask
) -> None:
    before = ReportDocument.objects.count()
    page = ask(file=SimpleUploadedFile("rapport.pdf", b"%PDF Innsendt"))
    assert "Ikke et innsendt dokument" in page
    assert ReportDocument.objects.count() == before


def test_a_version_that_another_has_replaced_says_which(
    sent: ReportDocument, ask: Ask, leader: User, directorate: User
) -> None:
    report = AnnualReport.objects.get(pk=sent.report_id)
    left = {"status": "withdrawn", "left_reason": "Feil fil", "decided_by": None}
    freeze(report, leader, **left, submitted_at=report.submitted_at)
    assert "Rapporten er trukket tilbake" in ask(sha256=sent.sha256)
    newer = AnnualReport(centre=report.centre, year=report.year, number=2, started_by=leader)
    newer.figures = report.figures
    newer.save()
    freeze(newer, leader)
    assert "erstattet av versjon 2" in ask(sha256=sent.sha256)


def test_what_waits_for_the_formal_channel_is_not_called_submitted(
    sent: ReportDocument, ask: Ask, leader: User
) -> None:
    report = AnnualReport.objects.get(pk=sent.report_id)
    freeze(report, leader, status="ready", received_at=None, submitted_at=report.submitted_at)
    assert "Ikke levert ennå" in ask(sha256=sent.sha256)


def test_asking_costs_few_queries_and_is_counted(
    sent: ReportDocument,
    ask: Ask,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(2):
        assert checking.check(sent.sha256)[0].holds
    cache.clear()
    monkeypatch.setattr(view, "TRIES", 2)
    pages = [ask(sha256=sent.sha256) for _again in range(3)]
    assert "Du har prøvd mange ganger" not in pages[1]
    assert "Du har prøvd mange ganger" in pages[2]
    cache.clear()


@pytest.mark.parametrize("given", ["", "abc", "g" * 64], ids=["nothing", "short", "no_hex"])
def test_what_is_no_hash_is_told_at_the_field(ask: Ask, given: str) -> None:
    page = ask(sha256=given)
    assert "kontrollsum" in page
    assert "Ikke et innsendt dokument" not in page
