"""Documents: asked for, made once, fetched by those who may read the report."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.jobs.models import Job
from reporting.actions import documenting
from reporting.documents import content, store
from reporting.documents.parts import Facts, Note, Picture
from reporting.models import AnnualReport, ReportDocument
from tests.reporting.documents_world import filled, freeze
from tests.reporting.report_year import make_documents

EVERY = set(ReportDocument.Kind.values)


@pytest.fixture
def sent(ready_report: AnnualReport, leader: User) -> AnnualReport:
    """A submitted report with its documents."""
    report = freeze(filled(ready_report, leader), leader)
    documenting.ask_for_documents(report, by=leader)
    make_documents(report)
    return report


def keys(**only: Any) -> set[tuple[str, str, str]]:
    rows = ReportDocument.objects.filter(**only)
    return set(rows.values_list("kind", "language", "content_key"))


def test_six_kinds_are_made_once_and_the_other_language_when_it_is_asked_for(
    ready_report: AnnualReport, leader: User, client: Client
) -> None:
    make_documents(ready_report)
    before = set(ReportDocument.objects.values_list("pk", "content_key"))
    assert {kind for kind, _language, _key in keys(language="nb")} == EVERY
    documenting.remake_documents(report=ready_report, by=leader)
    make_documents(ready_report)
    assert set(ReportDocument.objects.values_list("pk", "content_key")) == before
    client.force_login(leader)
    url = reverse("reporting:report_documents", args=[ready_report.pk])
    assert client.post(url, {"language": "nn"}).status_code == 302
    assert client.post(url, {"language": "se"}).status_code == 404
    make_documents(ready_report)
    assert {kind for kind, _language, _key in keys(language="nn")} == EVERY
    assert not keys(language="nb") & keys(language="nn")


def test_two_clicks_ask_for_one_job(ready_report: AnnualReport, leader: User) -> None:
    make_documents(ready_report)
    first = documenting.remake_documents(report=ready_report, by=leader)
    assert documenting.remake_documents(report=ready_report, by=leader).pk == first.pk
    assert Job.objects.filter(task=documenting.TASK, state="queued").count() == 1


def test_a_changed_text_or_layout_is_another_content(
    ready_report: AnnualReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = AnnualReport.objects.for_content().get(pk=ready_report.pk)
    first = store.content_key(content.of_report(report))
    assert store.content_key(content.of_report(report)) == first
    report.sections.filter(key="next_year").update(body="Nytt.")
    second = store.content_key(content.of_report(report))
    monkeypatch.setattr(store, "layout_hash", lambda: "another")
    assert len({first, second, store.content_key(content.of_report(report))}) == 3


def test_a_draft_is_marked_and_a_submitted_report_is_not(
    ready_report: AnnualReport, leader: User, settings: Settings
) -> None:
    settings.DEMO_MODE = True
    report = AnnualReport.objects.for_content().get(pk=ready_report.pk)
    assert content.of_report(report).marks == ["UTKAST", "DEMO: oppdiktede tall"]
    settings.DEMO_MODE = False
    assert content.of_report(freeze(report, leader)).marks == []


def test_a_submitted_report_shows_what_was_frozen_whatever_happens_since(
    ready_report: AnnualReport, leader: User
) -> None:
    report = freeze(filled(ready_report, leader), leader)
    before = store.content_key(content.of_report(report))
    report.centre.activities.update(hours=99)
    report.accounts.get().lines.update(actual=1)
    report.not_reached.all().delete()
    report.centre.other_income.update(amount=7)
    again = AnnualReport.objects.for_content().get(pk=report.pk)
    assert store.content_key(content.of_report(again)) == before


def test_a_draft_made_late_never_stands_in_for_the_submitted_report(
    ready_report: AnnualReport, leader: User
) -> None:
    """The job read the draft, then the report was submitted, then it stored what it had made."""
    stale = AnnualReport.objects.for_content().get(pk=ready_report.pk)
    freeze(AnnualReport.objects.get(pk=ready_report.pk), leader)
    store.put(stale, "pdf", "nb", "0" * 64, b"%PDF utkast")
    assert not ReportDocument.objects.filter(content_key="0" * 64).exists()


def test_who_fetches_a_document_stands_in_the_trail_and_strangers_fetch_nothing(
    client: Client,
    sent: AnnualReport,
    directorate: User,
    leader_elsewhere: User,
    contact: User,
) -> None:
    names = {
        "pdf": "arsrapport-2025-korus-nord-v1.pdf",
        "csv": "arsrapport-2025-korus-nord-v1-csv.zip",
        "archive": "arsrapport-2025-korus-nord-v1-arkiv.zip",
    }
    client.force_login(directorate)
    for kind, name in names.items():
        answer = client.get(reverse("reporting:document_download", args=[sent.pk, kind]))
        row = ReportDocument.objects.get(report=sent, kind=kind)
        assert answer.content == bytes(row.content)
        assert f'"{name}"' in answer["Content-Disposition"]
    events = Event.objects.filter(kind="reporting.document_downloaded")
    assert {event.by_id for event in events} == {directorate.pk}
    assert {event.details["language"] for event in events} == {"nb"}
    missing = reverse("reporting:document_download", args=[sent.pk, "pdf", "nn"])
    assert client.get(missing).status_code == 404
    for stranger in (leader_elsewhere, contact):
        client.force_login(stranger)
        url = reverse("reporting:document_download", args=[sent.pk, "pdf"])
        assert client.get(url).status_code == 404
    assert events.count() == len(names)


def test_the_panel_tells_how_far_each_language_has_come(
    client: Client, sent: AnnualReport, leader: User
) -> None:
    client.force_login(leader)
    page = client.get(sent.get_absolute_url()).content.decode()
    for label in ("Word (DOCX)", "Data (JSON)", "Arkivpakke (ZIP)", "Ikke laget ennå."):
        assert label in page
    job = documenting.remake_documents(report=sent, by=leader, language="nn")
    assert "Venter på tur" in client.get(sent.get_absolute_url()).content.decode()
    Job.objects.filter(pk=job.pk).update(state="failed", finished_at=job.created_at)
    assert "Noen dokumenter feilet" in client.get(sent.get_absolute_url()).content.decode()


def test_the_card_follows_the_work_whoever_asked_for_it(
    client: Client, sent: AnnualReport, leader: User, directorate: User
) -> None:
    url = reverse("reporting:report_documents", args=[sent.pk])
    documenting.ask_for_documents(sent, by=directorate, language="nn")
    client.force_login(leader)
    page = client.get(sent.get_absolute_url()).content.decode()
    found = re.search(rf'hx-get="{url}\?sett=([^"]+)" hx-trigger="every', page)
    assert found
    as_htmx = {"HX-Request": "true"}
    unmoved = client.get(url, {"sett": found[1]}, headers=as_htmx)
    assert unmoved.status_code == 204
    assert "HX-Request" in unmoved["Vary"]
    assert client.get(url)["Location"] == sent.get_absolute_url()
    make_documents(sent)
    card = client.get(url, {"sett": found[1]}, headers=as_htmx).content.decode()
    assert card.count("Arkivpakke (ZIP)") == 2
    assert "hx-get" not in card
    assert "<html" not in card
    assert (
        "hx-get"
        not in client.get(sent.get_absolute_url())
        .content.decode()
        .partition('id="dokumenter"')[2]
        .partition(">")[0]
    )


def fixed_words(shown: content.Content) -> str:
    """Everything in the documents that the portal says itself, by chapters and by sheets."""
    found: list[str] = [shown.title, shown.subject, *(label for label, _value in shown.facts)]
    for chapter in shown.chapters:
        found.append(chapter.title)
        for part in chapter.parts:
            match part:
                case Note():
                    found.append(part.text)
                case Facts():
                    found += [label for label, _value in part.rows]
                case Picture():
                    found += [part.chart.title, part.chart.alt]
    for table in shown.tables:
        found += [table.title, table.sheet, table.note, *(row.label for row in table.columns)]
    return "\n".join(found)


def test_a_document_in_nynorsk_has_no_word_that_is_bokmaal_alone(
    ready_report: AnnualReport, leader: User
) -> None:
    report = freeze(filled(ready_report, leader), leader)
    # A picture says what it shows when it is drawn, in the document's language.
    with translation.override("nn"):
        said = fixed_words(content.of_report(report, language="nn"))
    words = set(re.findall(r"\w+", said.lower()))
    assert {"kommunar", "aktivitetar", "ikkje"} <= words
    bokmaal = {"ikke", "kommuner", "kommunene", "aktiviteter", "tallene", "henvendelser", "hvor"}
    assert words & (bokmaal | {"satsinger", "hver", "uten", "årets"}) == set()
