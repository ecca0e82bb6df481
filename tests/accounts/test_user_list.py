"""The administrator finds people; nobody else sees the list."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from centres.models import Centre
from korus_portal.accounts.models import Role, User
from tests.factories import UserFactory

URL = "/konto/brukere/"


@pytest.mark.parametrize(
    "name", ["user_list", "user_invite", "user_detail", "user_give_role", "role_end"]
)
def test_others_are_refused(client: Client, leader: User, name: str) -> None:
    client.force_login(leader)
    arguments = [] if name in ("user_list", "user_invite") else [leader.memberships.get().pk]
    url = reverse(f"accounts:{name}", args=arguments)
    method = client.post if name in ("user_give_role", "role_end") else client.get
    assert method(url).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=leader@prove", True),
        ("q=Nord-Norge", True),
        ("q=ingen-slik", False),
        ("role=leader", True),
        ("role=governor", False),
        ("is_active=1", True),
        ("is_active=0", False),
    ],
)
def test_people_are_found_by_what_one_knows(
    client: Client, leader: User, administrator: User, query: str, *, found: bool
) -> None:
    client.force_login(administrator)
    page = client.get(f"{URL}?{query}").content.decode()
    assert (leader.email in page) is found


@pytest.mark.parametrize("people", [1, 20])
def test_the_list_asks_as_often_for_one_as_for_twenty(
    client: Client,
    centre: Centre,
    administrator: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    people: int,
) -> None:
    for _ in range(people):
        UserFactory.create(role=(centre.organisation, Role.ADVISER))
    client.force_login(administrator)
    # session, user, own roles, count, users, their roles, the bell
    with django_assert_num_queries(7):
        client.get(URL)


def test_a_long_list_has_pages(client: Client, administrator: User) -> None:
    UserFactory.create_batch(30)
    client.force_login(administrator)
    assert "1–25 av 31" in client.get(URL).content.decode()
