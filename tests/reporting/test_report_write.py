"""Writing a draft's texts: page by page, by anyone at the centre, never over a colleague's."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from korus_portal.accounts.models import User
from korus_portal.notifications.models import Notice
from reporting.actions import writing
from reporting.actions.errors import NotADraftError
from reporting.actions.writing import Share
from reporting.models import AnnualReport, ReportEntry, ReportSection
from tests.reporting.conftest import Year


@pytest.fixture
def entry(report: AnnualReport, year: Year) -> ReportEntry:
    return report.entries.get(assignment=year.courses)


@pytest.fixture
def section(report: AnnualReport) -> ReportSection:
    return report.sections.get(key="introduction")


@pytest.fixture
def as_adviser(client: Client, adviser: User) -> Client:
    client.force_login(adviser)
    return client


def entry_url(entry: ReportEntry) -> str:
    return reverse("reporting:entry_edit", args=[entry.report_id, entry.pk])


def section_url(section: ReportSection) -> str:
    return reverse("reporting:section_edit", args=[section.report_id, section.key])


def typed(version: int, **texts: Any) -> dict[str, Any]:
    return {"version": version, "state": "not_started", **texts}


def test_an_adviser_writes_what_the_report_says_of_a_tiltak(
    as_adviser: Client, entry: ReportEntry
) -> None:
    text = typed(entry.version, brief="Vi holdt **kurs**.", extended="Mye mer.")
    assert as_adviser.post(entry_url(entry), text).status_code == 302
    entry.refresh_from_db()
    assert (entry.brief, entry.extended) == ("Vi holdt **kurs**.", "Mye mer.")


def test_who_writes_has_started(as_adviser: Client, section: ReportSection) -> None:
    as_adviser.post(section_url(section), typed(1, body=""))
    section.refresh_from_db()
    assert (section.state, section.version) == ("not_started", 1)
    as_adviser.post(section_url(section), typed(1, body="Et godt år."))
    section.refresh_from_db()
    assert (section.state, section.version) == ("writing", 2)
    as_adviser.post(section_url(section), typed(2, body="Et godt år.") | {"state": "ready"})
    section.refresh_from_db()
    assert section.state == "ready"


def test_who_saves_last_sees_both_texts_and_decides(as_adviser: Client, entry: ReportEntry) -> None:
    opened = entry.version
    as_adviser.post(entry_url(entry), typed(opened, brief="Den første."))
    answer = as_adviser.post(entry_url(entry), typed(opened, brief="Den andre."))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Den første." in page
    assert "Den andre." in page
    entry.refresh_from_db()
    assert entry.brief == "Den første."
    again = answer.context["form"]["version"].value()
    as_adviser.post(entry_url(entry), typed(again, brief="Den andre."))
    entry.refresh_from_db()
    assert entry.brief == "Den andre."


def test_a_chapter_is_guarded_in_the_same_way(as_adviser: Client, section: ReportSection) -> None:
    assert as_adviser.post(section_url(section), typed(1, body="Et godt år.")).status_code == 302
    stale = as_adviser.post(section_url(section), typed(1, body="Et annet år."))
    assert stale.status_code == 409
    section.refresh_from_db()
    assert section.body == "Et godt år."


def test_the_same_form_sent_twice_is_saved_once(as_adviser: Client, section: ReportSection) -> None:
    for _click in range(2):
        answer = as_adviser.post(section_url(section), typed(1, body="Et godt år."))
        assert answer.status_code == 302
    section.refresh_from_db()
    assert section.version == 2


def test_a_text_with_an_identity_number_is_refused(as_adviser: Client, entry: ReportEntry) -> None:
    text = typed(entry.version, brief="Gjelder 01010050053.")
    answer = as_adviser.post(entry_url(entry), text)
    assert answer.status_code == 200
    assert "fødselsnummer" in answer.content.decode()


def test_marks_that_no_document_holds_are_refused_and_stay_in_the_form(
    as_adviser: Client, section: ReportSection
) -> None:
    answer = as_adviser.post(section_url(section), typed(1, body="![x](https://a.no/b.png)"))
    page = answer.content.decode()
    assert "Bilder kan ikke" in page
    assert "https://a.no/b.png" in page
    section.refresh_from_db()
    assert section.body == ""


def test_the_preview_shows_the_text_and_saves_nothing(
    as_adviser: Client, section: ReportSection
) -> None:
    sent = typed(1, body="## Først\n\n<script>x</script>") | {"preview": "1"}
    page = as_adviser.post(section_url(section), sent).content.decode()
    assert "<h5>Først</h5>" in page or "<h4>Først</h4>" in page
    assert "<script>x" not in page
    assert page.count("<h1") == 1
    section.refresh_from_db()
    assert section.body == ""


def test_a_colleague_is_given_a_part_and_gets_word(
    as_adviser: Client, section: ReportSection, leader: User, leader_elsewhere: User, adviser: User
) -> None:
    as_adviser.post(section_url(section), typed(1, body="") | {"owner": leader.pk})
    section.refresh_from_db()
    assert section.owner == leader
    told = Notice.objects.filter(kind="reporting.part_given")
    assert list(told.values_list("user", flat=True)) == [leader.pk]
    stranger = typed(2, body="") | {"owner": leader_elsewhere.pk}
    assert as_adviser.post(section_url(section), stranger).status_code == 200
    share = Share(leader_elsewhere, "writing")
    with pytest.raises(PermissionDenied):
        writing.write_section(section=section, body="x", version=2, by=adviser, share=share)


def test_a_closed_report_takes_no_text_and_the_page_keeps_it(
    as_adviser: Client, section: ReportSection, entry: ReportEntry, adviser: User
) -> None:
    AnnualReport.objects.filter(pk=section.report_id).update(status="review")
    answer = as_adviser.post(section_url(section), typed(1, body="For sent."))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "For sent." in page
    assert "ikke lenger et utkast" in page
    with pytest.raises(NotADraftError):
        writing.write_entry(entry=entry, brief="x", extended="", version=entry.version, by=adviser)
    section.refresh_from_db()
    assert section.body == ""


def test_the_directorate_cannot_see_a_draft(
    client: Client, entry: ReportEntry, directorate: User
) -> None:
    client.force_login(directorate)
    assert client.get(entry_url(entry)).status_code == 404


def test_strangers_find_nothing(
    client: Client, entry: ReportEntry, leader_elsewhere: User, contact: User
) -> None:
    for stranger in (leader_elsewhere, contact):
        client.force_login(stranger)
        assert client.get(entry_url(entry)).status_code == 404
        assert client.post(entry_url(entry), {"brief": "x", "version": 1}).status_code == 404


class TestBeside:
    """What may be read while one writes."""

    def test_words_now_stand_against_the_guide(
        self, as_adviser: Client, entry: ReportEntry
    ) -> None:
        ReportEntry.objects.filter(pk=entry.pk).update(brief="ett to **tre**")
        page = as_adviser.get(entry_url(entry)).content.decode()
        assert "3 ord" in page
        assert "mot om lag 100" in page
        assert "mot om lag 500" in page

    def test_last_years_text_stands_there_once_it_was_received(
        self, as_adviser: Client, entry: ReportEntry, section: ReportSection, leader: User
    ) -> None:
        before = AnnualReport.objects.create(
            centre=entry.report.centre, year=2024, started_by=leader
        )
        before.sections.create(key="introduction", body="Slik var 2024.")
        before.entries.create(assignment=entry.assignment, brief="Kurs i 2024.")
        assert "Slik var 2024." not in as_adviser.get(section_url(section)).content.decode()
        sent = "2025-03-01T12:00:00Z"
        AnnualReport.objects.filter(pk=before.pk).update(
            status="submitted",
            submitted_by=leader,
            submitted_at=sent,
            received_at=sent,
            figures_sha256="0" * 64,
        )
        assert "Slik var 2024." in as_adviser.get(section_url(section)).content.decode()
        assert "Kurs i 2024." in as_adviser.get(entry_url(entry)).content.decode()

    def test_the_proposal_stands_there_once_the_text_is_another(
        self, as_adviser: Client, entry: ReportEntry
    ) -> None:
        assert "Portalens forslag" not in as_adviser.get(entry_url(entry)).content.decode()
        ReportEntry.objects.filter(pk=entry.pk).update(brief="Vår egen tekst.")
        assert "Portalens forslag" in as_adviser.get(entry_url(entry)).content.decode()
