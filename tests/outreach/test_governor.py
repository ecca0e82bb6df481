"""The county governor sees why and what came of it, never the notes, and may comment."""

from datetime import date
from html import unescape
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assignments.outreach import actions
from assignments.outreach.models import Approach, Contact, GovernorComment
from assignments.outreach.values import ContactValues
from assignments.plans.conflicts import AlreadySentError
from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality, MunicipalityChange
from tests.factories import CountyFactory, MunicipalityFactory
from tests.outreach.factories import ApproachFactory, ContactFactory, GovernorCommentFactory

LIST = "/bor-kontaktes/"
SECRET = "Hemmelig vurdering"


@pytest.fixture
def noted(approach: Approach, adviser: User, answered: ContactValues) -> None:
    assert SECRET in answered.note
    actions.note_contact(approach=approach, values=answered, by=adviser)


@pytest.mark.usefixtures("noted")
def test_the_note_stands_on_no_page_and_in_no_file_of_the_governor(
    client: Client, governor: User, adviser: User
) -> None:
    addresses = [LIST, f"{LIST}5601/", f"{LIST}fil/", f"{LIST}fil/?format=csv"]
    client.force_login(adviser)
    assert SECRET in client.get(f"{LIST}5601/").content.decode()
    client.force_login(governor)
    for address in addresses:
        text = unescape(client.get(address).content.decode())
        assert SECRET not in text
        assert "notat" not in text.lower()
    text = unescape(client.get(f"{LIST}5601/").content.decode())
    assert "Ønsker støtte" in text
    assert "Grunnene den dagen" not in text


@pytest.mark.usefixtures("noted")
@pytest.mark.parametrize("who", ["adviser", "governor", "contact", "directorate", "visitor"])
def test_the_rows_behind_a_figure_show_the_result_to_those_it_concerns_and_the_note_to_none(
    who: str, client: Client, request: pytest.FixtureRequest, adviser: User
) -> None:
    if who != "visitor":
        client.force_login(request.getfixturevalue(who))
    year = timezone.localdate().year
    text = unescape(client.get(f"/dekning/rader/?aar={year}").content.decode())
    assert SECRET not in text
    assert ("1 besvart kontakt" in text) == (who != "visitor")
    assert ("ønsker støtte" in text) == (who in ("adviser", "governor", "contact"))
    assert ("1 kontakt er talt, men vises bare" in text) == (who == "directorate")


def test_the_governor_sees_its_own_counties_in_a_list_that_reaches_further(
    client: Client, governor: User, centre: Centre
) -> None:
    county = CountyFactory.create(code="18", name="Nordland")
    MunicipalityFactory.create(code="1804", name="Bodø", county=county)
    centre.catchments.create(county=county)
    client.force_login(governor)
    text = client.get(LIST).content.decode()
    assert "Alta" in text
    assert "Bodø" not in text
    assert client.get(f"{LIST}1804/").status_code == 404
    assert client.get(f"{LIST}1804/kommentar/").status_code == 404
    assert client.get(f"{LIST}?senter=korus-vest-stavanger").status_code == 404


def test_the_governor_takes_nothing(client: Client, governor: User, approach: Approach) -> None:
    client.force_login(governor)
    assert client.post(f"{LIST}5601/ta/").status_code == 403
    text = client.get(f"{LIST}5601/").content.decode()
    assert "Noter kontakt" not in text
    assert "Skriv en kommentar til senteret" in text


def test_a_comment_reaches_the_leader_and_the_adviser_who_has_it(
    client: Client,
    governor: User,
    leader: User,
    adviser: User,
    colleague: User,
    approach: Approach,
) -> None:
    client.force_login(governor)
    said = {"text": "Kommunen mangler fagfolk.", "form_token": str(uuid4())}
    for _time in range(2):
        answer = client.post(f"{LIST}5601/kommentar/", said, follow=True)
        assert "Kommunen mangler fagfolk." in answer.content.decode()
    assert GovernorComment.objects.count() == 1
    letters = Letter.objects.filter(kind="outreach.commented")
    assert {letter.to for letter in letters} == {leader, adviser}
    assert all("mangler fagfolk" not in letter.body for letter in letters)
    client.force_login(adviser)
    assert "Kommunen mangler fagfolk." in client.get(f"{LIST}5601/").content.decode()


def test_who_has_left_the_centre_gets_no_letter_about_it(
    approach: Approach, adviser: User, leader: User, governor: User
) -> None:
    adviser.memberships.update(ended_at=timezone.now(), ended_by=leader)
    actions.comment(
        centre=approach.centre, municipality=approach.municipality, text="Hei.", by=governor
    )
    actions.hand_over(approach=approach, to=leader, by=leader)
    assert {letter.to for letter in Letter.objects.all()} == {leader}


def test_the_same_form_with_other_words_is_offered_again(
    client: Client, governor: User, centre: Centre
) -> None:
    client.force_login(governor)
    token = str(uuid4())
    client.post(f"{LIST}5601/kommentar/", {"text": "Først.", "form_token": token})
    text = client.post(f"{LIST}5601/kommentar/", {"text": "Så.", "form_token": token})
    assert "Skjemaet er sendt før" in text.content.decode()
    assert "Så." in text.content.decode()
    assert [row.text for row in GovernorComment.objects.all()] == ["Først."]


def test_an_empty_comment_is_refused(client: Client, governor: User, centre: Centre) -> None:
    client.force_login(governor)
    text = client.post(f"{LIST}5601/kommentar/", {"text": " "}).content.decode()
    assert "Skriv en kommentar." in text


def test_only_the_governor_of_the_county_comments(
    centre: Centre, municipality: Municipality, adviser: User, governor: User
) -> None:
    other = MunicipalityFactory.create(
        code="1804", county=CountyFactory.create(code="18", name="Nordland")
    )
    for person, place in ((adviser, municipality), (governor, other)):
        with pytest.raises(PermissionDenied):
            actions.comment(centre=centre, municipality=place, text="Hei.", by=person)
    token = uuid4()
    said = {"centre": centre, "municipality": municipality, "form_token": token, "by": governor}
    first = actions.comment(text="Hei.", **said)  # type: ignore[arg-type]
    assert actions.comment(text="Hei.", **said) == first  # type: ignore[arg-type]
    with pytest.raises(AlreadySentError):
        actions.comment(text="Hopp.", **said)  # type: ignore[arg-type]


def test_the_leader_takes_a_comment_out(
    client: Client, governor: User, leader: User, centre: Centre, municipality: Municipality
) -> None:
    office = governor.current_memberships[0].organisation
    said = GovernorCommentFactory.create(
        centre=centre, municipality=municipality, organisation=office, by=governor
    )
    client.force_login(leader)
    assert "Sladd kommentaren" in client.get(f"{LIST}5601/").content.decode()
    address = reverse("outreach:comment_redact", args=[said.pk])
    text = client.post(address, {"reason": "Nevner en person."}, follow=True).content.decode()
    assert "[sladdet]" in text
    assert "Sladd kommentaren" not in text


def test_what_was_done_under_an_old_code_is_still_seen(
    centre: Centre, adviser: User, governor: User, contact: User, municipality: Municipality
) -> None:
    old = MunicipalityFactory.create(
        code="5403",
        county=CountyFactory.create(code="54", name="Troms og Finnmark"),
        valid_from=date(2020, 1, 1),
        valid_to=date(2023, 12, 31),
    )
    MunicipalityChange.objects.create(
        date=date(2024, 1, 1), change_type="renumber", old=old, new=municipality
    )
    held = ApproachFactory.create(centre=centre, municipality=old, adviser=adviser)
    told = ContactFactory.create(approach=held, day=date(2023, 5, 4))
    assert list(Approach.objects.visible_to(governor)) == [held]
    for viewer in (governor, contact):
        assert list(Contact.objects.visible_to(viewer)) == [told]
