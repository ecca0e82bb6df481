"""The tasks of the mandate by centre, and national against regional level."""

from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.coverage.models import Fact, Structure
from centres.models import Centre, MandateTask
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.dashboard import figures, matrix
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from tests.factories import CentreFactory, MandateTaskFactory
from tests.reporting.coverage_year import did


def choice(**chosen: Any) -> Choice:
    return Choice(2025, Structure.THEN, date(2026, 6, 1), **{"kind": "korus", **chosen})


@pytest.fixture
def tasks(db: None) -> dict[str, MandateTask]:
    """One for all centres, one that regional centres have, one that national centres have."""
    applies = {"C1": "all", "R1": "regional", "N1": "national"}
    return {
        code: MandateTaskFactory.create(code=code, applies_to=which, position=number)
        for number, (code, which) in enumerate(applies.items())
    }


@pytest.fixture
def national(db: None) -> Centre:
    return CentreFactory.create(
        code="napha", short_name="NAPHA", kind="national_centre", function="national"
    )


@pytest.fixture
def work(
    tasks: dict[str, MandateTask],
    centre: Centre,
    centre_elsewhere: Centre,
    national: Centre,
    adviser: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    theme: Theme,
) -> None:
    """KORUS Nord: 6 hours on C1 and 2 on nothing; Vest: 3 on C1; NAPHA: 10 on N1 in both."""
    here, there = {municipality: None}, {municipality_elsewhere: None}
    did(centre, adviser, here, hours=6, mandate_task=tasks["C1"], with_themes=[theme])
    did(centre, adviser, here, hours=2)
    did(centre_elsewhere, adviser, there, hours=3, mandate_task=tasks["C1"])
    did(national, adviser, {**here, **there}, hours=10, mandate_task=tasks["N1"])


def cells(chosen: Choice) -> dict[tuple[str, str], tuple[int, Decimal]]:
    found = matrix.matrix_of(chosen)
    tasks = {task.pk: task.code for task in found.tasks} | {0: "alt"}
    centres = {centre.pk: centre.short_name for centre in found.centres} | {0: "alle"}
    return {
        (tasks[task], centres[centre]): (numbers.activities, numbers.hours)
        for (task, centre), numbers in found.numbers.items()
        if numbers != Numbers()
    }


@pytest.mark.usefixtures("work")
def test_hours_and_activities_by_task_and_centre() -> None:
    north, west = "KORUS Nord", "KORUS Vest Stavanger"
    assert cells(choice()) == {
        ("C1", north): (1, Decimal(6)),
        ("C1", west): (1, Decimal(3)),
        ("C1", "alle"): (2, Decimal(9)),
        # With what belongs to no task.
        ("alt", north): (2, Decimal(8)),
        ("alt", west): (1, Decimal(3)),
        ("alt", "alle"): (3, Decimal(11)),
    }


@pytest.mark.usefixtures("work")
def test_counted_from_the_facts_it_says_the_same(centre: Centre) -> None:
    regional = cells(choice(function="regional"))
    assert regional == cells(choice())
    own = cells(choice(kind="", centre=centre))
    assert own == {key: numbers for key, numbers in regional.items() if key[1] == "KORUS Nord"}


@pytest.mark.usefixtures("work")
def test_a_linked_event_counts_at_its_centre_and_only_by_its_hours_among_all(
    centre_elsewhere: Centre,
) -> None:
    Fact.objects.filter(centre=centre_elsewhere).update(is_linked=True)
    found = cells(choice(function="regional"))
    assert found["C1", "KORUS Vest Stavanger"] == (1, Decimal(3))
    assert found["C1", "alle"] == (1, Decimal(9))


@pytest.mark.usefixtures("work")
def test_a_theme_or_a_county_narrows_it(theme: Theme, municipality: Municipality) -> None:
    themed = cells(choice(theme=theme))
    assert {key: numbers for key, numbers in themed.items() if key[1] != "alle"} == {
        ("C1", "KORUS Nord"): (1, Decimal(6)),
        ("alt", "KORUS Nord"): (1, Decimal(6)),
    }
    in_county = cells(choice(kind="", counties=(municipality.county,)))
    assert in_county["N1", "NAPHA"] == (1, Decimal(5))


@pytest.mark.usefixtures("work")
def test_a_task_of_their_mandate_without_work_is_a_gap_that_shows(centre: Centre) -> None:
    assert [task.code for task in matrix.matrix_of(choice()).tasks] == ["C1", "R1"]
    every = matrix.matrix_of(choice(kind=""))
    assert [task.code for task in every.tasks] == ["C1", "R1", "N1"]
    assert [each.short_name for each in every.centres][-1] == "NAPHA"


@pytest.mark.usefixtures("work")
def test_national_against_regional_level(
    municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    both = {municipality.pk, municipality_elsewhere.pk}
    found = matrix.by_function(choice(kind=""), both)
    said = {name: (each.hours, each.with_hours, each.used) for name, each in found.items()}
    assert said == {
        "regional": (Decimal(11), 3, both),
        "national": (Decimal(10), 1, both),
    }
    one = matrix.by_function(choice(kind="", counties=(municipality.county,)), {municipality.pk})
    assert (one["national"].hours, one["national"].used) == (Decimal(5), {municipality.pk})
    # By the facts, as where a size or several counties are chosen.
    every = matrix.by_function(choice(kind="", centrality=(1, 2, 3, 4, 5, 6)), both)
    Municipality.objects.update(centrality_class=3)
    counted = matrix.by_function(choice(kind="", centrality=(3,)), both)
    assert (every, counted) == ({}, found)


@pytest.mark.usefixtures("work")
def test_every_number_opens_exactly_its_rows(client: Client) -> None:
    text = page(client, "/dekning/arbeid/?aar=2025&type=korus")
    base = "/dekning/rader/?aar=2025"
    for address, count in {
        f"{base}&senter=korus-nord&oppgave=C1": 1,
        f"{base}&senter=korus-nord": 2,
        f"{base}&type=korus&oppgave=C1": 2,
        f"{base}&funksjon=national": 1,
        f"{base}&funksjon=regional": 3,
    }.items():
        assert f'href="{address}"' in text, address
        rows: Any = client.get(address)
        assert rows.context["page"].paginator.count == count, address
    reached: Any = client.get("/dekning/kommuner/?aar=2025&funksjon=national&niva=brukt")
    assert reached.context["count"] == 2


@pytest.mark.usefixtures("work")
def test_a_national_function_has_numbers_but_no_share(client: Client) -> None:
    found = figures.coverage(choice(kind="", function="national"))
    assert (found.reach.used, found.reach.share) == (2, None)
    assert (found.total.activities, found.total.hours) == (1, Decimal(10))
    text = page(client, "/dekning/arbeid/?aar=2025&funksjon=national")
    assert "ingen andel" in text
    assert "sentrenes funksjon: nasjonal" in text


def test_the_questions_do_not_grow_with_centres_or_tasks(
    centre: Centre, adviser: User, municipality: Municipality
) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            matrix.shown(found, found)
        return len(asked)

    did(centre, adviser, {municipality: None}, mandate_task=MandateTaskFactory.create())
    found = figures.coverage(choice(kind=""))
    few = questions()
    for _number in range(12):
        did(
            CentreFactory.create(),
            adviser,
            {municipality: None},
            mandate_task=MandateTaskFactory.create(),
        )
    assert len(matrix.matrix_of(choice(kind="")).centres) == 13
    assert questions() == few <= 6


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(" ".join(response.content.decode().split()))
