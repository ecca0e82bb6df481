"""The leader makes a tiltak."""

from datetime import date
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client

from assignments.plans import actions
from assignments.plans.models import Assignment, ClosedYear
from assignments.plans.values import AssignmentValues, values_of
from centres.models import Centre, Initiative, MandateTask
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality, Theme
from tests.factories import (
    CentreFactory,
    CountyFactory,
    MandateTaskFactory,
    MunicipalityFactory,
    ThemeFactory,
    UserFactory,
)
from tests.plans.conftest import Answers, history_of

URL = "/tiltak/ny/"


def errors_of(client: Client, answers: Answers) -> dict[str, list[str]]:
    response = client.post(URL, answers)
    assert response.status_code == 200
    assert not Assignment.objects.exists()
    found: dict[str, list[str]] = response.context["form"].errors
    return found


def test_everything_entered_is_stored(
    client: Client,
    leader: User,
    centre: Centre,
    answers: Answers,
    municipality: Municipality,
    theme: Theme,
) -> None:
    other, third = ThemeFactory.create(code="other"), ThemeFactory.create(code="third")
    initiative = Initiative.objects.create(
        code="ungdata", kind="survey", name_nb="Ungdata", name_nn="Ungdata"
    )
    task = MandateTaskFactory.create()
    client.force_login(leader)
    sent = {
        **answers,
        "other_themes": ["third", "other"],
        "initiative": "ungdata",
        "mandate_task": "C1",
        "ends_on": "2027-12-31",
        "municipalities": ["5601"],
    }
    assert client.post(URL, sent).status_code == 302
    made = Assignment.objects.get()
    assert (made.centre, made.created_by) == (centre, leader)
    assert values_of(made) == AssignmentValues(
        title="Tidlig inn i barnehagen",
        description="Opplæring av ansatte.",
        themes=(theme, other, third),
        initiative=initiative,
        mandate_task=task,
        starts_on=date(2025, 1, 1),
        ends_on=date(2027, 12, 31),
        municipalities=(municipality,),
    )
    assert history_of(made).count() == 1


def test_the_main_theme_is_never_there_twice(
    client: Client, leader: User, answers: Answers, theme: Theme
) -> None:
    client.force_login(leader)
    client.post(URL, {**answers, "other_themes": [theme.code]})
    assert Assignment.objects.get().themes.count() == 1


@pytest.mark.parametrize("missing", ["title", "main_theme", "starts_on"])
def test_what_is_missing_is_named(
    client: Client, leader: User, answers: Answers, missing: str
) -> None:
    client.force_login(leader)
    assert missing in errors_of(client, {**answers, missing: ""})


def test_it_cannot_end_before_it_starts(client: Client, leader: User, answers: Answers) -> None:
    client.force_login(leader)
    assert "ends_on" in errors_of(client, {**answers, "ends_on": "2024-12-31"})


def test_municipalities_that_are_gone_are_refused(
    client: Client, leader: User, answers: Answers
) -> None:
    MunicipalityFactory.create(
        code="2012", name="Alta", valid_from=None, valid_to=date(2019, 12, 31)
    )
    client.force_login(leader)
    assert "2012" in str(errors_of(client, {**answers, "municipalities": ["2012"]}))


def test_an_identity_number_is_stopped(client: Client, leader: User, answers: Answers) -> None:
    client.force_login(leader)
    assert "description" in errors_of(client, {**answers, "description": "15076500565"})


def test_the_same_form_sent_twice_makes_one(client: Client, leader: User, answers: Answers) -> None:
    client.force_login(leader)
    twice = {**answers, "form_token": str(uuid4())}
    first, second = client.post(URL, twice), client.post(URL, twice)
    assert first["Location"] == second["Location"]
    assert Assignment.objects.count() == 1


def test_the_same_form_with_other_content_is_offered_as_a_change(
    client: Client, leader: User, answers: Answers
) -> None:
    client.force_login(leader)
    sent = {**answers, "form_token": str(uuid4())}
    client.post(URL, sent)
    again = client.post(URL, {**sent, "description": "Skrevet videre."})
    first = Assignment.objects.get()
    assert (again.status_code, first.description) == (200, "Opplæring av ansatte.")
    page = again.content.decode()
    assert "Skjemaet er sendt før" in page
    assert f'action="{first.get_absolute_url()}endre/"' in page
    form = again.context["form"]
    assert form["description"].value() == "Skrevet videre."
    data = {**sent, "description": "Skrevet videre.", "version": form["version"].value()}
    client.post(f"{first.get_absolute_url()}endre/", data)
    first.refresh_from_db()
    assert first.description == "Skrevet videre."


def test_no_tiltak_enters_a_year_that_is_reported(
    client: Client, leader: User, centre: Centre, answers: Answers
) -> None:
    ClosedYear.objects.create(centre=centre, year=2025, closed_by=leader)
    client.force_login(leader)
    assert "Årsrapporten for 2025 er sendt inn" in errors_of(client, answers)["starts_on"][0]
    assert not Assignment.objects.exists()
    assert client.post(URL, {**answers, "starts_on": "2026-01-01"}).status_code == 302


def test_advisers_and_others_do_not_make_tiltak(
    client: Client, adviser: User, directorate: User, contact: User, answers: Answers
) -> None:
    for person in (adviser, directorate, contact):
        client.force_login(person)
        assert client.get(URL).status_code == 403
        assert client.post(URL, answers).status_code == 403
    assert not Assignment.objects.exists()


def test_no_leader_makes_them_for_another_centre(
    leader_elsewhere: User, centre: Centre, assignment: Assignment
) -> None:
    with pytest.raises(PermissionDenied):
        actions.create_assignment(centre=centre, values=values_of(assignment), by=leader_elsewhere)


def test_who_leads_two_centres_chooses_one(client: Client, leader: User, answers: Answers) -> None:
    second = CentreFactory.create(code="annet-senter")
    leader.memberships.create(organisation=second.organisation, role="leader")
    client.force_login(leader)
    assert "centre" in errors_of(client, answers)
    client.post(URL, {**answers, "centre": "annet-senter"})
    assert Assignment.objects.get().centre == second


def test_only_tasks_that_concern_the_centre_are_offered(client: Client, leader: User) -> None:
    applies = MandateTask.AppliesTo
    for code, kind in (("N1", applies.NATIONAL), ("R1", applies.REGIONAL), ("K1", applies.KORUS)):
        MandateTaskFactory.create(code=code, applies_to=kind)
    client.force_login(leader)
    offered = client.get(URL).context["form"].fields["mandate_task"].queryset
    assert {task.code for task in offered} == {"R1", "K1"}


def test_a_token_of_somebody_else_is_no_key_to_their_tiltak(
    centre: Centre, leader: User, assignment: Assignment
) -> None:
    other = UserFactory.create(role=(centre.organisation, Role.LEADER))
    values, token = values_of(assignment), uuid4()
    actions.create_assignment(centre=centre, values=values, by=leader, token=token)
    with pytest.raises(IntegrityError):
        actions.create_assignment(centre=centre, values=values, by=other, token=token)


def test_namesakes_and_districts_are_told_apart(client: Client, leader: User) -> None:
    nordland = CountyFactory.create(code="18", name="Nordland")
    more = CountyFactory.create(code="15", name="Møre og Romsdal")
    MunicipalityFactory.create(code="1818", name="Herøy", county=nordland)
    MunicipalityFactory.create(code="1515", name="Herøy", county=more)
    oslo = MunicipalityFactory.create(
        code="0301", name="Oslo", county=CountyFactory.create(code="03", name="Oslo")
    )
    MunicipalityFactory.create(
        code="030105", name="Frogner", kind="district", parent=oslo, county=oslo.county
    )
    client.force_login(leader)
    groups = client.get(URL).context["form"].fields["municipalities"].choices
    labels = {label for _group, options in groups for _code, label in options}
    assert {"Herøy (Nordland)", "Herøy (Møre og Romsdal)", "Frogner (bydel i Oslo)"} <= labels
