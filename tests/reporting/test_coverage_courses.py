"""Course × life span, counted by hand, with what nobody did."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from assignments.coverage.models import WorkRow
from assignments.plans.choices import CoursePhase, LifeStage
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.dashboard import courses, figures
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from reporting.dashboard.courses import Grid
from tests.reporting.coverage_work import choice, opened, page
from tests.reporting.coverage_year import did


@pytest.fixture
def work(
    centre: Centre,
    centre_elsewhere: Centre,
    adviser: User,
    municipality: Municipality,
    theme: Theme,
) -> None:
    """Prevention: 6 h for children and 2 h untold; treatment: 3 h for adults; 1 h of neither."""
    here = {municipality: None}
    prevention = {"course_phase": "prevention"}
    did(centre, adviser, here, hours=6, life_stage="children", with_themes=[theme], **prevention)
    did(centre, adviser, here, hours=2, **prevention)
    did(
        centre_elsewhere,
        adviser,
        here,
        hours=3,
        course_phase="treatment",
        life_stage="adults",
    )
    did(centre, adviser, hours=1, kind="research")


def said(chosen: Choice) -> dict[tuple[str, str], tuple[int, Decimal]]:
    grid = courses.counted(figures.summary(chosen))
    return {
        place: (numbers.activities, numbers.hours)
        for place, numbers in grid.places.items()
        if numbers.activities
    }


@pytest.mark.usefixtures("work")
def test_each_activity_stands_in_one_place(theme: Theme, centre: Centre) -> None:
    everyone = {
        ("prevention", "children"): (1, Decimal(6)),
        ("prevention", ""): (1, Decimal(2)),
        ("treatment", "adults"): (1, Decimal(3)),
        ("", ""): (1, Decimal(1)),
    }
    assert said(choice()) == everyone
    WorkRow.objects.all().delete()
    assert said(choice(function="regional")) == everyone
    assert said(choice(theme=theme)) == {("prevention", "children"): (1, Decimal(6))}


@pytest.mark.usefixtures("work")
def test_rows_and_columns_add_up() -> None:
    grid = courses.counted(figures.summary(choice()))
    assert (grid.at("prevention").activities, grid.at("prevention").hours) == (2, Decimal(8))
    assert (grid.at(stage="").activities, grid.at(stage="").hours) == (2, Decimal(3))
    assert (grid.at().activities, grid.at().with_hours, grid.at().hours) == (4, 4, Decimal(12))
    assert grid.not_told == 2
    assert len(grid.gaps) == 4 * 6 - 2


@pytest.mark.usefixtures("work")
def test_the_page_names_the_gaps_and_links_the_rest(client: Client) -> None:
    text = page(client, "/dekning/arbeid/?aar=2025&type=korus")
    table = text[text.index('id="forlop"') : text.index('id="metoder"')]
    assert table.count('<td class="number">ingen</td>') == 22
    assert (
        "Ingen aktivitet i: tidlig innsats (hele livsløpet), oppfølging (hele livsløpet), "
        "svangerskap og første leveår (hele forløpet), ungdom (hele forløpet), "
        "unge voksne (hele forløpet), eldre (hele forløpet) og 2 ruter til." in table
    )
    assert "2 aktiviteter mangler forløp eller livsløp." in table
    base = "/dekning/rader/?aar=2025&type=korus"
    wanted = {
        "&forlop=prevention&livslop=children": 1,
        "&forlop=prevention&livslop=ingen": 1,
        "&forlop=prevention": 2,
        "&forlop=ingen&livslop=ingen": 1,
        "&forlop=ingen": 1,
        "&livslop=adults": 1,
        "&livslop=ingen": 2,
    }
    for cut, count in wanted.items():
        rows = opened(client, table, f"{base}{cut}")
        assert rows.context["page"].paginator.count == count, cut
    told = page(client, f"{base}&forlop=prevention&livslop=children")
    assert "forløp: forebygging · livsløp: barn" in told


def done(*but: tuple[str, str]) -> Grid:
    """Something everywhere but in these places."""
    one = Numbers(activities=1)
    every = {(phase, stage): one for phase in CoursePhase.values for stage in LifeStage.values}
    return Grid({place: numbers for place, numbers in every.items() if place not in but})


def test_a_gap_is_named_by_its_course_and_its_age() -> None:
    assert courses.gap_sentence(done()) == "Det er aktivitet i alle rutene."
    two = done(("treatment", "older"), ("prevention", "pregnancy"))
    assert courses.gap_sentence(two) == (
        "Ingen aktivitet i: forebygging i svangerskap og første leveår, behandling for eldre."
    )
    assert courses.gap_sentence(Grid({("", ""): Numbers(activities=3)})) == (
        "Ingen aktivitet har fått plass både i forløpet og i livsløpet."
    )


def test_hours_of_a_linked_row_are_no_gap() -> None:
    grid = Grid({("treatment", "older"): Numbers(hours=Decimal(2))})
    assert ("treatment", "older") not in grid.gaps


def test_the_questions_do_not_grow(
    django_assert_num_queries: Any, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did(centre, adviser, {municipality: None}, hours=1)
    found = [figures.summary(choice()), figures.summary(choice(function="regional"))]
    for stage in LifeStage.values:
        for each in found:
            with django_assert_num_queries(1):
                courses.counted(each)
        did(centre, adviser, {municipality: None}, course_phase="treatment", life_stage=stage)
