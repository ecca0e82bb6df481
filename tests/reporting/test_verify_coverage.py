"""The rows that are kept equal the same rows counted by other code, whatever has happened."""

import threading
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments.activities.models import Activity
from assignments.coverage.models import CoverageRow, Fact, WorkRow
from assignments.outreach.models import Contact
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.jobs import actions as jobs
from korus_portal.jobs.models import Job
from municipalities.models import Municipality
from reporting.dashboard import rebuilding
from reporting.dashboard.recounting import ANSWERS, GIVES, recount
from reporting.dashboard.tasks import rebuild_coverage
from reporting.dashboard.verification import differences
from tests.reporting import coverage_world
from tests.reporting.coverage_world import World, build_world, drawn_values, third_centre

QUIETLY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.fixture
def world(
    centre: Centre,
    leader: User,
    centre_elsewhere: Centre,
    leader_elsewhere: User,
    contact: User,
    municipality: Municipality,
) -> World:
    leaders = {centre: leader, centre_elsewhere: leader_elsewhere, **third_centre()}
    return build_world(leaders, contact, municipality)


def live_through(world: World, data: st.DataObject, steps: int) -> None:
    """A random history by the real actions, told afterwards as if it had never been."""

    def draw(label: str, least: int, most: int) -> int:
        return data.draw(st.integers(least, most), label=label)

    lived = World(**{**vars(world), "activities": [], "requests": [], "contacts": []})
    lived.assignments = dict(world.assignments)
    with transaction.atomic():
        for _number in range(draw("steps", 1, steps)):
            step = coverage_world.STEPS[draw("step", 0, len(coverage_world.STEPS) - 1)]
            step(lived, draw)
        assert [str(found) for found in differences()] == []
        kept = all_rows()
        rebuilding.rebuild()
        assert [str(found) for found in differences()] == []
        assert all_rows() == kept
        transaction.set_rollback(True)


def all_rows() -> set[tuple[object, ...]]:
    columns = [column.attname for column in CoverageRow._meta.fields if column.attname != "id"]
    rows = CoverageRow.objects.exclude(activities=0, requests=0, level=0)
    work_columns = [column.attname for column in WorkRow._meta.fields if column.attname != "id"]
    work = WorkRow.objects.exclude(activities=0, hours=0)
    return {*rows.values_list(*columns), *work.values_list(*work_columns)}


@settings(max_examples=12, deadline=None, suppress_health_check=QUIETLY)
@given(data=st.data())
def test_a_random_history_leaves_no_differences(data: st.DataObject, world: World) -> None:
    live_through(world, data, steps=10)


@pytest.mark.soak
@settings(max_examples=150, deadline=None, suppress_health_check=QUIETLY)
@given(data=st.data())
def test_long_random_histories_leave_no_differences(data: st.DataObject, world: World) -> None:
    live_through(world, data, steps=40)


def log_one(world: World, **wishes: int) -> None:
    """One confirmed course of ten hours for Alta."""
    wished = {**WISHES, **wishes}
    coverage_world.log(world, lambda label, least, most: wished.get(label, least))


WISHES = {"confirmed": 2, "hours": 2, "national": 1, "named": 1, "people": 2, "places": 0}


def test_every_kind_of_activity_is_known_to_the_recount() -> None:
    assert set(GIVES) == set(Activity.Kind.values)


def test_every_result_of_a_contact_is_known_to_the_recount() -> None:
    assert set(ANSWERS) == set(Contact.Result.values)


def test_a_contact_alone_gives_rows_that_agree(world: World) -> None:
    wishes = {"result": 1}
    coverage_world.reach_out(world, lambda label, least, _most: wishes.get(label, least))
    country = CoverageRow.objects.whole().country().by().get(structure="then")
    assert (country.level, country.activities, country.last_contact_on) == (2, 0, date(2024, 1, 1))
    assert differences() == []
    CoverageRow.objects.filter(structure="then").update(level=3)
    assert "level 3 is kept, 2 counted" in str(differences()[0])


def test_a_row_that_was_tampered_with_is_told(world: World) -> None:
    log_one(world)
    CoverageRow.objects.whole().country().by().filter(structure="then").update(hours=Decimal(99))
    (found,) = differences()
    assert str(found) == "2024 then, country, anyone: hours 99.00 is kept, 10 counted"


def test_a_row_that_is_gone_or_too_much_is_told(world: World) -> None:
    log_one(world)
    CoverageRow.objects.filter(structure="today").delete()
    gone = len(differences())
    rows = CoverageRow.objects.filter(structure="then").order_by("pk")
    assert gone == rows.count() > 0
    rows.update(year=2011)
    assert len(differences()) == 3 * gone


def test_an_emptied_row_is_no_difference(world: World) -> None:
    log_one(world)
    coverage_world.delete_or_restore(world, lambda _label, least, _most: least)
    assert CoverageRow.objects.exists()
    assert differences() == []


def test_the_recount_does_not_read_facts(world: World) -> None:
    log_one(world)
    before = {cell: found.numbers() for cell, found in recount().items()}
    Fact.objects.all().delete()
    assert {cell: found.numbers() for cell, found in recount().items()} == before


def test_a_rebuild_mends_facts_and_rows(world: World) -> None:
    log_one(world)
    Fact.objects.update(level=0)
    CoverageRow.objects.all().delete()
    rebuilding.rebuild()
    assert differences() == []
    assert Fact.objects.get().level == 3


@pytest.mark.django_db(transaction=True)
def test_the_commands_tell_and_mend(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    log_one(world)
    log_one(world, year=1)
    call_command("verify_coverage")
    assert "0 differences" in capsys.readouterr().out
    CoverageRow.objects.update(activities=7)
    with pytest.raises(SystemExit) as stop:
        call_command("verify_coverage")
    assert stop.value.code == 1
    told = capsys.readouterr().out.splitlines()
    assert told[20:] == ["… and 16 more", "48 rows, 36 differences"]
    assert "activities 7 is kept, 1 counted" in told[0]
    call_command("rebuild_coverage")
    call_command("verify_coverage")
    assert "0 differences" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_among_writers_loses_nothing(world: World) -> None:
    """Four threads log and delete while everything is made anew, again and again."""
    errors: list[BaseException] = []

    def write(number: int) -> None:
        try:
            own = World(**{**vars(world), "activities": []})
            for place in range(6):
                log_one(own, places=(place + number) % 9, centre=number % 2)
                if place % 2:
                    coverage_world.delete_or_restore(own, lambda _label, least, _most: least)
        except BaseException as error:  # noqa: BLE001 - told to the main thread
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        rebuilding.rebuild()
    for thread in threads:
        thread.join()
    assert errors == []
    assert [str(found) for found in differences()] == []


def test_the_rebuild_runs_as_a_job(world: World) -> None:
    log_one(world)
    CoverageRow.objects.update(activities=7)
    call_command("rebuild_coverage", job=True)
    job = Job.objects.get()
    assert jobs.start(job.task, key=job.key, label=job.label, by=None) == job
    rebuild_coverage(str(job.pk))
    job.refresh_from_db()
    assert (job.task, job.state) == ("reporting.rebuild_coverage", Job.State.DONE)
    assert differences() == []


def test_what_was_asked_after_the_report_stays_outside(world: World) -> None:
    coverage_world.ask(world, lambda *_: 0)
    sent = world.requests[0]
    sent.is_counted = False
    sent.save()
    rebuilding.rebuild()
    assert Fact.objects.count() == 0
    assert differences() == []


def test_drawn_values_are_of_this_world(world: World) -> None:
    values: Any = drawn_values(world, lambda _label, least, _most: least, world.centres[0])
    assert values.starts_on == date(2024, 1, 1)
