"""Writing a draft's texts: page by page, by anyone at the centre, never over a colleague's."""

import pytest
from django.test import Client
from django.urls import reverse

from korus_portal.accounts.models import User
from reporting.models import AnnualReport, ReportEntry
from tests.reporting.conftest import Year


@pytest.fixture
def entry(report: AnnualReport, year: Year) -> ReportEntry:
    return report.entries.get(assignment=year.courses)


@pytest.fixture
def as_adviser(client: Client, adviser: User) -> Client:
    client.force_login(adviser)
    return client


def entry_url(entry: ReportEntry) -> str:
    return reverse("reporting:entry_edit", args=[entry.report_id, entry.pk])


def test_an_adviser_writes_what_the_report_says_of_a_tiltak(
    as_adviser: Client, entry: ReportEntry
) -> None:
    text = {"brief": "Vi holdt kurs.", "extended": "Mye mer.", "version": entry.version}
    assert as_adviser.post(entry_url(entry), text).status_code == 302
    entry.refresh_from_db()
    assert (entry.brief, entry.extended) == ("Vi holdt kurs.", "Mye mer.")


def test_who_saves_last_sees_both_texts_and_decides(as_adviser: Client, entry: ReportEntry) -> None:
    opened = entry.version
    as_adviser.post(entry_url(entry), {"brief": "Den første.", "version": opened})
    answer = as_adviser.post(entry_url(entry), {"brief": "Den andre.", "version": opened})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Den første." in page
    assert "Den andre." in page
    entry.refresh_from_db()
    assert entry.brief == "Den første."
    again = answer.context["form"]["version"].value()
    as_adviser.post(entry_url(entry), {"brief": "Den andre.", "version": again})
    entry.refresh_from_db()
    assert entry.brief == "Den andre."


def test_the_introduction_is_written_and_guarded_in_the_same_way(
    as_adviser: Client, report: AnnualReport
) -> None:
    url = reverse("reporting:report_edit", args=[report.pk])
    assert as_adviser.post(url, {"introduction": "Et godt år.", "version": 1}).status_code == 302
    stale = as_adviser.post(url, {"introduction": "Et annet år.", "version": 1})
    assert stale.status_code == 409
    report.refresh_from_db()
    assert report.introduction == "Et godt år."


def test_a_text_with_an_identity_number_is_refused(as_adviser: Client, entry: ReportEntry) -> None:
    text = {"brief": "Gjelder 01010050053.", "version": entry.version}
    answer = as_adviser.post(entry_url(entry), text)
    assert answer.status_code == 200
    assert "fødselsnummer" in answer.content.decode()


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
