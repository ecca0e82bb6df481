"""Registering a need: who may, what it rests on, who is told, and the form that is sent twice."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from assignments.coverage.models import Fact
from assignments.needs import actions
from assignments.needs.models import Evidence, Need, NeedEvent, Side
from assignments.needs.values import Cited
from assignments.plans.conflicts import AlreadySentError
from centres.models import Centre
from korus_portal.accounts.models import Role, User
from korus_portal.notifications.models import Letter
from municipalities.models import Municipality, Theme
from tests.factories import MunicipalityFactory, SupportRequestFactory, ThemeFactory, UserFactory
from tests.needs.conftest import TEXT, Register
from tests.needs.factories import BatchFactory, IndicatorFactory, IndicatorValueFactory

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ANSWERS = {
    "theme": "substance_use",
    "severity": "3",
    "text": TEXT,
    "dialogue_text": "Sagt i møte om høsten.",
    "dialogue_day": "2025-09-03",
}


@pytest.mark.parametrize(
    ("who", "side", "agreed_by"),
    [
        ("contact", Side.MUNICIPALITY, []),
        ("adviser", Side.CENTRE, [Side.CENTRE]),
        ("leader", Side.CENTRE, [Side.CENTRE]),
        ("governor", Side.GOVERNOR, [Side.GOVERNOR]),
    ],
)
def test_whoever_registers_has_confirmed_for_their_own_side(
    request: pytest.FixtureRequest,
    register: Register,
    centre: Centre,
    who: str,
    side: Side,
    agreed_by: list[Side],
) -> None:
    need = register(by=request.getfixturevalue(who))
    assert need.side == side
    assert [row.side for row in need.verdicts.filter(agrees=True)] == agreed_by
    assert need.events.get().kind == NeedEvent.Kind.REGISTERED
    assert need.evidence.get().text == "Sagt i møte om høsten."


@pytest.mark.parametrize(
    "who", ["contact_elsewhere", "leader_elsewhere", "userorg", "directorate", "administrator"]
)
def test_others_may_not_register_there(
    request: pytest.FixtureRequest, register: Register, centre: Centre, who: str
) -> None:
    with pytest.raises(PermissionDenied):
        register(by=request.getfixturevalue(who))
    assert not Need.objects.exists()


def test_a_contact_may_register_for_a_district_of_the_municipality(
    register: Register, municipality: Municipality, contact: User
) -> None:
    district = MunicipalityFactory.create(
        code="560101", kind="district", name="Sentrum", parent=municipality, organisation=None
    )
    assert register(by=contact, municipality=district).side == Side.MUNICIPALITY


def test_a_centre_outside_the_field_has_no_word_in_it(register: Register, adviser: User) -> None:
    """The centre serves the place but does not work with the theme: it is not responsible."""
    need = register(by=adviser, theme=ThemeFactory.create(code="gambling"))
    assert not need.verdicts.exists()


def test_the_municipality_is_told_at_once_and_the_others_are_asked(
    register: Register, adviser: User, leader: User, contact: User, governor: User
) -> None:
    register(by=adviser)
    told = {letter.to: letter.kind for letter in Letter.objects.all()}
    assert told == {contact: "needs.registered", governor: "needs.asked"}


def test_a_letter_is_in_its_readers_language_and_holds_no_text(
    register: Register, adviser: User, contact: User
) -> None:
    contact.language = "nn"
    contact.save()
    register(by=adviser)
    letter = Letter.objects.get(to=contact)
    assert letter.language == "nn"
    assert "Rusmiddel" in letter.body
    assert TEXT not in letter.body


def test_needs_do_not_count_in_coverage(need: Need) -> None:
    assert not Fact.objects.exists()


def test_the_same_form_sent_twice_is_one_need(register: Register, adviser: User) -> None:
    token = uuid4()
    assert register(by=adviser, form_token=token) == register(by=adviser, form_token=token)
    assert Need.objects.count() == Evidence.objects.count() == 1
    assert NeedEvent.objects.count() == 1
    with pytest.raises(AlreadySentError):
        register(by=adviser, form_token=token, text="Noe annet")


def test_a_need_without_evidence_is_refused(register: Register, adviser: User) -> None:
    with pytest.raises(actions.NoEvidenceError):
        register(by=adviser, evidence=())
    assert not Need.objects.exists()


def test_nobody_cites_what_they_do_not_see(
    register: Register,
    adviser: User,
    governor: User,
    contact: User,
    centre: Centre,
    municipality: Municipality,
) -> None:
    asked = SupportRequestFactory.create(
        centre=centre, municipality=municipality, submitted_by=contact
    )
    cited = Cited(kind=Evidence.Kind.REQUEST, support_request=asked)
    assert register(by=adviser, evidence=(cited,)).evidence.get().support_request == asked
    with pytest.raises(actions.CannotBeCitedError):
        register(by=governor, evidence=(cited,))


def test_figures_of_another_municipality_are_no_evidence(
    register: Register, adviser: User, municipality_elsewhere: Municipality
) -> None:
    indicator = IndicatorFactory.create()
    value = IndicatorValueFactory.create(
        indicator=indicator,
        municipality=municipality_elsewhere,
        batch=BatchFactory.create(source=indicator.source, imported_by=adviser),
    )
    with pytest.raises(actions.CannotBeCitedError):
        register(by=adviser, evidence=(Cited(kind=Evidence.Kind.INDICATOR, indicator_value=value),))


def test_the_page_registers(
    signed_in: SignIn, adviser: User, centre: Centre, municipality: Municipality
) -> None:
    response = signed_in(adviser).post("/behov/nytt/?kommune=5601", ANSWERS)
    need = Need.objects.get()
    assert response.headers["Location"] == f"/behov/{need.pk}/"
    assert (need.municipality, need.text, need.registered_by) == (municipality, TEXT, adviser)


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"theme": ""}, "theme", "Velg temaet behovet gjelder."),
        ({"severity": ""}, "severity", "Velg hvor stort behovet er."),
        ({"text": ""}, "text", "Skriv hva som mangler."),
        ({"text": "Født 01010112345 nei 15076500565"}, "text", "fødselsnummer"),
        ({"dialogue_day": ""}, "dialogue_day", "Skriv datoen."),
        ({"dialogue_text": ""}, "dialogue_text", "Skriv hva som ble sagt"),
        ({"dialogue_text": "", "dialogue_day": ""}, "dialogue_text", "minst ett grunnlag"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_nothing_is_lost(
    signed_in: SignIn, adviser: User, changes: dict[str, str], field: str, error: str
) -> None:
    answers = ANSWERS | changes
    response = signed_in(adviser).post("/behov/nytt/?kommune=5601", answers)
    form = response.context["form"]
    assert error in str(form.errors[field])
    assert form["governor_text"].value() in (None, "")
    assert form["text"].value() == answers["text"]
    assert not Need.objects.exists()


def test_a_day_to_come_is_refused(signed_in: SignIn, adviser: User) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    sent = ANSWERS | {"dialogue_day": tomorrow}
    response = signed_in(adviser).post("/behov/nytt/?kommune=5601", sent)
    assert "fram i tid" in response.text


def test_an_open_need_alike_is_shown_before_another_is_registered(
    need: Need, signed_in: SignIn, adviser: User
) -> None:
    client = signed_in(adviser)
    response = client.post("/behov/nytt/?kommune=5601", ANSWERS)
    assert "Kommunen har et åpent behov på samme tema" in response.text
    assert need.get_absolute_url() in response.text
    assert Need.objects.count() == 1
    again = ANSWERS | {"seen_alike": response.context["form"]["seen_alike"].value()}
    assert client.post("/behov/nytt/?kommune=5601", again).status_code == 302
    assert Need.objects.count() == 2


def test_a_form_sent_before_with_other_words_is_offered_as_a_new_one(
    signed_in: SignIn, adviser: User
) -> None:
    client, token = signed_in(adviser), str(uuid4())
    sent = ANSWERS | {"form_token": token, "seen_alike": "substance_use"}
    client.post("/behov/nytt/?kommune=5601", sent)
    response = client.post("/behov/nytt/?kommune=5601", sent | {"text": "Noe annet"})
    assert "Skjemaet er sendt før" in response.text
    assert response.context["form"]["form_token"].value() != token
    assert response.context["form"]["text"].value() == "Noe annet"


@pytest.fixture
def second_place(municipality: Municipality) -> Municipality:
    return MunicipalityFactory.create(code="5605", name="Sør-Varanger")


def test_who_serves_several_places_chooses_first(
    signed_in: SignIn, adviser: User, second_place: Municipality
) -> None:
    client = signed_in(adviser)
    response = client.get("/behov/nytt/?tema=substance_use")
    assert 'name="tema" value="substance_use"' in response.text
    assert "Velg en av kommunene i listen." in client.get("/behov/nytt/?kommune=9999").text


def test_the_address_fills_in_the_form(
    signed_in: SignIn,
    adviser: User,
    contact: User,
    centre: Centre,
    municipality: Municipality,
    theme: Theme,
) -> None:
    indicator = IndicatorFactory.create()
    batch = BatchFactory.create(source=indicator.source, imported_by=adviser)
    old, *_newer = [
        IndicatorValueFactory.create(
            indicator=indicator, municipality=municipality, batch=batch, year=year
        )
        for year in range(2018, 2026)
    ]
    asked = SupportRequestFactory.create(
        centre=centre, municipality=municipality, submitted_by=contact
    )
    address = f"/behov/nytt/?kommune=5601&tema=substance_use&indikator={old.pk}"
    page = signed_in(adviser).get(f"{address}&henvendelse={asked.case_number}")
    form = page.context["form"]
    assert form["theme"].value() == "substance_use"
    assert form["indicator_values"].value() == [str(old.pk)]
    assert f'value="{old.pk}" selected' in page.text
    (box,) = re.findall(rf'<input[^>]*value="{asked.case_number}"[^>]*>', page.text)
    assert "checked" in box


def test_nonsense_in_the_address_falls_away(signed_in: SignIn, adviser: User) -> None:
    address = "/behov/nytt/?kommune=5601&tema=x&indikator=abc&kartlegging=9&henvendelse=nei"
    assert signed_in(adviser).get(address).status_code == 200


def test_who_speaks_for_two_is_asked_for_whom(
    signed_in: SignIn, adviser: User, municipality: Municipality, contact: User
) -> None:
    both = UserFactory.create(role=(municipality.organisation, Role.CONTACT))
    centre = adviser.memberships.get().organisation
    both.memberships.create(organisation=centre, role=Role.ADVISER)
    client = signed_in(both)
    assert "På vegne av" in client.get("/behov/nytt/?kommune=5601").text
    sent: dict[str, Any] = ANSWERS | {"voice": str(centre.pk)}
    client.post("/behov/nytt/?kommune=5601", sent)
    assert Need.objects.get().side == Side.CENTRE
