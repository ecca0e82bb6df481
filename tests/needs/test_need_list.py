"""The list, its filters, the county list, and how many questions they ask of the database."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assignments.needs import actions
from assignments.needs.evidence import values_on_offer
from assignments.needs.models import Evidence, Need
from assignments.needs.values import Cited
from centres.models import Centre
from korus_portal.accounts.models import User
from municipalities.models import Municipality, MunicipalityChange, Theme
from tests.factories import CatchmentFactory, CountyFactory, MunicipalityFactory, ThemeFactory
from tests.needs.conftest import Register
from tests.needs.factories import (
    BatchFactory,
    IndicatorValueFactory,
    NeedFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def vadso(municipality: Municipality) -> Municipality:
    return MunicipalityFactory.create(code="5607", name="Vadsø", population=900)


@pytest.fixture
def former(municipality: Municipality) -> Municipality:
    """Merged into Alta in 2024; its county is no longer there."""
    old = MunicipalityFactory.create(
        code="5403",
        name="Gamle Alta",
        county=CountyFactory.create(code="54", name="Troms og Finnmark"),
        valid_to=date(2023, 12, 31),
    )
    MunicipalityChange.objects.create(
        date=date(2024, 1, 1), change_type="renumber", old=old, new=municipality
    )
    return old


def names(response: Any) -> list[str]:
    return [row.municipality for row in response.context["rows"]]


def test_open_and_large_needs_stand_first(
    register: Register, adviser: User, vadso: Municipality, signed_in: SignIn
) -> None:
    closed = register(by=adviser)
    actions.set_status(need=closed, status=Need.Status.MET, by=adviser)
    register(by=adviser, severity=Need.Severity.LOW)
    register(by=adviser, municipality=vadso)
    rows = signed_in(adviser).get("/behov/").context["rows"]
    assert [(row.municipality, row.severity, row.is_open) for row in rows] == [
        ("Vadsø", "Stort", True),
        ("Alta", "Begrenset", True),
        ("Alta", "Stort", False),
    ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kommune=5607", ["Vadsø"]),
        ("tema=gambling", ["Vadsø"]),
        ("fylke=56", ["Vadsø", "Alta"]),
        ("status=met", []),
        ("status=active", ["Vadsø", "Alta"]),
        ("standing=agreed", ["Alta"]),
        ("standing=disputed", []),
        ("standing=unanswered", ["Vadsø"]),
        ("severity=1", ["Alta"]),
        ("waiting=on", ["Vadsø"]),
        ("status=tull", ["Vadsø", "Alta"]),
    ],
)
def test_the_list_is_narrowed(
    register: Register,
    adviser: User,
    governor: User,
    vadso: Municipality,
    theme: Theme,
    signed_in: SignIn,
    query: str,
    found: list[str],
) -> None:
    agreed = register(by=adviser, severity=Need.Severity.LOW)
    actions.give_verdict(need=agreed, agrees=True, by=governor)
    under = ThemeFactory.create(code="alcohol", parent=ThemeFactory.create(code="gambling"))
    register(by=adviser, municipality=vadso, theme=under)
    assert names(signed_in(governor).get(f"/behov/?{query}")) == found


def test_a_former_municipalitys_needs_follow_it(
    former: Municipality,
    municipality: Municipality,
    theme: Theme,
    centre: Centre,
    adviser: User,
    contact: User,
    governor: User,
    contact_elsewhere: User,
    signed_in: SignIn,
) -> None:
    need = NeedFactory.create(
        municipality=former,
        theme=theme,
        registered_for=centre.organisation,
        registered_by=adviser,
    )
    for user in (contact, adviser, governor):
        client = signed_in(user)
        assert names(client.get("/behov/?kommune=5601")) == ["Gamle Alta"]
        assert client.get(need.get_absolute_url()).status_code == 200
        actions.speak(need=need, text=f"Ord fra {user.pk}", by=user)
    assert names(signed_in(governor).get("/behov/?fylke=56")) == ["Gamle Alta"]
    assert signed_in(contact_elsewhere).get(need.get_absolute_url()).status_code == 404


def test_what_is_known_of_its_successor_is_evidence_for_a_former_municipalitys_need(
    former: Municipality, municipality: Municipality, theme: Theme, centre: Centre, adviser: User
) -> None:
    need = NeedFactory.create(
        municipality=former,
        theme=theme,
        registered_for=centre.organisation,
        registered_by=adviser,
    )
    figure = IndicatorValueFactory.create(
        municipality=municipality,
        batch=BatchFactory.create(source=SourceFactory.create(), imported_by=adviser),
    )
    cited = Cited(kind=Evidence.Kind.INDICATOR, indicator_value=figure)
    assert list(values_on_offer(adviser, former)) == [figure]
    assert actions.add_evidence(need=need, evidence=[cited], by=adviser) == [cited]


def test_each_sees_only_ones_own(
    need: Need, signed_in: SignIn, contact_elsewhere: User, leader_elsewhere: User
) -> None:
    for user in (contact_elsewhere, leader_elsewhere):
        page = signed_in(user).get("/behov/")
        assert names(page) == []
        assert "Ingen behov er registrert ennå" in page.text


@pytest.mark.parametrize(
    ("who", "waits"), [("contact", True), ("adviser", False), ("leader", False), ("governor", True)]
)
def test_what_waits_for_ones_own_side(
    request: pytest.FixtureRequest, need: Need, signed_in: SignIn, who: str, waits: bool
) -> None:
    client = signed_in(request.getfixturevalue(who))
    assert bool(names(client.get("/behov/?waiting=on"))) == waits


def test_a_reply_ends_the_waiting(need: Need, contact: User, signed_in: SignIn) -> None:
    actions.speak(need=need, text="Vi er enige.", by=contact)
    assert names(signed_in(contact).get("/behov/?waiting=on")) == []


def test_a_centre_with_one_field_in_its_catchment_waits_only_for_that(
    register: Register, contact: User, adviser: User, centre: Centre, signed_in: SignIn
) -> None:
    other = ThemeFactory.create(code="gambling")
    centre.centre_fields.create(theme=other, position=1)
    centre.catchments.all().delete()
    need = register(by=contact)
    CatchmentFactory.create(centre=centre, county=need.municipality.county, theme=other)
    client = signed_in(adviser)
    assert names(client.get("/behov/?waiting=on")) == []
    CatchmentFactory.create(centre=centre, county=need.municipality.county, theme=need.theme)
    assert len(names(client.get("/behov/?waiting=on"))) == 1


def many(count: int, centre: Centre, theme: Theme, by: User) -> None:
    for number in range(count):
        place = MunicipalityFactory.create(name=f"Kommune {number}", organisation=None)
        NeedFactory.create(
            municipality=place, theme=theme, registered_for=centre.organisation, registered_by=by
        )


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


@pytest.mark.parametrize("url", ["/behov/", "/behov/fylke/", "/behov/oversikt/"])
def test_three_hundred_needs_ask_as_many_questions_as_two(
    need: Need, centre: Centre, theme: Theme, adviser: User, signed_in: SignIn, url: str
) -> None:
    many(1, centre, theme, adviser)
    client = signed_in(adviser)
    client.get(url)
    few = queries(client, url)
    many(298, centre, theme, adviser)
    client.get(url)
    assert queries(client, url) == few


def test_the_page_of_a_need_asks_as_many_questions_however_long_its_history(
    need: Need, contact: User, adviser: User, signed_in: SignIn
) -> None:
    client, url = signed_in(contact), need.get_absolute_url()
    actions.speak(need=need, text="Ord", by=contact)
    client.get(url)
    few = queries(client, url)
    for number in range(20):
        actions.speak(need=need, text=f"Ord {number}", by=contact)
    assert queries(client, url) == few


def test_the_county_list_begins_with_small_municipalities(
    register: Register,
    adviser: User,
    governor: User,
    contact: User,
    vadso: Municipality,
    signed_in: SignIn,
) -> None:
    agreed, disputed = register(by=adviser), register(by=adviser)
    actions.give_verdict(need=agreed, agrees=True, by=governor)
    actions.give_verdict(need=disputed, agrees=False, reason="Nei", by=governor)
    register(by=contact)
    register(by=adviser, municipality=vadso, severity=Need.Severity.LOW)
    closed = register(by=adviser)
    actions.set_status(need=closed, status=Need.Status.MET, by=adviser)
    page = signed_in(governor).get("/behov/fylke/")
    groups = {
        group.standing.value: [row.need.municipality for row in group.rows]
        for group in page.context["groups"]
    }
    assert groups == {
        "unanswered": ["Vadsø", "Alta"],
        "disputed": ["Alta"],
        "agreed": ["Alta"],
    }
    assert "under 5000 innbyggere" in page.text.replace("\xa0", "")
    assert "Innbyggertall per 1. januar 2026" in page.text
    assert "liten kommune" in page.text
