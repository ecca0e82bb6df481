"""Embargoed figures are the importer's alone until their date, on every way out."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from korus_portal.accounts.access import Viewer
from korus_portal.accounts.models import User
from municipalities.indicators import reading
from municipalities.indicators.actions import applying, uploading
from municipalities.indicators.actions.uploading import Choice
from municipalities.indicators.incoming.columns import Columns
from municipalities.indicators.models import Batch, Indicator, IndicatorValue
from municipalities.models import Municipality
from tests.indicators.factories import value

pytestmark = pytest.mark.django_db
EMBARGO = timezone.localdate() + timedelta(days=10)
COLUMNS = Columns({"region": "place", "år": "year", "Andel": "value:prove-andel"})


@pytest.fixture
def old(share: Indicator, municipality: Municipality) -> IndicatorValue:
    return value(share, municipality, 2025, "10")


@pytest.fixture
def batch(share: Indicator, municipality: Municipality, keeper: User) -> Batch:
    """Alta's new figure, under embargo."""
    content = b"region;\xe5r;Andel\n5601;2025;33\n"
    made = uploading.upload_batch(
        source=share.source, file_name="ny.csv", content=content, by=keeper
    )
    choice = Choice(COLUMNS, embargo_until=EMBARGO)
    uploading.choose_columns(batch=made, choice=choice, by=keeper)
    return applying.apply_batch(batch=made, by=keeper)


def on_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args, **_options: day)


def seen(viewer: Viewer, indicator: Indicator, place: Municipality) -> set[Decimal | None]:
    """Everything the readers give of one figure."""
    day = date(2026, 1, 1)
    latest = reading.latest(viewer, [indicator], on=day).get((indicator.pk, place.pk))
    year = reading.of_year(viewer, indicator, year=2025, on=day).get(place.pk)
    own = [point for one in reading.series(place, viewer, on=day) for point in one.own]
    shown = [one for one in (latest, year, *own) if one is not None]
    return {one.value for one in shown}


def test_the_day_before_only_the_importer_sees_it(
    share: Indicator,
    municipality: Municipality,
    batch: Batch,
    keeper: User,
    administrator: User,
    contact: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on_day(monkeypatch, EMBARGO - timedelta(days=1))
    for viewer in (AnonymousUser(), contact, administrator):
        assert seen(viewer, share, municipality) == set()
    assert seen(keeper, share, municipality) == {Decimal(33)}


def test_on_the_day_everyone_sees_it(
    share: Indicator, municipality: Municipality, batch: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_day(monkeypatch, EMBARGO)
    assert seen(AnonymousUser(), share, municipality) == {Decimal(33)}


def test_until_then_others_see_what_it_replaces(
    share: Indicator,
    municipality: Municipality,
    old: IndicatorValue,
    batch: Batch,
    keeper: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    on_day(monkeypatch, EMBARGO - timedelta(days=1))
    assert seen(AnonymousUser(), share, municipality) == {Decimal(10)}
    assert seen(keeper, share, municipality) == {Decimal(33)}
    on_day(monkeypatch, EMBARGO)
    assert seen(AnonymousUser(), share, municipality) == {Decimal(33)}


def test_a_withdrawn_embargo_leaves_the_old_figure(
    share: Indicator,
    municipality: Municipality,
    old: IndicatorValue,
    batch: Batch,
    keeper: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    applying.withdraw_batch(batch=batch, reason="Feil.", by=keeper)
    on_day(monkeypatch, EMBARGO)
    assert seen(AnonymousUser(), share, municipality) == {Decimal(10)}


def test_pages_and_exports_hold_it_back_from_the_administrator_too(
    client: Client, share: Indicator, batch: Batch, administrator: User, keeper: User
) -> None:
    addresses = [
        reverse("indicators:source_list"),
        reverse("indicators:indicator_detail", args=[share.code]),
        reverse("indicators:indicator_export", args=[share.code]),
    ]
    client.force_login(administrator)
    pages = [client.get(address).content.decode() for address in addresses]
    assert not any("33" in page or "2025" in page for page in pages[:2])
    assert ",33," not in pages[2]
    client.force_login(keeper)
    pages = [client.get(address).content.decode() for address in addresses]
    assert "33,0" in pages[1]
    assert ",33," in pages[2]


def test_the_import_itself_is_the_importers_alone_until_then(
    client: Client, batch: Batch, administrator: User, keeper: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse("indicators:batch_detail", args=[batch.pk])
    client.force_login(keeper)
    assert client.get(address).status_code == 200
    client.force_login(administrator)
    assert client.get(address).status_code == 404
    assert "ny.csv" not in client.get(reverse("indicators:batch_list")).content.decode()
    on_day(monkeypatch, EMBARGO)
    assert client.get(address).status_code == 200
