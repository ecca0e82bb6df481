"""What a tiltak is in one year's report: new, continued or changed."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from assignments.plans import actions
from assignments.plans.models import Assignment, AssignmentYear, ClosedYear
from assignments.plans.rules import suggest_status
from assignments.plans.values import YearValues
from assignments.plans.years import YearClosedError
from centres.models import Centre
from korus_portal.accounts.models import Role, User
from tests.factories import AssignmentFactory, UserFactory
from tests.plans.conftest import history_of

Status = AssignmentYear.Status
CONTINUED = YearValues(status=Status.CONTINUED, change_text="")


@pytest.fixture
def url(assignment: Assignment) -> str:
    return reverse("plans:assignment_year", args=[assignment.pk, 2025])


def test_the_leader_decides(client: Client, leader: User, assignment: Assignment, url: str) -> None:
    client.force_login(leader)
    assert client.post(url, {"status": "continued", "version": "1"}).status_code == 302
    assert assignment.years.get().status == Status.CONTINUED
    client.post(url, {"status": "changed", "change_text": "Ny målgruppe", "version": "2"})
    stored = assignment.years.get()
    assert (stored.status, stored.change_text) == (Status.CHANGED, "Ny målgruppe")
    assert history_of(stored).count() == 2


def test_a_change_says_what_changed(
    client: Client, leader: User, assignment: Assignment, url: str
) -> None:
    client.force_login(leader)
    response = client.post(url, {"status": "changed", "change_text": " ", "version": "1"})
    assert "change_text" in response.context["form"].errors
    assert not assignment.years.exists()


def test_a_text_without_a_change_is_left_out(
    client: Client, leader: User, assignment: Assignment, url: str
) -> None:
    client.force_login(leader)
    client.post(url, {"status": "new", "change_text": "Rester", "version": "1"})
    assert assignment.years.get().change_text == ""


def test_a_closed_year_does_not_change(
    client: Client, leader: User, assignment: Assignment, url: str
) -> None:
    ClosedYear.objects.create(centre=assignment.centre, year=2025, closed_by=leader)
    client.force_login(leader)
    assert "er lukket" in client.get(url).content.decode()
    response = client.post(url, {"status": "new", "version": "1"})
    assert response.status_code == 200
    with pytest.raises(YearClosedError):
        actions.set_year_status(
            assignment=assignment, year=2025, values=CONTINUED, version=1, by=leader
        )
    assert not assignment.years.exists()


def test_two_leaders_see_each_others_choice(
    client: Client, leader: User, assignment: Assignment, url: str
) -> None:
    second = UserFactory.create(role=(assignment.centre.organisation, Role.LEADER))
    actions.set_year_status(
        assignment=assignment, year=2025, values=CONTINUED, version=1, by=second
    )
    client.force_login(leader)
    response = client.post(url, {"status": "new", "version": "1"})
    assert [(d.stored, d.own) for d in response.context["differences"]] == [("videreført", "nytt")]
    version = response.context["form"]["version"].value()
    client.post(url, {"status": "new", "version": version})
    assert assignment.years.get().status == Status.NEW


@pytest.mark.parametrize("year", [2023, 2031])
def test_years_outside_the_period_do_not_exist(
    client: Client, leader: User, assignment: Assignment, year: int
) -> None:
    client.force_login(leader)
    url = reverse("plans:assignment_year", args=[assignment.pk, year])
    assert client.get(url).status_code == 404


def test_what_was_there_last_year_is_continued(assignment: Assignment) -> None:
    assignment.years.create(year=2024, status=Status.NEW)
    assert suggest_status(assignment, 2025) == Status.CONTINUED


def test_what_was_not_there_last_year_is_new(
    assignment: Assignment, centre: Centre, leader: User
) -> None:
    other = AssignmentFactory.create(centre=centre, created_by=leader)
    other.years.create(year=2024, status=Status.CONTINUED)
    assert suggest_status(assignment, 2025) == Status.NEW


def test_the_first_year_in_the_portal_is_set_by_hand(
    client: Client, leader: User, assignment: Assignment, url: str
) -> None:
    assert suggest_status(assignment, 2025) is None
    client.force_login(leader)
    assert client.get(url).context["form"]["status"].value() is None


def test_what_starts_in_the_first_year_is_new(assignment: Assignment) -> None:
    assignment.starts_on = date(2025, 8, 1)
    assert suggest_status(assignment, 2025) == Status.NEW


def test_the_suggestion_is_chosen_beforehand(
    client: Client, leader: User, assignment: Assignment, url: str
) -> None:
    assignment.years.create(year=2024, status=Status.NEW)
    client.force_login(leader)
    response = client.get(url)
    assert response.context["form"]["status"].value() == Status.CONTINUED
    assert "Forslag etter fjorårets rapport: videreført" in response.content.decode()
