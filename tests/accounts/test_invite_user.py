"""The administrator invites a person, who chooses a password by the link in the letter."""

import re
from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from centres.models import Centre
from korus_portal.accounts.models import Membership, Organisation, Role, User
from korus_portal.audit.models import Event
from korus_portal.notifications.delivery import sweep
from korus_portal.notifications.models import Letter
from korus_portal.pages.users import actions
from municipalities.models import Municipality
from tests.factories import UserFactory


def invite(centre: Centre, by: User, **changes: object) -> User:
    values: dict[str, object] = {
        "email": "Ny.Person@prove.example",
        "name": "Ny Person",
        "organisation": centre.organisation,
        "role": Role.ADVISER,
        "language": "nn",
    }
    return actions.invite_user(**{**values, **changes}, by=by)  # type: ignore[arg-type]


def test_the_invited_person_has_the_role_and_no_password_yet(
    centre: Centre, administrator: User
) -> None:
    user = invite(centre, administrator)
    assert user.email == "ny.person@prove.example"
    assert not user.has_usable_password()
    assert User.objects.get(pk=user.pk).has_role(
        Role.ADVISER, organisation_id=centre.organisation_id
    )


@pytest.mark.parametrize("who", ["leader", "adviser", "contact", "directorate", "userorg"])
def test_only_the_administrator_invites(
    who: str, centre: Centre, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(PermissionDenied):
        invite(centre, request.getfixturevalue(who))
    assert not User.objects.filter(email="ny.person@prove.example").exists()


def test_a_role_that_the_organisation_cannot_have_is_refused(
    centre: Centre, administrator: User
) -> None:
    with pytest.raises(actions.RoleNotPossibleError):
        invite(centre, administrator, role=Role.CONTACT)
    assert not User.objects.filter(email="ny.person@prove.example").exists()


def test_inviting_the_same_person_to_the_same_role_twice_changes_nothing(
    centre: Centre, administrator: User
) -> None:
    invite(centre, administrator)
    with pytest.raises(actions.AlreadyHeldError):
        invite(centre, administrator)
    assert Membership.objects.filter(user__email="ny.person@prove.example").count() == 1
    assert Letter.objects.filter(kind="accounts.invitation").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_invitations_of_the_same_person_at_once_make_one_user(
    centre: Centre, administrator: User
) -> None:
    def second() -> User:
        try:
            return invite(centre, administrator, role=Role.LEADER)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first = invite(centre, administrator)
            waiting = pool.submit(second)
            sleep(0.5)  # the second finds nobody, and waits for the first to commit
            assert not waiting.done()
        assert waiting.result() == first
    assert {held.role for held in first.memberships.all()} == {Role.ADVISER, Role.LEADER}
    assert Letter.objects.filter(kind="accounts.invitation").count() == 1


def test_somebody_who_is_a_user_keeps_name_and_language_and_gets_the_role(
    centre: Centre, administrator: User, contact: User
) -> None:
    user = invite(centre, administrator, email=contact.email.upper(), name="Et annet navn")
    assert user == contact
    assert user.name == contact.name
    assert {held.role for held in user.memberships.all()} == {Role.CONTACT, Role.ADVISER}
    assert [letter.kind for letter in Letter.objects.all()] == ["accounts.role_given"]


def test_a_deactivated_person_is_not_invited(centre: Centre, administrator: User) -> None:
    UserFactory.create(email="ny.person@prove.example", is_active=False)
    with pytest.raises(actions.InactiveUserError):
        invite(centre, administrator)


def test_the_invitation_is_recorded_with_the_role(centre: Centre, administrator: User) -> None:
    user = invite(centre, administrator)
    events = Event.objects.order_by("pk")
    assert [event.kind for event in events] == ["accounts.role_given", "accounts.user_invited"]
    assert {event.by_id for event in events} == {administrator.pk}
    assert {event.object_id for event in events} == {str(user.pk)}


def test_the_letter_goes_out_after_commit_in_the_persons_language(
    centre: Centre,
    administrator: User,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        invite(centre, administrator)
        assert mailoutbox == []
    assert len(callbacks) == 1
    sweep()
    assert [mail.to for mail in mailoutbox] == [["ny.person@prove.example"]]
    assert Letter.objects.get().language == "nn"


@pytest.mark.parametrize(
    ("written", "chosen", "expected"),
    [
        (Organisation.Language.NYNORSK, "", "nn"),
        (Organisation.Language.BOKMAAL, "", "nb"),
        (Organisation.Language.NEUTRAL, "", "nb"),
        (Organisation.Language.NYNORSK, "nb", "nb"),
    ],
)
def test_the_language_is_the_municipalitys_unless_one_is_chosen(
    client: Client,
    municipality: Municipality,
    administrator: User,
    written: str,
    chosen: str,
    expected: str,
) -> None:
    party = municipality.organisation
    assert party
    party.language = written
    party.save()
    client.force_login(administrator)
    sent = {
        "email": "ny@prove.example",
        "name": "Ny",
        "role": Role.CONTACT,
        "organisation": party.pk,
        "language": chosen,
    }
    client.post(reverse("accounts:user_invite"), sent)
    assert User.objects.get(email="ny@prove.example").language == expected
    assert Letter.objects.get().language == expected


def test_the_link_in_the_letter_lets_the_person_choose_a_password_once(
    centre: Centre, administrator: User, client: Client
) -> None:
    user = invite(centre, administrator)
    found = re.search(r"https?://[^/]+(/konto/\S+)", Letter.objects.get().body)
    assert found
    path = found[1]
    form = client.get(path, follow=True)
    chosen = {"password1": "en helt ny lang frase", "password2": "en helt ny lang frase"}
    client.post(form.request["PATH_INFO"], chosen)
    user.refresh_from_db()
    assert user.check_password("en helt ny lang frase")
    again = client.get(path, follow=True)
    assert "password1" not in again.content.decode()


def test_a_new_link_is_sent_until_a_password_is_chosen(centre: Centre, administrator: User) -> None:
    user = invite(centre, administrator)
    actions.resend_invitation(user=user, by=administrator)
    assert Letter.objects.filter(kind="accounts.invitation", to=user).count() == 2
    user.set_password("en helt ny lang frase")
    user.save()
    with pytest.raises(actions.AlreadyDoneError):
        actions.resend_invitation(user=user, by=administrator)


def test_no_link_is_sent_to_a_deactivated_person(centre: Centre, administrator: User) -> None:
    user = invite(centre, administrator)
    actions.deactivate_user(user=user, by=administrator)
    with pytest.raises(actions.InactiveUserError):
        actions.resend_invitation(user=user, by=administrator)


def test_the_form_invites_and_leads_to_the_person(
    client: Client, centre: Centre, administrator: User
) -> None:
    client.force_login(administrator)
    sent = {
        "email": "ny@prove.example",
        "name": "Ny",
        "role": Role.LEADER,
        "organisation": centre.organisation_id,
        "language": "nb",
    }
    answer = client.post(reverse("accounts:user_invite"), sent)
    user = User.objects.get(email="ny@prove.example")
    assert answer["Location"] == reverse("accounts:user_detail", args=[user.pk])
    again = client.post(reverse("accounts:user_invite"), sent)
    assert "har allerede denne rollen" in again.content.decode()


def test_the_form_says_when_role_and_organisation_do_not_fit(
    client: Client, centre: Centre, administrator: User
) -> None:
    client.force_login(administrator)
    sent = {"email": "ny@prove.example", "name": "Ny", "role": Role.GOVERNOR, "language": "nb"}
    answer = client.post(
        reverse("accounts:user_invite"), {**sent, "organisation": centre.organisation_id}
    )
    assert "kan ikke gis i en organisasjon av typen kompetansesenter" in answer.content.decode()


def test_the_form_says_when_the_person_is_deactivated(
    client: Client, centre: Centre, administrator: User
) -> None:
    UserFactory.create(email="ny@prove.example", is_active=False)
    client.force_login(administrator)
    sent = {"email": "ny@prove.example", "name": "Ny", "role": Role.LEADER, "language": "nb"}
    answer = client.post(
        reverse("accounts:user_invite"), {**sent, "organisation": centre.organisation_id}
    )
    assert "Brukeren er deaktivert" in answer.content.decode()


def test_organisations_are_offered_under_their_kind(
    client: Client, centre: Centre, administrator: User
) -> None:
    client.force_login(administrator)
    page = client.get(reverse("accounts:user_invite")).content.decode()
    assert f'<optgroup label="{Organisation.Kind.CENTRE.label}">' in page
    assert centre.organisation.name in page
