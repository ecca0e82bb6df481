"""Confirming and disputing: who may, what stands, who is told."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from assignments.needs import actions
from assignments.needs.listing import visible_needs
from assignments.needs.models import Need, NeedEvent, Side
from assignments.needs.standing import Standing, standing_of, words_of
from assignments.needs.values import NeedText
from centres.models import Centre
from korus_portal.accounts.models import Membership, Role, User
from korus_portal.notifications.models import Letter
from tests.factories import CatchmentFactory, CentreFactory, ThemeFactory, UserFactory
from tests.needs.conftest import Register

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def stands(need: Need, viewer: User) -> Standing:
    return standing_of(visible_needs(viewer).get(pk=need.pk))


def test_it_is_agreed_when_centre_and_governor_have_confirmed(
    need: Need, adviser: User, governor: User
) -> None:
    assert stands(need, adviser) == Standing.UNANSWERED
    actions.give_verdict(need=need, agrees=True, by=governor)
    assert stands(need, adviser) == Standing.AGREED
    assert need.events.filter(kind=NeedEvent.Kind.CONFIRMED).count() == 1


def test_a_no_makes_it_disputed_and_the_latest_word_stands(
    need: Need, adviser: User, governor: User
) -> None:
    actions.give_verdict(need=need, agrees=False, reason="Dekket i fjor.", by=governor)
    assert stands(need, adviser) == Standing.DISPUTED
    actions.give_verdict(need=need, agrees=True, by=governor)
    assert stands(need, adviser) == Standing.AGREED
    assert need.verdicts.filter(side=Side.GOVERNOR).count() == 1


def test_the_others_are_told_and_ones_own_house_is_not(
    need: Need, contact: User, adviser: User, leader: User, governor: User
) -> None:
    Letter.objects.all().delete()
    actions.give_verdict(need=need, agrees=True, by=governor)
    assert {letter.to for letter in Letter.objects.all()} == {contact, adviser, leader}


def test_who_belongs_to_two_sides_gets_one_letter(
    need: Need, governor: User, contact: User, adviser: User
) -> None:
    party = adviser.memberships.get().organisation
    Membership.objects.create(user=contact, organisation=party, role=Role.ADVISER)
    actions.give_verdict(need=need, agrees=True, by=governor)
    assert Letter.objects.filter(to=contact, kind="needs.confirmed").count() == 1


def test_the_same_word_again_is_silent(need: Need, governor: User) -> None:
    actions.give_verdict(need=need, agrees=True, by=governor)
    letters = Letter.objects.count()
    actions.give_verdict(need=need, agrees=True, by=governor)
    assert need.events.filter(kind=NeedEvent.Kind.CONFIRMED).count() == 1
    assert Letter.objects.count() == letters


@pytest.mark.parametrize("who", ["contact", "leader_elsewhere", "directorate", "userorg"])
def test_others_have_no_word(request: pytest.FixtureRequest, need: Need, who: str) -> None:
    with pytest.raises(PermissionDenied):
        actions.give_verdict(need=need, agrees=True, by=request.getfixturevalue(who))


def test_a_centre_that_only_serves_the_place_may_answer_but_not_judge(
    need: Need, signed_in: SignIn
) -> None:
    other = CentreFactory.create(code="rvts-nord", kind=Centre.Kind.RVTS)
    CatchmentFactory.create(centre=other, county=need.municipality.county)
    person = UserFactory.create(role=(other.organisation, Role.ADVISER))
    with pytest.raises(PermissionDenied):
        actions.give_verdict(need=need, agrees=True, by=person)
    actions.speak(need=need, text="Vi kan hjelpe.", by=person)
    page = signed_in(person).get(need.get_absolute_url())
    assert "Svar fra senteret" in page.text
    assert "Er dere enige?" not in page.text


def test_a_closed_need_is_judged_no_more(need: Need, adviser: User, governor: User) -> None:
    actions.set_status(need=need, status=Need.Status.MET, by=adviser)
    with pytest.raises(actions.NeedClosedError):
        actions.give_verdict(need=need, agrees=True, by=governor)


def test_a_no_owes_a_reason_on_the_page(need: Need, signed_in: SignIn, governor: User) -> None:
    client, url = signed_in(governor), f"/behov/{need.pk}/enighet/"
    response = client.post(url, {"verdict-agrees": "no"})
    assert response.status_code == 422
    assert "Skriv hvorfor dere er uenige." in response.text
    client.post(url, {"verdict-agrees": "no", "verdict-reason": "Dekket i fjor."})
    assert need.verdicts.get(side=Side.GOVERNOR).reason == "Dekket i fjor."
    assert "er uenig" in client.get(need.get_absolute_url()).text


def test_the_page_says_in_words_who_has_not_answered(
    need: Need, governor: User, register: Register, contact: User
) -> None:
    centre, office = words_of(need)
    assert "bekreftet behovet" in centre.text
    assert office.text == "Statsforvalteren i Troms og Finnmark har ikke svart ennå."
    outside = register(by=contact, theme=ThemeFactory.create(code="gambling"))
    assert words_of(outside)[0].text == "Ingen senter har ansvar for dette temaet her."


def test_a_word_from_before_a_change_says_so_until_it_is_said_again(
    need: Need, adviser: User
) -> None:
    values = NeedText(severity=Need.Severity.LOW, text="Bare litt.")
    actions.change_need(need=need, values=values, version=1, by=adviser)
    assert words_of(need)[0].is_older
    for _ in range(2):
        actions.give_verdict(need=need, agrees=True, by=adviser)
    assert not words_of(need)[0].is_older
    assert need.events.filter(kind=NeedEvent.Kind.CONFIRMED).count() == 1
