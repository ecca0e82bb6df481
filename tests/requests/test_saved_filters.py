"""Saved filters: named, opened, shared, renamed, deleted; who sees them and who may change them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.requests.actions import saving
from assignments.requests.models import SavedFilter
from assignments.requests.queue.choice import Choice
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from municipalities.models import Municipality
from tests.factories import UserFactory
from tests.requests.queue_world import ask

pytestmark = pytest.mark.django_db
LATE = Choice(is_late=True, adviser="ingen")


def save(centre: Centre, by: User, **changed: Any) -> SavedFilter:
    values = {"name": "Haster", "choice": LATE, "is_shared": False, **changed}
    return saving.save_filter(centre=centre, by=by, **values)


def test_the_present_choice_is_saved_and_opened_again(
    client: Client, centre: Centre, municipality: Municipality, leader: User, contact: User
) -> None:
    late = ask(centre, municipality, contact, due=-1)
    ask(centre, municipality, contact)
    client.force_login(leader)
    new = "/henvendelser/ko/filtre/nytt/?senter=korus-nord&over_fristen=on&page=2"
    assert "Bare over fristen" in client.get(new).content.decode()
    page = client.post(new, {"name": "Haster", "is_shared": "on"}, follow=True)
    assert page.status_code == 200
    assert "Ditt filter. Kollegaene dine ser det." in page.content.decode()
    saved = SavedFilter.objects.get()
    assert (saved.query, saved.owner, saved.centre) == ("over_fristen=on", leader, centre)
    opened = client.get(saved.get_absolute_url(), follow=True)
    assert opened.redirect_chain[0][0] == "/henvendelser/ko/?senter=korus-nord&over_fristen=on"
    lines = opened.context["shown"].lines
    assert [line.case_number for line in lines] == [late.case_number]
    assert saved.get_absolute_url() in client.get("/henvendelser/ko/").content.decode()


def test_every_choice_survives_its_address(leader: User) -> None:
    query = (
        "status=closed&tema=rus&radgiver=12&kommune=5601&fylke=56&merke=aldri&eierskap=felles"
        "&bekreftet=nei&svar=for_sent&grunn=capacity&videre=annet&over_fristen=on"
        "&fra=2025-01-01&til=2025-12-31"
    )
    assert Choice.of_query(query).query == query
    assert len(query) < (SavedFilter._meta.get_field("query").max_length or 0)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"name": ""}, "Skriv hva filteret skal hete."),
        ({"name": "x" * 81}, "Navnet kan ha høyst 80 tegn."),
        ({"name": "Haster"}, "Du har et filter som heter dette."),
    ],
)
def test_a_name_with_a_mistake_is_kept(
    client: Client, centre: Centre, leader: User, data: dict[str, str], error: str
) -> None:
    save(centre, leader)
    client.force_login(leader)
    page = client.post("/henvendelser/ko/filtre/nytt/", {**data, "is_shared": "on"})
    text = page.content.decode()
    assert page.status_code == 422
    assert error in text
    assert " checked" in text
    assert data["name"] in text
    assert SavedFilter.objects.count() == 1


def test_saving_the_same_twice_is_one_filter(centre: Centre, leader: User, adviser: User) -> None:
    assert save(centre, leader) == save(centre, leader)
    with pytest.raises(saving.NameTakenError):
        save(centre, leader, choice=Choice())
    assert save(centre, adviser).owner == adviser


def test_colleagues_see_only_what_is_shared_and_change_nothing(
    client: Client, centre: Centre, leader: User, adviser: User, leader_elsewhere: User
) -> None:
    saved = save(centre, leader)
    client.force_login(adviser)
    assert client.get(saved.get_absolute_url()).status_code == 404
    saving.change_filter(saved=saved, name="Haster", is_shared=True, by=leader)
    assert client.get(saved.get_absolute_url()).status_code == 302
    text = client.get("/henvendelser/ko/filtre/").content.decode()
    assert f"Delt av {leader.name}." in text
    assert "endre/" not in text
    for action in ("endre", "slett"):
        assert client.post(f"{saved.get_absolute_url()}{action}/").status_code == 403
    client.force_login(leader_elsewhere)
    assert client.get(saved.get_absolute_url()).status_code == 404


def test_the_owner_renames_shares_and_deletes(client: Client, centre: Centre, leader: User) -> None:
    saved = save(centre, leader)
    other = save(centre, leader, name="Annet")
    client.force_login(leader)
    address = f"{saved.get_absolute_url()}endre/"
    taken = client.post(address, {"name": other.name})
    assert taken.status_code == 422
    assert "Du har et filter som heter dette." in taken.content.decode()
    client.post(address, {"name": "Uten rådgiver", "is_shared": "on"})
    saved.refresh_from_db()
    assert (saved.name, saved.is_shared, saved.query) == ("Uten rådgiver", True, LATE.query)
    client.post(f"{saved.get_absolute_url()}slett/")
    assert client.post(f"{saved.get_absolute_url()}slett/").status_code == 404
    assert list(SavedFilter.objects.all()) == [other]


def test_who_has_left_the_centre_has_no_filters_there(
    client: Client, centre: Centre, leader: User, administrator: User
) -> None:
    saved = save(centre, leader)
    membership = Membership.objects.get(user=leader)
    membership.ended_at, membership.ended_by = membership.created_at, administrator
    membership.save()
    gone = User.objects.get(pk=leader.pk)
    client.force_login(gone)
    assert client.get(saved.get_absolute_url()).status_code == 404
    with pytest.raises(PermissionDenied):
        save(centre, gone, name="Et til")
    with pytest.raises(PermissionDenied):
        saving.delete_filter(saved=saved, by=gone)


def test_no_longer_shared_no_longer_mailed_to_colleagues(
    centre: Centre, leader: User, adviser: User
) -> None:
    saved = save(centre, leader, is_shared=True)
    for person in (leader, adviser):
        saving.subscribe(saved=saved, by=person)
        saving.subscribe(saved=saved, by=person)
    assert saved.subscribers.count() == 2
    saving.change_filter(saved=saved, name="Haster", is_shared=False, by=leader)
    assert list(saved.subscribers.all()) == [leader]
    with pytest.raises(PermissionDenied):
        saving.subscribe(saved=saved, by=adviser)


def test_the_list_asks_as_many_questions_for_2_as_for_20(
    client: Client, centre: Centre, leader: User
) -> None:
    client.force_login(leader)
    client.get("/henvendelser/ko/filtre/")
    asked = []
    for first, last in ((0, 2), (2, 20)):
        for n in range(first, last):
            save(centre, leader, name=f"Filter {n}", choice=Choice(adviser=str(leader.pk)))
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/henvendelser/ko/filtre/")
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert page.content.decode().count(f"Rådgiver: {leader.name}") == 20


@pytest.mark.django_db(transaction=True)
def test_the_same_name_saved_at_the_same_moment_is_one_filter(centre: Centre) -> None:
    person = UserFactory.create(role=(centre.organisation, Role.LEADER))
    barrier = Barrier(4)

    def run(number: int) -> str:
        barrier.wait()
        try:
            save(centre, person, choice=Choice(municipality=str(number)))
        except saving.NameTakenError:
            return "taken"
        else:
            return "saved"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(run, range(4))) == ["saved", "taken", "taken", "taken"]
