"""One figure for each question: page, CSV, JSON-stat and report say what plain SQL counts.

A random history by the real actions; then every one is asked about a year of each centre and of
the kind.
"""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assignments.activities.actions.overlapping import decide_overlap
from assignments.activities.models import Activity
from assignments.coverage.models import WorkRow
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from reporting.dashboard import wording
from tests.factories import CatchmentFactory
from tests.reporting import coverage_world
from tests.reporting.coverage_world import World, build_world, third_centre
from tests.reporting.figures_by_sql import At, BySql, by_sql
from tests.reporting.report_year import drafted_report

CODES = ["ikke_kjent", "kjent", "kontakt", "brukt"]
Draw = Callable[[str, int, int], int]
QUIETLY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@dataclass(frozen=True)
class Doer:
    """Whose year is asked about, and who reads."""

    client: Client
    year: int
    centre: Centre | None = None

    @property
    def query(self) -> dict[str, str]:
        who = {"senter": self.centre.code} if self.centre else {"type": "korus"}
        return {"aar": str(self.year), **who}

    def counted(self) -> BySql:
        if self.centre:
            return by_sql(year=self.year, centre=self.centre.code)
        return by_sql(year=self.year, kind="korus")

    def get(self, path: str) -> Any:
        response = self.client.get(path, self.query)
        assert response.status_code == 200, response.content
        return response


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
    made = build_world(leaders, contact, municipality)
    counties = {place.code: place.county for place in made.places}
    CatchmentFactory.create(centre=centre, county=counties["4601"])
    CatchmentFactory.create(centre=centre_elsewhere, county=counties["1508"])
    CatchmentFactory.create(centre=made.centres[2], county=counties["1508"])
    return made


def live_and_ask(world: World, client: Client, data: st.DataObject, steps: int) -> None:
    def draw(label: str, least: int, most: int) -> int:
        return data.draw(st.integers(least, most), label=label)

    lived = World(**{**vars(world), "activities": [], "requests": [], "contacts": []})
    lived.assignments = dict(world.assignments)
    with transaction.atomic():
        for _number in range(draw("steps", 1, steps)):
            step = coverage_world.STEPS[draw("step", 0, len(coverage_world.STEPS) - 1)]
            step(lived, draw)
        # What is asked in the portal now is asked in the year that it is.
        year = [2024, 2025, timezone.localdate().year][draw("asked about", 0, 2)]
        ask_everyone(lived, client, year)
        transaction.set_rollback(True)


def ask_everyone(world: World, client: Client, year: int) -> None:
    for centre, leader in world.leaders.items():
        client.force_login(leader)
        doer = Doer(client, year, centre)
        counted = doer.counted()
        agree_on_coverage(doer, counted)
        agree_on_report(centre, leader, year, counted)
        agree_on_work(centre, year, counted)
    kind = Doer(client, year)
    agree_on_coverage(kind, kind.counted())


def agree_on_coverage(doer: Doer, counted: BySql) -> None:
    page = doer.get("/dekning/")
    found = page.context["found"]
    total = found.total
    _before, has_figures, drawn = page.content.decode().partition("coverage-key__levels")
    # Without any activity in the year the page says that there are no data.
    assert bool(has_figures) == bool(counted.activities)
    levels = [str(counted.inside(level)) for level in (3, 2, 1)]
    told = re.findall(r"<dd>([^<]*)</dd>", drawn)[:4] if has_figures else []
    assert told == ([*levels, wording.number(counted.activities)] if has_figures else [])
    assert (total.activities, total.with_hours, total.hours, total.attendances, total.requests) == (
        counted.activities,
        counted.with_hours,
        counted.hours,
        counted.attendances,
        counted.requests,
    )
    reach = found.reach
    assert (reach.total, reach.known, reach.contacted, reach.used) == (
        len(counted.denominator),
        *(counted.inside(level) for level in (1, 2, 3)),
    )
    shown = {place.code: place.numbers for place in found.places}
    assert counted.denominator <= set(shown)
    for code, numbers in shown.items():
        assert At(*(getattr(numbers, name) for name in At.__annotations__)) == at(counted, code)
    agree_on_csv(doer, counted, set(shown))
    agree_on_jsonstat(doer, counted, set(shown))


def at(counted: BySql, code: str) -> At:
    return counted.places.get(code, At())


def hours_of(place: At) -> Decimal | None:
    """Unknown where something was done and nobody gave hours (rule 15)."""
    is_unknown = place.activities and not place.with_hours and not place.hours
    return None if is_unknown else place.hours


def agree_on_csv(doer: Doer, counted: BySql, codes: set[str]) -> None:
    response = doer.get("/dekning/eksport.csv")
    text = (response.getvalue() if response.streaming else response.content).decode()
    rows = {row["kommunenummer"]: row for row in csv.DictReader(StringIO(text))}
    assert set(rows) - {""} == codes
    for code in codes:
        row, place = rows[code], at(counted, code)
        hours = Decimal(row["timer"]) if row["timer"] else None
        numbers = [int(row[name]) for name in ("aktiviteter", "deltakere", "henvendelser")]
        assert numbers == [place.activities, place.attendances, place.requests]
        assert (hours, row["status"]) == (hours_of(place), CODES[place.level])


def agree_on_jsonstat(doer: Doer, counted: BySql, codes: set[str]) -> None:
    told = doer.get("/dekning/eksport/kommuner.json").json()
    rows, measures, _year = (told["dimension"][name]["category"]["index"] for name in told["id"])
    assert set(rows) - {"ufordelt"} == codes
    values = iter(told["value"])
    cells = {row: {name: next(values) for name in measures} for row in rows}
    for code in codes:
        cell, place = cells[code], at(counted, code)
        hours = hours_of(place)
        assert cell["timer"] == (None if hours is None else float(hours))
        assert (cell["aktiviteter"], cell["deltakere"], cell["henvendelser"]) == (
            place.activities,
            place.attendances,
            place.requests,
        )
        assert told["extension"]["rader"][code]["status"] == CODES[place.level]


def agree_on_report(centre: Centre, leader: User, year: int, counted: BySql) -> None:
    figures = drafted_report(centre, leader, year).figures
    totals = figures["totals"]
    assert totals["activities"]["value"] == counted.activities
    assert (totals["hours"]["value"], totals["hours"]["given"]) == (
        f"{counted.hours:.2f}",
        counted.with_hours,
    )
    assert totals["attendances"]["value"] == counted.attendances
    assert totals["requests"]["value"] == counted.requests
    for level, name in enumerate(("known", "contacted", "used"), start=1):
        told = figures["levels"][name]
        assert set(told["codes"]) == counted.reached(level)
        assert (told["value"], told["inside"]) == (len(told["codes"]), counted.inside(level))
    assert figures["levels"]["denominator"] == len(counted.denominator)
    columns = ("level", "activities", "hours", "attendances", "requests")
    rows = {row["code"]: tuple(row[name] for name in columns) for row in figures["municipalities"]}
    assert {code: row for code, row in rows.items() if row != of_report(At())} == {
        code: of_report(place) for code, place in counted.places.items()
    }
    courses = {
        f"{row['phase']}:{row['life_stage']}": (row["value"], Decimal(row["hours"]))
        for row in figures["courses"]
    }
    assert courses == counted.courses


def of_report(place: At) -> tuple[Any, ...]:
    """As the report writes it, hours as a text."""
    hours = hours_of(place)
    text = None if hours is None else f"{hours:.2f}"
    return place.level, place.activities, text, place.attendances, place.requests


def agree_on_work(centre: Centre, year: int, counted: BySql) -> None:
    rows = WorkRow.objects.by(centre=centre).filter(year=year).exclude(activities=0, hours=0)
    courses = rows.filter(cut="course").values_list("key", "activities", "hours")
    assert {key: (number, hours) for key, number, hours in courses} == counted.courses
    sides = rows.filter(cut="side").values_list("hours", flat=True)
    assert sum(sides) == counted.hours


def wish(**wishes: int) -> Draw:
    """The least of everything but what is wished for."""
    wished = {"confirmed": 2, "hours": 2, "national": 1, "named": 2, "people": 3, **wishes}
    return lambda label, least, _most: wished.get(label, least)


def test_figures_agree_when_all_that_makes_counting_hard_has_happened(
    world: World, client: Client
) -> None:
    """A linked event, a partner, a correction, a sheet, a request and an answered contact."""
    nord, vest, _ost = world.centres
    coverage_world.log(world, wish(named=4, organisations=3, phase=1))
    coverage_world.log(world, wish(centre=1, hours=3, stage=1))
    lead, linked = world.activities
    pair: dict[str, Any] = {"activity": linked, "other": lead, "leads": lead}
    decide_overlap(**pair, outcome="same_event", by=world.leaders[vest])
    coverage_world.log(world, wish(places=5, partners=2, attendances=2, organisations=4))
    coverage_world.answer_one(world, wish(accepts=2, **{"own hours": 1}))
    coverage_world.log(world, wish(form=1, people=0))
    coverage_world.log(world, wish(hours=0, kind=10))
    coverage_world.correct(world, wish(how=2, activity=4, hours=1))
    coverage_world.take_in(world, wish(rows=2, hours=2, organisations=2))
    coverage_world.ask(world, wish())
    coverage_world.reach_out(world, wish(result=1, places=1, centre=1))
    assert Activity.objects.counting().filter(same_event_as__centre=nord).exists()
    assert WorkRow.objects.by(centre=vest).filter(hours=Decimal("3.33")).exists()
    for year in (2024, timezone.localdate().year):
        ask_everyone(world, client, year)


@settings(max_examples=3, deadline=None, suppress_health_check=QUIETLY)
@given(data=st.data())
def test_figures_agree_after_a_random_history(
    data: st.DataObject, world: World, client: Client
) -> None:
    live_and_ask(world, client, data, steps=12)


@pytest.mark.soak
@settings(max_examples=100, deadline=None, suppress_health_check=QUIETLY)
@given(data=st.data())
def test_figures_agree_after_long_random_histories(
    data: st.DataObject, world: World, client: Client
) -> None:
    live_and_ask(world, client, data, steps=40)
