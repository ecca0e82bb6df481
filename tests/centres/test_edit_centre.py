"""The leader tells about the centre; nobody else does."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from centres.actions import mark_fields_entered, save_centre_by_hand, update_centre
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event

FACTS = {
    "website": "korus.no",
    "email": "nord@korus.example",
    "phone": "76 96 00 00",
    "host_organisation": "UNN HF",
    "owner": "Helse Nord RHF",
    "commissioner": "Helsedirektoratet",
    "financing_form": "grant",
    "answer_days": "5",
    "interim_months": "2",
    "hand_over_days": "7",
    "reminder_days": "3",
}


@pytest.fixture
def doubted(centre: Centre) -> Centre:
    centre.website = "korus.no"
    centre.unverified = ["email", "owner", "website"]
    centre.save()
    return centre


def path(centre: Centre) -> str:
    return reverse("centres:centre_edit", args=[centre.code])


def post(client: Client, centre: Centre, **changes: str) -> object:
    return client.post(path(centre), FACTS | changes)


def test_the_leader_enters_facts(client: Client, leader: User, doubted: Centre) -> None:
    client.force_login(leader)
    response = client.post(path(doubted), FACTS)
    assert (response.status_code, response["Location"]) == (302, doubted.get_absolute_url())
    doubted.refresh_from_db()
    assert (doubted.owner, doubted.answer_days) == ("Helse Nord RHF", 5)
    assert set(doubted.entered) == set(FACTS) - {"website"}
    assert doubted.unverified == ["website"]


def test_the_leader_sets_the_clock_of_new_requests(
    client: Client, leader: User, centre: Centre
) -> None:
    client.force_login(leader)
    post(client, centre)
    centre.refresh_from_db()
    clock = (centre.answer_days, centre.interim_months, centre.hand_over_days, centre.reminder_days)
    assert clock == (5, 2, 7, 3)


def test_copies_go_to_the_address_that_the_leader_enters(
    client: Client, leader: User, centre: Centre
) -> None:
    client.force_login(leader)
    post(client, centre, archive_address="post@korus.example")
    post(client, centre, archive_address="post@korus.example")
    centre.organisation.refresh_from_db()
    assert centre.organisation.archive_address == "post@korus.example"
    event = Event.objects.get(kind="centres.archive_address_set")
    assert event.details == {"archive_address": ["", "post@korus.example"]}
    assert 'value="post@korus.example"' in client.get(path(centre)).content.decode()


def test_hours_for_each_adviser_are_off_until_the_leader_turns_them_on(
    client: Client, leader: User, doubted: Centre
) -> None:
    client.force_login(leader)
    for sent, is_on in (({}, False), ({"has_adviser_hours": "on"}, True), ({}, False)):
        post(client, doubted, **sent)
        doubted.refresh_from_db()
        assert doubted.has_adviser_hours is is_on
    assert Event.objects.filter(kind="centres.adviser_hours_set").count() == 2


def test_it_is_recorded_once(client: Client, leader: User, doubted: Centre) -> None:
    client.force_login(leader)
    post(client, doubted)
    post(client, doubted)
    event = Event.objects.get(kind="centres.centre_updated")
    assert event.by_id == leader.pk
    assert event.details["changed"]["owner"] == ["", "Helse Nord RHF"]


def test_what_stands_is_confirmed_with_a_tick(
    client: Client, leader: User, doubted: Centre
) -> None:
    client.force_login(leader)
    post(client, doubted, confirm="on", owner="")
    doubted.refresh_from_db()
    assert doubted.unverified == ["owner"]
    assert "website" in doubted.entered


def test_an_emptied_fact_is_in_doubt_again(client: Client, leader: User, doubted: Centre) -> None:
    client.force_login(leader)
    post(client, doubted, website="")
    doubted.refresh_from_db()
    assert "website" in doubted.unverified
    assert "website" in doubted.entered


@pytest.mark.parametrize(
    ("given", "kept"),
    [("https://www.korus.no/", "www.korus.no"), ("KORUS.no/nord", "korus.no/nord")],
)
def test_a_web_address_is_kept_short(
    client: Client, leader: User, doubted: Centre, given: str, kept: str
) -> None:
    client.force_login(leader)
    post(client, doubted, website=given)
    doubted.refresh_from_db()
    assert doubted.website == kept


@pytest.mark.parametrize(
    "wrong",
    [
        {"website": "javascript:alert(1)"},
        {"website": "korus"},
        {"email": "nord"},
        {"phone": "ring oss"},
        {"financing_form": "gift"},
        {"answer_days": "0"},
        {"answer_days": ""},
        {"interim_months": "0"},
        {"interim_months": "4"},
        {"hand_over_days": "21"},
        {"reminder_days": "0"},
        {"archive_address": "postmottak"},
    ],
)
def test_nonsense_is_refused(
    client: Client, leader: User, doubted: Centre, wrong: dict[str, str]
) -> None:
    client.force_login(leader)
    response = client.post(path(doubted), FACTS | wrong)
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == wrong.keys()
    doubted.refresh_from_db()
    assert doubted.entered == []


def test_the_page_says_what_is_in_doubt(client: Client, leader: User, doubted: Centre) -> None:
    client.force_login(leader)
    page = client.get(path(doubted)).content.decode()
    assert "ikke bekreftet" in page
    assert "<li>Eier</li>" in page or "<li>eier</li>" in page.lower()


def test_a_colleague_may_not(client: Client, adviser: User, doubted: Centre) -> None:
    client.force_login(adviser)
    assert client.get(path(doubted)).status_code == 403
    assert client.post(path(doubted), FACTS).status_code == 403


@pytest.mark.parametrize("who", ["leader_elsewhere", "contact", "governor", "administrator"])
def test_strangers_find_nothing(
    client: Client, request: pytest.FixtureRequest, doubted: Centre, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(path(doubted)).status_code == 404
    assert client.post(path(doubted), FACTS).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, doubted: Centre) -> None:
    assert client.get(path(doubted)).status_code == 302


def test_an_unknown_centre_is_not_found(client: Client, leader: User) -> None:
    client.force_login(leader)
    assert client.get(reverse("centres:centre_edit", args=["nowhere"])).status_code == 404


def test_the_action_asks_for_itself(adviser: User, leader: User, doubted: Centre) -> None:
    with pytest.raises(PermissionDenied):
        update_centre(centre=doubted, changes={"owner": "x"}, by=adviser)
    with pytest.raises(PermissionDenied):
        update_centre(centre=doubted, changes={"status": "closed"}, by=leader)


def test_what_a_leader_entered_meanwhile_stays(
    centre: Centre, leader: User, administrator: User
) -> None:
    Centre.objects.filter(pk=centre.pk).update(unverified=["email", "phone", "owner"])
    mine = Centre.objects.get(pk=centre.pk)
    update_centre(centre=centre, changes={"email": "post@prove.example"}, by=leader)
    mine.phone = "00 00 00 00"
    save_centre_by_hand(centre=mine, changed=["phone"], by=administrator)
    centre.refresh_from_db()
    assert (centre.email, centre.phone) == ("post@prove.example", "00 00 00 00")
    assert centre.entered == ["email", "phone"]
    assert centre.unverified == ["owner"]


def test_fields_put_in_order_leave_the_rest_as_entered(
    centre: Centre, leader: User, administrator: User
) -> None:
    Centre.objects.filter(pk=centre.pk).update(unverified=["email", "fields"])
    mine = Centre.objects.get(pk=centre.pk)
    update_centre(centre=centre, changes={"email": "post@prove.example"}, by=leader)
    mark_fields_entered(centre=mine, by=administrator)
    centre.refresh_from_db()
    assert (centre.entered, centre.unverified) == (["email", "fields"], [])
