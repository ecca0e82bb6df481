"""The list of tiltak, narrowed by what is said of them; and everything the form takes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assignments.plans.models import Assignment, AssignmentPartner, AssignmentYear, Funding
from centres.models import Centre, MandateTask
from korus_portal.accounts.models import User
from municipalities.models import Theme
from tests.factories import AssignmentFactory
from tests.plans.conftest import Answers
from tests.plans.factories import GrantFactory, GrantLineFactory

LIST = reverse("plans:assignment_list")


def titles(client: Client, **asked: str) -> list[str]:
    return sorted(row.title for row in client.get(LIST, {"year": "", **asked}).context["rows"])


@pytest.fixture
def several(
    centre: Centre, leader: User, leader_elsewhere: User, centre_elsewhere: Centre, theme: Theme
) -> None:
    """One that tells all, one that tells nothing, one of another centre that we are in."""
    full = AssignmentFactory.create(
        centre=centre,
        created_by=leader,
        title="Fullt",
        with_themes=[theme],
        course_phases=["prevention"],
        life_stages=["youth"],
    )
    AssignmentYear.objects.create(assignment=full, year=2025, status="new")
    line = GrantLineFactory.create(grant=GrantFactory.create(centre=centre))
    Funding.objects.create(assignment=full, line=line, share=50)
    AssignmentFactory.create(centre=centre, created_by=leader, title="Tomt")
    shared = AssignmentFactory.create(
        centre=centre_elsewhere, created_by=leader_elsewhere, title="Delt"
    )
    AssignmentYear.objects.create(assignment=shared, year=2025, status="new")
    AssignmentPartner.objects.create(
        assignment=shared,
        centre=centre,
        state="accepted",
        asked_by=leader_elsewhere,
        answered_by=leader,
        answered_at=leader.date_joined,
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Delt", "Fullt", "Tomt"]),
        ({"phase": "prevention"}, ["Fullt"]),
        ({"stage": "youth"}, ["Fullt"]),
        ({"theme": "substance_use"}, ["Fullt"]),
        ({"status": "new"}, ["Fullt"]),
        ({"status": "new", "year": "2025"}, ["Fullt"]),
        ({"status": "changed"}, []),
        ({"part": "lead"}, ["Fullt", "Tomt"]),
        ({"part": "partner"}, ["Delt"]),
        ({"funded": "yes"}, ["Fullt"]),
        ({"funded": "no"}, ["Tomt"]),
        ({"deleted": "only"}, []),
    ],
    ids=str,
)
@pytest.mark.usefixtures("several")
def test_each_filter_narrows_the_list(
    client: Client, leader: User, asked: dict[str, str], found: list[str]
) -> None:
    client.force_login(leader)
    assert titles(client, **asked) == found


@pytest.mark.usefixtures("several")
def test_advisers_are_not_offered_what_is_deleted(client: Client, adviser: User) -> None:
    Assignment.objects.filter(title="Tomt").update(
        deleted_at=adviser.date_joined, deleted_by=adviser, deleted_reason="Feil."
    )
    client.force_login(adviser)
    assert titles(client, deleted="only") == ["Delt", "Fullt"]


@pytest.mark.parametrize("size", [2, 30], ids=["few", "many"])
@pytest.mark.usefixtures("several")
def test_a_long_filtered_list_asks_no_more_often(
    client: Client, leader: User, centre: Centre, size: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(size):
        AssignmentFactory.create(
            centre=centre, created_by=leader, title=f"T{number}", course_phases=["treatment"]
        )
    client.force_login(leader)
    client.get(LIST)
    with django_assert_max_num_queries(23):
        assert len(titles(client, phase="treatment")) == size


def test_the_form_takes_everything_that_is_said(
    client: Client, leader: User, assignment: Assignment, answers: Answers
) -> None:
    tasks = [
        MandateTask.objects.create(code=code, name_nb=code, name_nn=code, applies_to="all")
        for code in ("X1", "X2")
    ]
    client.force_login(leader)
    url = reverse("plans:assignment_edit", args=[assignment.pk])
    further = {
        "quality_aim": "Flere får hjelp tidlig.",
        "centre_role": "developer",
        "course_phases": ["prevention", "follow_up"],
        "life_stages": ["youth"],
        "receiving_service": "Rus og psykisk helse",
        "mandate_task": "X1",
        "other_tasks": ["X1", "X2"],
    }
    client.post(url, {**answers, **further, "version": "1"})
    assignment.refresh_from_db()
    assert assignment.course_phases == ["prevention", "follow_up"]
    assert list(assignment.other_tasks.all()) == [tasks[1]]
    page = client.get(assignment.get_absolute_url()).content.decode()
    for text in ("Flere får hjelp tidlig.", "utviklingsaktør", "forebygging, oppfølging"):
        assert text in page
    form = client.get(url).context["form"]
    assert form["life_stages"].value() == ["youth"]
    history = client.get(reverse("plans:assignment_history", args=[assignment.pk]))
    assert "Senterets rolle" in history.content.decode()
