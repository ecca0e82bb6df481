"""The leader changes a tiltak; two leaders never overwrite each other unseen."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assignments.activities.actions import count
from assignments.activities.models import Activity
from assignments.coverage.models import CoverageRow, Fact
from assignments.plans import actions
from assignments.plans.models import Assignment, ClosedYear
from assignments.plans.values import values_of
from centres.models import Centre, Initiative
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality
from tests.factories import ActivityFactory, MunicipalityFactory, UserFactory
from tests.plans.conftest import Answers, history_of


@pytest.fixture
def url(assignment: Assignment) -> str:
    return reverse("plans:assignment_edit", args=[assignment.pk])


@pytest.fixture
def initiative(db: None) -> Initiative:
    return Initiative.objects.create(
        code="ungdata", kind="survey", name_nb="Ungdata", name_nn="Ungdata"
    )


@pytest.fixture
def activity(assignment: Assignment, leader: User, municipality: Municipality) -> Activity:
    made = ActivityFactory.create(
        centre=assignment.centre,
        registered_by=leader,
        assignment=assignment,
        with_municipalities={municipality: None},
    )
    count(made)
    return made


def test_a_change_is_stored_as_a_new_version(
    client: Client, leader: User, assignment: Assignment, url: str, answers: Answers
) -> None:
    client.force_login(leader)
    assert client.get(url).context["form"]["title"].value() == "Tidlig inn"
    client.post(url, {**answers, "version": "1"})
    assignment.refresh_from_db()
    assert (assignment.title, assignment.version) == ("Tidlig inn i barnehagen", 2)
    assert history_of(assignment).count() == 2


def test_a_stale_save_is_refused_with_both_texts_and_nothing_lost(
    client: Client, leader: User, assignment: Assignment, url: str, answers: Answers
) -> None:
    second = UserFactory.create(role=(assignment.centre.organisation, Role.LEADER))
    theirs = Client()
    theirs.force_login(second)
    theirs.post(url, {**answers, "version": "1", "description": "Den andres tekst"})

    client.force_login(leader)
    response = client.post(url, {**answers, "version": "1", "description": "Min tekst"})
    shown = {d.label: (d.stored, d.own) for d in response.context["differences"]}
    assert shown == {"Kort om tiltaket": ("Den andres tekst", "Min tekst")}
    assert response.context["form"]["description"].value() == "Min tekst"
    version = response.context["form"]["version"].value()
    client.post(url, {**answers, "version": version, "description": "Min tekst"})
    assignment.refresh_from_db()
    assert assignment.description == "Min tekst"


def test_a_double_click_saves_once(
    client: Client, leader: User, assignment: Assignment, url: str, answers: Answers
) -> None:
    client.force_login(leader)
    sent = {**answers, "version": "1"}
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assignment.refresh_from_db()
    assert assignment.version == 2


def test_places_that_were_merged_away_may_stay(
    client: Client, leader: User, assignment: Assignment, url: str, answers: Answers
) -> None:
    old = MunicipalityFactory.create(code="2012", name="Alta", valid_to=date(2023, 12, 31))
    assignment.municipalities.add(old)
    client.force_login(leader)
    sent = {**answers, "version": "1", "municipalities": ["2012", "5601"]}
    MunicipalityFactory.create(code="5601", name="Alta")
    assert client.post(url, sent).status_code == 302
    assert assignment.municipalities.count() == 2


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("adviser", 403),
        ("directorate", 403),
        ("administrator", 403),
        ("leader_elsewhere", 404),
        ("contact", 404),
        ("governor", 404),
        ("userorg", 404),
    ],
)
def test_only_the_leader_changes(
    client: Client,
    request: pytest.FixtureRequest,
    assignment: Assignment,
    url: str,
    answers: Answers,
    person: str,
    status: int,
) -> None:
    client.force_login(request.getfixturevalue(person))
    year_url = reverse("plans:assignment_year", args=[assignment.pk, 2025])
    for address in (url, year_url):
        assert client.get(address).status_code == status
        assert client.post(address, {**answers, "version": "1"}).status_code == status
    assignment.refresh_from_db()
    assert assignment.version == 1


def test_the_action_refuses_an_adviser(assignment: Assignment, adviser: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.change_assignment(
            assignment=assignment, values=values_of(assignment), version=1, by=adviser
        )


def test_a_new_initiative_takes_its_activities_along(
    client: Client,
    leader: User,
    url: str,
    answers: Answers,
    activity: Activity,
    initiative: Initiative,
) -> None:
    client.force_login(leader)
    client.post(url, {**answers, "version": "1", "initiative": "ungdata"})
    assert Fact.objects.get(source_id=activity.pk).initiative == initiative
    rows = CoverageRow.objects.filter(slice="initiative", slice_key=initiative.pk)
    assert rows.filter(place__code="5601", activities=1).exists()
    client.post(url, {**answers, "version": "2"})
    assert not rows.filter(activities__gt=0).exists()


def test_a_reported_initiative_stays(
    client: Client,
    leader: User,
    centre: Centre,
    url: str,
    answers: Answers,
    activity: Activity,
    initiative: Initiative,
) -> None:
    ClosedYear.objects.create(centre=centre, year=activity.year, closed_by=leader)
    client.force_login(leader)
    response = client.post(url, {**answers, "version": "1", "initiative": "ungdata"})
    assert "som er rapportert" in str(response.context["form"].errors["initiative"])
    assert Fact.objects.get(source_id=activity.pk).initiative is None
    assert client.post(url, {**answers, "version": "1"}).status_code == 302


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_on": "2024-03-01"}, "starts_on"),
        ({"starts_on": "2025-01-01", "ends_on": "2025-06-30"}, "ends_on"),
    ],
)
def test_a_tiltak_neither_enters_nor_leaves_a_reported_year(
    client: Client,
    leader: User,
    assignment: Assignment,
    url: str,
    answers: Answers,
    changed: dict[str, str],
    field: str,
) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(starts_on=date(2025, 1, 1), ends_on=None)
    year = 2024 if field == "starts_on" else 2026
    ClosedYear.objects.create(centre=assignment.centre, year=year, closed_by=leader)
    client.force_login(leader)
    response = client.post(url, {**answers, **changed, "version": "1"})
    assert f"Årsrapporten for {year} er sendt inn" in response.context["form"].errors[field][0]
    assignment.refresh_from_db()
    assert (assignment.starts_on, assignment.ends_on, assignment.version) == (
        date(2025, 1, 1),
        None,
        1,
    )


def test_a_tiltak_within_a_reported_year_may_get_another_text_and_day(
    client: Client, leader: User, assignment: Assignment, url: str, answers: Answers
) -> None:
    Assignment.objects.filter(pk=assignment.pk).update(starts_on=date(2025, 1, 1), ends_on=None)
    ClosedYear.objects.create(centre=assignment.centre, year=2025, closed_by=leader)
    client.force_login(leader)
    changed = {"starts_on": "2025-02-01", "ends_on": "2026-12-31", "version": "1"}
    assert client.post(url, {**answers, **changed}).status_code == 302
