"""Named contact people: the nearest one is shown, to those who are signed in."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from centres import contacts
from centres.actions import end_contact_person, name_contact_person
from centres.models import Centre, ContactPerson
from korus_portal.accounts.models import Role, User
from korus_portal.audit.models import Event
from municipalities.models import Municipality
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def names(municipality: Municipality, viewer: User) -> list[str]:
    found = contacts.people_for(municipality, viewer)
    return [str(row) for rows in found.values() for row in rows]


@pytest.fixture
def colleague(centre: Centre) -> User:
    return UserFactory.create(name="Kollega", role=(centre.organisation, Role.ADVISER))


def test_the_nearest_area_wins(
    centre: Centre,
    leader: User,
    adviser: User,
    colleague: User,
    contact: User,
    municipality: Municipality,
) -> None:
    name_contact_person(centre=centre, user=leader, by=leader)
    assert names(municipality, contact) == [str(leader)]
    name_contact_person(centre=centre, user=adviser, by=leader, county=municipality.county)
    assert names(municipality, contact) == [str(adviser)]
    named = name_contact_person(centre=centre, user=colleague, by=leader, municipality=municipality)
    assert names(municipality, contact) == [str(colleague)]
    end_contact_person(person=named, by=leader)
    assert names(municipality, contact) == [str(adviser)]


def test_visitors_see_nobody(
    client: Client, centre: Centre, leader: User, contact: User, municipality: Municipality
) -> None:
    name_contact_person(centre=centre, user=leader, by=leader)
    assert contacts.people_for(municipality, AnonymousUser()) == {}
    path = reverse("pages:municipality_detail", args=[municipality.code])
    assert leader.email not in client.get(path).content.decode()
    client.force_login(contact)
    assert leader.email in client.get(path).content.decode()


def test_who_has_left_the_centre_is_no_longer_named(
    centre: Centre, leader: User, adviser: User, contact: User, municipality: Municipality
) -> None:
    name_contact_person(centre=centre, user=adviser, by=leader)
    adviser.memberships.update(ended_at=timezone.now(), ended_by=leader)
    assert names(municipality, contact) == []


def test_only_the_leader_names_and_only_the_centres_own(
    centre: Centre, leader: User, adviser: User, leader_elsewhere: User
) -> None:
    for by in (adviser, leader_elsewhere):
        with pytest.raises(PermissionDenied):
            name_contact_person(centre=centre, user=adviser, by=by)
    with pytest.raises(PermissionDenied):
        name_contact_person(centre=centre, user=leader_elsewhere, by=leader)
    person = name_contact_person(centre=centre, user=adviser, by=leader)
    with pytest.raises(PermissionDenied):
        end_contact_person(person=person, by=adviser)
    assert ContactPerson.objects.current().count() == 1


def test_naming_and_ending_twice_happen_once(centre: Centre, leader: User) -> None:
    first = name_contact_person(centre=centre, user=leader, by=leader)
    assert name_contact_person(centre=centre, user=leader, by=leader) == first
    end_contact_person(person=first, by=leader)
    end_contact_person(person=first, by=leader)
    kinds = Event.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["centres.contact_named", "centres.contact_ended"]


def test_the_form_names_one_for_a_municipality(
    client: Client, centre: Centre, leader: User, adviser: User, municipality: Municipality
) -> None:
    client.force_login(leader)
    path = reverse("centres:contact_people", args=[centre.code])
    both = {"user": adviser.pk, "municipality": municipality.pk, "county": municipality.county_id}
    refused = client.post(path, both)
    assert refused.status_code == 422
    assert "ikke begge" in refused.content.decode()
    assert client.post(path, both | {"county": ""}).status_code == 302
    person = ContactPerson.objects.get()
    assert (person.user, person.municipality) == (adviser, municipality)
    assert str(adviser) in client.get(path).content.decode()
    client.post(reverse("centres:contact_person_end", args=[centre.code, person.pk]))
    assert not ContactPerson.objects.current().exists()
