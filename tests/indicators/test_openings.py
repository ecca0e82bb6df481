"""Figures of a source that is not open to all: who may open them, and who then sees them."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from centres.models import Centre
from korus_portal.accounts.models import User
from korus_portal.audit.models import Event
from municipalities.indicators import rules
from municipalities.indicators.actions import opening
from municipalities.indicators.models import Indicator, IndicatorValue, Opening, Source
from municipalities.models import Municipality, MunicipalityChange
from tests.factories import CountyFactory, MunicipalityFactory, OrganisationFactory
from tests.indicators.factories import OpeningFactory, value

pytestmark = pytest.mark.django_db
NEW = reverse("indicators:opening_new")


@pytest.fixture(autouse=True)
def _figures(
    closed_share: Indicator, municipality: Municipality, municipality_elsewhere: Municipality
) -> None:
    value(closed_share, municipality, 2025, "11")
    value(closed_share, municipality_elsewhere, 2025, "22")


def seen(viewer: User) -> set[int]:
    rows = IndicatorValue.objects.visible_to(viewer).current()
    return {int(row.value or 0) for row in rows}


def test_a_municipality_sees_its_own_and_nobody_else_any(
    contact: User, adviser: User, governor: User, directorate: User, administrator: User
) -> None:
    assert seen(contact) == {11}
    for viewer in (adviser, governor, directorate, administrator):
        assert seen(viewer) == set()


def test_what_is_opened_for_a_centre_shows_to_the_centre_alone_until_it_is_closed(
    closed_source: Source,
    municipality: Municipality,
    centre: Centre,
    contact: User,
    adviser: User,
    leader_elsewhere: User,
) -> None:
    row = opening.open_figures(
        source=closed_source,
        municipality=municipality,
        receiver=centre.organisation,
        reference="Brev 3. mars",
        by=contact,
    )
    assert seen(adviser) == {11}
    assert seen(leader_elsewhere) == set()
    opening.end_opening(opening=row, by=contact)
    again = opening.end_opening(opening=row, by=contact)
    assert again.ended_by == contact
    assert seen(adviser) == set()
    kinds = Event.objects.filter(kind__startswith="indicators.open").values_list("kind", flat=True)
    assert sorted(kinds) == ["indicators.opened", "indicators.opening_ended"]


def test_opened_for_all_is_open_to_visitors_too(
    client: Client, closed_share: Indicator, municipality: Municipality
) -> None:
    OpeningFactory.create(source=closed_share.source, municipality=municipality, receiver=None)
    page = client.get(reverse("indicators:indicator_detail", args=[closed_share.code]))
    assert "11,0" in page.content.decode()
    assert "22,0" not in page.content.decode()
    assert "ikke åpnet" in page.content.decode()
    text = client.get(reverse("indicators:indicator_export", args=[closed_share.code]))
    rows = text.content.decode().splitlines()
    assert [row.split(",")[6:9] for row in rows[1:]] == [["", "", "ikke åpnet"], ["11", "", ""]]


def test_a_contact_opens_nothing_of_others(
    closed_source: Source, contact: User, municipality_elsewhere: Municipality, centre: Centre
) -> None:
    for place in (municipality_elsewhere, None):
        with pytest.raises(PermissionDenied):
            opening.open_figures(
                source=closed_source,
                municipality=place,
                receiver=centre.organisation,
                reference="x",
                by=contact,
            )
    row = OpeningFactory.create(source=closed_source, municipality=municipality_elsewhere)
    with pytest.raises(PermissionDenied):
        opening.end_opening(opening=row, by=contact)


def test_those_a_figure_is_opened_for_cannot_close_it(
    closed_source: Source, municipality: Municipality, centre: Centre, adviser: User
) -> None:
    row = OpeningFactory.create(
        source=closed_source, municipality=municipality, receiver=centre.organisation
    )
    with pytest.raises(PermissionDenied):
        opening.end_opening(opening=row, by=adviser)


def test_figures_are_opened_for_no_other_kinds_of_organisation(
    closed_source: Source, municipality: Municipality, contact: User
) -> None:
    with pytest.raises(PermissionDenied):
        opening.open_figures(
            source=closed_source,
            municipality=municipality,
            receiver=OrganisationFactory.create(kind="voluntary"),
            reference="x",
            by=contact,
        )


def test_a_contact_opens_by_the_form_and_a_second_time_is_told(
    client: Client, closed_source: Source, municipality: Municipality, centre: Centre, contact: User
) -> None:
    client.force_login(contact)
    sent = {
        "source": closed_source.code,
        "municipality": municipality.code,
        "receiver": centre.organisation.pk,
        "reference": "Sak 2026/12",
    }
    assert client.post(NEW, sent).status_code == 302
    again = client.post(NEW, sent).content.decode()
    assert "allerede åpnet" in again
    assert "Sak 2026/12" in again
    assert Opening.objects.count() == 1


def test_the_form_asks_for_a_reference_and_for_ones_own_municipality(
    client: Client, closed_source: Source, municipality_elsewhere: Municipality, contact: User
) -> None:
    client.force_login(contact)
    sent = {"source": closed_source.code, "municipality": municipality_elsewhere.code}
    page = client.post(NEW, sent).content.decode()
    assert "Skriv hvor det er bestemt." in page
    assert not Opening.objects.exists()


def test_a_keeper_opens_every_figure_of_the_source(
    client: Client, closed_source: Source, keeper: User, adviser: User
) -> None:
    client.force_login(keeper)
    sent = {"source": closed_source.code, "municipality": "", "receiver": "", "reference": "Avtale"}
    assert client.post(NEW, sent).status_code == 302
    assert seen(adviser) == {11, 22}


def test_the_list_shows_what_concerns_one(
    client: Client,
    closed_source: Source,
    municipality: Municipality,
    centre: Centre,
    contact: User,
    adviser: User,
    contact_elsewhere: User,
) -> None:
    OpeningFactory.create(
        source=closed_source, municipality=municipality, receiver=centre.organisation
    )
    address = reverse("indicators:opening_list")
    pages = {}
    for viewer in (contact, adviser, contact_elsewhere):
        client.force_login(viewer)
        pages[viewer.pk] = client.get(address).content.decode()
    assert "2026/1" in pages[contact.pk]
    assert "/lukk/" in pages[contact.pk]
    assert "2026/1" in pages[adviser.pk]
    assert "/lukk/" not in pages[adviser.pk]
    assert "2026/1" not in pages[contact_elsewhere.pk]


def test_an_opening_follows_a_municipality_to_its_new_number(
    closed_source: Source, municipality: Municipality, contact: User, contact_elsewhere: User
) -> None:
    old = MunicipalityFactory.create(
        code="5403",
        county=CountyFactory.create(code="54", name="Troms og Finnmark"),
        organisation=None,
        valid_from=date(2020, 1, 1),
        valid_to=date(2023, 12, 31),
    )
    MunicipalityChange.objects.create(
        date=date(2024, 1, 1), change_type="renumber", old=old, new=municipality
    )
    row = OpeningFactory.create(source=closed_source, municipality=old, receiver=None)
    assert list(Opening.objects.visible_to(contact)) == [row]
    assert rules.endable(contact, [row]) == {row.pk}
    assert not rules.endable(contact_elsewhere, [row])
    opening.end_opening(opening=row, by=contact)
    row.refresh_from_db()
    assert row.ended_by == contact
