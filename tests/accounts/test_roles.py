"""Giving and ending roles, shutting people out and letting them in again."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse

from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.audit.models import Event
from korus_portal.notifications.models import Letter
from korus_portal.pages.users import actions
from tests.factories import UserFactory


@pytest.fixture
def second_administrator(administrator: User) -> User:
    party = administrator.memberships.get().organisation
    return UserFactory.create(role=(party, Role.ADMINISTRATOR))


def test_a_given_role_is_held_recorded_and_told(
    adviser: User, centre: Centre, administrator: User
) -> None:
    actions.give_role(
        user=adviser, organisation=centre.organisation, role=Role.LEADER, by=administrator
    )
    held = adviser.memberships.get(role=Role.LEADER)
    assert held.created_by == administrator
    event = Event.objects.get(kind="accounts.role_given")
    assert event.details == {"role": "leader", "organisation": centre.organisation.name}
    letter = Letter.objects.get()
    assert letter.address == adviser.email
    assert "senterleder" in letter.body


def test_a_role_given_twice_is_held_once(
    adviser: User, centre: Centre, administrator: User
) -> None:
    with pytest.raises(actions.AlreadyHeldError):
        actions.give_role(
            user=adviser, organisation=centre.organisation, role=Role.ADVISER, by=administrator
        )
    assert adviser.memberships.count() == 1


def test_only_the_administrator_gives_and_ends_roles(
    adviser: User, centre: Centre, leader: User
) -> None:
    with pytest.raises(PermissionDenied):
        actions.give_role(
            user=adviser, organisation=centre.organisation, role=Role.LEADER, by=leader
        )
    with pytest.raises(PermissionDenied):
        actions.end_role(membership=adviser.memberships.get(), by=leader)
    with pytest.raises(PermissionDenied):
        actions.deactivate_user(user=adviser, by=leader)


def test_an_ended_role_stays_as_history_and_can_be_given_anew(
    adviser: User, centre: Centre, administrator: User
) -> None:
    held = adviser.memberships.get()
    actions.end_role(membership=held, by=administrator)
    with pytest.raises(actions.AlreadyDoneError):
        actions.end_role(membership=held, by=administrator)
    assert User.objects.get(pk=adviser.pk).parties() == set()
    actions.give_role(
        user=adviser, organisation=centre.organisation, role=Role.ADVISER, by=administrator
    )
    assert adviser.memberships.count() == 2
    assert Event.objects.filter(kind="accounts.role_ended").count() == 1


def test_the_operators_pages_open_and_close_with_the_role(
    adviser: User, administrator: User
) -> None:
    party = administrator.memberships.get().organisation
    held = actions.give_role(
        user=adviser, organisation=party, role=Role.ADMINISTRATOR, by=administrator
    )
    adviser.refresh_from_db()
    assert adviser.is_staff
    actions.end_role(membership=held, by=administrator)
    adviser.refresh_from_db()
    assert not adviser.is_staff


def test_the_last_administrator_can_neither_be_removed_nor_deactivated(
    administrator: User,
) -> None:
    with pytest.raises(actions.LastAdministratorError):
        actions.end_role(membership=administrator.memberships.get(), by=administrator)
    with pytest.raises(actions.LastAdministratorError):
        actions.deactivate_user(user=administrator, by=administrator)


def test_with_two_administrators_one_may_go(
    administrator: User, second_administrator: User
) -> None:
    actions.end_role(membership=administrator.memberships.get(), by=administrator)
    with pytest.raises(actions.LastAdministratorError):
        actions.deactivate_user(user=second_administrator, by=second_administrator)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_remove_each_other_at_once(
    administrator: User, second_administrator: User
) -> None:
    barrier = Barrier(2)

    def remove(by: User, membership: Membership) -> str:
        assert by.has_role(Role.ADMINISTRATOR)  # both were when they opened the page
        barrier.wait()
        try:
            actions.end_role(membership=membership, by=by)
        except actions.LastAdministratorError as error:
            return type(error).__name__
        else:
            return "done"
        finally:
            connection.close()

    both = [administrator, second_administrator]
    others = [second_administrator.memberships.get(), administrator.memberships.get()]
    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(remove, both, others))
    assert outcomes == ["LastAdministratorError", "done"]
    assert Membership.objects.with_role(Role.ADMINISTRATOR).count() == 1


def test_a_deactivated_person_is_out_at_once_and_in_again_with_the_same_roles(
    client: Client, adviser: User, administrator: User
) -> None:
    client.force_login(adviser)
    assert client.get("/konto/").status_code == 200
    actions.deactivate_user(user=adviser, by=administrator)
    assert client.get("/konto/").status_code == 302
    with pytest.raises(actions.AlreadyDoneError):
        actions.deactivate_user(user=adviser, by=administrator)
    actions.reactivate_user(user=adviser, by=administrator)
    with pytest.raises(actions.AlreadyDoneError):
        actions.reactivate_user(user=adviser, by=administrator)
    client.force_login(adviser)
    assert client.get("/konto/").status_code == 200
    kinds = list(Event.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["accounts.user_deactivated", "accounts.user_reactivated"]


def test_a_deactivated_person_gets_no_roles(
    adviser: User, centre: Centre, administrator: User
) -> None:
    actions.deactivate_user(user=adviser, by=administrator)
    with pytest.raises(actions.InactiveUserError):
        actions.give_role(
            user=adviser, organisation=centre.organisation, role=Role.LEADER, by=administrator
        )


class TestThePages:
    """The same through the pages, with a friendly word for what is done already."""

    @pytest.fixture(autouse=True)
    def signed_in(self, client: Client, administrator: User) -> None:
        client.force_login(administrator)

    def post(self, client: Client, name: str, pk: int, **sent: object) -> str:
        answer = client.post(reverse(f"accounts:{name}", args=[pk]), sent, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    def test_roles_are_given_and_ended(self, client: Client, adviser: User, centre: Centre) -> None:
        sent = {"role": Role.LEADER, "organisation": centre.organisation_id}
        assert "Rollen er gitt." in self.post(client, "user_give_role", adviser.pk, **sent)
        assert "allerede denne rollen" in self.post(client, "user_give_role", adviser.pk, **sent)
        held = adviser.memberships.get(role=Role.LEADER)
        assert "Rollen er avsluttet." in self.post(client, "role_end", held.pk)
        page = self.post(client, "role_end", held.pk)
        assert "allerede avsluttet" in page
        assert "Avsluttede roller" in page

    def test_a_role_that_does_not_fit_is_explained(
        self, client: Client, adviser: User, centre: Centre
    ) -> None:
        sent = {"role": Role.CONTACT, "organisation": centre.organisation_id}
        assert "kan ikke gis" in self.post(client, "user_give_role", adviser.pk, **sent)

    def test_people_are_shut_out_and_let_in(
        self, client: Client, adviser: User, centre: Centre
    ) -> None:
        assert "ikke lenger logge inn" in self.post(client, "user_deactivate", adviser.pk)
        assert "allerede deaktivert" in self.post(client, "user_deactivate", adviser.pk)
        sent = {"role": Role.LEADER, "organisation": centre.organisation_id}
        assert "ikke få roller" in self.post(client, "user_give_role", adviser.pk, **sent)
        assert "aktiv igjen" in self.post(client, "user_reactivate", adviser.pk)
        assert "allerede aktiv" in self.post(client, "user_reactivate", adviser.pk)

    def test_the_last_administrator_stays(self, client: Client, administrator: User) -> None:
        held = administrator.memberships.get()
        assert "siste administratoren" in self.post(client, "role_end", held.pk)
        assert "siste administratoren" in self.post(client, "user_deactivate", administrator.pk)

    def test_whoever_gives_up_the_role_is_led_to_the_front_page(
        self, client: Client, administrator: User, second_administrator: User
    ) -> None:
        held = administrator.memberships.get()
        answer = client.post(reverse("accounts:role_end", args=[held.pk]))
        assert answer["Location"] == "/"

    def test_a_link_is_sent_anew(self, client: Client, adviser: User) -> None:
        assert "allerede valgt passord" in self.post(client, "user_resend", adviser.pk)
        adviser.set_unusable_password()
        adviser.save()
        page = self.post(client, "user_resend", adviser.pk)
        assert "En ny lenke er sendt" in page
        assert "har ikke valgt passord" in page
        self.post(client, "user_deactivate", adviser.pk)
        assert "Aktiver brukeren først" in self.post(client, "user_resend", adviser.pk)
