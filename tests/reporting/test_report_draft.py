"""Drafting: figures that an independent recount gives too, texts that nobody loses."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from assignments.coverage.models import CoverageRow
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from korus_portal.jobs import work
from korus_portal.jobs.models import Job
from municipalities.models import Municipality
from reporting import key_figures, wording
from reporting.actions import drafting, starting, writing
from reporting.actions.errors import YearCannotBeReportedError
from reporting.gathering import gather, place_row
from reporting.models import AnnualReport, Recount, ReportEntry
from tests.reporting.conftest import Year
from tests.reporting.report_year import (
    YEAR,
    add_activity,
    add_assignment,
    drafted_report,
    run_job,
    taken,
)


def scalar(sql: str, *values: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


COUNTING = (
    "FROM activities_activity WHERE centre_id = %s AND status = 'confirmed' "
    "AND deleted_at IS NULL AND date_part('year', starts_on) = %s"
)


def test_the_totals_equal_an_independent_count(report: AnnualReport) -> None:
    totals, key = report.figures["totals"], (report.centre_id, YEAR)
    assert totals["activities"]["value"] == scalar(f"SELECT count(*) {COUNTING}", *key) == 5
    assert Decimal(totals["hours"]["value"]) == scalar(f"SELECT sum(hours) {COUNTING}", *key)
    assert totals["hours"]["value"] == "51.50"
    assert totals["hours"]["given"] == scalar(f"SELECT count(hours) {COUNTING}", *key) == 4
    attendances = scalar(f"SELECT sum(attendances) {COUNTING}", *key)
    assert totals["attendances"]["value"] == attendances == 32


def test_every_figure_names_the_rows_behind_it(report: AnnualReport, year: Year) -> None:
    totals, made = report.figures["totals"], year.activities
    assert set(totals["activities"]["rows"]) == {row.pk for row in made.values()}
    without_hours = made["unknown"].pk
    assert set(totals["hours"]["rows"]) == set(totals["activities"]["rows"]) - {without_hours}
    assert totals["without_assignment"]["rows"] == [made["loose"].pk]
    outside = {made["shared"].pk, made["unknown"].pk}
    assert set(totals["outside_catchment"]["rows"]) == outside
    assert sorted(totals["requests"]["rows"]) == sorted(year.requests)


def test_municipalities_are_counted_by_level_and_shared_by_catchment(
    report: AnnualReport, municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    levels = report.figures["levels"]
    assert levels["denominator"] == 1
    assert levels["used"]["codes"] == [municipality_elsewhere.code, municipality.code]
    assert levels["used"]["inside"] == 1
    assert levels["used"]["share"] == "100.0"
    assert [row["level"] for row in report.figures["municipalities"]] == [3, 3]


@pytest.mark.parametrize(
    ("function", "told"),
    [
        (Centre.Function.NATIONAL, "En nasjonal funksjon har ingen andel."),
        (Centre.Function.REGIONAL, "Andel er ikke kjent: senteret har ikke registrert"),
    ],
)
def test_without_a_share_the_report_says_why(
    year: Year, centre: Centre, leader: User, function: str, told: str
) -> None:
    centre.catchments.all().delete()
    centre.function = function
    centre.save()
    levels = drafted_report(centre, leader).figures["levels"]
    assert levels["used"]["share"] is None
    assert key_figures.share_note(levels, "used").startswith(told)


def test_rows_behind_a_municipality_agree_with_its_coverage_row(report: AnnualReport) -> None:
    for row in report.figures["municipalities"]:
        assert len(row["rows"]) == row["activities"]
        assert len(row["request_rows"]) == row["requests"]


def test_requests_tell_the_median_of_days_to_the_first_answer(report: AnnualReport) -> None:
    figure = report.figures["totals"]["days_to_answer"]
    assert figure["value"] == "6.5"  # 3 and 10 days; the third is not answered
    assert len(figure["rows"]) == 2


def test_research_share_above_half_of_the_hours_is_marked(report: AnnualReport) -> None:
    research = report.figures["research"]
    assert research["value"] == "58.3"  # 30 of 51.5 hours
    assert research["is_high"]


def test_the_main_theme_takes_the_hours(report: AnnualReport) -> None:
    themes = {row["code"]: row for row in report.figures["themes"]}
    assert themes["substance_use"]["hours"] == "14.00"
    assert themes["prevention"]["hours"] == "7.50"
    assert themes["prevention"]["value"] == 2
    assert sum(Decimal(row["hours"]) for row in themes.values()) == Decimal("51.50")


def test_the_proposed_text_says_only_what_was_logged(report: AnnualReport) -> None:
    entry = report.entries.get(assignment__title="Kurs for kommunene")
    assert entry.brief == (
        "I 2025 ble det gjennomført 2 aktiviteter: kurs (2). Arbeidet tok 17,5 timer. "
        "Det var 32 deltakelser. 2 kommuner fikk et tilbud: Alta og Utsira."
    )


def test_a_tiltak_without_status_is_marked(report: AnnualReport) -> None:
    assert report.entries.get(assignment__title="Oppfølging av unge").status == ""


def test_an_edited_text_survives_new_figures_that_are_taken(
    report: AnnualReport, centre: Centre, leader: User, year: Year
) -> None:
    entry = report.entries.get(assignment=year.courses)
    writing.write_entry(
        entry=entry, brief="Skrevet for hånd.", extended="", version=entry.version, by=leader
    )
    add_activity(centre, leader, assignment=year.courses, hours=Decimal(1))
    report = taken(report, leader)
    entry.refresh_from_db()
    assert entry.brief == "Skrevet for hånd."
    assert "3 aktiviteter" in entry.proposed_brief
    assert entry.figures["activities"]["value"] == 3
    assert report.figures["totals"]["activities"]["value"] == 6


def test_a_job_killed_twice_leaves_one_set_of_entries(
    year: Year, centre: Centre, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker dies before it commits, and one after it committed but before it said so."""
    report = starting.start_report(centre=centre, year=YEAR, by=leader)
    job = Job.objects.get(task="reporting.draft_report", arguments__report=report.pk)
    monkeypatch.setattr(work, "finish", lambda *_args, **_values: None)
    with monkeypatch.context() as patched:
        patched.setattr(drafting, "ask_for_documents", killed)
        work.run(str(job.pk), drafting.draft_report)
    assert ReportEntry.objects.count() == 0
    take_lease_away(job)
    work.run(str(job.pk), drafting.draft_report)
    take_lease_away(job)
    monkeypatch.undo()
    run_job(job)
    assert ReportEntry.objects.filter(report=report).count() == 2
    keys = Job.objects.filter(task="reporting.make_documents").values_list("key", flat=True)
    assert len(keys) == len(set(keys))


def killed(*_args: Any, **_values: Any) -> None:
    raise RuntimeError("killed")


def take_lease_away(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(state="queued", lease=None, lease_until=None)


def test_a_worker_that_lost_its_lease_writes_nothing(
    year: Year, centre: Centre, leader: User
) -> None:
    report = starting.start_report(centre=centre, year=YEAR, by=leader)
    first = work.claim(str(report.job_id))
    assert first is not None
    Job.objects.filter(pk=first.pk).update(lease_until=first.queued_at)
    assert work.claim(str(report.job_id)) is not None
    with pytest.raises(work.LeaseLostError):
        drafting.draft_report(work.Work(first))
    assert ReportEntry.objects.count() == 0


def waiting_draft() -> Job:
    return Job.objects.get(task="reporting.draft_report", state="queued")


def test_a_draft_asked_for_while_one_runs_counts_what_came_meanwhile(
    report: AnnualReport, centre: Centre, leader: User, year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gather_before_a_row_comes(*args: Any) -> Any:
        rows = gather(*args)
        monkeypatch.setattr(drafting, "gather", gather)
        add_activity(centre, leader, assignment=year.courses, hours=Decimal(1))
        for _ in range(2):  # at most one waits
            starting.refresh_report(report=report, by=leader)
        return rows

    starting.refresh_report(report=report, by=leader)
    monkeypatch.setattr(drafting, "gather", gather_before_a_row_comes)
    run_job(waiting_draft())
    assert not Recount.objects.exists()
    run_job(waiting_draft())
    assert report.recount.figures["totals"]["activities"]["value"] == 6


def test_of_two_drafts_at_once_the_older_count_does_not_win(
    report: AnnualReport, centre: Centre, leader: User, year: Year, monkeypatch: pytest.MonkeyPatch
) -> None:
    def be_overtaken(*args: Any) -> Any:
        rows = gather(*args)
        monkeypatch.setattr(drafting, "gather", gather)
        add_activity(centre, leader, assignment=year.courses, hours=Decimal(1))
        starting.refresh_report(report=report, by=leader)
        run_job(waiting_draft())
        return rows

    starting.refresh_report(report=report, by=leader)
    monkeypatch.setattr(drafting, "gather", be_overtaken)
    run_job(waiting_draft())
    assert report.recount.figures["totals"]["activities"]["value"] == 6
    own = report.recount.entries[f"t{year.courses.pk}"]
    assert own["figures"]["activities"]["value"] == 3


def test_a_draft_that_waits_is_not_asked_for_twice(report: AnnualReport, leader: User) -> None:
    first = starting.refresh_report(report=report, by=leader).job
    assert starting.refresh_report(report=report, by=leader).job == first


def test_starting_is_for_leaders_and_recorded(year: Year, centre: Centre, leader: User) -> None:
    report = drafted_report(centre, leader)
    assert Event.objects.get(kind="reporting.report_started").object_id == str(report.pk)


def test_starting_twice_is_the_same_report(year: Year, centre: Centre, leader: User) -> None:
    first = starting.start_report(centre=centre, year=YEAR, by=leader)
    assert starting.start_report(centre=centre, year=YEAR, by=leader) == first
    assert Job.objects.count() == 1


def test_a_year_without_work_cannot_be_reported(year: Year, centre: Centre, leader: User) -> None:
    with pytest.raises(YearCannotBeReportedError):
        starting.start_report(centre=centre, year=2019, by=leader)


def queries(centre: Centre, leader: User, year: int) -> int:
    report = starting.start_report(centre=centre, year=year, by=leader)
    job = Job.objects.get(task="reporting.draft_report", arguments__report=report.pk)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        run_job(job)
    return len(captured)


def test_thirty_tiltak_take_hardly_more_queries_than_three(
    centre: Centre, centre_elsewhere: Centre, leader: User, leader_elsewhere: User
) -> None:
    """Only the progress, told at most twenty times, grows."""
    fill(centre, leader, 3)
    fill(centre_elsewhere, leader_elsewhere, 30)
    few = queries(centre, leader, YEAR)
    many = queries(centre_elsewhere, leader_elsewhere, YEAR)
    assert many - few <= drafting.STEPS + 12  # savepoints of bulk inserts included


def fill(centre: Centre, leader: User, count: int) -> None:
    for number in range(count):
        tiltak = add_assignment(centre, leader, f"Tiltak {number:02}")
        add_activity(centre, leader, assignment=tiltak, hours=Decimal(2))


def test_the_text_is_proposed_in_the_leaders_language(
    year: Year, centre: Centre, leader: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str | None] = []
    propose_brief = wording.propose_brief

    def listen(*args: Any) -> str:
        spoken.append(translation.get_language())
        return propose_brief(*args)

    monkeypatch.setattr(wording, "propose_brief", listen)
    leader.language = User.Language.NYNORSK
    leader.save()
    drafted_report(centre, leader)
    assert spoken == ["nn", "nn"]


@pytest.mark.parametrize(
    ("activities", "with_hours", "hours"), [(0, 0, Decimal(0)), (2, 1, Decimal(0)), (1, 0, None)]
)
def test_hours_that_nobody_gave_are_unknown_and_not_zero(
    municipality: Municipality, activities: int, with_hours: int, hours: Decimal | None
) -> None:
    row = CoverageRow(
        place=municipality, activities=activities, activities_with_hours=with_hours, hours=0
    )
    assert place_row(row).hours == hours
