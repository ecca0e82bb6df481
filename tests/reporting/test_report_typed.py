"""What is typed and not saved: kept for its writer, seen by nobody else, never a fødselsnummer."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from korus_portal.accounts.models import User
from reporting.actions import writing
from reporting.models import AnnualReport, ReportSection, TypedText
from tests.reporting.test_report_write import section_url, typed


@pytest.fixture
def section(report: AnnualReport) -> ReportSection:
    return report.sections.get(key="introduction")


@pytest.fixture
def as_adviser(client: Client, adviser: User) -> Client:
    client.force_login(adviser)
    return client


def keep(client: Client, section: ReportSection, text: str, **values: Any) -> Any:
    sent = {"target": "section:introduction", "version": section.version, "body": text, **values}
    return client.post(reverse("reporting:typed_keep", args=[section.report_id]), sent)


def test_typed_text_is_kept_and_stands_in_the_form(
    as_adviser: Client, section: ReportSection
) -> None:
    answer = keep(as_adviser, section, "Halvveis skrevet")
    assert answer.json()["saved"] is True
    page = as_adviser.get(section_url(section)).content.decode()
    assert "Halvveis skrevet" in page
    assert "som ikke er lagret" in page
    section.refresh_from_db()
    assert section.body == ""


def test_only_its_writer_sees_it_and_colleagues_see_who_writes(
    as_adviser: Client, section: ReportSection, leader: User, adviser: User
) -> None:
    keep(as_adviser, section, "Halvveis skrevet")
    as_adviser.force_login(leader)
    page = as_adviser.get(section_url(section)).content.decode()
    assert "Halvveis skrevet" not in page
    assert f"{adviser.name} skriver her nå" in page
    overview = as_adviser.get(section.report.get_absolute_url()).content.decode()
    assert f"{adviser.name} skriver her nå" in overview
    TypedText.objects.update(typed_at=timezone.now() - timedelta(minutes=6))
    assert "skriver her nå" not in as_adviser.get(section_url(section)).content.decode()


def test_one_field_of_a_form_does_not_push_out_the_other(
    as_adviser: Client, report: AnnualReport
) -> None:
    entry = report.entries.all()[0]
    url = reverse("reporting:typed_keep", args=[report.pk])
    sent = {"target": f"entry:{entry.subject_key}", "version": entry.version}
    as_adviser.post(url, sent | {"brief": "Kort"})
    as_adviser.post(url, sent | {"extended": "Langt"})
    assert TypedText.objects.get().fields == {"brief": "Kort", "extended": "Langt"}


def test_saving_clears_it(as_adviser: Client, section: ReportSection) -> None:
    keep(as_adviser, section, "Halvveis skrevet")
    as_adviser.post(section_url(section), typed(1, body="Helt skrevet."))
    assert not TypedText.objects.exists()


def test_a_late_copy_of_what_was_saved_is_not_kept(
    as_adviser: Client, section: ReportSection
) -> None:
    as_adviser.post(section_url(section), typed(1, body="Helt skrevet."))
    assert keep(as_adviser, section, "Helt skrevet.").json()["saved"] is True
    assert not TypedText.objects.exists()


def test_it_is_thrown_away_when_asked(as_adviser: Client, section: ReportSection) -> None:
    keep(as_adviser, section, "Halvveis skrevet")
    url = reverse("reporting:typed_discard", args=[section.report_id])
    as_adviser.post(url, {"target": "section:introduction"})
    assert not TypedText.objects.exists()


def test_an_identity_number_is_not_kept(as_adviser: Client, section: ReportSection) -> None:
    answer = keep(as_adviser, section, "Født 01010050053")
    assert answer.status_code == 422
    assert "fødselsnummer" in answer.json()["text"]
    assert not TypedText.objects.exists()


def test_a_closed_report_refuses_and_what_was_kept_stays(
    as_adviser: Client, section: ReportSection
) -> None:
    keep(as_adviser, section, "Før")
    AnnualReport.objects.filter(pk=section.report_id).update(status="review")
    answer = keep(as_adviser, section, "Etter")
    assert (answer.status_code, answer.json()["saved"]) == (409, False)
    assert TypedText.objects.get().fields == {"body": "Før"}
    page = as_adviser.get(section_url(section)).content.decode()
    assert "ikke lenger et utkast" in page
    assert "Før</textarea>" in page


def test_far_too_much_is_refused(as_adviser: Client, section: ReportSection) -> None:
    assert keep(as_adviser, section, "x" * 60_001).status_code == 409
    assert not TypedText.objects.exists()


def test_typing_over_a_colleagues_save_shows_both_texts(
    as_adviser: Client, section: ReportSection, leader: User
) -> None:
    keep(as_adviser, section, "Min tekst")
    writing.write_section(section=section, body="Deres tekst", version=1, by=leader)
    page = as_adviser.get(section_url(section)).content.decode()
    assert "En kollega har lagret siden" in page
    answer = as_adviser.post(section_url(section), typed(1, body="Min tekst"))
    assert answer.status_code == 409
    assert "Deres tekst" in answer.content.decode()


@pytest.mark.parametrize(
    "values",
    [
        {"target": "section:unknown"},
        {"target": "entry:t999999"},
        {"target": "entry:"},
        {"target": "report"},
        {"target": "answer:²"},
        {"version": "x"},
        {"version": "9" * 12},
    ],
    ids=str,
)
def test_a_form_that_is_not_there_keeps_nothing(
    as_adviser: Client, section: ReportSection, values: dict[str, str]
) -> None:
    assert keep(as_adviser, section, "x", **values).status_code == 404
    assert not TypedText.objects.exists()


def test_it_is_in_no_history(as_adviser: Client, section: ReportSection) -> None:
    assert not hasattr(TypedText, "history")
