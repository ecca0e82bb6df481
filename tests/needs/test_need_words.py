"""Replies, answers, comments, status and further evidence."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from assignments.needs import actions
from assignments.needs.models import Evidence, Need, NeedEvent
from assignments.needs.values import Cited
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from tests.needs.conftest import SAID, Register

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Kind = NeedEvent.Kind


@pytest.mark.parametrize(
    ("who", "kind"),
    [("contact", Kind.REPLIED), ("leader", Kind.ANSWERED), ("governor", Kind.COMMENTED)],
)
def test_each_side_speaks_in_its_own_name(
    request: pytest.FixtureRequest, need: Need, who: str, kind: str
) -> None:
    user = request.getfixturevalue(who)
    Letter.objects.all().delete()
    actions.speak(need=need, text="Det stemmer ikke helt.", by=user)
    event = need.events.get(kind=kind)
    assert (event.text, event.by) == ("Det stemmer ikke helt.", user)
    assert event.organisation == user.memberships.get().organisation
    assert Letter.objects.filter(kind="needs.spoken").exists()
    assert not Letter.objects.filter(to=user).exists()


def test_one_click_too_many_says_it_once(need: Need, contact: User) -> None:
    for _ in range(2):
        actions.speak(need=need, text="Vi er enige.", by=contact)
    assert need.events.filter(kind=Kind.REPLIED).count() == 1


@pytest.mark.parametrize("who", ["contact_elsewhere", "leader_elsewhere", "directorate"])
def test_strangers_say_nothing(request: pytest.FixtureRequest, need: Need, who: str) -> None:
    with pytest.raises(PermissionDenied):
        actions.speak(need=need, text="Hei", by=request.getfixturevalue(who))


def test_an_empty_reply_keeps_the_page_and_says_why(
    need: Need, signed_in: SignIn, contact: User
) -> None:
    response = signed_in(contact).post(f"/behov/{need.pk}/svar/", {"speak-text": " "})
    assert response.status_code == 422
    assert "Skriv det dere vil si." in response.text
    assert "Svar fra kommunen" in response.text


def test_closing_tells_the_others_and_is_recorded(
    need: Need, adviser: User, contact: User, governor: User
) -> None:
    Letter.objects.all().delete()
    actions.set_status(need=need, status=Need.Status.MET, text="Kurs er holdt.", by=adviser)
    need.refresh_from_db()
    assert need.closed_at is not None
    event = need.events.get(kind=Kind.STATUS)
    assert (event.status, event.text) == (Need.Status.MET, "Kurs er holdt.")
    assert {letter.to for letter in Letter.objects.filter(kind="needs.closed")} == {
        contact,
        governor,
    }
    actions.set_status(need=need, status=Need.Status.MET, by=adviser)
    assert need.events.filter(kind=Kind.STATUS).count() == 1


def test_a_closed_need_can_be_opened_again(need: Need, adviser: User) -> None:
    actions.set_status(need=need, status=Need.Status.NO_LONGER, by=adviser)
    actions.set_status(need=need, status=Need.Status.OPEN, by=adviser)
    need.refresh_from_db()
    assert need.closed_at is None
    assert Letter.objects.filter(kind="needs.reopened").exists()


def test_work_begun_is_no_closing(need: Need, adviser: User) -> None:
    Letter.objects.all().delete()
    actions.set_status(need=need, status=Need.Status.BEING_MET, by=adviser)
    assert not Letter.objects.exists()


@pytest.mark.parametrize("who", ["contact", "governor", "leader_elsewhere"])
def test_others_do_not_close_what_a_centre_registered(
    request: pytest.FixtureRequest, need: Need, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        actions.set_status(need=need, status=Need.Status.NO_LONGER, by=request.getfixturevalue(who))


def test_a_municipality_closes_its_own_and_the_responsible_centre_may_too(
    register: Register, contact: User, leader: User
) -> None:
    own, other = register(by=contact), register(by=contact)
    actions.set_status(need=own, status=Need.Status.NO_LONGER, by=contact)
    actions.set_status(need=other, status=Need.Status.MET, by=leader)
    assert not Need.objects.filter(pk__in=[own.pk, other.pk], closed_at=None).exists()


def test_evidence_is_added_once_and_recorded(need: Need, contact: User) -> None:
    new = Cited(kind=Evidence.Kind.GOVERNOR, text="Tilsyn", day=date(2025, 1, 2))
    for _ in range(2):
        actions.add_evidence(need=need, evidence=[new, SAID], by=contact)
    assert need.evidence.count() == 2
    event = need.events.get(kind=Kind.EVIDENCE)
    assert event.by == contact


def test_a_stranger_adds_no_evidence(need: Need, leader_elsewhere: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.add_evidence(need=need, evidence=[SAID], by=leader_elsewhere)


def test_a_closed_need_takes_no_evidence(need: Need, adviser: User, contact: User) -> None:
    actions.set_status(need=need, status=Need.Status.MET, by=adviser)
    with pytest.raises(actions.NeedClosedError):
        actions.add_evidence(need=need, evidence=[SAID], by=contact)


def test_the_pages_add_evidence_and_change_the_status(
    need: Need, centre: Centre, signed_in: SignIn, leader: User
) -> None:
    client = signed_in(leader)
    said = {"dialogue_text": "Sagt på telefon", "dialogue_day": "2025-10-01"}
    assert client.post(f"/behov/{need.pk}/grunnlag/", said).status_code == 302
    assert client.post(f"/behov/{need.pk}/status/", {"status-status": "met"}).status_code == 302
    page = client.get(need.get_absolute_url())
    assert "Sagt på telefon" in page.text
    assert "Status ble endret: dekket" in page.text
