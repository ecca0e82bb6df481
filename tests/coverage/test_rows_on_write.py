"""Summary rows kept on write equal the same rows made anew, whatever happened in which order."""

import threading
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments.coverage import actions
from assignments.coverage import work as work_rows
from assignments.coverage.models import CoverageRow, Fact, Level, Slice, WorkRow
from centres.models import Centre, Initiative, MandateTask
from municipalities.models import Municipality, Theme
from tests.factories import (
    CentreFactory,
    CountyFactory,
    MandateTaskFactory,
    MunicipalityFactory,
    ThemeFactory,
)

COLUMNS = [
    "structure",
    "year",
    "place",
    "county",
    "centre",
    "kind",
    "slice",
    "slice_key",
    "level",
    "activities",
    "activities_with_hours",
    "hours",
    "attendances",
    "requests",
    "last_contact_on",
]


@pytest.fixture
def world(db: None) -> dict[str, list[Any]]:
    """A small country: two counties, a merged municipality, a district, two kinds of centre."""
    north, west = CountyFactory.create(), CountyFactory.create(code="46", name="Vestland")
    first = MunicipalityFactory.create(code="5601", county=north)
    second = MunicipalityFactory.create(code="4601", county=west)
    old = MunicipalityFactory.create(
        code="1201", county=west, valid_from=date(1900, 1, 1), valid_to=date(2019, 12, 31)
    )
    district = MunicipalityFactory.create(
        code="460101", county=west, parent=second, kind=Municipality.Kind.DISTRICT
    )
    initiative = Initiative.objects.create(
        code="tidlig_inn", name_nb="Tidlig inn", name_nn="Tidleg inn", kind="programme"
    )
    return {
        "places": [
            (first, first, None),
            (second, second, None),
            (old, second, None),
            (second, second, district),
            None,
        ],
        "centres": [CentreFactory.create(), CentreFactory.create(kind=Centre.Kind.RVTS)],
        "themes": [None, ThemeFactory.create(), ThemeFactory.create()],
        "initiatives": [None, initiative],
        "tasks": [None, MandateTaskFactory.create()],
    }


# (sides, place in the course, place in the life span) of a fact.
WORK: list[tuple[list[str], str, str]] = [
    ([], "", ""),
    (["municipal"], "prevention", "youth"),
    (["municipal", "state"], "prevention", ""),
    (["specialist", "county_authority", "other"], "", "adults"),
]


def kind_of(source: int) -> str:
    """Five and six ask, seven and eight answer when called; the others are activities."""
    if source > 6:
        return Fact.Source.OUTREACH
    return Fact.Source.REQUEST if source > 4 else Fact.Source.ACTIVITY


def fact(world: dict[str, list[Any]], source: int, spec: tuple[int, ...]) -> Fact:
    place, centre, theme, initiative, task, level, hours, attendances, day = spec
    sides, phase, stage = WORK[(source + hours) % len(WORK)]
    found = world["places"][place]
    chosen: Centre = world["centres"][centre]
    chosen_theme: Theme | None = world["themes"][theme]
    chosen_task: MandateTask | None = world["tasks"][task]
    return Fact(
        source_kind=kind_of(source),
        source_id=source,
        day=date(2024 + day % 2, 1 + day, 1),
        year=2024 + day % 2,
        centre=chosen,
        centre_kind=chosen.kind,
        place_then=found[0] if found else None,
        place_today=found[1] if found else None,
        district=found[2] if found else None,
        theme=chosen_theme,
        initiative=world["initiatives"][initiative],
        mandate_task=chosen_task,
        level=level if found else Level.UNKNOWN,
        hours=None if source > 4 or hours == 0 else Decimal(hours) / 4,
        attendances=None if source > 4 else attendances,
        is_linked=source == 4,
        linked_to=3 if source == 4 else None,
        sides=sides,
        course_phase=phase,
        life_stage=stage,
    )


def identity(row: Fact) -> tuple[int | None, ...]:
    return (
        row.centre_id,
        row.place_then_id,
        row.district_id,
        row.theme_id,
        row.initiative_id,
        row.mandate_task_id,
    )


def without_doubles(facts: list[Fact]) -> list[Fact]:
    return list({identity(row): row for row in facts}.values())


def rows() -> set[tuple[object, ...]]:
    """All rows that say something. Emptied rows may stay behind; they say nothing."""
    everything = CoverageRow.objects.values_list(*COLUMNS)
    work = WorkRow.objects.values_list("year", "centre", "kind", "cut", "key", *work_rows.COLUMNS)
    return {row for row in everything if any(row[8:14])} | {row for row in work if any(row[5:])}


SPEC = st.tuples(
    st.integers(0, 4),
    st.integers(0, 1),
    st.integers(0, 2),
    st.integers(0, 1),
    st.integers(0, 1),
    st.integers(0, 3),
    st.integers(0, 40),
    st.integers(0, 30),
    st.integers(0, 9),
)
STEP = st.tuples(st.integers(1, 8), st.lists(SPEC, max_size=4))


@settings(
    max_examples=12,  # long histories: tests/reporting/test_verify_coverage.py, by `make soak`
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=st.lists(STEP, min_size=1, max_size=10))
def test_rows_on_write_equal_rows_made_anew(
    history: list[tuple[int, list[tuple[int, ...]]]], world: dict[str, list[Any]]
) -> None:
    Fact.objects.all().delete()
    CoverageRow.objects.all().delete()
    WorkRow.objects.all().delete()
    for source, specs in history:
        facts = without_doubles([fact(world, source, spec) for spec in specs])
        actions.replace_facts(kind_of(source), source, facts)
    kept = rows()
    actions.rebuild()
    assert kept == rows()


def test_the_same_facts_again_change_nothing(world: dict[str, list[Any]]) -> None:
    spec = (0, 0, 1, 0, 0, 3, 6, 4, 2)
    actions.replace_facts("activity", 1, [fact(world, 1, spec)])
    before = rows()
    actions.replace_facts("activity", 1, [fact(world, 1, spec)])
    assert rows() == before
    whole = CoverageRow.objects.whole().country().by().get(structure="then")
    assert (whole.activities, whole.level) == (1, Level.USED)


def test_a_source_taken_out_leaves_no_trace_in_the_counts(world: dict[str, list[Any]]) -> None:
    actions.replace_facts("activity", 1, [fact(world, 1, (0, 0, 1, 1, 1, 3, 6, 4, 2))])
    actions.replace_facts("activity", 1, [])
    assert rows() == set()


def test_an_activity_in_two_old_codes_of_one_municipality_counts_once_today(
    world: dict[str, list[Any]],
) -> None:
    facts = [fact(world, 1, (place, 0, 0, 0, 0, 3, 6, 4, 2)) for place in (1, 2)]
    actions.replace_facts("activity", 1, facts)
    second = world["places"][1][0]
    today = CoverageRow.objects.by().get(structure="today", place=second, slice=Slice.NONE)
    assert (today.activities, today.hours, today.attendances) == (1, Decimal(3), 8)


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_neither_lock_up_nor_lose_counts(world: dict[str, list[Any]]) -> None:
    """Eight threads, each its own source, all touching the same rows in different orders."""
    errors: list[BaseException] = []
    start = threading.Barrier(8)

    def write(source: int) -> None:
        try:
            start.wait()
            for place, round_ in product((source % 5, (source + 2) % 5), range(3)):
                spec = (place, source % 2, round_, 0, 0, 3, 6, 4, 2)
                actions.replace_facts("activity", source, [fact(world, source, spec)])
        except BaseException as error:  # noqa: BLE001 - told to the main thread
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=[source]) for source in range(-4, 4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    kept = rows()
    actions.rebuild()
    assert kept == rows()
    assert CoverageRow.objects.whole().country().by().get(structure="then").activities == 8


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    before=st.lists(STEP, max_size=2),
    added=st.lists(STEP, min_size=1, max_size=8, unique_by=lambda step: step[0]),
)
def test_many_sources_added_at_once_count_as_one_by_one(
    before: list[tuple[int, list[tuple[int, ...]]]],
    added: list[tuple[int, list[tuple[int, ...]]]],
    world: dict[str, list[Any]],
) -> None:
    Fact.objects.all().delete()
    CoverageRow.objects.all().delete()
    WorkRow.objects.all().delete()
    for source, specs in before:
        actions.replace_facts(
            kind_of(source), source, without_doubles([fact(world, source, spec) for spec in specs])
        )
    pieces = [
        without_doubles([fact(world, source, spec) for spec in specs]) for source, specs in added
    ]
    for piece in pieces:
        for row in piece:
            row.source_id += 100  # other sources than those already there, linked to nothing
            row.is_linked, row.linked_to = False, None
    actions.add_facts(pieces)
    kept = rows()
    actions.rebuild()
    assert kept == rows()


def test_nothing_added_changes_nothing(world: dict[str, list[Any]]) -> None:
    actions.add_facts([])
    assert rows() == set()
