"""Hours on the sides of the services, counted by hand."""

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from assignments.coverage.models import Fact, WorkRow
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.dashboard import figures, sides
from reporting.dashboard.choice import Choice
from tests.factories import CentreFactory
from tests.reporting.coverage_work import choice, did_for, joined, opened, page

Told = dict[str, tuple[int, int, Decimal]]


def said(chosen: Choice) -> Told:
    return {
        row.side: (row.numbers.activities, row.numbers.with_hours, row.numbers.hours)
        for row in sides.counted(figures.summary(chosen))
        if row.numbers.activities
    }


@pytest.fixture
def work(
    centre: Centre,
    centre_elsewhere: Centre,
    adviser: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    theme: Theme,
) -> dict[str, Any]:
    """10 h for Alta and a health trust; 4 h for a ministry; 5 h for nobody; one without hours.

    KORUS Vest: 2 h for Utsira, a clinic and a county authority.
    """
    here, there = {municipality: None}, {municipality_elsewhere: None}
    did_for(centre, adviser, here, ["health_trust"], hours=10, with_themes=[theme])
    did_for(centre, adviser, {}, ["ministry"], hours=4)
    did_for(centre, adviser, {}, hours=5, kind="research")
    did_for(centre, adviser, here, hours=None)
    kinds = ["clinic", "county_authority"]
    return {"west": did_for(centre_elsewhere, adviser, there, kinds, hours=2)}


@pytest.mark.usefixtures("work")
def test_hours_are_shared_and_an_activity_stands_in_each_of_its_sides(centre: Centre) -> None:
    assert said(choice(kind="", centre=centre)) == {
        "municipal": (2, 1, Decimal("5.00")),
        "specialist": (1, 1, Decimal("5.00")),
        "state": (1, 1, Decimal("4.00")),
        "": (1, 1, Decimal("5.00")),
    }
    # 2 h for three: 0.66 each, and the remainder to the first.
    assert said(choice()) == {
        "municipal": (3, 2, Decimal("5.68")),
        "specialist": (2, 2, Decimal("5.66")),
        "county_authority": (1, 1, Decimal("0.66")),
        "state": (1, 1, Decimal("4.00")),
        "": (1, 1, Decimal("5.00")),
    }


@pytest.mark.usefixtures("work")
@pytest.mark.parametrize("chosen", ["", "&fylke=11", "&funksjon=regional"])
def test_the_rows_behind_a_side_add_up_to_its_hours(
    client: Client, centre: Centre, chosen: str
) -> None:
    text = client.get(f"/dekning/arbeid/?aar=2025&type=korus{chosen}").content.decode()
    told = re.findall(r'href="(/dekning/rader/[^"]*side=\w+)">(\d+)</a> <small', text)
    assert told
    for address, hours in told:
        shown = client.get(unescape(address)).context
        assert shown["sum_hours"] == hours


@pytest.mark.usefixtures("work")
def test_counted_from_the_facts_it_says_the_same_to_the_cent(centre: Centre) -> None:
    # Every regional centre is chosen: no row of work holds a function.
    regional = choice(function="regional")
    WorkRow.objects.update(hours=0, activities=0)
    assert said(regional)["municipal"] == (3, 2, Decimal("5.68"))
    assert sum(hours for *_rest, hours in said(regional).values()) == Decimal(21)
    assert said(choice()) == {}


@pytest.mark.usefixtures("work")
def test_a_place_or_a_theme_takes_its_own_part(theme: Theme, municipality: Municipality) -> None:
    ten = (1, 1, Decimal("5.00"))
    assert said(choice(theme=theme)) == {"municipal": ten, "specialist": ten}
    in_county = said(choice(counties=(municipality.county,)))
    assert in_county == {"municipal": (2, 1, Decimal("5.00")), "specialist": ten}


def test_partners_hours_count_once_more_and_the_activity_does_not(
    work: dict[str, Any], centre: Centre, adviser: User
) -> None:
    joined(work["west"], centre, adviser, Decimal(3))
    for chosen in (choice(), choice(function="regional")):
        # 1/3 of 3 hours is 1.00 in each of the three sides.
        assert said(chosen)["municipal"] == (3, 2, Decimal("6.68"))
        assert said(chosen)["county_authority"] == (1, 1, Decimal("1.66"))
    assert said(choice(kind="", centre=centre))["county_authority"] == (1, 1, Decimal("1.00"))


def test_a_linked_event_gives_several_centres_only_its_hours(
    work: dict[str, Any], centre_elsewhere: Centre
) -> None:
    Fact.objects.filter(source_id=work["west"].pk).update(is_linked=True)
    assert sides.counted_now(choice(function="regional"))["county_authority"].activities == 0
    assert sides.counted_now(choice())["county_authority"].hours == Decimal("0.66")
    own = choice(kind="", centre=centre_elsewhere)
    assert sides.counted_now(own)["county_authority"].activities == 1


@pytest.mark.usefixtures("work")
def test_each_number_opens_exactly_its_activities(client: Client) -> None:
    text = page(client, "/dekning/arbeid/?aar=2025&type=korus")
    assert text.index('id="sider"') < text.index('id="oppgaver"') < text.index('id="forlop"')
    base = "/dekning/rader/?aar=2025&type=korus"
    wanted = {"municipal": 3, "specialist": 2, "county_authority": 1, "state": 1, "ingen": 1}
    for side, count in wanted.items():
        rows = opened(client, text, f"{base}&side={side}")
        assert rows.context["page"].paginator.count == count, side
    # 5.68 of 21 hours.
    assert "27,0 %" in text
    assert "oppgitt for 2 av 3" in text
    told = page(client, f"{base}&side=specialist")
    assert "side: spesialisthelsetjenesten" in told
    assert client.get(f"{base}&side=hele").status_code == 400


@pytest.mark.usefixtures("work")
def test_what_is_counted_from_the_rows_now_is_said(client: Client) -> None:
    said_so = "ingen ferdig sum dekker"
    assert said_so not in page(client, "/dekning/arbeid/?aar=2025&type=korus")
    assert said_so in page(client, "/dekning/arbeid/?aar=2025&type=korus&tema=substance_use")


def test_a_side_without_hours_told_is_not_0(
    client: Client, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did_for(centre, adviser, {municipality: None}, hours=None)
    text = page(client, "/dekning/arbeid/?aar=2025&type=korus")
    table = text[text.index('id="sider"') : text.index('id="oppgaver"')]
    assert 'side=municipal">ikke oppgitt</a> <small' in table
    assert "oppgitt for 0 av 1" in table


def test_the_questions_do_not_grow(
    django_assert_num_queries: Any, centre: Centre, adviser: User, municipality: Municipality
) -> None:
    did_for(centre, adviser, {municipality: None}, hours=1)
    found = [figures.summary(choice()), figures.summary(choice(function="regional"))]
    for _round in range(2):
        for each in found:
            with django_assert_num_queries(1):
                sides.counted(each)
        for _number in range(8):
            did_for(CentreFactory.create(), adviser, {municipality: None}, ["clinic"], hours=1)
