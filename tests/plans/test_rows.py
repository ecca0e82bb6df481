"""Goals, money and stages of a tiltak: what fits is stored once, what does not is refused."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.plans import actions, rows
from assignments.plans.models import (
    Assignment,
    ClosedYear,
    Funding,
    Goal,
    GoalIndicator,
    ImplementationStep,
    IndicatorResult,
)
from assignments.plans.traced import changes_of
from assignments.plans.years import YearClosedError
from centres.grants.models import GrantLine
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality
from tests.factories import AssignmentFactory
from tests.plans.factories import (
    GrantFactory,
    GrantLineFactory,
    MethodFactory,
    ScaledMethodFactory,
    StepFactory,
)

GOALS, FUNDING = rows.BY_SLUG["mal"], rows.BY_SLUG["finansiering"]
RESULTS, INDICATORS = rows.BY_SLUG["resultater"], rows.BY_SLUG["indikatorer"]


def address(assignment: Assignment, slug: str, row: Any = None) -> str:
    if row is None:
        return reverse("plans:row_new", args=[assignment.pk, slug])
    return reverse("plans:row_edit", args=[assignment.pk, slug, row.pk])


@pytest.fixture
def goal(assignment: Assignment) -> Goal:
    return Goal.objects.create(assignment=assignment, text="Flere får hjelp tidlig.")


@pytest.fixture
def indicator(goal: Goal) -> GoalIndicator:
    return GoalIndicator.objects.create(
        goal=goal, name="Kommuner med metoden", unit="kommuner", target=12, due_year=2027
    )


@pytest.fixture
def line(centre: Centre) -> GrantLine:
    return GrantLineFactory.create(grant=GrantFactory.create(centre=centre))


def close(assignment: Assignment, year: int, by: User) -> None:
    ClosedYear.objects.create(centre=assignment.centre, year=year, closed_by=by)


def test_a_goal_sent_twice_is_one(client: Client, leader: User, assignment: Assignment) -> None:
    client.force_login(leader)
    for _time in range(2):
        client.post(address(assignment, "mal"), {"text": "Flere får hjelp."})
    assert [goal.text for goal in assignment.goals.all()] == ["Flere får hjelp."]


def test_an_identity_number_in_a_goal_is_refused(
    client: Client, leader: User, assignment: Assignment
) -> None:
    client.force_login(leader)
    response = client.post(address(assignment, "mal"), {"text": "Om 01010199988 eller 13097248022"})
    assert "text" in response.context["form"].errors
    assert not assignment.goals.exists()


def test_a_stale_goal_is_refused_with_both_texts(
    client: Client, leader: User, assignment: Assignment, goal: Goal
) -> None:
    client.force_login(leader)
    url = address(assignment, "mal", goal)
    seen = client.get(url).context["form"]["seen"].value()
    client.post(url, {"text": "Den andres tekst", "seen": seen})
    response = client.post(url, {"text": "Min tekst", "seen": seen})
    assert [(one.stored, one.own) for one in response.context["differences"]] == [
        ("Den andres tekst", "Min tekst")
    ]
    goal.refresh_from_db()
    assert goal.text == "Den andres tekst"
    client.post(url, {"text": "Min tekst", "seen": response.context["form"]["seen"].value()})
    goal.refresh_from_db()
    assert goal.text == "Min tekst"


def test_a_row_of_another_tiltak_is_not_found(
    client: Client, leader: User, assignment: Assignment, goal: Goal, centre: Centre
) -> None:
    other = AssignmentFactory.create(centre=centre, created_by=leader)
    client.force_login(leader)
    assert client.get(address(other, "mal", goal)).status_code == 404


def test_an_indicator_cannot_be_moved_below_another_tiltak(
    leader: User, assignment: Assignment, goal: Goal, centre: Centre
) -> None:
    other = AssignmentFactory.create(centre=centre, created_by=leader)
    values = {"goal": goal, "name": "x", "unit": "x", "target": 1, "due_year": 2026}
    with pytest.raises(PermissionDenied):
        actions.add_row(kind=INDICATORS, assignment=other, values=values, by=leader)


def test_a_removed_goal_is_still_told_in_the_history(
    client: Client, leader: User, assignment: Assignment, indicator: GoalIndicator
) -> None:
    client.force_login(leader)
    client.post(reverse("plans:row_remove", args=[assignment.pk, "mal", indicator.goal_id]))
    assert not assignment.goals.exists()
    told = [(change.what, change.who) for change in changes_of(assignment)]
    assert ("Mål: fjernet", str(leader)) in told
    assert ("Indikator for et mål: fjernet", str(leader)) in told


def test_a_result_of_a_closed_year_is_refused_beside_the_year(
    client: Client, leader: User, assignment: Assignment, indicator: GoalIndicator
) -> None:
    close(assignment, 2025, leader)
    client.force_login(leader)
    sent = {"indicator": indicator.pk, "year": "2025", "value": "7,5", "source": "Telling"}
    response = client.post(address(assignment, "resultater"), sent)
    assert "year" in response.context["form"].errors
    assert not IndicatorResult.objects.exists()
    client.post(address(assignment, "resultater"), {**sent, "year": "2026"})
    assert IndicatorResult.objects.get().value == Decimal("7.5")


def test_a_goal_with_a_reported_result_stays(
    leader: User, assignment: Assignment, indicator: GoalIndicator
) -> None:
    IndicatorResult.objects.create(
        indicator=indicator, year=2025, value=3, source="Telling", set_by=leader
    )
    close(assignment, 2025, leader)
    with pytest.raises(YearClosedError):
        actions.remove_row(kind=GOALS, assignment=assignment, row_id=indicator.goal_id, by=leader)
    assert Goal.objects.exists()


def test_shares_over_100_percent_of_a_year_are_refused_beside_the_share(
    client: Client, leader: User, assignment: Assignment, line: GrantLine
) -> None:
    second = GrantLineFactory.create(grant=line.grant)
    later = GrantLineFactory.create(grant=GrantFactory.create(centre=assignment.centre, year=2026))
    client.force_login(leader)
    url = address(assignment, "finansiering")
    client.post(url, {"line": line.pk, "share": "60"})
    response = client.post(url, {"line": second.pk, "share": "40,01"})
    assert "høyst 40" in response.context["form"].errors["share"][0]
    client.post(url, {"line": second.pk, "share": "40"})
    client.post(url, {"line": later.pk, "share": "100"})
    shares = Funding.objects.order_by("pk").values_list("share", flat=True)
    assert list(shares) == [Decimal(60), Decimal(40), Decimal(100)]


def test_another_centres_money_is_no_choice(
    client: Client, leader: User, assignment: Assignment, centre_elsewhere: Centre
) -> None:
    foreign = GrantLineFactory.create(grant=GrantFactory.create(centre=centre_elsewhere))
    client.force_login(leader)
    url = address(assignment, "finansiering")
    response = client.post(url, {"line": foreign.pk, "share": "10"})
    assert "line" in response.context["form"].errors
    with pytest.raises(PermissionDenied):
        actions.add_row(
            kind=FUNDING,
            assignment=assignment,
            values={"line": foreign, "share": Decimal(10)},
            by=leader,
        )


@pytest.mark.parametrize(
    ("who", "is_told"),
    [("leader", True), ("adviser", True), ("directorate", True), ("administrator", False)],
)
def test_money_is_between_the_centre_and_the_directorate(
    client: Client,
    request: pytest.FixtureRequest,
    assignment: Assignment,
    line: GrantLine,
    who: str,
    is_told: bool,
) -> None:
    Funding.objects.create(assignment=assignment, line=line, share=50)
    client.force_login(request.getfixturevalue(who))
    page = client.get(assignment.get_absolute_url()).content.decode()
    assert ("50 prosent" in page) is is_told


def step(place: Municipality, method: Any, **other: str) -> dict[str, Any]:
    return {
        "municipality": place.code,
        "method": method.pk,
        "stage": "initial",
        "day": "2025-05-01",
        **other,
    }


def test_an_adviser_registers_stages_and_the_newest_holds(
    client: Client, adviser: User, assignment: Assignment, municipality: Municipality
) -> None:
    method = ScaledMethodFactory.create(name="FACT")
    client.force_login(adviser)
    url = address(assignment, "implementering")
    client.post(url, step(municipality, method, fidelity="7,5"))
    client.post(url, step(municipality, method, stage="full", day="2025-09-01"))
    page = client.get(reverse("plans:step_list", args=[assignment.pk]))
    shown = [(row.stage, row.fidelity, row.is_current) for row in page.context["rows"]]
    assert shown == [
        ("full implementering", "", True),
        ("første implementering", "7,5 av 10", False),
    ]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"fidelity": "10,5"}, "fidelity"),
        ({"day": str(timezone.localdate() + timedelta(days=2))}, "day"),
        ({"day": "2024-06-01"}, "day"),
        ({"municipality": "9999"}, "municipality"),
        ({"stage": "finished"}, "stage"),
    ],
    ids=["outside the scale", "future", "closed year", "no such place", "no such stage"],
)
def test_a_stage_that_does_not_fit_is_refused(
    client: Client,
    adviser: User,
    assignment: Assignment,
    municipality: Municipality,
    sent: dict[str, str],
    field: str,
) -> None:
    close(assignment, 2024, adviser)
    client.force_login(adviser)
    body = {**step(municipality, ScaledMethodFactory.create()), **sent}
    response = client.post(address(assignment, "implementering"), body)
    assert list(response.context["form"].errors) == [field]
    assert not ImplementationStep.objects.exists()


def test_a_method_without_a_scale_takes_no_fidelity(
    client: Client, adviser: User, assignment: Assignment, municipality: Municipality
) -> None:
    client.force_login(adviser)
    body = step(municipality, MethodFactory.create(), fidelity="3")
    response = client.post(address(assignment, "implementering"), body)
    assert "fidelity" in response.context["form"].errors


def test_another_stage_of_the_same_day_is_refused(
    client: Client, adviser: User, assignment: Assignment, municipality: Municipality
) -> None:
    method = MethodFactory.create()
    client.force_login(adviser)
    url = address(assignment, "implementering")
    client.post(url, step(municipality, method))
    response = client.post(url, step(municipality, method, stage="full"))
    assert "day" in response.context["form"].errors


def test_a_leader_takes_a_text_out_of_a_row_and_its_history(
    client: Client, leader: User, assignment: Assignment, goal: Goal
) -> None:
    goal.text = "Kari Nordmann får hjelp."
    goal.save()
    client.force_login(leader)
    url = reverse("plans:row_redact", args=[assignment.pk, "mal", goal.pk])
    client.post(url, {"texts": ["text"], "reason": "Navn på en person."})
    goal.refresh_from_db()
    assert goal.text == "[sladdet]"
    assert "Kari" not in repr(changes_of(assignment))


def test_methods_are_added_once_with_both_ends_of_their_scale(client: Client, leader: User) -> None:
    client.force_login(leader)
    url = reverse("plans:method_new")
    body = {"name": "FACT", "fidelity_scale": "FACTS", "fidelity_min": "1"}
    assert "fidelity_min" in client.post(url, body).context["form"].errors
    body["fidelity_max"] = "5"
    assert client.post(url, body).status_code == 302
    assert client.post(url, body).status_code == 302
    again = client.post(url, {"name": "fact"})
    assert "name" in again.context["form"].errors


def counted(client: Client, url: str, most: Any) -> None:
    with most:
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("size", [1, 12], ids=["one of each", "a dozen of each"])
def test_the_page_asks_as_often_however_much_is_told(
    client: Client,
    leader: User,
    assignment: Assignment,
    municipality: Municipality,
    line: GrantLine,
    size: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(size):
        goal = Goal.objects.create(assignment=assignment, text=f"Mål {number}")
        one = GoalIndicator.objects.create(
            goal=goal, name="Antall", unit="stk", target=3, due_year=2027
        )
        IndicatorResult.objects.create(
            indicator=one, year=2025, value=number, source="Telling", set_by=leader
        )
        StepFactory.create(assignment=assignment, municipality=municipality, registered_by=leader)
        paid = GrantLineFactory.create(grant=line.grant)
        Funding.objects.create(assignment=assignment, line=paid, share=5)
    client.force_login(leader)
    client.get(assignment.get_absolute_url())
    counted(client, assignment.get_absolute_url(), django_assert_num_queries(31))
    counted(
        client,
        reverse("plans:assignment_history", args=[assignment.pk]),
        django_assert_num_queries(32),
    )
