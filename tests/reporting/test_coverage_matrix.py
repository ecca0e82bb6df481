"""The tasks of the mandate by centre, and national against regional level."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.activities.models import Activity
from assignments.coverage.models import Fact, Structure
from centres.models import Centre, MandateTask
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from reporting.dashboard import figures, matrix
from reporting.dashboard.choice import Choice
from reporting.dashboard.counting import Numbers
from tests.factories import CentreFactory, MandateTaskFactory, ThemeFactory
from tests.reporting.coverage_work import joined, page
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


@pytest.fixture
def joint(
    work: None, centre: Centre, centre_elsewhere: Centre, national: Centre, adviser: User
) -> Activity:
    """KORUS Nord's 4 hours, with KORUS Vest (2 hours) and NAPHA (no hours told)."""
    made = did(centre, adviser, hours=4)
    joined(made, centre_elsewhere, adviser, 2)
    joined(made, national, adviser)
    return made


@pytest.mark.usefixtures("joint")
@pytest.mark.parametrize("chosen", [{}, {"centrality": (3,)}], ids=["kept", "counted"])
def test_what_centres_did_together_is_one_in_their_function(
    chosen: dict[str, Any], municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    if chosen:
        # Of a place: the joint work names none, so that all of it is given one.
        Fact.objects.filter(place_then=None).update(
            place_then=municipality, place_today=municipality
        )
        Municipality.objects.update(centrality_class=3)
    found = matrix.by_function(choice(kind="", **chosen), set())
    said = {name: (each.activities, each.with_hours, each.hours) for name, each in found.items()}
    # Three of one's own and the joint one: 11 + 4 + 2 hours.
    assert said == {"regional": (4, 4, Decimal(17)), "national": (2, 1, Decimal(10))}


@pytest.mark.usefixtures("work")
def test_a_linked_event_is_no_second_one_in_its_function(
    centre: Centre, centre_elsewhere: Centre, adviser: User
) -> None:
    first = did(centre, adviser, hours=1)
    did(centre_elsewhere, adviser, hours=2, same_event_as=first)
    regional = matrix.by_function(choice(kind=""), set())["regional"]
    assert (regional.activities, regional.with_hours, regional.hours) == (4, 4, Decimal(14))


@pytest.mark.usefixtures("work")
def test_a_centre_without_any_activity_has_no_data_and_a_gap_is_0(client: Client) -> None:
    CentreFactory.create(code="korus-stille", short_name="KORUS Stille")
    for narrowed in ("", "&funksjon=regional", "&oppgave=R1"):
        text = page(client, f"/dekning/arbeid/?aar=2025&type=korus{narrowed}")
        table = text[text.index('id="oppgaver"') : text.index('id="forlop"')]
        assert ">KORUS Stille</th>" in table
        # R1: nobody. The third centre has nothing at all.
        row = table[table.index(">R1 ") :]
        row = row[: row.index("</tr>")]
        assert row.count('<td class="number">0</td>') == 3, narrowed
        assert row.count('<td class="number">ingen data</td>') == 1, narrowed


@pytest.mark.usefixtures("work")
def test_a_function_without_any_activity_has_no_data(client: Client) -> None:
    text = page(client, "/dekning/arbeid/?aar=2025&type=korus")
    table = text[text.index('id="nivaer"') :]
    row = table[table.index(">Nasjonal og regional</th>") :]
    assert row[: row.index("</tr>")].count("ingen data") == 3


@pytest.mark.usefixtures("work")
def test_hours_of_a_second_theme_stand_with_the_first_and_are_not_untold(
    client: Client,
    centre: Centre,
    adviser: User,
    municipality: Municipality,
    theme: Theme,
    tasks: dict[str, MandateTask],
) -> None:
    second = ThemeFactory.create(code="gambling", name_nb="Spill")
    here = {municipality: None}
    did(centre, adviser, here, hours=6, mandate_task=tasks["C1"], with_themes=[theme, second])
    text = page(client, "/dekning/arbeid/?aar=2025&type=korus&tema=gambling")
    table = text[text.index('id="oppgaver"') : text.index("</table>", text.index('id="oppgaver"'))]
    cell = 'oppgave=C1">–</a> <small class="cell-note">1 aktivitet</small>'
    assert cell in table
    assert "ikke oppgitt" not in table
    assert "timene står på et annet tema" in text
    whole = page(client, "/dekning/arbeid/?aar=2025&type=korus")
    assert "timene står på et annet tema" not in whole


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
    assert questions() == few <= 8
