"""The centre's own weights beside the national ones."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from assignments.outreach import weighing
from assignments.outreach.gathering import weights_of
from assignments.outreach.models import Component, Weight
from assignments.outreach.score import NATIONAL
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event

OWN = {**NATIONAL, Component.NEEDS: 5, Component.SILENCE: 30}
ADDRESS = reverse("outreach:weights")


def sent(**changes: object) -> dict[str, object]:
    numbers = {component.value: weight for component, weight in OWN.items()}
    return {**numbers, "seen": weighing.stamp(NATIONAL), **changes}


def weigh(centre: Centre, by: User, seen: str = "") -> None:
    weighing.set_weights(centre=centre, weights=OWN, seen=seen or weighing.stamp(NATIONAL), by=by)


def test_the_national_weights_hold_until_the_leader_says_otherwise(
    centre: Centre, leader: User
) -> None:
    assert weights_of(centre) == NATIONAL
    weigh(centre, leader)
    assert weights_of(centre) == OWN
    assert Weight.objects.count() == 9
    event = Event.objects.get(kind="outreach.weights_set")
    assert event.details == {"needs": "15 → 5", "silence": "20 → 30"}


def test_the_same_again_changes_nothing(centre: Centre, leader: User) -> None:
    weigh(centre, leader)
    weigh(centre, leader)
    assert Event.objects.filter(kind="outreach.weights_set").count() == 1


def test_a_reset_goes_back_to_the_national_ones_and_stays_in_the_history(
    centre: Centre, leader: User
) -> None:
    weigh(centre, leader)
    weighing.reset_weights(centre=centre, by=leader)
    weighing.reset_weights(centre=centre, by=leader)
    assert weights_of(centre) == NATIONAL
    assert Event.objects.filter(kind="outreach.weights_reset").count() == 1
    history = Weight.history.rel.related_model  # type: ignore[attr-defined]
    assert history.objects.filter(component="needs", weight=5).exists()


def test_only_the_leader_weighs(centre: Centre, adviser: User, leader_elsewhere: User) -> None:
    for person in (adviser, leader_elsewhere):
        with pytest.raises(PermissionDenied):
            weigh(centre, person)
        with pytest.raises(PermissionDenied):
            weighing.reset_weights(centre=centre, by=person)


def test_what_does_not_add_up_is_refused(centre: Centre, leader: User) -> None:
    for wrong in ({**OWN, Component.NEEDS: 6}, {Component.NEEDS: 100}):
        with pytest.raises(weighing.NotWholeError):
            weighing.set_weights(
                centre=centre, weights=wrong, seen=weighing.stamp(NATIONAL), by=leader
            )


def test_the_page_shows_both_and_saves(client: Client, centre: Centre, leader: User) -> None:
    client.force_login(leader)
    page = client.get(ADDRESS).content.decode()
    assert "Nasjonal vekt: 20" in page
    assert "Bruk de nasjonale vektene" not in page
    answer = client.post(ADDRESS, sent(), follow=True)
    assert "Vektene er lagret." in answer.content.decode()
    assert weights_of(centre) == OWN
    assert "Bruk de nasjonale vektene" in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"needs": 6}, "Vektene må til sammen være 100. Nå er de 101."),
        ({"needs": ""}, "Skriv et tall fra 0 til 100."),
        ({"needs": "mye"}, "Skriv et helt tall fra 0 til 100."),
        ({"needs": -5, "silence": 40}, "Skriv et tall fra 0 til 100."),
        ({"needs": 1000}, "Skriv et tall fra 0 til 100."),
    ],
)
def test_what_cannot_be_saved_is_told_and_kept_in_the_form(
    client: Client, centre: Centre, leader: User, changes: dict[str, object], message: str
) -> None:
    client.force_login(leader)
    page = client.post(ADDRESS, sent(**changes)).content.decode()
    assert message in page
    assert 'value="30"' in page or 'value="40"' in page
    assert weights_of(centre) == NATIONAL


def test_whoever_comes_last_sees_how_the_weights_stand_and_may_insist(
    client: Client, centre: Centre, leader: User
) -> None:
    weigh(centre, leader)
    client.force_login(leader)
    mine = sent(needs=0, silence=35)
    page = client.post(ADDRESS, mine).content.decode()
    assert "Noen andre har endret vektene" in page
    assert "registrerte behov 5" in page
    assert weights_of(centre) == OWN
    insisted = client.post(ADDRESS, {**mine, "seen": weighing.stamp(OWN)})
    assert insisted.status_code == 302
    assert weights_of(centre)[Component.SILENCE] == 35
    assert f'value="{weighing.stamp(OWN)}"' in page
