"""Random histories of one request, by everyone, against what is to be true without the code."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, Theme
from tests.requests.case_machine import CaseMachine
from tests.requests.case_world import World, build_world

QUIETLY = list(HealthCheck)


@pytest.fixture
def world(
    centre: Centre,
    centre_elsewhere: Centre,
    adviser: User,
    leader: User,
    leader_elsewhere: User,
    contact: User,
    contact_elsewhere: User,
    municipality: Municipality,
    municipality_elsewhere: Municipality,
    theme: Theme,
) -> World:
    people = {
        "adviser": adviser,
        "leader": leader,
        "leader west": leader_elsewhere,
        "contact": contact,
        "partner": contact_elsewhere,
    }
    centres = {"north": centre, "west": centre_elsewhere}
    places = {"contact": municipality, "partner": municipality_elsewhere}
    return build_world(centres, people, places, theme)


def machine_in(world: World) -> type[CaseMachine]:
    """The machine in a world that stands in the database before any history begins."""
    return type("CaseMachineHere", (CaseMachine,), {"world": world})


def test_random_histories_are_as_told(world: World) -> None:
    run_state_machine_as_test(
        machine_in(world),
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=QUIETLY,
        ),
    )


@pytest.mark.soak
def test_long_random_histories_are_as_told(world: World) -> None:
    run_state_machine_as_test(
        machine_in(world),
        settings=settings(
            max_examples=100,
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=QUIETLY,
        ),
    )
