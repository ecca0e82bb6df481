"""KORUS Nord has opened a dialogue with a second and a third centre about a theme in Alta."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from assignments.dialogues import actions
from assignments.dialogues.actions import Outcome
from assignments.dialogues.concerned import About
from assignments.dialogues.models import Dialogue
from centres.models import Centre
from korus_portal.accounts.models import Role, User
from municipalities.models import Municipality, Theme
from tests.factories import CentreFactory, UserFactory

TEXT = "Vi holder begge kurs i Alta. Kan vi gjøre det sammen?"
JOINT = Outcome(Dialogue.Result.JOINT, "Vi holder kurset sammen hver høst.")
Open = Callable[..., Dialogue]


@pytest.fixture
def second(db: None) -> Centre:
    return CentreFactory.create(code="rvts-nord", short_name="RVTS Nord", kind="rvts")


@pytest.fixture
def third(db: None) -> Centre:
    return CentreFactory.create(code="rkbu-nord", short_name="RKBU Nord", kind="rkbu")


@pytest.fixture
def second_leader(second: Centre) -> User:
    role = (second.organisation, Role.LEADER)
    return UserFactory.create(email="second@prove.example", role=role)


@pytest.fixture
def third_leader(third: Centre) -> User:
    role = (third.organisation, Role.LEADER)
    return UserFactory.create(email="third@prove.example", role=role)


@pytest.fixture
def about(municipality: Municipality, theme: Theme) -> About:
    return About(Dialogue.Kind.OVERLAP, theme, 2025, municipality)


@pytest.fixture
def open_one(about: About, second: Centre, third: Centre) -> Open:
    """`open_one(by=adviser)`; the action's own arguments may be given too."""

    def make(**options: Any) -> Dialogue:
        given: dict[str, Any] = {"about": about, "centres": [second, third], "text": TEXT}
        return actions.open_dialogue(**(given | options))

    return make


@pytest.fixture
def dialogue(
    open_one: Open, adviser: User, second_leader: User, third_leader: User, governor: User
) -> Dialogue:
    return open_one(by=adviser)


@pytest.fixture
def proposed(dialogue: Dialogue, centre: Centre, adviser: User) -> Dialogue:
    """KORUS Nord proposes to work together."""
    return actions.propose(
        dialogue=dialogue, centre=centre, outcome=JOINT, version=dialogue.version, by=adviser
    )


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in
