"""A new count waits beside the report's own figures until somebody takes it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assignments.plans.models import Assignment
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.notifications.redaction import REDACTED
from reporting import recounts, rules, targets
from reporting.actions import taking, typing, writing
from reporting.actions.errors import NotADraftError
from reporting.models import AnnualReport, Recount, ReportEntry
from tests.reporting.conftest import Year
from tests.reporting.report_year import add_activity, add_assignment, recounted, taken


def test_the_same_count_leaves_nothing_to_take(report: AnnualReport, leader: User) -> None:
    before = report.drafted_at
    again = recounted(report, leader)
    assert not Recount.objects.exists()
    assert before is not None
    assert again.drafted_at is not None
    assert again.drafted_at > before


def test_another_count_waits_and_changes_nothing(
    report: AnnualReport, year: Year, centre: Centre, leader: User
) -> None:
    entry = report.entries.get(assignment=year.courses)
    add_activity(centre, leader, assignment=year.courses, hours=Decimal(1))
    again = recounted(report, leader)
    assert again.figures == report.figures
    assert again.drafted_at == report.drafted_at
    entry.refresh_from_db()
    assert "2 aktiviteter" in entry.brief
    assert again.recount.figures["totals"]["activities"]["value"] == 6


def test_the_page_shows_only_what_differs_side_by_side(
    report: AnnualReport, year: Year, centre: Centre, leader: User, client: Client
) -> None:
    add_activity(centre, leader, assignment=year.courses, hours=Decimal(1), attendances=5)
    recounted(report, leader)
    client.force_login(leader)
    page = client.get(reverse("reporting:report_figures", args=[report.pk])).content.decode()
    waiting = page.split('id="nye-tall"')[1].split("</section>")[0]
    row = "<td>Timer</td><td>51,5</td><td>52,5</td>"
    assert f'<th scope="row">Årets tall</th>{row}' in waiting
    assert "<td>Deltakelser</td><td>32</td><td>37</td>" in waiting
    assert '<th scope="row">Kurs for kommunene</th>' in waiting
    assert "Oppfølging av unge" not in waiting
    assert "Henvendelser" not in waiting


def test_taking_by_hand_replaces_figures_and_unedited_texts(
    report: AnnualReport, year: Year, centre: Centre, leader: User, client: Client
) -> None:
    add_activity(centre, leader, assignment=year.courses, hours=Decimal(1))
    recount = recounted(report, leader).recount
    client.force_login(leader)
    url = reverse("reporting:figures_take", args=[report.pk])
    for _twice in range(2):
        sent = client.post(url, {"counted_at": recount.counted_at.isoformat()}, follow=True)
        assert "De nye tallene er tatt i bruk i rapporten." in sent.content.decode()
    report.refresh_from_db()
    assert report.figures["totals"]["activities"]["value"] == 6
    assert report.drafted_at == recount.counted_at
    assert "3 aktiviteter" in report.entries.get(assignment=year.courses).brief
    assert not Recount.objects.exists()
    assert Event.objects.filter(kind="reporting.figures_taken").count() == 1


def test_a_count_that_was_replaced_is_not_taken_unseen(
    report: AnnualReport, year: Year, centre: Centre, leader: User
) -> None:
    add_activity(centre, leader, hours=Decimal(1))
    seen = recounted(report, leader).recount.counted_at
    add_activity(centre, leader, hours=Decimal(2))
    recounted(report, leader)
    with pytest.raises(taking.RecountReplacedError):
        taking.take_figures(report=report, counted_at=seen, by=leader)
    report.refresh_from_db()
    assert report.figures["totals"]["activities"]["value"] == 5


@pytest.mark.parametrize("sent", ["", "i dag", "2026-01-01", "2026-99-99T00:00:00+00:00"])
def test_a_moment_that_is_none_takes_nothing(
    report: AnnualReport, leader: User, client: Client, sent: str
) -> None:
    client.force_login(leader)
    url = reverse("reporting:figures_take", args=[report.pk])
    page = client.post(url, {"counted_at": sent}, follow=True).content.decode()
    assert "Se over de nyeste tallene." in page


def test_only_the_centre_takes_and_only_into_a_draft(
    report: AnnualReport, centre: Centre, leader: User, leader_elsewhere: User
) -> None:
    add_activity(centre, leader, hours=Decimal(1))
    at = recounted(report, leader).recount.counted_at
    with pytest.raises(PermissionDenied):
        taking.take_figures(report=report, counted_at=at, by=leader_elsewhere)
    AnnualReport.objects.filter(pk=report.pk).update(status="review")
    with pytest.raises(NotADraftError):
        taking.take_figures(report=report, counted_at=at, by=leader)


def test_a_new_tiltak_has_its_entry_at_once(
    report: AnnualReport, centre: Centre, leader: User
) -> None:
    newer = add_assignment(centre, leader, "Kom til etterpå")
    again = recounted(report, leader)
    assert again.entries.get(assignment=newer).status == "continued"
    assert again.recount.figures["statuses"] != report.figures["statuses"]


def test_an_entry_that_no_longer_belongs_goes_when_taken_unless_somebody_wrote(
    report: AnnualReport, year: Year, leader: User
) -> None:
    support = report.entries.get(assignment=year.support)
    writing.write_entry(
        entry=support, brief="Skrevet.", extended="", version=support.version, by=leader
    )
    ended = {"starts_on": "2024-01-01", "ends_on": "2024-12-31"}
    Assignment.objects.filter(pk__in=[year.courses.pk, year.support.pk]).update(**ended)
    assert recounted(report, leader).entries.count() == 2
    report = taken(report, leader)
    assert [entry.assignment_id for entry in report.entries.all()] == [year.support.pk]
    recounted(report, leader)
    assert not Recount.objects.exists()


def test_an_entry_that_somebody_is_typing_in_stays(
    report: AnnualReport, year: Year, leader: User, adviser: User
) -> None:
    """What is typed and not saved has nowhere to be saved when its entry is gone."""
    part = targets.part_of(report.entries.get(assignment=year.support), report)
    typed = {"extended": "Halvveis skrevet"}
    typing.keep_typed(report=report, part=part, fields=typed, version=1, by=adviser)
    ended = {"starts_on": "2024-01-01", "ends_on": "2024-12-31"}
    Assignment.objects.filter(pk__in=[year.courses.pk, year.support.pk]).update(**ended)
    report = taken(report, leader)
    assert [entry.assignment_id for entry in report.entries.all()] == [year.support.pk]
    recounted(report, leader)
    assert not Recount.objects.exists()


def test_who_took_the_figures_had_a_part_in_the_report(
    report: AnnualReport, centre: Centre, leader: User, adviser: User
) -> None:
    add_activity(centre, leader, hours=Decimal(1))
    assert not rules.has_written(adviser, report)
    taken(report, adviser)
    assert rules.has_written(adviser, report)


def test_a_chapter_that_somebody_edited_stays(
    report: AnnualReport, year: Year, centre: Centre, leader: User
) -> None:
    section = report.sections.get(key="not_reached")
    writing.write_section(section=section, body="Egne ord.", version=section.version, by=leader)
    centre.catchments.all().delete()
    report = taken(report, leader)
    section.refresh_from_db()
    assert section.body == "Egne ord."
    assert section.proposed_body == ""


def test_what_was_redacted_while_the_year_was_counted_does_not_wait(
    report: AnnualReport, year: Year, centre: Centre, leader: User
) -> None:
    """The count was gathered before; the row it read holds the redacted mark now."""
    own = report.entries.filter(assignment=year.courses)
    own.update(change_text=REDACTED, brief=REDACTED, proposed_brief=REDACTED)
    year.courses.years.update(status="changed", change_text=REDACTED)
    add_activity(centre, leader, assignment=year.courses, hours=Decimal(1))
    row = recounted(report, leader).recount.entries[f"t{year.courses.pk}"]
    assert (row["brief"], row["change_text"]) == (REDACTED, REDACTED)
    at = Recount.objects.get(report=report).counted_at
    taking.take_figures(report=report, counted_at=at, by=leader)
    entry = ReportEntry.objects.get(assignment=year.courses)
    assert (entry.brief, entry.proposed_brief) == (REDACTED, REDACTED)


def test_forgetting_drops_what_waits(report: AnnualReport, centre: Centre, leader: User) -> None:
    add_activity(centre, leader, hours=Decimal(1))
    recounted(report, leader)
    taking.forget(report)
    assert not Recount.objects.exists()


def test_an_older_count_never_replaces_a_newer_one_that_waits(
    report: AnnualReport, centre: Centre, leader: User
) -> None:
    add_activity(centre, leader, hours=Decimal(1))
    recounted(report, leader)
    newest = datetime.now(UTC) + timedelta(hours=1)
    Recount.objects.update(counted_at=newest)
    add_activity(centre, leader, hours=Decimal(2))
    assert recounted(report, leader).recount.counted_at == newest


def test_figures_of_the_first_schema_differ_from_a_new_count(
    report: AnnualReport, leader: User
) -> None:
    figures = {key: value for key, value in report.figures.items() if key != "funding"}
    AnnualReport.objects.filter(pk=report.pk).update(figures={**figures, "schema": 1})
    assert recounted(report, leader).recount.figures["schema"] == 2
    assert recounts.waiting(Recount.objects.get())
