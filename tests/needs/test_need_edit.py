"""Other words about a need, and two who write at once."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from assignments.needs import actions
from assignments.needs.models import Need, NeedEvent
from assignments.needs.values import NeedText
from assignments.plans.conflicts import StaleVersionError
from korus_portal.accounts.models import User
from tests.needs.conftest import TEXT

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NEW = NeedText(severity=Need.Severity.LOW, text="Det er blitt mindre.")


def test_the_history_keeps_what_stood_before(
    need: Need, adviser: User, signed_in: SignIn, contact: User
) -> None:
    actions.change_need(need=need, values=NEW, version=1, by=adviser)
    page = signed_in(contact).get(need.get_absolute_url())
    assert "Slik sto det før" in page.text
    assert TEXT in page.text
    assert "Det er blitt mindre." in page.text


def test_whoever_comes_last_is_refused(need: Need, adviser: User, leader: User) -> None:
    actions.change_need(need=need, values=NEW, version=1, by=adviser)
    with pytest.raises(StaleVersionError):
        actions.change_need(
            need=need,
            values=NeedText(severity=Need.Severity.HIGH, text="Nei"),
            version=1,
            by=leader,
        )


def test_saving_the_same_again_changes_nothing(need: Need, adviser: User) -> None:
    same = NeedText(severity=Need.Severity.HIGH, text=TEXT)
    actions.change_need(need=need, values=same, version=1, by=adviser)
    assert not need.events.filter(kind=NeedEvent.Kind.CHANGED).exists()


@pytest.mark.parametrize("who", ["contact", "governor", "leader_elsewhere"])
def test_only_who_registered_it_may_change_it(
    request: pytest.FixtureRequest, need: Need, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        actions.change_need(need=need, values=NEW, version=1, by=request.getfixturevalue(who))


def test_a_closed_need_is_not_changed(need: Need, adviser: User) -> None:
    actions.set_status(need=need, status=Need.Status.MET, by=adviser)
    with pytest.raises(actions.NeedClosedError):
        actions.change_need(need=need, values=NEW, version=1, by=adviser)


@pytest.mark.parametrize("page", ["endre", "grunnlag"])
def test_what_was_written_while_somebody_closed_the_need_is_not_lost(
    need: Need, adviser: User, leader: User, signed_in: SignIn, page: str
) -> None:
    actions.set_status(need=need, status=Need.Status.MET, by=leader)
    client, url = signed_in(adviser), f"/behov/{need.pk}/{page}/"
    said = {"dialogue_text": "Mine ord", "dialogue_day": "2025-10-01"}
    sent = {"severity": "2", "text": "Mine ord", "version": "1", **said}
    answer = client.post(url, sent)
    assert "Behovet er avsluttet. Åpne det igjen først." in answer.text
    assert "Mine ord" in answer.text
    assert "Behovet er avsluttet" in client.get(url, follow=True).text


def test_the_page_shows_both_texts_and_the_next_save_replaces(
    need: Need, adviser: User, leader: User, signed_in: SignIn
) -> None:
    actions.change_need(need=need, values=NEW, version=1, by=adviser)
    client, url = signed_in(leader), f"/behov/{need.pk}/endre/"
    sent = {"severity": "2", "text": "Mine ord", "version": "1"}
    page = client.post(url, sent)
    assert "Noen lagret før deg" in page.text
    assert "Det er blitt mindre." in page.text
    assert page.context["form"]["text"].value() == "Mine ord"
    again = sent | {"version": page.context["form"]["version"].value()}
    assert client.post(url, again).status_code == 302
    need.refresh_from_db()
    assert (need.text, need.severity, need.version) == ("Mine ord", 2, 3)
