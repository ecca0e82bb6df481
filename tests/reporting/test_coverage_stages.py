"""Municipalities by the stage of each method and county, counted by hand; and who sees which."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assignments.plans.models import Assignment, Method
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.dashboard import figures, stages
from reporting.dashboard.choice import Choice
from tests.factories import AssignmentFactory, CountyFactory, MunicipalityFactory, ThemeFactory
from tests.plans.factories import MethodFactory, StepFactory
from tests.reporting.coverage_work import choice, page
from tests.reporting.coverage_world import change, expired

Told = dict[str, dict[str, dict[str, int]]]


def said(chosen: Choice) -> Told:
    """By method and county, the stages with anyone in."""
    return {
        method.name: {
            (row.county.name if row.county else "ufordelt"): {
                stage: number for stage, number in row.stages.items() if number
            }
            for row in method.rows
        }
        for method in stages.counted(figures.summary(chosen))
    }


@pytest.fixture
def method() -> Method:
    return MethodFactory.create(name="BTI")


@pytest.fixture
def tiltak(centre: Centre, leader: User, theme: Theme) -> Assignment:
    return AssignmentFactory.create(
        centre=centre, created_by=leader, title="BTI i nord", with_themes=[theme]
    )


@pytest.fixture
def elsewhere(centre_elsewhere: Centre, leader_elsewhere: User) -> Assignment:
    return AssignmentFactory.create(
        centre=centre_elsewhere, created_by=leader_elsewhere, title="BTI i vest"
    )


@pytest.fixture
def loppa(municipality: Municipality) -> Municipality:
    return MunicipalityFactory.create(code="5628", name="Loppa", county=municipality.county)


@pytest.fixture
def steps(
    tiltak: Assignment,
    elsewhere: Assignment,
    method: Method,
    loppa: Municipality,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    leader: User,
) -> None:
    """Alta: exploration 2024, initial 2025, full 2026. Loppa: initial. Utsira: full, by Vest."""

    def step(assignment: Assignment, place: Municipality, stage: str, day: str) -> None:
        StepFactory.create(
            assignment=assignment,
            municipality=place,
            method=method,
            stage=stage,
            day=day,
            registered_by=leader,
        )

    step(tiltak, municipality, "exploration", "2024-05-05")
    step(tiltak, municipality, "initial", "2025-12-31")
    step(tiltak, municipality, "full", "2026-01-01")
    step(tiltak, loppa, "initial", "2025-02-01")
    step(elsewhere, municipality_elsewhere, "full", "2025-02-01")


@pytest.mark.usefixtures("steps")
def test_the_latest_stage_of_the_year_holds(centre: Centre) -> None:
    assert said(choice()) == {"BTI": {"Finnmark": {"initial": 2}, "Rogaland": {"full": 1}}}
    before = Choice(2024, "then", date(2026, 6, 1), kind="korus")
    assert said(before) == {"BTI": {"Finnmark": {"exploration": 1}}}
    assert said(choice(kind="", centre=centre)) == {"BTI": {"Finnmark": {"initial": 2}}}
    (method,) = stages.counted(figures.summary(choice()))
    assert (method.total.stages["initial"], method.total.total) == (2, 3)


@pytest.mark.usefixtures("steps")
def test_two_centres_in_one_municipality_are_one(
    elsewhere: Assignment, municipality: Municipality, method: Method, leader: User
) -> None:
    StepFactory.create(
        assignment=elsewhere,
        municipality=municipality,
        method=method,
        stage="sustained",
        day=date(2025, 6, 1),
        registered_by=leader,
    )
    assert said(choice())["BTI"]["Finnmark"] == {"initial": 2}
    only_west = choice(kind="", centre=elsewhere.centre)
    assert said(only_west)["BTI"]["Finnmark"] == {"sustained": 1}


@pytest.mark.usefixtures("steps")
def test_choices_narrow_by_tiltak_and_municipality(
    theme: Theme, municipality: Municipality, loppa: Municipality
) -> None:
    assert said(choice(theme=theme)) == {"BTI": {"Finnmark": {"initial": 2}}}
    assert said(choice(theme=ThemeFactory.create())) == {}
    assert said(choice(kind="rvts")) == {}
    assert list(said(choice(counties=(municipality.county,)))["BTI"]) == ["Finnmark"]
    Municipality.objects.update(population=None)
    Municipality.objects.filter(pk=loppa.pk).update(population=900)
    assert said(choice(size="liten")) == {"BTI": {"Finnmark": {"initial": 1}}}
    assert said(choice(function="national")) == {}


@pytest.mark.usefixtures("steps")
def test_a_deleted_tiltak_counts_no_more(elsewhere: Assignment, leader: User) -> None:
    Assignment.objects.filter(pk=elsewhere.pk).update(
        deleted_at=timezone.now(), deleted_by=leader, deleted_reason="Dobbelt"
    )
    assert list(said(choice())["BTI"]) == ["Finnmark"]


def test_merged_and_split_municipalities_and_districts(
    tiltak: Assignment, method: Method, leader: User
) -> None:
    """Two that became one are one; what a split leaves stands apart; a district is its city."""
    west = CountyFactory.create(code="46", name="Vestland")
    more = CountyFactory.create(code="15", name="Møre og Romsdal")
    merged = MunicipalityFactory.create(code="4626", name="Øygarden", county=west)
    first, second = (expired(code, west, date(2019, 12, 31)) for code in ("1246", "1259"))
    for old in (first, second):
        change(old, merged, "merge", date(2020, 1, 1))
    split = expired("1507", more, date(2023, 12, 31))
    for code in ("1508", "1580"):
        part = MunicipalityFactory.create(code=code, county=more, valid_from=date(2024, 1, 1))
        change(split, part, "split", date(2024, 1, 1))
    city = MunicipalityFactory.create(code="4601", name="Bergen", county=west)
    arna = MunicipalityFactory.create(
        code="460101", name="Arna", county=west, kind="district", parent=city
    )
    told = {first: "2019-01-01", second: "2018-01-01", split: "2023-01-01", arna: "2025-01-01"}
    for place, day in told.items():
        StepFactory.create(
            assignment=tiltak,
            municipality=place,
            method=method,
            stage="installation" if place == second else "full",
            day=day,
            registered_by=leader,
        )
    assert said(choice())["BTI"] == {"Vestland": {"full": 2}, "ufordelt": {"full": 1}}
    # A county has its own municipalities alone.
    assert said(choice(counties=(more,))) == {}


@pytest.mark.usefixtures("steps")
def test_numbers_are_everyones_and_municipalities_theirs_who_see_the_tiltak(
    client: Client, leader: User, directorate: User, method: Method
) -> None:
    text = page(client, "/dekning/arbeid/?aar=2025&type=korus")
    base = "/dekning/arbeid/metoder/?aar=2025&type=korus"
    everyone, full = f"{base}&metode={method.pk}", f"{base}&metode={method.pk}&fase=full"
    assert f'href="{everyone}"' in text
    assert f'href="{full}"' in text
    north = f"{everyone}&fylke=56&fase=initial"
    assert f'href="{north}"' in text
    seen = {
        None: (0, 3),
        leader: (2, 1),
        directorate: (3, 0),
    }
    for user, wanted in seen.items():
        if user:
            client.force_login(user)
        behind: Any = client.get(everyone).context["behind"]
        assert (len(behind.rows), behind.hidden) == wanted
    client.force_login(leader)
    assert "1 kommune kan du ikke se" in page(client, full)
    own = page(client, north)
    assert ("Alta</a>" in own, "Loppa</a>" in own, "BTI i nord</a>" in own) == (True, True, True)
    assert "1. januar 2026" not in own


@pytest.mark.usefixtures("steps")
def test_a_method_that_is_not_there_is_said(client: Client) -> None:
    for wrong in ("metode=0", "fase=full", "metode=x"):
        assert client.get(f"/dekning/arbeid/metoder/?aar=2025&{wrong}").status_code == 400


def test_what_a_split_left_opens_alone(
    client: Client, tiltak: Assignment, method: Method, leader: User
) -> None:
    more = CountyFactory.create(code="15", name="Møre og Romsdal")
    split = expired("1507", more, date(2023, 12, 31))
    for code in ("1508", "1580"):
        part = MunicipalityFactory.create(code=code, county=more, valid_from=date(2024, 1, 1))
        change(split, part, "split", date(2024, 1, 1))
    for place, day in ((split, "2023-01-01"), (part, "2025-01-01")):
        StepFactory.create(
            assignment=tiltak, municipality=place, method=method, day=day, registered_by=leader
        )
    text = page(client, "/dekning/arbeid/?aar=2025&type=korus")
    left = f"/dekning/arbeid/metoder/?aar=2025&type=korus&metode={method.pk}&ufordelt=ja"
    assert f'href="{left}"' in text
    client.force_login(leader)
    behind: Any = client.get(left).context["behind"]
    assert [row.place.code for row in behind.rows] == ["1507"]


def test_the_questions_do_not_grow(
    django_assert_num_queries: Any, tiltak: Assignment, leader: User, method: Method
) -> None:
    def more() -> None:
        place = MunicipalityFactory.create(county=CountyFactory.create(code="55", name="Troms"))
        StepFactory.create(
            assignment=tiltak,
            municipality=place,
            method=MethodFactory.create(),
            registered_by=leader,
        )

    more()
    stages.counted(figures.summary(choice()))  # the chain of changes is read once
    for _round in range(2):
        found = figures.summary(choice())
        stages.counted(found)
        with django_assert_num_queries(3):
            stages.counted(found)
        for _number in range(6):
            more()
