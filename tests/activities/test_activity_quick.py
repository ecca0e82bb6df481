"""The form knows the adviser: last time, the tiltak, and what each kind needs."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from assignments.activities import actions
from assignments.activities.models import Activity, ActivityPartner
from assignments.activities.page import page_of
from assignments.activities.presets import Given
from assignments.activities.values import ActivityValues, values_of
from assignments.plans.choices import Attendee
from assignments.plans.models import Assignment
from centres.models import Centre
from korus_portal.accounts.models import Organisation, User
from municipalities.models import Municipality
from tests.activities.conftest import Answers
from tests.factories import AssignmentFactory, OrganisationFactory

URL = "/aktiviteter/ny/"


@pytest.fixture
def signed_in(client: Client, adviser: User) -> Client:
    client.force_login(adviser)
    return client


@pytest.fixture
def said(assignment: Assignment) -> Assignment:
    """A tiltak that says where its activities belong; two life stages say nothing about one."""
    assignment.centre_role, assignment.course_phases = "developer", ["treatment"]
    assignment.life_stages, assignment.receiving_service = ["youth", "adults"], "rus"
    assignment.save()
    return assignment


def sent(client: Client, answers: Answers, **changed: Any) -> Activity:
    response = client.post(URL, {**answers, **changed})
    assert response.status_code == 302, response.context["form"].errors
    return Activity.objects.order_by("pk").last()  # type: ignore[return-value]


def refused(client: Client, answers: Answers, **changed: Any) -> dict[str, list[str]]:
    response = client.post(URL, {**answers, **changed})
    assert not Activity.objects.exists()
    found: dict[str, list[str]] = response.context["form"].errors
    return found


def test_last_time_is_what_the_next_form_starts_with(signed_in: Client, answers: Answers) -> None:
    sent(signed_in, answers, kind="guidance", form="digital", course_phase="follow_up")
    form = signed_in.get(URL).context["form"]
    assert [form[name].value() for name in ("kind", "form", "course_phase")] == [
        "guidance",
        "digital",
        "follow_up",
    ]
    assert form["starts_on"].value() == timezone.localdate()
    assert not form["attendances"].value()


def test_the_tiltak_of_the_link_goes_before_last_time(
    signed_in: Client, answers: Answers, said: Assignment
) -> None:
    sent(signed_in, answers, course_phase="follow_up", life_stage="older")
    form = signed_in.get(f"{URL}?tiltak={said.pk}").context["form"]
    assert form["course_phase"].value() == "treatment"
    assert form["life_stage"].value() == "older"
    assert str(form["assignment"].value()) == str(said.pk)


def test_a_tiltak_chosen_without_javascript_fills_what_nobody_typed(
    signed_in: Client, answers: Answers, said: Assignment
) -> None:
    given = Given(values={"course_phase": "follow_up"}).written()
    chosen = {"assignment": said.pk, "presets": given, "receiving_service": "skolehelse"}
    activity = sent(signed_in, answers, **chosen, course_phase="follow_up")
    assert (activity.course_phase, activity.centre_role) == ("treatment", "developer")
    assert (activity.life_stage, activity.receiving_service) == ("", "skolehelse")


def test_what_was_changed_after_the_tiltak_filled_it_in_stays(
    signed_in: Client, answers: Answers, said: Assignment
) -> None:
    given = Given(by=str(said.pk), values={"course_phase": "treatment"}).written()
    chosen = {"assignment": said.pk, "presets": given, "course_phase": "follow_up"}
    assert sent(signed_in, answers, **chosen).course_phase == "follow_up"


def test_the_same_form_twice_is_one_row_also_with_presets(
    signed_in: Client, answers: Answers, said: Assignment
) -> None:
    given = Given(values={"course_phase": "follow_up"}).written()
    twice = {"assignment": said.pk, "presets": given, "course_phase": "follow_up"}
    token = str(uuid4())
    first = sent(signed_in, answers, **twice, form_token=token)
    assert sent(signed_in, answers, **twice, form_token=token) == first


@pytest.mark.parametrize("given", ["", "[]", "{", '{"by": 1}', '{"by": 1, "values": 3}'])
def test_a_spoilt_preset_is_no_preset(signed_in: Client, answers: Answers, given: str) -> None:
    assert sent(signed_in, answers, presets=given, course_phase="treatment").course_phase


def test_changing_the_tiltak_keeps_what_is_typed(signed_in: Client, said: Assignment) -> None:
    given = Given(values={"course_phase": "follow_up"}).written()
    typed = {"course_phase": "follow_up", "receiving_service": "skolehelse", "presets": given}
    response = signed_in.post("/aktiviteter/ny/forvalg/", {**typed, "assignment": said.pk})
    form = response.context["form"]
    assert form["course_phase"].value() == "treatment"
    assert form["receiving_service"].value() == "skolehelse"
    assert form["main_theme"].value() == said.themes.get().code


def test_a_tiltak_of_strangers_gives_nothing(
    signed_in: Client, centre_elsewhere: Centre, leader_elsewhere: User
) -> None:
    foreign = AssignmentFactory.create(
        centre=centre_elsewhere, created_by=leader_elsewhere, receiving_service="hemmelig"
    )
    response = signed_in.post("/aktiviteter/ny/forvalg/", {"assignment": foreign.pk})
    assert "hemmelig" not in response.content.decode()
    assert "hemmelig" not in signed_in.get(f"{URL}?tiltak={foreign.pk}").content.decode()


def test_a_tiltak_used_lately_stands_first(
    signed_in: Client, answers: Answers, assignment: Assignment, leader: User
) -> None:
    AssignmentFactory.create(centre=assignment.centre, created_by=leader, title="Alfabetisk først")
    sent(signed_in, answers, assignment=assignment.pk)
    groups = signed_in.get(URL).context["form"].fields["assignment"].choices
    assert groups[1] == ("Sist brukt", [(assignment.pk, "Tidlig inn")])
    assert [label for _pk, label in groups[2][1]] == ["Alfabetisk først"]


def test_a_dialogue_meeting_is_confirmed_with_its_result(
    signed_in: Client, answers: Answers, adviser: User
) -> None:
    assert "result" in refused(signed_in, answers, kind="dialogue_meeting")
    draft = sent(signed_in, answers, kind="dialogue_meeting", do="draft")
    with pytest.raises(actions.ResultMissingError):
        actions.confirm_activity(activity=draft, by=adviser)
    signed_in.post(f"{draft.get_absolute_url()}bekreft/")
    draft.refresh_from_db()
    assert draft.status == Activity.Status.DRAFT
    assert sent(signed_in, answers, kind="dialogue_meeting", result="Enige om en plan").is_counting


def test_teaching_has_a_place_a_level_and_credits_and_other_kinds_none(
    signed_in: Client, answers: Answers
) -> None:
    school = {"institution": "UiT", "education": "master", "study_credits": "7,5"}
    taught = sent(signed_in, answers, kind="teaching", **school)
    assert (taught.institution, taught.education) == ("UiT", "master")
    assert taught.study_credits == Decimal("7.5")
    course = sent(signed_in, answers, kind="course", result="Noe", **school)
    assert (course.institution, course.education, course.study_credits) == ("", "", None)
    assert course.result == ""


def test_head_counts_are_numbers_that_fit_in_the_total(signed_in: Client, answers: Answers) -> None:
    too_many = {"role_staff": "20", "role_manager": "5"}
    assert "role_staff" in refused(signed_in, answers, attendances="24", **too_many)
    assert "sector_school" in refused(signed_in, answers, attendances="24", sector_school="25")
    activity = sent(signed_in, answers, attendances="", **too_many, sector_school="24")
    assert activity.attendances == 25
    assert values_of(activity).roles == {Attendee.STAFF: 20, Attendee.MANAGER: 5}


def test_hours_per_adviser_only_where_the_centre_wants_them(
    signed_in: Client, answers: Answers, adviser: User, centre: Centre
) -> None:
    name = f"hours_of_{adviser.pk}"
    off = sent(signed_in, answers, **{name: "2,5"})
    assert not off.adviser_hours.exists()
    Centre.objects.filter(pk=centre.pk).update(has_adviser_hours=True)
    on = sent(signed_in, answers, hours="", **{name: "2,5"})
    assert (on.hours, on.adviser_hours.get().hours) == (Decimal("2.5"), Decimal("2.5"))


def test_hours_per_adviser_never_leave_the_centre(
    confirmed: Activity, adviser: User, leader_elsewhere: User
) -> None:
    confirmed.adviser_hours.create(adviser=adviser, hours=2)
    assert page_of(confirmed, adviser).adviser_hours
    assert page_of(confirmed, leader_elsewhere).adviser_hours == []


def test_partners_are_asked_and_other_receivers_named(
    signed_in: Client, answers: Answers, centre_elsewhere: Centre
) -> None:
    clinic = OrganisationFactory.create(kind=Organisation.Kind.CLINIC)
    named = {"partners": [centre_elsewhere.code], "organisations": [clinic.pk]}
    activity = sent(signed_in, answers, **named)
    assert activity.partners.get().state == ActivityPartner.State.ASKED
    assert activity.organisations.get() == clinic


@pytest.mark.parametrize(
    ("roles", "shown"),
    [
        ({"staff": 9, "service_user": 2}, {"Ansatt": "ikke vist", "Bruker": "færre enn 3"}),
        (
            {"staff": 9, "manager": 4, "next_of_kin": 1},
            {"Ansatt": "9", "Leder": "ikke vist", "Pårørende": "færre enn 3"},
        ),
        ({"service_user": 2, "next_of_kin": 1}, {}),
        ({"staff": 1, "service_user": 3}, {"Ansatt": "1", "Bruker": "3"}),
    ],
)
def test_few_users_are_not_told_and_cannot_be_worked_out(
    confirmed: Activity,
    adviser: User,
    contact_elsewhere: User,
    roles: dict[str, int],
    shown: dict[str, str],
) -> None:
    for key, number in roles.items():
        confirmed.head_counts.create(by="role", key=key, number=number)
    assert dict(page_of(confirmed, contact_elsewhere).roles) == shown
    assert len(page_of(confirmed, adviser).roles) == len(roles)
    assert "færre" not in str(page_of(confirmed, adviser).roles)


def test_the_result_is_read_by_the_named_municipality_and_not_by_others(
    confirmed: Activity, contact: User, contact_elsewhere: User, directorate: User
) -> None:
    confirmed.result = confirmed.evaluation = "Enige"
    assert page_of(confirmed, contact).result == "Enige"
    assert page_of(confirmed, contact).evaluation == ""
    assert page_of(confirmed, contact_elsewhere).result == ""
    assert page_of(confirmed, directorate).result == ""


def test_the_same_again_is_todays_without_what_was_counted(
    signed_in: Client, answers: Answers, municipality: Municipality
) -> None:
    first = sent(signed_in, answers, note="Mitt notat", title="Kurs", starts_on="2025-03-04")
    form = signed_in.get(f"{URL}?som={first.pk}").context["form"]
    assert form["municipalities"].value() == [municipality.code]
    assert (form["kind"].value(), form["hours"].value()) == ("course", "7,5")
    assert form["starts_on"].value() == timezone.localdate()
    assert not any(form[name].value() for name in ("attendances", "note", "version"))
    assert form["form_token"].value() != first.form_token


def test_the_same_again_of_strangers_is_not_found(
    client: Client, leader_elsewhere: User, confirmed: Activity
) -> None:
    client.force_login(leader_elsewhere)
    assert client.get(f"{URL}?som={confirmed.pk}").status_code == 404


def test_rows_that_look_alike_are_told_while_typing(
    signed_in: Client, answers: Answers, values: ActivityValues, confirmed: Activity
) -> None:
    asked = {name: answers[name] for name in ("kind", "starts_on", "municipalities")}
    found = signed_in.get("/aktiviteter/ny/liknende/", asked)
    assert confirmed.title in found.content.decode()
    for spoilt in ({"kind": "x"}, {"starts_on": "2025-02-31"}, {"municipalities": ["\0"]}):
        other = signed_in.get("/aktiviteter/ny/liknende/", {**asked, **spoilt})
        assert confirmed.title not in other.content.decode()
