"""An adviser registers what was done, in under a minute."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.activities import actions
from assignments.activities.models import Activity
from assignments.activities.values import ActivityValues
from assignments.coverage.models import CoverageRow, Fact, Level
from assignments.plans.models import Assignment, ClosedYear
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, MunicipalityChange, Theme
from tests.activities.conftest import Answers, history_of
from tests.factories import (
    ActivityFactory,
    AssignmentFactory,
    CentreFactory,
    MunicipalityFactory,
    ThemeFactory,
)

URL = "/aktiviteter/ny/"
Send = Callable[..., Activity]


def messages_of(response: object) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))  # type: ignore[attr-defined]


@pytest.fixture
def send(client: Client, adviser: User, answers: Answers) -> Send:
    """Send the form with some answers changed, and return the row it made."""
    client.force_login(adviser)

    def sent(**changed: object) -> Activity:
        response = client.post(URL, {**answers, **changed})
        assert response.status_code == 302, response.context["form"].errors
        return Activity.objects.get()

    return sent


def errors_of(client: Client, answers: Answers, **changed: object) -> dict[str, list[str]]:
    """Send what is to be refused; nothing may be stored."""
    response = client.post(URL, {**answers, **changed})
    assert response.status_code == 200
    assert not Activity.objects.exists()
    found: dict[str, list[str]] = response.context["form"].errors
    return found


def test_the_form_opens_with_today_and_a_token(client: Client, adviser: User) -> None:
    client.force_login(adviser)
    form = client.get(URL).context["form"]
    assert form["starts_on"].value() == timezone.localdate()
    assert form["form_token"].value() is not None
    assert "centre" not in form.fields


def test_a_confirmed_activity_counts_at_once(
    send: Send, municipality: Municipality, centre: Centre, adviser: User
) -> None:
    activity = send()
    assert activity.is_counting
    assert (activity.centre, activity.registered_by, activity.confirmed_by) == (
        centre,
        adviser,
        adviser,
    )
    fact = Fact.objects.get(source_id=activity.pk)
    assert (fact.place_then, fact.level, fact.hours, fact.attendances) == (
        municipality,
        Level.USED,
        Decimal("7.5"),
        24,
    )
    row = CoverageRow.objects.get(place=municipality, centre=centre, slice="none", structure="then")
    assert (row.level, row.activities) == (Level.USED, 1)


def test_a_draft_counts_for_nothing(send: Send) -> None:
    activity = send(do="draft")
    assert activity.status == Activity.Status.DRAFT
    assert not Fact.objects.exists()


@pytest.mark.parametrize("written", ["1,5", "1.5", " 1,50 "])
def test_hours_take_a_comma_or_a_point(send: Send, written: str) -> None:
    assert send(hours=written).hours == Decimal("1.5")


def test_empty_hours_and_attendances_are_unknown(send: Send) -> None:
    activity = send(hours="", attendances="")
    assert (activity.hours, activity.attendances) == (None, None)


def test_negative_hours_are_refused(client: Client, adviser: User, answers: Answers) -> None:
    client.force_login(adviser)
    assert "hours" in errors_of(client, answers, hours="-1")


def test_the_tiltak_gives_theme_task_and_title(
    send: Send, assignment: Assignment, theme: Theme
) -> None:
    activity = send(assignment=assignment.pk)
    assert activity.mandate_task == assignment.mandate_task
    assert [row.theme for row in activity.activity_themes.all()] == [theme]
    assert activity.title == "Kurs: Tidlig inn"


def test_what_is_chosen_wins_over_the_tiltak(send: Send, assignment: Assignment) -> None:
    other, third = ThemeFactory.create(code="other"), ThemeFactory.create(code="third")
    activity = send(
        assignment=assignment.pk, main_theme="other", other_themes=["third"], title="Fagkveld"
    )
    assert [row.theme for row in activity.activity_themes.all()] == [other, third]
    assert activity.title == "Fagkveld"


def test_without_a_tiltak_the_title_names_the_places(send: Send) -> None:
    for code, name in (("5602", "Hammerfest"), ("5603", "Vadsø"), ("5604", "Vardø")):
        MunicipalityFactory.create(code=code, name=name)
    activity = send(municipalities=["5601", "5602", "5603", "5604"])
    assert activity.title == "Kurs: Alta, Hammerfest og 2 til"


def test_attendances_per_municipality_are_stored_and_summed(send: Send) -> None:
    MunicipalityFactory.create(code="5602", name="Hammerfest")
    text = "Alta = 12\n5602=3"
    activity = send(municipalities=["5601", "5602"], attendances="", attendances_by_place=text)
    rows = activity.activity_municipalities.values_list("municipality__code", "attendances")
    assert dict(rows) == {"5601": 12, "5602": 3}
    assert activity.attendances == 15


def test_more_per_municipality_than_in_all_is_refused(
    client: Client, adviser: User, answers: Answers
) -> None:
    client.force_login(adviser)
    errors = errors_of(client, answers, attendances="10", attendances_by_place="Alta = 12")
    assert "attendances_by_place" in errors


def test_a_place_that_was_not_chosen_cannot_have_attendances(
    client: Client, adviser: User, answers: Answers
) -> None:
    client.force_login(adviser)
    errors = errors_of(client, answers, attendances_by_place="Utsira = 2")
    assert "Utsira = 2" in str(errors["attendances_by_place"])


def test_nothing_is_confirmed_before_its_first_day(
    client: Client, adviser: User, answers: Answers, send: Send
) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "starts_on" in errors_of(client, answers, starts_on=tomorrow)
    assert send(starts_on=tomorrow, do="draft").status == Activity.Status.DRAFT


def test_a_municipality_that_did_not_exist_is_named_with_its_code_then(
    client: Client, adviser: User, answers: Answers, municipality: Municipality
) -> None:
    old = MunicipalityFactory.create(
        code="2012", name="Alta", valid_from=None, valid_to=date(2023, 12, 31)
    )
    MunicipalityChange.objects.create(
        date=date(2024, 1, 1),
        change_type=MunicipalityChange.Type.RENUMBER,
        old=old,
        old_name="Alta",
        new=municipality,
        new_name="Alta",
        source="prøve",
    )
    client.force_login(adviser)
    errors = errors_of(client, answers, starts_on="2022-05-04")
    assert "Alta (5601) fantes ikke 4. mai 2022. Da gjaldt Alta (2012)." in str(
        errors["municipalities"]
    )


def test_a_made_up_municipality_is_refused(client: Client, adviser: User, answers: Answers) -> None:
    client.force_login(adviser)
    assert "9999" in str(errors_of(client, answers, municipalities=["9999"])["municipalities"])


def test_a_closed_year_is_refused_in_words(
    client: Client, adviser: User, leader: User, centre: Centre, answers: Answers
) -> None:
    ClosedYear.objects.create(centre=centre, year=2025, closed_by=leader)
    client.force_login(adviser)
    errors = errors_of(client, answers, starts_on="2025-02-03")
    assert "Året 2025 er lukket" in str(errors["starts_on"])


def test_outside_the_catchment_is_a_notice_not_an_error(
    client: Client, adviser: User, answers: Answers, municipality_elsewhere: Municipality
) -> None:
    client.force_login(adviser)
    response = client.post(URL, {**answers, "municipalities": ["1151", "5601"]})
    assert "Utenfor ansvarsområdet: Utsira." in messages_of(response)


def test_inside_the_catchment_there_is_no_notice(
    client: Client, adviser: User, answers: Answers
) -> None:
    client.force_login(adviser)
    assert "Utenfor" not in messages_of(client.post(URL, answers))


def test_a_digital_event_without_numbers_says_that_it_gives_no_use(
    client: Client, adviser: User, answers: Answers
) -> None:
    MunicipalityFactory.create(code="5602", name="Hammerfest")
    client.force_login(adviser)
    sent = {**answers, "form": "digital", "municipalities": ["5601", "5602"]}
    assert "bare for kommuner der noen deltok" in messages_of(client.post(URL, sent))


def test_the_same_form_sent_twice_makes_one_row(
    client: Client, adviser: User, answers: Answers
) -> None:
    client.force_login(adviser)
    twice = {**answers, "form_token": str(uuid4())}
    first, second = client.post(URL, twice), client.post(URL, twice)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]
    assert Activity.objects.count() == 1


def test_going_back_to_confirm_a_draft_confirms_it(
    client: Client, adviser: User, answers: Answers
) -> None:
    client.force_login(adviser)
    token = str(uuid4())
    client.post(URL, {**answers, "form_token": token, "do": "draft"})
    client.post(URL, {**answers, "form_token": token, "do": "confirm"})
    assert Activity.objects.get().is_counting


def test_going_back_to_write_something_else_loses_nothing(
    client: Client, adviser: User, answers: Answers
) -> None:
    client.force_login(adviser)
    token = str(uuid4())
    client.post(URL, {**answers, "form_token": token, "title": "Første"})
    response = client.post(URL, {**answers, "form_token": token, "title": "Andre"})
    assert [(d.stored, d.own) for d in response.context["differences"]] == [("Første", "Andre")]
    assert response.context["form"]["title"].value() == "Andre"
    again = {**answers, "title": "Andre", "version": response.context["form"]["version"].value()}
    activity = Activity.objects.get()
    client.post(reverse("activities:activity_edit", args=[activity.pk]), again)
    activity.refresh_from_db()
    assert activity.title == "Andre"


def test_a_note_with_an_identity_number_is_stopped(
    client: Client, adviser: User, answers: Answers
) -> None:
    client.force_login(adviser)
    assert "note" in errors_of(client, answers, note="Ring 15076500565 om dette")


def test_the_tiltak_on_offer_are_the_centres_own_running_ones(
    client: Client, adviser: User, assignment: Assignment, centre_elsewhere: Centre
) -> None:
    AssignmentFactory.create(centre=centre_elsewhere, created_by=adviser, title="Andres")
    AssignmentFactory.create(
        centre=assignment.centre, created_by=adviser, title="Over", ends_on=date(2024, 6, 1)
    )
    client.force_login(adviser)
    form = client.get(URL).context["form"]
    assert [str(row) for row in form.fields["assignment"].queryset] == ["Tidlig inn"]


def test_a_tiltak_of_another_centre_is_refused(
    client: Client, adviser: User, answers: Answers, centre_elsewhere: Centre
) -> None:
    foreign = AssignmentFactory.create(centre=centre_elsewhere, created_by=adviser)
    client.force_login(adviser)
    assert "assignment" in errors_of(client, answers, assignment=foreign.pk)


def test_usual_places_stand_first(
    client: Client, adviser: User, centre: Centre, municipality: Municipality
) -> None:
    MunicipalityFactory.create(code="5602", name="Hammerfest")
    ActivityFactory.create(
        centre=centre, registered_by=adviser, with_municipalities={municipality: None}
    )
    client.force_login(adviser)
    groups = client.get(URL).context["form"].fields["municipalities"].choices
    assert groups[0] == ("Sist brukt", [("5601", "Alta")])
    assert ("5601", "Alta") not in groups[1][1]


def test_who_works_at_two_centres_chooses_one(
    client: Client, adviser: User, centre: Centre, answers: Answers
) -> None:
    second = CentreFactory.create(code="annet-senter")
    adviser.memberships.create(organisation=second.organisation, role="adviser")
    client.force_login(adviser)
    assert client.post(URL, answers).context["form"].errors["centre"]
    client.post(URL, {**answers, "centre": "annet-senter"})
    assert Activity.objects.get().centre == second


def test_a_district_gives_its_city_the_level(send: Send, adviser: User, centre: Centre) -> None:
    oslo = MunicipalityFactory.create(code="0301", name="Oslo")
    MunicipalityFactory.create(
        code="030105", name="Frogner", kind="district", parent=oslo, county=oslo.county
    )
    activity = send(municipalities=["030105"])
    fact = Fact.objects.get(source_id=activity.pk)
    assert (fact.place_then, fact.district is not None) == (oslo, True)


def test_every_change_is_kept_in_the_history(send: Send) -> None:
    assert history_of(send()).count() == 1


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("starts_on", {"starts_on": "1925-03-01"}),
        ("starts_on", {"starts_on": "2025-02-31"}),
        ("ends_on", {"starts_on": "2025-03-02", "ends_on": "2025-03-01"}),
        ("kind", {"kind": ""}),
        ("kind", {"kind": "party"}),
        ("attendances", {"attendances": "-1"}),
        ("title", {"title": "Samtale med 15076500565"}),
    ],
)
def test_what_cannot_be_right_is_refused(
    client: Client, adviser: User, answers: Answers, field: str, changed: dict[str, str]
) -> None:
    client.force_login(adviser)
    assert field in errors_of(client, answers, **changed)


def test_a_tiltak_of_ones_other_centre_is_refused(
    client: Client, adviser: User, answers: Answers, assignment: Assignment
) -> None:
    second = CentreFactory.create(code="annet-senter")
    adviser.memberships.create(organisation=second.organisation, role="adviser")
    client.force_login(adviser)
    changed = {"centre": "annet-senter", "assignment": assignment.pk}
    assert "assignment" in errors_of(client, answers, **changed)


def test_research_has_no_places_and_no_notice(
    client: Client, adviser: User, answers: Answers
) -> None:
    client.force_login(adviser)
    response = client.post(URL, {**answers, "kind": "research", "municipalities": []})
    assert "brukt" not in messages_of(response)
    assert Activity.objects.get().title == "Forskning"


def test_a_course_without_places_says_that_it_gives_no_use(
    client: Client, adviser: User, answers: Answers
) -> None:
    client.force_login(adviser)
    response = client.post(URL, {**answers, "municipalities": []})
    assert "har ingen kommuner" in messages_of(response)


def test_nobody_logs_for_another_centre(
    centre_elsewhere: Centre, adviser: User, values: ActivityValues
) -> None:
    with pytest.raises(PermissionDenied):
        actions.log_activity(centre=centre_elsewhere, values=values, by=adviser)


def test_a_token_of_somebody_else_is_no_key_to_their_row(
    centre: Centre, adviser: User, leader: User, values: ActivityValues
) -> None:
    token = uuid4()
    actions.log_activity(centre=centre, values=values, by=adviser, token=token)
    with pytest.raises(IntegrityError):
        actions.log_activity(centre=centre, values=values, by=leader, token=token)


def test_only_people_at_centres_export(contact: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.record_export(by=contact, rows=0, query="")
